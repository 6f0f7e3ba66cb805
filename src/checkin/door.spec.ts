import { expect, test } from 'vitest'
import { doorOf, waitUntil } from './door.ts'

const start = Temporal.ZonedDateTime.from('2022-10-19T15:00[Europe/Zurich]')
const entry = { start, end: start.add({ minutes: 90 }), status: 'confirmed' as const }
const at = (time: string) => Temporal.ZonedDateTime.from(`2022-10-19T${time}[Europe/Zurich]`).toInstant()

test.each([
  { time: '14:44:59', door: { is: 'shut', why: 'before' } },
  { time: '14:45', door: { is: 'open' } }, // a quarter of an hour before
  { time: '16:59:59', door: { is: 'open' } }, // half an hour after the end: sessions run over
  { time: '17:00', door: { is: 'shut', why: 'over' } },
])('at $time the door is $door.is', ({ time, door }) => {
  expect(doorOf(entry, at(time), 'shared', 15)).toMatchObject(door)
})

test('a door without a way in, without a time or of a cancelled session stays shut', () => {
  expect(doorOf(entry, at('15:00'), 'none', 15)).toEqual({ is: 'shut', why: 'no-way-yet' })
  expect(doorOf({ ...entry, start: null, end: null }, at('15:00'), 'own', 15)).toEqual({ is: 'shut', why: 'no-time' })
  expect(doorOf({ ...entry, status: 'cancelled' }, at('15:00'), 'own', 15)).toEqual({ is: 'shut', why: 'cancelled' })
})

test('who has no link of their own where others have, and the session has none, is sent to the host', () => {
  expect(doorOf(entry, at('15:00'), 'ask-host', 15)).toEqual({ is: 'shut', why: 'ask-host' })
  expect(doorOf(entry, at('14:00'), 'ask-host', 15)).toMatchObject({ why: 'before' })
})

test('a meeting may open its doors earlier', () => {
  expect(doorOf(entry, at('14:29:59'), 'own', 30)).toMatchObject({ why: 'before' })
  expect(doorOf(entry, at('14:30'), 'own', 30)).toMatchObject({ is: 'open' })
})

test('before it opens, the door says when, in the zone of the meeting', () => {
  const door = doorOf(entry, at('09:00'), 'own', 15)
  expect(door.is === 'shut' && door.why === 'before' && door.opens.toString()).toBe(
    '2022-10-19T14:45:00+02:00[Europe/Zurich]',
  )
})

test.each([
  { now: '14:33', wait: { unit: 'minute', count: 12 } },
  { now: '14:44:30', wait: { unit: 'minute', count: 1 } }, // never "0 minutes" while it is shut
  { now: '11:00', wait: { unit: 'hour', count: 3 } },
  { now: '14:45', wait: { unit: 'now', count: 0 } },
])('at $now the wait is $wait.count $wait.unit', ({ now, wait }) => {
  expect(waitUntil(at(now), at('14:45'))).toEqual(wait)
})

test('a wait of more than two days is told in days', () => {
  expect(waitUntil(Temporal.Instant.from('2022-10-16T09:00:00Z'), at('14:45'))).toEqual({ unit: 'day', count: 3 })
})
