import { readFileSync } from 'node:fs'
import pg from 'pg'
import { beforeAll, expect, test, vi } from 'vitest'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import type { MeetingFile } from '../../src/desk/meeting-file/meeting-file.ts'
import { startApp, type TestApp } from '../harness.ts'

// A meeting of many sessions is read with as many statements as one of few.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let app: TestApp
const asked: unknown[] = []

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
  const { query } = pg.Client.prototype
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    asked.push(args[0])
    return Reflect.apply(query, this, args)
  })
})

/** The fewest of some tries: the process asks for things of its own meanwhile. */
const statements = async (path: string): Promise<number> => {
  const counts: number[] = []
  for (let tries = 0; tries < 5; tries++) {
    asked.length = 0
    await app.http.get(path).expect(200)
    counts.push(asked.length)
  }
  return Math.min(...counts)
}

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
  // The process asks for a few things of its own at any time; one statement a session would be two hundred more.
  expect(Math.abs((await statements(`/en/many${path}`)) - few)).toBeLessThan(20)
})

test('statements are counted at all', async () => {
  expect(await statements('/en/many')).toBeGreaterThan(0)
})
