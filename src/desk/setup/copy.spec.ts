import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkMeetingFile } from '../meeting-file/check-meeting-file.ts'
import { copyOf, lostHours, shiftOf, type CopyOrder } from './copy.ts'

const file = checkMeetingFile(
  JSON.parse(readFileSync(new URL('../../../samples/meeting.json', import.meta.url), 'utf8')),
)
const order: CopyOrder = {
  slug: 'unnm-2023',
  title: { en: 'Fifth Annual Meeting' },
  shortTitle: { en: 'Fifth Meeting' },
  firstDay: Temporal.PlainDate.from('2023-10-17'),
  officers: false,
}

test('a copy has the days, rooms, sessions, questions and places of the other, a year less a day later', () => {
  const copy = copyOf(file, order)
  expect(checkMeetingFile(structuredClone(copy))).toEqual(copy)
  expect(shiftOf(file, order)).toBe(364)
  expect(copy.meeting.days).toEqual(['2023-10-17', '2023-10-18'])
  expect(copy.meeting).toMatchObject({ slug: 'unnm-2023', title: order.title, demonstration: false })
  expect(copy.meeting.registration.seatPools).toEqual(file.meeting.registration.seatPools)
  expect(copy.meeting.registration.questions).toEqual(file.meeting.registration.questions)
  const days = (a: string, b: string): number => Temporal.PlainDateTime.from(a).until(b, { largestUnit: 'days' }).days
  expect(days(file.meeting.registration.opens, copy.meeting.registration.opens)).toBe(364)
  const on = file.sessions.filter(({ status }) => status !== 'cancelled')
  expect(copy.sessions.map(({ code, day, start }) => [code, day, start])).toEqual(
    on.map(({ code, day, start }) => [code, day, start]),
  )
})

test('nothing that was published, no paper, no way to join, and nobody by name goes with it', () => {
  const copy = copyOf(file, order)
  expect(copy.releases).toBeUndefined()
  expect(copy.materials).toBeUndefined()
  expect(JSON.stringify(copy)).not.toMatch(/joinLink|"people"|"materials"/)
  expect(file.sessions.some(({ people }) => people?.length)).toBe(true)
  expect(
    copyOf(file, { ...order, officers: true }).sessions.flatMap(({ people }) => people ?? []).length,
  ).toBeGreaterThan(0)
})

test('places of a session that did not take place stay behind, and a moment that the clock says twice moves too', () => {
  const [first, second] = file.sessions
  const { registration } = file.meeting
  const ofSession = (session: string, day: number) => ({ day, mode: 'online' as const, session, capacity: 5 })
  const copy = copyOf(
    {
      ...file,
      meeting: {
        ...file.meeting,
        timeZone: 'America/New_York',
        registration: {
          ...registration,
          closesInPerson: '2022-11-06T06:30:00Z',
          seatPools: [ofSession(first!.code, first!.day), ofSession(second!.code, second!.day)],
        },
      },
      sessions: [{ ...first!, status: 'cancelled' }, second!],
    },
    order,
  )
  expect(copy.meeting.registration.seatPools).toEqual([ofSession(second!.code, second!.day)])
  expect(copy.meeting.registration.closesInPerson).toBe('2023-11-05T01:30:00')
})

test('a session at an hour that the clocks skip on its new day is named', () => {
  const early = { ...file, sessions: [{ ...file.sessions[0]!, start: '02:15', end: '03:30' }] }
  expect(lostHours(copyOf(early, order))).toEqual([])
  const spring = copyOf(early, { ...order, firstDay: Temporal.PlainDate.from('2023-03-26') })
  expect(lostHours(spring).map(({ session, day }) => [session.code, day])).toEqual([
    [file.sessions[0]!.code, '2023-03-26'],
  ])
})
