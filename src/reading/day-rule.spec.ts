import { expect, test } from 'vitest'
import { agendaView, listedEntry, programmeEntry } from '../../test/builders/agenda-view.ts'
import type { DayView, NamedEntry } from '../access/view.ts'
import { dayRule, exceptionsOf, forWhom, sessionFor } from './day-rule.ts'

const ALL = ['member-state', 'observer-state', 'un-entity', 'igo', 'civil-society', 'academia', 'media']

test.each([
  { open: [], is: { is: 'everyone' } },
  { open: ALL, is: { is: 'everyone' } },
  { open: ALL.slice(0, -1), is: { is: 'except', constituencies: ['media'] } },
  { open: ['observer-state', 'member-state'], is: { is: 'only', constituencies: ['member-state', 'observer-state'] } },
  { open: ['youth'], is: { is: 'only', constituencies: ['youth'] } }, // a rule older than the meeting's list
])('open to $open.length of seven: $is.is', ({ open, is }) => {
  expect(forWhom(open, ALL)).toEqual(is)
})

test('a session as open as its day needs no word, one less open names who is left out', () => {
  const day = ['un-entity', 'igo', 'civil-society', 'academia']
  expect(sessionFor({ attend: 'constituencies', constituencies: day }, day, ALL)).toEqual({ is: 'everyone' })
  expect(sessionFor({ attend: 'constituencies', constituencies: day.slice(1) }, day, ALL)).toEqual({
    is: 'except',
    constituencies: ['un-entity'],
  })
  expect(sessionFor({ attend: 'invited' }, day, ALL)).toEqual({ is: 'invited' })
})

const dayOf = (entries: NamedEntry[]): DayView => agendaView({ entries }).days[0]!
const open = { openTo: { attend: 'everyone' as const } }

test('the day says what most sessions share, a session only what differs', () => {
  const same = programmeEntry(open)
  const online = programmeEntry({ ...open, format: 'online', interpretation: ['en'] })
  const day = dayOf([same, online, same])
  const rule = dayRule(day, ALL)
  expect(rule).toEqual({ forWhom: { is: 'everyone' }, format: 'hybrid', interpretation: ['en', 'fr', 'es'] })
  expect(exceptionsOf(same, day, rule, ALL)).toEqual({})
  expect(exceptionsOf(online, day, rule, ALL)).toEqual({ format: 'online', interpretation: ['en'] })
})

test('a day of two halves is as broad as the broader of them', () => {
  const online = programmeEntry({ ...open, format: 'online', interpretation: ['en', 'fr'] })
  expect(dayRule(dayOf([online, programmeEntry(open)]), ALL)).toEqual({
    forWhom: { is: 'everyone' },
    format: 'hybrid',
    interpretation: ['en', 'fr', 'es'],
  })
})

test('breaks and cancelled sessions do not make the rule', () => {
  const lunch = programmeEntry({ ...open, kind: 'break', format: 'in-person', interpretation: [] })
  const off = programmeEntry({ ...open, status: 'cancelled', format: 'online', interpretation: ['en'] })
  expect(dayRule(dayOf([lunch, lunch, off, off, programmeEntry(open)]), ALL).format).toBe('hybrid')
  expect(dayRule(dayOf([lunch]), ALL)).toEqual({ forWhom: { is: 'everyone' } })
})

test('a listed session says whom it is for', () => {
  const listed = listedEntry({ openTo: { attend: 'constituencies', constituencies: ['member-state'] } })
  const day = dayOf([listed])
  expect(exceptionsOf(listed, day, dayRule(day, ALL), ALL)).toEqual({
    forWhom: { is: 'only', constituencies: ['member-state'] },
  })
})
