import { expect, test } from 'vitest'
import { settingsFrom, WrongSettings } from './settings.ts'

const KEY = Buffer.alloc(32, 1).toString('base64url')
const DEPLOYED = {
  NODE_ENV: 'production',
  BASE_URL: 'https://meetings.example.org',
  DATABASE_URL: 'postgresql://plenary_app:secret@db/plenary',
  SECRET_KEYS: `${KEY}, ${Buffer.alloc(40, 2).toString('hex')}`,
  SMTP_URL: 'smtp://mail:25',
  MAIL_FROM: 'Plenary <plenary@example.org>',
}

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    settingsFrom(env)
    return []
  } catch (error) {
    if (error instanceof WrongSettings) return error.problems
    throw error
  }
}

test('nothing needs to be set to try it out, and a trial is for this machine only', () => {
  const settings = settingsFrom({}, '/srv/plenary')
  expect(settings).toMatchObject({
    port: 3000,
    host: 'localhost',
    dataDir: '/srv/plenary/data',
    development: true,
    samples: true,
  })
  expect(settings.baseUrl.origin).toBe('http://localhost:3000')
  expect(settings.databaseUrl).toBeUndefined()
})

test('a deployment has neither an outbox page nor sample meetings', () => {
  expect(settingsFrom(DEPLOYED)).toMatchObject({ development: false, samples: false, trustProxy: false })
  expect(settingsFrom(DEPLOYED).secretKeys.map((key) => key.length)).toEqual([32, 40])
  expect(settingsFrom({ ...DEPLOYED, SAMPLES: 'true' }).samples).toBe(true)
})

test.each([
  ['a port that is none', { PORT: '70000' }, 'PORT'],
  ['an address with a path', { BASE_URL: 'https://example.org/plenary' }, 'BASE_URL'],
  ['another database', { ...DEPLOYED, DATABASE_URL: 'mysql://db/plenary' }, 'DATABASE_URL'],
  ['an owner without an app', { OWNER_DATABASE_URL: 'postgresql://db/plenary' }, 'OWNER_DATABASE_URL'],
  ['a database without keys', { ...DEPLOYED, SECRET_KEYS: '' }, 'SECRET_KEYS'],
  ['a short key', { ...DEPLOYED, SECRET_KEYS: 'c2hvcnQ' }, 'SECRET_KEYS'],
  [
    'a key in another writing',
    { ...DEPLOYED, SECRET_KEYS: 'with~tildes~and~more~than~thirty~two~characters~in~it' },
    'SECRET_KEYS',
  ],
  ['a mail server without a sender', { ...DEPLOYED, MAIL_FROM: '' }, 'MAIL_FROM'],
  ['a sender that is none', { MAIL_FROM: 'Plenary' }, 'MAIL_FROM'],
  ['a sender with a second line', { MAIL_FROM: 'a@example.org\r\nBcc: b@example.org' }, 'MAIL_FROM'],
  ['a web address for mail', { SMTP_URL: 'https://mail', MAIL_FROM: 'a@example.org' }, 'SMTP_URL'],
  ['an unsure proxy', { TRUST_PROXY: 'perhaps' }, 'TRUST_PROXY'],
  ['a talkative log', { LOG_LEVEL: 'chatty' }, 'LOG_LEVEL'],
  ['an unsure sample', { SAMPLES: 'yes' }, 'SAMPLES'],
])('%s is refused with the setting to change', (_what, env, name) => {
  expect(problemsOf(env).map((problem) => problem.split(' ')[0])).toEqual([name])
})

test('what is wrong never shows a password', () => {
  expect(problemsOf({ ...DEPLOYED, DATABASE_URL: 'mysql://root:hunter2@db' }).join()).not.toContain('hunter2')
})

test.each([
  ['true', true],
  ['2', 2],
  ['10.0.0.0/8, ::1', '10.0.0.0/8, ::1'],
])('TRUST_PROXY=%s', (text, value) => {
  expect(settingsFrom({ TRUST_PROXY: text }).trustProxy).toBe(value)
})
