import { expect, test } from 'vitest'
import type { DayStanding } from '../standing.ts'
import { changedDays } from './changed-days.ts'

const day = (status: DayStanding['status'], rank?: number): DayStanding => ({
  day: '2022-10-18',
  mode: status === 'none' ? 'none' : 'in-person',
  status,
  held: status === 'confirmed' ? 'in-person' : null,
  ...(rank !== undefined && { rank }),
})

test.each([
  [[], [day('requested')], 1],
  [[], [day('none')], 0],
  [[day('requested')], [day('confirmed')], 1],
  [[day('waiting', 3)], [day('waiting', 2)], 0],
  [[day('confirmed')], [day('confirmed')], 0],
])('%j, then %j', (before, after, changed) => {
  expect(changedDays(before, after)).toHaveLength(changed)
})
