import { expect, test } from 'vitest'
import { attends, dayStatus } from './standing.ts'

test.each([
  ['requested', 'held', 'requested'], // a place is kept, not confirmed
  ['confirmed', 'held', 'confirmed'],
  ['confirmed', 'requested', 'requested'], // late, or given on approval
  ['requested', 'waiting', 'waiting'],
  ['confirmed', 'waiting', 'waiting'],
  ['confirmed', 'offered', 'offered'],
  ['confirmed', 'none', 'none'],
  ['declined', 'released', 'declined'],
  ['withdrawn', 'released', 'withdrawn'],
  ['withdrawn', 'none', 'none'],
] as const)('%s with a day that is %s: %s', (state, choice, status) => {
  expect(dayStatus(state, choice)).toBe(status)
})

test('who only waits does not take part; who holds a place online meanwhile does', () => {
  expect(attends('confirmed', { held: null })).toBe(false)
  expect(attends('confirmed', { held: 'online' })).toBe(true)
  expect(attends('requested', { held: 'in-person' })).toBe(false)
})
