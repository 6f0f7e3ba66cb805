import { expect, test } from 'vitest'
import { agendaView, attendEntry, closedEntry } from '../../test/builders/agenda-view.ts'
import { filteredName, filterFrom, filterKey, passes } from './agenda-filter.ts'

const DAY = Temporal.PlainDate.from('2022-10-18')
const meeting = { days: [{ number: 1, date: DAY }] }

test.each([
  [{}, {}],
  [{ day: '' }, {}],
  [{ day: '1' }, { day: DAY }],
  [
    { day: '2022-10-18', kind: 'side-event', format: 'online' },
    { day: DAY, kind: 'side-event', format: 'online' },
  ],
  [{ day: '2022-10-20' }, undefined],
  [{ day: ['1', '2'] }, undefined],
  [{ kind: 'party' }, undefined],
  [{ format: 'toString' }, undefined],
])('%j asks for %j', (query, filter) => {
  expect(filterFrom(query, meeting)).toEqual(filter)
})

test('different filters are kept apart', () => {
  expect(filterKey({ kind: 'panel' })).not.toBe(filterKey({ day: DAY }))
})

test('what is closed is in the calendar of its day and tells neither its kind nor its format', () => {
  expect(passes({ day: DAY }, closedEntry())).toBe(true)
  expect(passes({ kind: 'plenary' }, closedEntry())).toBe(false)
  expect(passes({ format: 'hybrid' }, closedEntry())).toBe(false)
  expect(passes({ day: DAY, kind: 'plenary', format: 'hybrid' }, attendEntry())).toBe(true)
  expect(passes({ kind: 'panel' }, attendEntry())).toBe(false)
})

test('the name says what it is of, in the language of the view', () => {
  expect(filteredName(agendaView({ locale: 'fr' }), { day: DAY, kind: 'plenary' })).toBe(
    'Fourth Annual Meeting, 18 octobre, Séance plénière',
  )
  expect(filteredName(agendaView(), {})).toBe('Fourth Annual Meeting')
})
