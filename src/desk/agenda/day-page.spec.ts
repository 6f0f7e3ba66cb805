import { parse } from 'node-html-parser'
import { beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../../test/harness.ts'
import { anOrganiser } from '../../../test/journeys/desk.ts'
import { loadSample } from '../../../test/journeys/people.ts'
import { statementsOf } from '../../../test/statements.ts'
import type { Visitor } from '../../../test/journeys/visitor.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'

let app: TestApp
let meeting: Meeting
let ana: Visitor

beforeAll(async () => {
  app = await startApp()
  meeting = await loadSample(app, 'meeting')
  ana = await anOrganiser(app, 'ana@secretariat.example.org')
})

const statements = (path: string) =>
  statementsOf(app, async () => {
    await ana.opens(path)
    expect(ana.status).toBe(200)
  })

test('a day, a session, its move and a shift do not ask more for fifty sessions more', async () => {
  const day = meeting.days[0]!.date
  const pages = [
    `/en/desk/${meeting.slug}/agenda?day=${day.toString()}`,
    `/en/desk/${meeting.slug}/agenda/PL-1`,
    `/en/desk/${meeting.slug}/agenda/PL-1/move`,
    `/en/desk/${meeting.slug}/agenda/shift?day=${day.toString()}&from=10:00&minutes=5`,
  ]
  const count = async (): Promise<number[]> => {
    const counts: number[] = []
    for (const path of pages) counts.push(await statements(path))
    return counts
  }
  await count() // what is read once and kept
  const few = await count()
  for (const number of Array.from({ length: 50 }, (_, index) => index + 1))
    await app.get(WorkingCopy).add(meeting.id, {
      code: `X-${number}`,
      kind: 'panel',
      title: { en: `Panel ${number}` },
      day,
      start: Temporal.PlainTime.from('15:00'),
      end: Temporal.PlainTime.from('16:00'),
      room: meeting.rooms[number % meeting.rooms.length]!.id,
      format: 'hybrid',
      access: { attend: 'everyone', show: 'programme' },
    })
  const many = await count()
  expect(ana.text).toContain('Panel 50')
  expect(few.every((asked) => asked > 3)).toBe(true)
  // One question a session would be fifty more; a task of the process that came in between is a few.
  many.forEach((asked, index) => expect(asked, pages[index]).toBeLessThan(few[index]! + 10))
})

// What browsers do for one session they do for each of 500 (docs/performance.md): this, unlike milliseconds, is the same everywhere.
test('a session on the plan stays light', async () => {
  const answer = await ana.asks('GET', `/en/desk/${meeting.slug}/agenda?day=${meeting.days[0]!.date.toString()}`)
  const page = parse(answer.text)
  const sessions = page.querySelectorAll('.plan > article')
  expect(sessions.length).toBeGreaterThan(5)
  for (const session of sessions) {
    // Beside itself: code and "Move…", title, time and room.
    const marks = session.querySelectorAll('.change, .change *, p:has(> .state), .state, .state *')
    expect(session.querySelectorAll('*').length - marks.length, session.outerHTML).toBeLessThanOrEqual(6)
    expect(session.querySelectorAll('.hidden')).toEqual([])
    expect(session.getAttribute('style')).toBeUndefined()
  }
  const style = page.querySelector('main style')!.textContent
  // Handed down into a session, a custom property of its own would let browsers style none like the one before.
  expect(style.match(/--[a-z]+:/g)).toEqual(['--rooms:'])
  expect(style).toMatch(/#entry-[a-z0-9-]+\{grid-area:/)
})
