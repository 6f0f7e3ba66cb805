import { readFileSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import type { MeetingFile } from '../../src/desk/meeting-file/meeting-file.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { People } from '../../src/people/people.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { startApp, type TestApp } from '../harness.ts'
import { statementsOf } from '../statements.ts'

// A meeting of many sessions is read with as many statements as one of few.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let app: TestApp

beforeAll(async () => {
  app = await startApp({ now: '2022-10-15T09:00:00Z' })
  const file = checkMeetingFile(
    JSON.parse(readFileSync(new URL('../../samples/meeting.json', import.meta.url), 'utf8')),
  ) as MeetingFile
  const online = file.sessions.find(({ code }) => code === 'SE-1')!
  const more = Array.from({ length: 200 }, (_, number) => ({ ...online, code: `QX-${number}` }))
  const load = async (slug: string, sessions: MeetingFile['sessions']) =>
    app.get(LoadMeeting).load({ ...file, meeting: { ...file.meeting, slug }, sessions })
  await load('few', file.sessions)
  await load('many', [...file.sessions, ...more])
})

const statements = (path: string) => statementsOf(app, () => app.http.get(path).expect(200))

test.each([
  '',
  '/agenda',
  '/agenda?view=grid',
  '/agenda?view=rooms&kind=plenary',
  '/agenda?q=plan',
  '/changes',
  '/releases/draft',
  '/sessions/PL-1',
  '/agenda.json',
  '/agenda.jsonld',
  '/agenda.atom',
  '/agenda.ics',
  '/agenda.pdf',
  '/rooms/xvii/screen',
])('%s', async (path) => {
  const few = await statements(`/en/few${path}`)
  // One question a session would be two hundred more; a task of the process that came in between is a few.
  expect(await statements(`/en/many${path}`)).toBeLessThan(few + 10)
})

test.each(['/agenda', '/agenda?view=grid', '/agenda?kind=plenary', '/my-agenda'])(
  '%s of who is signed in',
  async (path) => {
    const secret = app.get(Secrets).random(32)
    await app.database.transaction(async (tx) => {
      const person = await app.get(People).ensure(tx, emailFrom('ana@example.org')!, 'en')
      const expiresAt = Temporal.Instant.from('2099-01-01T00:00:00Z')
      await app.get(SignIns).open(tx, { person, secret, opensDesk: false, stays: true, device: '', expiresAt })
    })
    const asked = (slug: string) =>
      statementsOf(app, () =>
        app.http
          .get(`/en/${slug}${path}`)
          .set('cookie', `plenary-sign-in=${secret}`)
          .expect(200, /press|session/),
      )
    expect(await asked('many')).toBeLessThan((await asked('few')) + 10)
  },
)

test('statements are counted at all', async () => {
  expect(await statements('/en/many')).toBeGreaterThan(0)
})
