import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { People } from '../../src/people/people.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { startApp, type TestApp } from '../harness.ts'
import { freePort } from '../free-port.ts'
import { build, dataFolder, startProcess } from '../process.ts'
import { Visitor } from './visitor.ts'

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
}, 240_000)

const plenary = async (args: readonly string[], other: Record<string, string> = {}) => {
  const process = await startProcess({ ...env, ...other }, ['dist/cli.js', ...args])
  return { code: await process.exit, output: process.output }
}

test('help names every command', async () => {
  const { code, output } = await plenary(['help'])
  expect(code).toBe(0)
  for (const command of ['migrate', 'load', 'invite', 'reset-second-factor', 'export', 'doctor'])
    expect(output).toContain(`  ${command}`)
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

test('who has lost their second factor is signed out everywhere, hears of it, and sets up a new one', async () => {
  const address = emailFrom('olga@example.org')!
  const [olga, devices] = await app.database.transaction(async (tx) => {
    const person = await app.get(People).ensure(tx, address, 'en')
    await app.get(People).grant(tx, person, 'organiser')
    const secrets = [app.get(Secrets).random(), app.get(Secrets).random()]
    for (const secret of secrets)
      await app.get(SignIns).open(tx, {
        person,
        secret,
        opensDesk: true,
        secondFactor: app.clock.now(),
        stays: false,
        device: 'Firefox',
        expiresAt: app.clock.now().add({ hours: 24 }),
      })
    return [person, secrets] as const
  })
  await app.database.query(
    `INSERT INTO second_factor (id, person_id, kind, name, sealed_key, last_step, created_at, used_at)
     VALUES (gen_random_uuid(), $1, 'codes', 'Lost telephone', '\\x00', 1, now(), now())`,
    [olga],
  )
  const desk = (secret: string) => app.http.get('/en/desk').set('Cookie', `plenary-sign-in=${secret}`)
  for (const secret of devices) await desk(secret).expect(200)

  const reset = await plenary(['reset-second-factor', 'olga@example.org'])
  expect(reset).toMatchObject({ code: 0 })
  expect(reset.output).toContain('olga@example.org sets up a new one at the next sign-in at the desk')
  for (const secret of devices) {
    const { status, headers } = await desk(secret)
    expect([status, headers['location']]).toEqual([303, expect.stringContaining('/en/desk/sign-in')])
  }
  expect((await app.mailbox.waitForSubject(address, 'set up a second factor anew')).text).toContain(
    'signed out everywhere',
  )
  expect(
    await app.database.query(`SELECT actor_id, subject FROM audit_entry WHERE action = 'second-factor.reset'`),
  ).toEqual([{ actor_id: null, subject: olga }])

  // At the next sign-in at the desk the door asks for a new one.
  const olgaAgain = new Visitor(app)
  await olgaAgain.opens('/en/desk/sign-in')
  await olgaAgain.fills('email', address).presses('Send me')
  const mailed = await app.mailbox.waitForSubject(address, 'is your Plenary code')
  await olgaAgain.fills('code', /\d{8}/.exec(mailed.subject!)![0]).presses('Continue')
  expect(olgaAgain.headline).toBe('Set up a second factor')

  for (const address of ['olga@example.org', 'nobody@example.org']) {
    const again = await plenary(['reset-second-factor', address])
    expect([again.code, again.output.trim()]).toEqual([1, `Nobody with the address ${address} has a second factor.`])
  }
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
