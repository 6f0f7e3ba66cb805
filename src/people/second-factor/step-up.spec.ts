import { expect, test } from 'vitest'
import { hasSecondFactor } from './step-up.ts'

const now = Temporal.Instant.from('2026-11-30T09:00:00Z')
const ago = (hours: number): Temporal.Instant => now.subtract({ hours })

test.each([
  ['none', undefined, 'given', false, false, false],
  ['none, in a development install', undefined, 'given', true, false, false],
  ['put off', 'put-off', 'given', false, false, false],
  ['put off, in a development install', 'put-off', 'lately', true, false, true],
  ['of this morning', ago(2), 'lately', false, false, true],
  ['of six days ago', ago(6 * 24), 'given', false, false, true],
  ['of six days ago, for what asks again', ago(6 * 24), 'lately', false, false, false],
  ['of a day ago, for what asks again', ago(24), 'lately', false, false, false],
  ['of a day ago, sending the form that was opened before', ago(24), 'lately', false, true, true],
  ['of much earlier, sending a form', ago(27), 'lately', false, true, false],
] as const)('a second factor %s', (_what, secondFactor, wanted, development, sending, holds) => {
  expect(hasSecondFactor({ ...(secondFactor && { secondFactor }) }, wanted, { now, development, sending })).toBe(holds)
})
