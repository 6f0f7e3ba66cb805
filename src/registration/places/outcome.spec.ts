import { describe, expect, test } from 'vitest'
import { outcomeFor, roomIn, seatFor, type DayOffer } from './outcome.ts'

const pool = (capacity: number, taken: number) => ({ capacity, taken })

test.each([
  { pools: [pool(2, 1)], ahead: 0, outcome: 'place' },
  { pools: [pool(2, 2)], ahead: 0, outcome: 'waiting' },
  { pools: [pool(2, 1)], ahead: 1, outcome: 'waiting' }, // the freed place is promised
  { pools: [pool(9, 1), pool(2, 2)], ahead: 0, outcome: 'waiting' }, // one full quota is enough
  { pools: [], ahead: 0, outcome: 'place' }, // no pool: as many as come
  { pools: [pool(0, 0)], ahead: 0, outcome: 'waiting' },
])('$pools, $ahead ahead: $outcome', ({ pools, ahead, outcome }) => {
  expect(outcomeFor(pools, ahead)).toBe(outcome)
})

test.each([
  { pools: [], room: 'left' },
  { pools: [pool(300, 0)], room: 'left' },
  { pools: [pool(300, 270)], room: 'nearly-full' },
  { pools: [pool(12, 11)], room: 'nearly-full' },
  { pools: [pool(300, 0), pool(2, 2)], room: 'full' },
])('$pools reads: $room', ({ pools, room }) => {
  expect(roomIn(pools)).toBe(room)
})

describe('a wish', () => {
  const offer = (free: string[], asksFirst: string[] = []): DayOffer => ({
    free: (mode) => free.includes(mode),
    asksFirst: (mode) => asksFirst.includes(mode),
  })
  const room = { mode: 'in-person', meanwhile: true } as const
  const online = { mode: 'online', meanwhile: true } as const

  test.each([
    ['a place in the room', room, null, offer(['in-person', 'online']), { state: 'held', held: 'in-person' }],
    ['full: in line, online meanwhile', room, null, offer(['online']), { state: 'waiting', held: 'online' }],
    [
      'full, nothing meanwhile',
      { ...room, meanwhile: false },
      null,
      offer(['online']),
      { state: 'waiting', held: null },
    ],
    ['all full', room, null, offer([]), { state: 'waiting', held: null }],
    ['asked again, held already', room, 'in-person', offer([]), { state: 'held', held: 'in-person' }],
    ['to the room, full: online stays', room, 'online', offer([]), { state: 'waiting', held: 'online' }],
    ['to online', online, 'in-person', offer(['online']), { state: 'held', held: 'online' }],
    ['to online, full: the seat stays', online, 'in-person', offer([]), { state: 'waiting', held: 'in-person' }],
    [
      'late: nothing is held',
      room,
      null,
      offer(['in-person', 'online'], ['in-person', 'online']),
      { state: 'requested', held: null },
    ],
    [
      'late for the room only',
      room,
      null,
      offer(['in-person', 'online'], ['in-person']),
      { state: 'requested', held: 'online' },
    ],
    [
      'not attending gives all back',
      { mode: 'none', meanwhile: true },
      'in-person',
      offer([]),
      { state: 'none', held: null },
    ],
  ] as const)('%s', (_, wish, held, of, seat) => {
    expect(seatFor(wish, held, of)).toEqual(seat)
  })
})
