import { expect, test } from 'vitest'
import { agendaView, programmeEntry, said } from '../../test/builders/agenda-view.ts'
import type { SessionView } from '../access/view.ts'
import { gridOf } from './grid.ts'

const at = (code: string, from: string, to: string, room = 'a', more: Parameters<typeof programmeEntry>[0] = {}) =>
  programmeEntry({
    code,
    from: `2022-10-18T${from}`,
    to: to.includes('T') ? to : `2022-10-18T${to}`,
    room: { key: room, name: said(`Room ${room}`), onlineOnly: false },
    ...more,
  })

const pause = { kind: 'break' } as const

/** `code from-till @lane`, and `+lanes` where it takes more than one. */
const placed = (entries: readonly SessionView[]): string[] =>
  gridOf(agendaView({ entries }), entries).cells.map(({ entry, from, till, lane, lanes }) => {
    const code = 'code' in entry ? entry.code : 'closed'
    return `${code} ${from}-${till} @${lane}${lanes > 1 ? `+${lanes}` : ''}`
  })

test('each moment at which something starts or ends is a line, each room a column', () => {
  expect(placed([at('A', '10:00', '11:00'), at('B', '10:30', '11:00', 'b'), at('C', '11:00', '13:00')])).toEqual([
    'A 1-3 @1',
    'B 2-3 @2',
    'C 3-4 @1',
  ])
})

test('what overlaps in one room stands in lanes, and a lane that is free is used again', () => {
  const grid = [
    at('A', '10:00', '12:00'),
    at('B', '10:00', '11:00'),
    at('C', '11:00', '12:00'),
    at('D', '10:00', '12:00', 'b'),
  ]
  expect(placed(grid)).toEqual(['A 1-3 @1', 'B 1-2 @2', 'D 1-3 @3', 'C 2-3 @2'])
  expect(gridOf(agendaView({ entries: grid }), grid).columns.map(({ lane, lanes }) => [lane, lanes])).toEqual([
    [1, 2],
    [3, 1],
  ])
})

test('a pause stands across the rooms, also when something begins during it', () => {
  expect(
    placed([at('A', '12:00', '13:00'), at('LU', '13:00', '15:00', 'lounge', pause), at('B', '13:15', '14:30', 'b')]),
  ).toEqual(['A 1-2 @1', 'LU 2-5 @1+2', 'B 3-4 @2'])
})

test('a pause that begins while something is on stands in its own room', () => {
  expect(placed([at('A', '10:00', '11:30'), at('BR', '11:00', '11:15', 'lounge', pause)])).toEqual([
    'A 1-4 @1',
    'BR 2-3 @2',
  ])
})

test('over midnight and over the hour that comes twice, lines follow the moment and not the clock', () => {
  const zone = { zone: 'Europe/Zurich' }
  const late = programmeEntry({ code: 'N', from: '2022-10-29T23:00', to: '2022-10-30T02:30', ...zone })
  const later = programmeEntry({ code: 'O', from: '2022-10-30T01:30', to: '2022-10-30T04:00', ...zone })
  expect(placed([late, later])).toEqual(['N 1-3 @1', 'O 2-4 @2'])
})

test('without a time there is no place', () => {
  const entry = { ...at('A', '10:00', '11:00'), start: null, end: null }
  expect(gridOf(agendaView({ entries: [entry] }), [entry])).toMatchObject({ cells: [], columns: [], untimed: [entry] })
})
