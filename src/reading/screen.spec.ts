import { expect, test } from 'vitest'
import { agendaView, closedEntry, programmeEntry, said } from '../../test/builders/agenda-view.ts'
import { onScreen, standings } from './screen.ts'

const room = { room: { key: 'a', name: said('Room A'), onlineOnly: false } }
const at = (from: string, to: string) => programmeEntry({ ...room, from, to })
const entries = [
  at('2022-10-18T10:00', '2022-10-18T11:00'),
  at('2022-10-18T11:00', '2022-10-18T12:00'),
  at('2022-10-18T23:30', '2022-10-19T00:30'),
  at('2022-10-19T10:00', '2022-10-19T11:00'),
]
const standing = (now: string) => standings(entries, Temporal.ZonedDateTime.from(`${now}[Europe/Zurich]`).toInstant())

test.each([
  ['2022-10-18T09:59', ['next', 'later', 'later', 'later']],
  ['2022-10-18T10:00', ['now', 'next', 'later', 'later']],
  ['2022-10-18T11:00', ['over', 'now', 'next', 'later']],
  ['2022-10-19T00:10', ['over', 'over', 'now', 'next']],
  ['2022-10-19T12:00', ['over', 'over', 'over', 'over']],
])('at %s', (now, expected) => {
  expect(standing(now)).toEqual(expected)
})

test('a room of which nothing is shown is none; what is closed is at its door', () => {
  const view = agendaView({ entries: [...entries, closedEntry()] })
  expect(onScreen(view, 'a')?.entries).toHaveLength(4)
  expect(onScreen(view, 'xxvi')?.entries).toHaveLength(1)
  expect(onScreen(view, 'b')).toBeUndefined()
})
