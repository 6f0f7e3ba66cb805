import { expect, test } from 'vitest'
import { endOfMeeting, windowFor } from './windows.ts'

const settings = {
  opens: '2022-09-26T07:00:00Z',
  closes: '2022-10-17T16:00:00Z',
  closesInPerson: '2022-10-13T16:00:00Z',
}
const days = [{ date: Temporal.PlainDate.from('2022-10-18') }, { date: Temporal.PlainDate.from('2022-10-19') }]
const ends = endOfMeeting(days, 'Europe/Zurich')

test('a meeting ends with its last day, in its own zone', () => {
  expect(ends.toString()).toBe('2022-10-19T22:00:00Z')
})

test.each([
  ['2022-09-26T06:59:59Z', 'online', 'not-yet'],
  ['2022-09-26T07:00:00Z', 'online', 'open'],
  ['2022-10-13T15:59:59Z', 'in-person', 'open'],
  ['2022-10-13T16:00:00Z', 'in-person', 'late'],
  ['2022-10-13T16:00:00Z', 'online', 'open'],
  ['2022-10-17T16:00:00Z', 'online', 'late'],
  ['2022-10-19T21:59:59Z', 'online', 'late'],
  ['2022-10-19T22:00:00Z', 'in-person', 'over'],
] as const)('at %s, %s is %s', (now, mode, window) => {
  expect(windowFor(settings, mode, Temporal.Instant.from(now), ends)).toBe(window)
})

test('without an earlier end for the room, both close together', () => {
  const { closesInPerson: _, ...simple } = settings
  expect(windowFor(simple, 'in-person', Temporal.Instant.from('2022-10-16T00:00:00Z'), ends)).toBe('open')
})
