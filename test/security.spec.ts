import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

// What docs/security/ says, held to what is there.

const HOME = join(import.meta.dirname, '..')

const read = (path: string): string => readFileSync(join(HOME, path), 'utf8')

interface Lock {
  packages: Record<string, { name?: string; version: string; integrity?: string }>
}

interface Component {
  name: string
  version: string
  hashes?: { alg: string }[]
}

describe('the list of components', () => {
  const lock = Object.entries((JSON.parse(read('package-lock.json')) as Lock).packages).filter(([path]) => path)
  const listed = (): Component[] =>
    (
      JSON.parse(execFileSync('npm', ['run', '-s', 'sbom'], { cwd: HOME, encoding: 'utf8', maxBuffer: 64 << 20 })) as {
        bomFormat: string
        components: Component[]
      }
    ).components

  test('has each package of the lockfile in each of its versions, with its digest', () => {
    const locked = lock.map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`)
    const components = listed()
    expect(components.map(({ name, version }) => `${name}@${version}`).toSorted()).toEqual(
      [...new Set(locked)].toSorted(),
    )
    expect(components.filter(({ hashes }) => !hashes?.some(({ alg }) => alg === 'SHA-512'))).toEqual([])
  })
})

describe('the audit of what is deployed', () => {
  const judged = (answer: string): { status: number | null; said: string } => {
    const { status, stdout } = spawnSync('node', [join(HOME, '.ci/audit.mjs')], { input: answer, encoding: 'utf8' })
    return { status, said: stdout.trim() }
  }
  const report = (severity: string): string =>
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities: {
        knot: {
          name: 'knot',
          severity,
          range: '<2.0.1',
          via: [{ title: 'Reads too far', url: 'https://example.org/1' }],
        },
      },
    })

  test.each([
    ['no answer', ''],
    ['a refusal', '{"message":"405 Method Not Allowed","statusCode":405}'],
    ['an error page', '<html>'],
  ])('is skipped with a line where the registry gives %s', (_, answer) => {
    const { status, said } = judged(answer)
    expect(status).toBe(0)
    expect(said).toMatch(/^skipped: the registry answers no audit/)
  })

  test.each([
    ['moderate', 0, ''],
    ['high', 1, 'high: knot <2.0.1: Reads too far https://example.org/1'],
    ['critical', 1, 'critical: knot <2.0.1: Reads too far https://example.org/1'],
  ])('%s findings end it with %i', (severity, status, said) => {
    expect(judged(report(severity))).toEqual({ status, said })
  })
})

test('nobody can make the server ask another one: it speaks to its database and its mail server alone', () => {
  const asks =
    /(?<![.\w]|async )fetch\(|\bfrom '(undici|axios|got|node:(https|http2|tls|dgram))'|\b(https?|net|tls)\.(get|request|connect)\(|import \{[^}]*\b(get|request|connect|createConnection|Socket)\b[^}]*\} from 'node:(http|net)'/
  const asking = readdirSync(join(HOME, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.(spec|test)\.tsx?$/.test(path))
    // What browsers run asks its own site; the operator's own check of a deployment asks that deployment.
    .filter((path) => !path.startsWith('ui/browser/') && path !== 'cli/doctor.ts')
    .filter((path) => asks.test(read(join('src', path))))
  expect(asking).toEqual([])
})
