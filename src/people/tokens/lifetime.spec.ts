import { expect, test } from 'vitest'
import { endOf, endsSoon, isLifetime, type Lifetime } from './lifetime.ts'

const since = Temporal.Instant.from('2026-11-30T09:00:00Z')

test.each([
  [90, '2027-02-28T09:00:00Z'],
  [365, '2027-11-30T09:00:00Z'],
] as const)('a token for %i days ends at %s', (days, until) => {
  expect(endOf(since, days).toString()).toBe(until)
})

test('no token is for longer than a year, or for days that are not offered', () => {
  expect([366, 0, -1, 1.5, Number.NaN].filter(isLifetime)).toEqual([])
})

test.each<[Lifetime, number, boolean]>([
  [90, 82 * 24, false],
  [90, 83 * 24, true],
  [90, 90 * 24 - 1, true],
  [90, 90 * 24, false], // it has ended
  [30, 23 * 24, true],
  [7, 0, false], // its owner has just made it
  [7, 6 * 24, true],
])('of a token for %i days, after %i hours, its owner is told: %s', (days, hours, told) => {
  expect(endsSoon({ since, until: endOf(since, days) }, since.add({ hours }))).toBe(told)
})
