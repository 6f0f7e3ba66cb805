import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inDelegationOrder, type InDelegation } from './delegation-order.ts'

const entry = (id: string, rank: number, order: number | null): InDelegation => ({ id, rank: String(rank), order })
const after = (entries: readonly InDelegation[]): string => {
  const moved = new Map(inDelegationOrder(entries).map(({ id, rank }) => [id, rank]))
  return entries
    .map(({ id, rank }) => ({ id, rank: Number(moved.get(id) ?? rank) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ id, rank }) => `${id}${rank}`)
    .join(' ')
}

test.each([
  [[entry('a', 3, 2), entry('b', 7, 1)], 'b3 a7'],
  [[entry('a', 3, 1), entry('b', 7, 2)], 'a3 b7'],
  [[entry('a', 3, null), entry('b', 7, 4), entry('c', 8, null)], 'b3 a7 c8'],
  [[entry('a', 3, null), entry('b', 7, null)], 'a3 b7'],
  [[], ''],
])('%j is filled as %s', (entries, filled) => {
  expect(after(entries)).toBe(filled)
})

test('a delegation keeps its positions, and nothing moves the second time', () => {
  const queue = fc
    .array(fc.option(fc.integer({ min: 1, max: 5 })), { maxLength: 12 })
    .map((orders) => orders.map((order, index) => entry(String(index), index * 3, order)))
  fc.assert(
    fc.property(queue, (entries) => {
      const moved = new Map(inDelegationOrder(entries).map(({ id, rank }) => [id, rank]))
      const now = entries.map((each) => ({ ...each, rank: moved.get(each.id) ?? each.rank }))
      now.sort((a, b) => Number(a.rank) - Number(b.rank))
      expect(now.map(({ rank }) => rank)).toEqual(entries.map(({ rank }) => rank))
      expect(inDelegationOrder(now)).toEqual([])
    }),
  )
})
