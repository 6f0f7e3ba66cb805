import { describe, expect, test } from 'vitest'
import { DAY_1, ROOM } from '../../test/builders/agenda.ts'
import { codeErrors, mergeText, ruleErrors, sessionErrors, type SessionFields, type SessionFrame } from './session.ts'

const frame: SessionFrame = {
  timeZone: 'Europe/Zurich',
  mainLanguage: 'en',
  days: [{ date: Temporal.PlainDate.from(DAY_1) }, { date: Temporal.PlainDate.from('2022-10-30') }],
  rooms: [{ id: ROOM }],
}

const session = (fields: Partial<SessionFields> = {}): SessionFields => ({
  kind: 'plenary',
  title: { en: 'Opening' },
  abstract: {},
  day: Temporal.PlainDate.from(DAY_1),
  start: Temporal.PlainTime.from('10:00'),
  end: Temporal.PlainTime.from('11:00'),
  room: ROOM,
  format: 'hybrid',
  interpretation: ['en', 'fr', 'ase'],
  officers: [{ role: 'chair', name: { en: 'Chair' } }],
  items: [],
  capacity: null,
  ...fields,
})

const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)
const wrong = (fields: Partial<SessionFields>): string[] =>
  sessionErrors(session(fields), frame).map(({ pointer, message }) => `${pointer} ${message}`)

test('an ordinary session is right', () => {
  expect(wrong({})).toEqual([])
})

describe('time', () => {
  test.each([
    { fields: { start: null, end: null }, errors: [] }, // to be announced
    { fields: { start: time('22:00'), end: time('01:00') }, errors: [] }, // past midnight
    { fields: { end: null }, errors: ['/end session.start-and-end-together'] },
    { fields: { start: null }, errors: ['/start session.start-and-end-together'] },
    { fields: { end: time('10:00') }, errors: ['/end session.ends-when-it-starts'] },
    { fields: { day: Temporal.PlainDate.from('2022-10-20') }, errors: ['/day session.not-a-meeting-day'] },
    {
      // Summer time ends that night: 02:30 comes twice.
      fields: { day: Temporal.PlainDate.from('2022-10-30'), start: time('02:30'), end: time('04:00') },
      errors: ['/start session.no-such-hour'],
    },
  ])('$errors', ({ fields, errors }) => {
    expect(wrong(fields)).toEqual(errors)
  })
})

test.each([
  { fields: { title: { fr: 'Ouverture' } }, errors: ['/title/en session.title-missing'] },
  { fields: { room: null }, errors: [] },
  { fields: { room: '0199a000-0000-7000-8000-0000000000ff' as typeof ROOM }, errors: ['/room field.not-a-choice'] },
  { fields: { capacity: 0 }, errors: ['/capacity session.capacity-not-positive'] },
  { fields: { interpretation: ['en', 'français'] }, errors: ['/interpretation/1 session.not-a-language'] },
  { fields: { officers: [{ role: 'chair' as const, name: {} }] }, errors: ['/officers/0/name field.missing'] },
  { fields: { items: [{ number: '1', title: {} }] }, errors: ['/items/0/title field.missing'] },
])('$errors', ({ fields, errors }) => {
  expect(wrong(fields)).toEqual(errors)
})

test.each([
  ['PL-1', true],
  ['PA-1A', true],
  ['PL 1', false],
  ['-', false],
  ['../etc', false],
  ['A'.repeat(21), false],
  ['IMPORT', false],
])('the code %s: %s', (code, possible) => {
  expect(codeErrors(code).length === 0).toBe(possible)
})

test('a rule names known constituencies, or groups', () => {
  expect(ruleErrors({ attend: 'everyone', show: 'programme' })).toEqual([])
  expect(ruleErrors({ attend: 'constituencies', constituencies: ['member-state'], show: 'listed' })).toEqual([])
  expect(ruleErrors({ attend: 'constituencies', constituencies: ['martians'], show: 'listed' })).toHaveLength(1)
  expect(ruleErrors({ attend: 'constituencies', constituencies: [], show: 'listed' })).toHaveLength(1)
  expect(ruleErrors({ attend: 'invited', groups: ['bureau'], show: 'closed' })).toEqual([])
  expect(ruleErrors({ attend: 'invited', groups: [], show: 'closed' })).toHaveLength(1)
})

test('of a text only the languages named change; an empty one goes', () => {
  expect(mergeText({ en: 'Opening', fr: 'Ouverture' }, { fr: ' Séance d’ouverture ', es: 'Apertura' })).toEqual({
    en: 'Opening',
    fr: 'Séance d’ouverture',
    es: 'Apertura',
  })
  expect(mergeText({ en: 'Opening', fr: 'Ouverture' }, { fr: '' })).toEqual({ en: 'Opening' })
})
