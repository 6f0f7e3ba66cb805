import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Controller, Get } from '@nestjs/common'
import { HtmlResponse } from '../src/platform/http/html-response.ts'
import { PUBLIC, Policy } from '../src/platform/policies/policy.ts'
import { tinyApp } from './tiny-app.ts'

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

describe('the table of ASVS', () => {
  const rows = read('docs/security/asvs.md')
    .split('\n')
    .filter((line) => /^\| V\d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, id, level, , state, why]) => ({ id: id!, level, state, why: why! }))
  /** What stands in code signs and looks like a file. */
  const filesIn = (text: string): string[] =>
    [...text.matchAll(/`([^`\s]+)`/g)]
      .map(([, name]) => name!)
      .filter((name) =>
        /^(src|test|docs|i18n|scripts|\.ci)\/|^[.\w-]+\.(md|json|yml)$|^Dockerfile$|^\.dockerignore$/.test(name),
      )

  test('has each requirement of levels 1 and 2 once', () => {
    const wanted = read('test/fixtures/asvs-5.0-levels-1-and-2.txt').trim().split('\n')
    expect(wanted).toHaveLength(253)
    expect(rows.map(({ id }) => id)).toEqual(wanted)
  })

  test('says of each whether it is met, and by which file, or why not', () => {
    for (const { id, state, why } of rows) {
      expect(['met', 'n/a', 'open'], id).toContain(state)
      expect(why.length, id).toBeGreaterThan(6)
      if (state === 'met') expect(filesIn(why), id).not.toEqual([])
    }
  })

  test.each(['docs/security/asvs.md', 'docs/security/threat-model.md', 'docs/security/inventory.md', 'SECURITY.md'])(
    'and %s name only files that are there',
    (page) => {
      const named = filesIn(read(page))
      expect(named.length).toBeGreaterThan(2)
      expect(named.filter((path) => !existsSync(join(HOME, path)))).toEqual([])
    },
  )
})

/** The sources of the server and of its pages, tests aside. */
const sources = readdirSync(join(HOME, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(tsx?|js)$/.test(path) && !/\.(spec|test)\.tsx?$/.test(path))
  .map((path) => ({ path, text: read(join('src', path)) }))

test('no source makes code or a page out of words, or listens to the pages of others', () => {
  const makes =
    /\beval\(|\bnew Function\(|\b(inner|outer)HTML\s*=(?!=)(?!\s*WORDS\b)|insertAdjacentHTML|document\.write|addEventListener\('message'/
  // Icons of ours (WORDS) apart, one script puts in what our own server has drawn, and so escaped.
  const making = sources.filter(({ text }) => makes.test(text)).map(({ path }) => path)
  expect(making).toEqual(['ui/browser/warnings.js'])
  // The dark colours of a mail, and data in the head of a page, whose every `<` is an escape.
  const raw = sources.filter(({ text }) => text.includes('__html')).map(({ path }) => path)
  expect(raw.toSorted()).toEqual(['ui/json-ld.tsx', 'ui/mail.tsx'])
})

@Controller()
@Policy(PUBLIC)
class Pages {
  @Get(':locale')
  home(): HtmlResponse {
    return new HtmlResponse('home')
  }
}

test('no other site may read an answer, whatever it says of itself', async () => {
  const app = await tinyApp([Pages])
  for (const method of ['GET', 'OPTIONS'] as const) {
    const { headers } = await app.inject({
      method,
      url: '/en',
      headers: { origin: 'https://evil.test', 'access-control-request-method': 'POST' },
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})

test('TRACE says nothing back', async () => {
  const app = await tinyApp([Pages])
  await app.listen(0, '127.0.0.1')
  const { port } = app.getHttpServer().address() as AddressInfo
  const answer = await new Promise<string>((resolve, reject) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('TRACE /en HTTP/1.1\r\nHost: x\r\nX-Secret: s3cr3t\r\nConnection: close\r\n\r\n')
    })
    socket.on('data', (data) => (heard += data.toString()))
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })
  expect(answer).toMatch(/^HTTP\/1\.1 (404|405|501) /)
  expect(answer).not.toContain('s3cr3t')
})

test('nobody can make the server ask another one: it speaks to its database and its mail server alone', () => {
  const asks =
    /(?<![.\w]|async )fetch\(|\bfrom '(undici|axios|got|node:(https|http2|tls|dgram))'|\b(https?|net|tls)\.(get|request|connect)\(|import \{[^}]*\b(get|request|connect|createConnection|Socket)\b[^}]*\} from 'node:(http|net)'/
  const asking = sources
    // What browsers run asks its own site; the operator's own check of a deployment asks that deployment.
    .filter(({ path }) => !path.startsWith('ui/browser/') && path !== 'cli/doctor.ts')
    .filter(({ text }) => asks.test(text))
    .map(({ path }) => path)
  expect(asking).toEqual([])
})
