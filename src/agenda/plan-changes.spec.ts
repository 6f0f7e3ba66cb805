import { describe, expect, test } from 'vitest'
import { DAY_1, DAY_2, ONLINE, OTHER_ROOM, ROOM, sessionId } from '../../test/builders/agenda.ts'
import { swapRooms } from './room-swap.ts'
import { Session } from './session.entity.ts'
import { minutesOf, moved } from './session-move.ts'
import { ShiftLeavesDay, shiftTimes } from './time-shift.ts'

const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

const session = (number: number, at: string | null, till: string | null, more: Partial<Session> = {}): Session =>
  Object.assign(new Session(), {
    id: sessionId(number),
    code: `PL-${number}`,
    day: day(DAY_1),
    start: at && time(at),
    end: till && time(till),
    roomId: ROOM,
    status: 'confirmed',
    ...more,
  })

const rooms = (changes: ReturnType<typeof swapRooms>): unknown[] => [...changes].map(([id, { room }]) => [id, room])

describe('swapping two rooms', () => {
  const sessions = [
    session(1, '10:00', '11:00'),
    session(2, '15:00', '16:00', { roomId: OTHER_ROOM }),
    session(3, '10:00', '11:00', { roomId: ONLINE }),
    session(4, '10:00', '11:00', { day: day(DAY_2) }),
    session(5, null, null),
  ]

  test('takes both there and back, on that day only', () => {
    expect(rooms(swapRooms(sessions, { rooms: [ROOM, OTHER_ROOM], day: day(DAY_1) }))).toEqual([
      [sessionId(1), OTHER_ROOM],
      [sessionId(2), ROOM],
      [sessionId(5), OTHER_ROOM],
    ])
  })

  test('for a part of the day leaves what begins outside, and what has no time', () => {
    const swap = { rooms: [ROOM, OTHER_ROOM] as const, day: day(DAY_1), from: time('10:30'), till: time('15:01') }
    expect(rooms(swapRooms(sessions, swap))).toEqual([[sessionId(2), ROOM]])
  })

  test('on all days', () => {
    expect(swapRooms(sessions, { rooms: [ROOM, OTHER_ROOM], day: null }).size).toBe(4)
  })
})

describe('shifting what follows', () => {
  const sessions = [
    session(1, '10:00', '11:00'),
    session(2, '11:00', '12:00'),
    session(3, '11:30', '12:00', { roomId: OTHER_ROOM }),
    session(4, '12:00', '13:00', { status: 'cancelled' }),
    session(5, '23:30', '00:15'),
    session(6, null, null),
  ]
  const shift = (from: string, minutes: number, only: Partial<Parameters<typeof shiftTimes>[1]> = {}) =>
    [...shiftTimes(sessions, { day: day(DAY_1), from: time(from), minutes, rooms: null, ...only })].map(
      ([id, { start, end }]) => [Number(id.slice(-12)), String(start).slice(0, 5), String(end).slice(0, 5)],
    )

  test('moves what begins then or later, past midnight too', () => {
    expect(shift('11:00', 15)).toEqual([
      [2, '11:15', '12:15'],
      [3, '11:45', '12:15'],
      [5, '23:45', '00:30'],
    ])
  })

  test('in one room, or earlier', () => {
    expect(shift('11:00', -15, { rooms: [OTHER_ROOM] })).toEqual([[3, '11:15', '11:45']])
  })

  test('never to another day', () => {
    expect(() => shift('11:00', 30)).toThrow(ShiftLeavesDay)
    expect(() => shift('10:00', -601, { rooms: [ROOM] })).toThrow(ShiftLeavesDay)
  })
})

describe('moving a session', () => {
  const other = session(2, '15:00', '16:00', { day: day(DAY_2) })
  const to = { day: day(DAY_1), room: OTHER_ROOM }

  test('before or after another keeps its length, on that one’s day', () => {
    const one = session(1, '10:00', '10:45')
    expect(moved(one, { ...to, how: 'before', other })).toEqual({
      day: day(DAY_2),
      room: OTHER_ROOM,
      start: time('14:15'),
      end: time('15:00'),
    })
    expect(moved(one, { ...to, how: 'after', other })).toMatchObject({ start: time('16:00'), end: time('16:45') })
  })

  test('to a time, or to be announced', () => {
    const one = session(1, '10:00', '10:45')
    expect(moved(one, { ...to, how: 'time', start: null, end: null })).toMatchObject({ start: null, end: null })
  })

  test.each([
    ['10:00', '10:45', 45],
    ['23:00', '00:30', 90],
    [null, null, 60],
  ])('%s to %s takes %s minutes', (start, end, minutes) => {
    expect(minutesOf(session(1, start, end))).toBe(minutes)
  })
})
