import { describe, expect, test } from 'vitest'
import {
  agendaView,
  attendEntry,
  closedEntry,
  listedEntry,
  programmeEntry,
  said,
} from '../../test/builders/agenda-view.ts'
import { choicesIn, filteredName, filterFrom, filterKey, passing, type AgendaFilter } from './agenda-filter.ts'
import type { SessionView } from '../access/view.ts'

const DAY = Temporal.PlainDate.from('2022-10-18')
const view = agendaView({ entries: [attendEntry(), closedEntry()] })
const passes = (filter: AgendaFilter, entry: SessionView): boolean => passing(view, filter)(entry)

test.each([
  [{}, {}],
  [{ day: '' }, {}],
  [{ day: '1' }, { day: DAY }],
  [
    { day: '2022-10-18', kind: 'side-event', format: 'online' },
    { day: DAY, kind: 'side-event', format: 'online' },
  ],
  [
    { room: 'xvii', lang: 'fr', open: 'me', q: ' été ' },
    { room: 'xvii', lang: 'fr', open: 'me', q: 'été' },
  ],
  [{ day: '2022-10-20' }, undefined],
  [{ day: ['1', '2'] }, undefined],
  [{ kind: 'party' }, undefined],
  [{ format: 'toString' }, undefined],
  [{ room: 'nowhere' }, undefined],
  [{ lang: 'ru' }, undefined],
  [{ open: 'all' }, undefined],
  [{ q: ['a', 'b'] }, undefined],
])('%j asks for %j', (query, filter) => {
  expect(filterFrom(query, view)).toEqual(filter)
})

test('different filters are kept apart', () => {
  expect(filterKey({ kind: 'panel' })).not.toBe(filterKey({ day: DAY }))
  expect(filterKey({ room: 'xvii' })).not.toBe(filterKey({ lang: 'xvii' }))
})

test('one can choose what there is, in the order of the reader’s language and with the numbers of rooms as numbers', () => {
  const room = (key: string, name: string, onlineOnly = false) => ({ room: { key, name: said(name), onlineOnly } })
  const entries = [
    programmeEntry({ kind: 'panel', ...room('online', 'A platform', true) }),
    programmeEntry({ ...room('r10', 'Room 10'), interpretation: ['en'] }),
    programmeEntry({ ...room('r9', 'Room 9'), interpretation: ['ar', 'en'] }),
    closedEntry(room('r2', 'Room 2')),
  ]
  const { kinds, rooms, languages } = choicesIn(agendaView({ entries }))
  expect(kinds).toEqual(['plenary', 'panel'])
  expect(rooms.map(({ key }) => key)).toEqual(['r2', 'r9', 'r10', 'online'])
  expect(languages).toEqual(['en', 'fr', 'es', 'ar'])
})

test('what is closed is in the calendar of its day and its room and tells neither its kind nor its format', () => {
  expect(passes({ day: DAY }, closedEntry())).toBe(true)
  expect(passes({ room: 'xxvi' }, closedEntry())).toBe(true)
  expect(passes({ kind: 'plenary' }, closedEntry())).toBe(false)
  expect(passes({ format: 'hybrid' }, closedEntry())).toBe(false)
  expect(passes({ lang: 'en' }, closedEntry())).toBe(false)
  expect(passes({ open: 'me' }, closedEntry())).toBe(false)
  expect(passes({ day: DAY, kind: 'plenary', format: 'hybrid', room: 'xvii', lang: 'es' }, attendEntry())).toBe(true)
  expect(passes({ kind: 'panel' }, attendEntry())).toBe(false)
  expect(passes({ lang: 'ar' }, attendEntry())).toBe(false)
})

test('open to me is what I may attend, not what I may read of', () => {
  expect(passes({ open: 'me' }, attendEntry())).toBe(true)
  expect(passes({ open: 'me' }, programmeEntry())).toBe(false)
})

describe('words', () => {
  const entry = programmeEntry({
    title: said('Où va l’œuvre ? Réunion d’été', 'fr'),
    officers: [{ role: 'chair', name: said('Фёдор Łukasz') }],
    abstract: said('移民与发展, *mi*gration and [the note](https://example.org/n)'),
  })
  test.each([
    ['ETE', true],
    ['oeuvre reunion', true],
    ['œuvre', true],
    ['réu', true],
    ['union', false], // within a word
    ['fedor', true],
    ['Федор lukasz', true],
    ['发展', true],
    ['room xvii', true],
    ['migration', true], // emphasis within a word is no gap in it
    ['the note', true],
    ['pl-1', true],
    ['plenary', true],
    ['été hiver', false],
  ])('%s', (q, found) => {
    expect(passes({ q }, entry)).toBe(found)
  })

  test('of what a reader is not shown are not found', () => {
    expect(passes({ q: 'coordinator' }, programmeEntry())).toBe(true)
    expect(passes({ q: 'coordinator' }, listedEntry())).toBe(false)
    expect(passes({ q: 'opening' }, closedEntry())).toBe(false)
    expect(passes({ q: 'closed' }, closedEntry())).toBe(true)
  })
})

test('the name says what it is of, in the language of the view', () => {
  expect(filteredName(agendaView({ locale: 'fr' }), { day: DAY, kind: 'plenary' })).toBe(
    'Fourth Annual Meeting, 18 octobre, Séance plénière',
  )
  expect(filteredName(agendaView(), { room: 'xvii', lang: 'fr', q: 'data' })).toBe(
    'Fourth Annual Meeting, Room XVII, French, data',
  )
  expect(filteredName(agendaView(), {})).toBe('Fourth Annual Meeting')
})
