import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factsFrom, keepsFirst, maskedAddress, mergedDays, type MergeDay, type MergeSide } from './merge.ts'

const day = '2022-10-18'
const room: MergeDay = { day, mode: 'in-person', state: 'held', held: 'in-person' }
const offered: MergeDay = { day, mode: 'in-person', state: 'offered', held: null }
const line = (rank: number, held: 'online' | null = null): MergeDay => ({
  day,
  mode: 'in-person',
  state: 'waiting',
  held,
  rank,
})
const asked: MergeDay = { day, mode: 'in-person', state: 'requested', held: null }
const online: MergeDay = { day, mode: 'online', state: 'held', held: 'online' }
const none: MergeDay = { day, mode: 'none', state: 'none', held: null }

describe('the better place of a day', () => {
  test.each([
    ['a place in the room before an offer', offered, room, 'other', false],
    ['an offer before a place in line', line(1), offered, 'other', false],
    ['the earlier rank', line(9), line(2), 'other', false],
    ['the earlier rank that is one’s own', line(2), line(9), 'kept', false],
    ['in line, with the place online of the other', line(3), online, 'kept', true],
    ['the same from the other side', online, line(3), 'other', true],
    ['in line with a place online already', line(3, 'online'), online, 'kept', false],
    ['an offer, with the place online of the other meanwhile', offered, online, 'kept', true],
    ['a request for the room, with the place online', online, asked, 'other', true],
    ['online before nothing', none, online, 'other', false],
    ['the same: nothing changes hands', room, { ...room }, 'kept', false],
  ] as const)('%s', (_, kept, other, from, withOnline) => {
    expect(mergedDays([kept], [other])).toEqual([{ day, from, withOnline }])
  })

  test('a day that only one of them has is taken over', () => {
    expect(mergedDays([], [room])).toEqual([{ day, from: 'other', withOnline: false }])
    expect(mergedDays([room], [])).toEqual([{ day, from: 'kept', withOnline: false }])
  })

  test('whichever is kept, the better day is the same one', () => {
    const any = fc.constantFrom(room, offered, line(1), line(2), asked, online, none)
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [there] = mergedDays([a], [b])
        const [back] = mergedDays([b], [a])
        const taken = there!.from === 'kept' ? a : b
        expect(back!.from === 'kept' ? b : a).toEqual(taken)
      }),
    )
  })
})

const side = (more: Partial<MergeSide>): MergeSide => ({
  state: 'requested',
  proved: true,
  verified: false,
  submittedAt: Temporal.Instant.from('2022-09-27T09:00:00Z'),
  days: [],
  ...more,
})

test('a proven address is kept before a confirmed registration, that before the earlier one', () => {
  const later = Temporal.Instant.from('2022-09-28T09:00:00Z')
  expect(keepsFirst(side({ proved: false, state: 'confirmed' }), side({}))).toBe(false)
  expect(keepsFirst(side({ state: 'confirmed', submittedAt: later }), side({}))).toBe(true)
  expect(keepsFirst(side({ submittedAt: later }), side({}))).toBe(false)
})

test('a verified claim is kept, whose ever it is', () => {
  expect(factsFrom(side({}), side({ verified: true }))).toBe('other')
  expect(factsFrom(side({ verified: true }), side({ verified: true }))).toBe('kept')
  expect(factsFrom(side({}), side({}))).toBe('kept')
})

test('an address is named without being told', () => {
  expect(maskedAddress('director@ngo.example.org')).toBe('d…@ngo.example.org')
})
