import { expect, test } from 'vitest'
import { dayFrom, daysFrom, instantFrom, UnreadableDate } from './relative-date.ts'

const loaded = { day: Temporal.PlainDate.from('2026-11-25'), zone: 'Africa/Nairobi' }

test('a relative day counts from the day of loading', () => {
  expect(dayFrom('+30d', loaded).toString()).toBe('2026-12-25')
})

test('a moment is a wall-clock time in the zone of the meeting', () => {
  expect(instantFrom('-7d 09:00', loaded).toString()).toBe('2026-11-18T06:00:00Z')
  expect(instantFrom('2022-09-26T09:00', { ...loaded, zone: 'Europe/Zurich' }).toString()).toBe('2022-09-26T07:00:00Z')
})

test('the first day moves forward to its weekday, the others with it', () => {
  expect(daysFrom(['+30d', '+31d'], 'tuesday', loaded).map(String)).toEqual(['2026-12-29', '2026-12-30'])
  expect(daysFrom(['2022-10-18'], undefined, loaded).map(String)).toEqual(['2022-10-18'])
})

test.each(['soon', '2026-02-30', '+d'])('%s is no day', (written) => {
  expect(() => dayFrom(written, loaded)).toThrow(UnreadableDate)
})
