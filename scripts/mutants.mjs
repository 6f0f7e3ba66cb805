// Weakens the gate, and the policies beside it, clause by clause and shows which test goes red. Writes docs/security/mutants.md; fails when a mutant is
// caught by none. `npm run test:mutants`; `npm run test:mutants -- 3 17` runs some of them and writes nothing.
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { MUTANTS } from '../test/mutants/mutants.ts'

/** From the quickest tests to the widest; the first that catch a mutant are named. */
const STAGES = [
  {
    tests: ['rule', 'view-of', 'changes', 'calendar-facts', 'gate.properties'].map(
      (name) => `src/access/${name}.spec.ts`,
    ),
    env: { PURE: 'true' },
  },
  { tests: ['src/access/gate.service.spec.ts'], env: {} },
  { tests: ['src/circulation', 'src/checkin', 'src/calendar'], env: {} },
  { tests: ['test/leaks'], env: {} },
]

const folder = await mkdtemp(join(tmpdir(), 'plenary-mutants-'))

/** The tests that went red, with their files. */
const redIn = async (mutant, { tests, env }) => {
  const report = join(folder, 'report.json')
  await rm(report, { force: true })
  const options = ['--config', 'vitest.mutants.config.ts', '--bail', '1', '--reporter', 'json', '--outputFile', report]
  const run = spawnSync('vitest', ['run', ...options, ...tests], {
    env: { ...process.env, ...env, MUTANT: String(mutant) },
    encoding: 'utf8',
  })
  const read = await readFile(report, 'utf8').catch(() => {
    throw new Error(`Mutant ${mutant} could not be tried:\n${run.stdout}${run.stderr}`)
  })
  const files = JSON.parse(read).testResults.map((each) => ({ ...each, file: relative(process.cwd(), each.name) }))
  const red = files.flatMap(({ file, assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => ({ file, test: fullName })),
  )
  // A file that does not even load catches nothing: the mutant is no program.
  const broken = files.find(({ status }) => status === 'failed')
  if (broken && red.length === 0) throw new Error(`Mutant ${mutant} broke ${broken.file}: ${broken.message}`)
  return red
}

/** Where a mutant is looked for: in the tests that it names, or where the gate is tested; and where everybody asks for everything. */
const stagesOf = ({ tests }) => (tests ? [{ tests, env: {} }, STAGES.at(-1)] : STAGES)

const caughtBy = async (mutant) => {
  for (const stage of stagesOf(MUTANTS[mutant])) {
    const red = await redIn(mutant, stage)
    if (red.length) return red
  }
  return []
}

const chosen = process.argv.slice(2).map(Number)
const rows = []
for (const [number, { what, file }] of MUTANTS.entries()) {
  if (chosen.length && !chosen.includes(number)) continue
  const red = await caughtBy(number)
  rows.push({ what, file, red })
  console.log(`${number} ${red.length ? 'caught' : 'SURVIVED'}: ${what}`)
}
await rm(folder, { recursive: true })

const cell = (text) => text.replaceAll('|', '\\|')
const table = rows.map(({ what, file, red: [first] }) => {
  const caught = first ? `\`${first.file}\`: ${cell(first.test)}` : '**nothing**'
  return `| ${cell(what)} | \`${file}\` | ${caught} |`
})
const page = `# Mutants of the gate

Each clause of the gate (\`src/access\`), and of the policies beside it, was weakened, one at a time, and the tests run: a mutant that no test notices would
be a leak that no test notices. Made by \`npm run test:mutants\`, which fails when one survives; the clauses are in
\`test/mutants/mutants.ts\`, and \`npm test\` sees that each is still there. Named is the first test that went red, tried in
this order: the rules, the gate on a database, those who ask it, the leak matrix; of the policies beside it, their own tests
and the leak matrix.

${rows.filter(({ red }) => red.length).length} of ${rows.length} mutants are caught.

| what was weakened | where | what went red |
| ----------------- | ----- | ------------- |
${table.join('\n')}
`
if (!chosen.length) {
  await writeFile('docs/security/mutants.md', page)
  spawnSync('prettier', ['--write', 'docs/security/mutants.md'])
}
process.exitCode = rows.every(({ red }) => red.length) ? 0 : 1
