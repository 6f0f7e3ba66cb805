import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { RoomScreens } from '../../src/reading/room-screens.service.ts'
import { startApp, type TestApp } from '../harness.ts'

// Screens at the doors of the Fourth Annual Meeting.

let app: TestApp
let meeting: Meeting
const door = (room: string, locale = 'en') => `/${locale}/unnm-2022/rooms/${room}/screen`

beforeAll(async () => {
  app = await startApp({ now: '2022-10-18T08:30:00Z' })
  const file = checkMeetingFile(
    JSON.parse(readFileSync(new URL('../../samples/meeting.json', import.meta.url), 'utf8')),
  )
  meeting = await app.get(LoadMeeting).load(file)
})

/** What a screen hears, as it comes. */
const listen = async (path: string, heard: string[] = []) => {
  const stop = new AbortController()
  const answer = await fetch(`${app.url}${path}/events`, { signal: stop.signal })
  const ended = (async () => {
    const decoder = new TextDecoder()
    for await (const bytes of answer.body!)
      heard.push(...[...decoder.decode(bytes).matchAll(/event: (\w+)/g)].map(([, event]) => event!))
  })().catch(() => undefined)
  return { status: answer.status, headers: answer.headers, heard, ended, stop: () => stop.abort() }
}

const retitle = async (code: string, title: string, label: 'Final' | 'Corr.1'): Promise<void> => {
  const by = await app.database.transaction((tx) => app.get(People).ensure(tx, emailFrom('editor@example.org')!, 'en'))
  const copy = app.get(WorkingCopy)
  const session = await copy.byCode(meeting.id, code)
  await copy.edit(meeting.id, session.id, session.version, { title: { ...session.title, en: title } }, by)
  const { workingVersion } = await app.get(Publishing).review(meeting.id)
  await app.get(Publishing).publish(meeting.id, { workingVersion, label, note: { en: 'A title.' }, by })
}

test('a door shows its room, what is on and what comes next, and not what is not public', async () => {
  // 10:30 in Geneva.
  const { text, headers } = await app.http.get(door('xvii')).expect(200)
  expect(headers['set-cookie']).toBeUndefined()
  expect(text).toMatch(/<h1>Room XVII<\/h1>/)
  expect(/<li class="door-entry now"[^]*?<h2>(.*?)<\/h2>/.exec(text)?.[1]).toContain('Opening of the meeting')
  expect(/<li class="door-entry next"[^]*?<h2>(.*?)<\/h2>/.exec(text)?.[1]).toContain('The Network workplan')
  // Without script it looks again by itself.
  expect(text).toContain('<noscript><meta http-equiv="refresh" content="60"/></noscript>')
  const closed = await app.http.get(door('xxvi', 'fr')).expect(200)
  expect(closed.text).toContain('<h2>Séance privée</h2>')
  expect(closed.text).not.toMatch(/CL-1|CO-1|Comité exécutif/)
  await app.http.get(door('no-such-room')).expect(404)
  await app.http.get(`${door('no-such-room')}/events`).expect(404)
})

test('a screen is told of a change of what it shows, and of no other', async () => {
  const xvii = await listen(door('xvii'))
  const xxiv = await listen(door('xxiv'))
  expect(xvii.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(xvii.headers.get('content-security-policy')).toContain("default-src 'none'")
  await expect.poll(() => [xvii.heard, xxiv.heard]).toEqual([['beat'], ['beat']])
  await retitle('CL-1', 'Another title that nobody sees', 'Final')
  await wait(2500)
  expect([xvii.heard, xxiv.heard]).toEqual([['beat'], ['beat']])
  await retitle('PL-2', 'A new workplan', 'Corr.1')
  await expect.poll(() => xvii.heard, { timeout: 5000 }).toContain('changed')
  expect((await app.http.get(door('xvii'))).text).toContain('A new workplan')
  xvii.stop()
  xxiv.stop()
  await expect.poll(() => app.get(RoomScreens).open).toBe(0)
})

test('a network has so many lines, and who is refused is told to come again', async () => {
  const lines = await Promise.all(Array.from({ length: 150 }, async () => listen(door('xvii'))))
  expect(new Set(lines.map(({ status }) => status))).toEqual(new Set([200]))
  await app.http.get(`${door('xvii')}/events`).expect(503)
  lines[0]!.stop()
  await expect
    .poll(async () => {
      const line = await listen(door('xvii'))
      line.stop()
      return line.status
    })
    .toBe(200)
  for (const line of lines) line.stop()
  await expect.poll(() => app.get(RoomScreens).open).toBe(0)
})

test('HEAD opens no line', async () => {
  const { headers } = await app.http.head(`${door('xvii')}/events`).expect(200)
  expect(headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(app.get(RoomScreens).open).toBe(0)
})

test('lines end with the server, and do not keep it', async () => {
  const own = await startApp({ beside: app })
  const answer = await fetch(`${own.url}${door('xvii')}/events`)
  const began = performance.now()
  const [text] = await Promise.all([answer.text(), own.stop()])
  expect(text).toContain('event: beat')
  expect(performance.now() - began).toBeLessThan(5000)
})
