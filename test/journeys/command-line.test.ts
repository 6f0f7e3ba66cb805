import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../harness.ts'
import { build, dataFolder, freePort, startProcess } from '../process.ts'

// What an operator types, beside a server at work on the same database.

let app: TestApp
let env: Record<string, string>
beforeAll(async () => {
  build()
  app = await startApp()
  env = {
    DATABASE_URL: app.urls.databaseUrl,
    OWNER_DATABASE_URL: app.urls.ownerDatabaseUrl,
    SECRET_KEYS: app.settings.secretKeys.map((key) => key.toString('base64url')).join(),
    SMTP_URL: app.settings.smtpUrl ?? '',
    MAIL_FROM: app.settings.mailFrom,
    BASE_URL: app.url,
    DATA_DIR: await dataFolder(),
  }
})

const plenary = async (args: readonly string[], other: Record<string, string> = {}) => {
  const process = await startProcess({ ...env, ...other }, ['dist/cli.js', ...args])
  return { code: await process.exit, output: process.output }
}

test('help names every command', async () => {
  const { code, output } = await plenary(['help'])
  expect(code).toBe(0)
  for (const command of ['migrate', 'load', 'invite', 'export', 'doctor']) expect(output).toContain(`  ${command}`)
})

test('a meeting is loaded at a release, an organiser invited to it, and the meeting written to a file', async () => {
  const loaded = await plenary(['load', 'samples/meeting-future.json', '--at-release', '1'])
  expect(loaded).toMatchObject({ code: 0 })
  const slug = /\/en\/(\S+)$/m.exec(loaded.output)?.[1] ?? ''
  await app.http.get(`/en/${slug}`).expect(200)

  const again = await plenary(['load', 'samples/meeting-future.json'])
  expect(again.code).toBe(1)
  expect(again.output.trim().split('\n')).toHaveLength(1)

  const invited = await plenary(['invite', 'ana@example.org', '--meeting', slug])
  expect(invited.output).toContain('Give this link to ana@example.org')
  const link = invited.output.trim().split('\n').at(-1) ?? ''
  await app.http.get(new URL(link).pathname).expect(200)

  const target = join(await mkdtemp(join(tmpdir(), 'plenary-export-')), 'meeting.json')
  expect(await plenary(['export', slug, '--to', target])).toMatchObject({ code: 0 })
  const written = JSON.parse(await readFile(target, 'utf8')) as { meeting: { slug: string }; releases: unknown[] }
  expect(written.meeting.slug).toBe(slug)
  expect(written.releases).toHaveLength(1)
}, 120_000)

test('what cannot be done is said in a sentence', async () => {
  expect((await plenary(['invite', 'nobody'])).output).toContain('It must be an e-mail address.')
  expect((await plenary(['invite', 'a@example.org', '--role', 'king'])).output).toContain('There is no role "king"')
  expect((await plenary(['load', 'nothing.json'])).output).toContain('no such file')
}, 60_000)

test('the doctor finds nothing wrong with a good deployment, and sends a message', async () => {
  const { code, output } = await plenary(['doctor', '--mail-to', 'operator@example.org'])
  expect(output).not.toContain('WRONG')
  expect(output).toContain("The app's role plenary_app may use the tables and change none of them.")
  expect(output).toContain(`Plenary answers at ${app.url}.`)
  expect(code).toBe(0)
  expect((await app.mailbox.waitFor('operator@example.org')).subject).toBe('Plenary can send mail')
}, 60_000)

test('the doctor says what is wrong with a bad one, and what to do', async () => {
  const nothing = await freePort()
  const { code, output } = await plenary(['doctor'], {
    DATABASE_URL: app.urls.ownerDatabaseUrl,
    SMTP_URL: `smtp://127.0.0.1:${nothing}`,
    BASE_URL: 'https://plenary.invalid',
  })
  expect(code).toBe(1)
  expect(output).toContain("The app's role plenary_owner may change tables or the audit trail.")
  expect(output).toMatch(/WRONG {4}The mail server refuses \(.*ECONNREFUSED.*\)\.\n +Check SMTP_URL/)
  expect(output).toContain('Set TRUST_PROXY to the number of proxies in front')
  expect(output).toContain('Nothing answers at https://plenary.invalid')
}, 60_000)
