// Known weaknesses of what is deployed, from `npm audit --json` on standard input. Fails on a grave one; where the registry
// gave no answer there is nothing to judge, and a line says so.
import { text } from 'node:stream/consumers'

const GRAVE = new Set(['high', 'critical'])

const answer = await text(process.stdin)
let report
try {
  report = JSON.parse(answer)
} catch {
  report = {}
}
if (report.auditReportVersion === undefined) {
  console.log(`   skipped: the registry answers no audit (${report.message?.slice(0, 120) ?? 'no answer in time'})`)
  process.exit(0)
}
const grave = Object.values(report.vulnerabilities).filter(({ severity }) => GRAVE.has(severity))
for (const { name, severity, range, via } of grave) {
  const why = via.map((cause) => (typeof cause === 'string' ? `by way of ${cause}` : `${cause.title} ${cause.url}`))
  console.log(`   ${severity}: ${name} ${range}: ${why.join('; ')}`)
}
process.exit(grave.length ? 1 : 0)
