import { describe, expect, test } from 'vitest'
import { aMeeting } from '../../../test/builders/registration.ts'
import { hasWords } from '../../platform/i18n/i18n.ts'
import { doubledIn, fieldsOf, guessMapping, missingIn } from './import-fields.ts'
import { readRow, type RowReading } from './read-row.ts'

const meeting = aMeeting({
  openTo: [[], ['member-state']],
  registration: {
    questions: [
      {
        id: 'meal',
        type: 'one-of',
        required: true,
        label: { en: 'Meal' },
        options: [
          { id: 'veg', label: { en: 'Vegetarian', fr: 'Végétarien' } },
          { id: 'any', label: { en: 'Anything' } },
        ],
      },
      { id: 'badge', type: 'yes-no', required: false, label: { en: 'Have you a badge?' } },
    ],
  },
})
const today = Temporal.PlainDate.from('2022-09-27')

const read = (row: Record<string, string>): RowReading => {
  const columns = Object.keys(row)
  return readRow(Object.values(row), { meeting, mapping: guessMapping(columns, meeting), today })
}
const ana = {
  'Given names': 'Ana',
  'Family names': 'Pérez',
  'E-mail': 'ana@example.org',
  Constituency: 'Member State',
  State: 'Perú',
  'Day 1': 'in person',
  'Day 2': 'en línea',
}

test('a good row asks for what the form would', () => {
  expect(read({ ...ana, Language: 'español', Verified: 'oui', Meal: 'végétarien', badge: 'x' }).value).toEqual({
    names: { givenNames: 'Ana', familyName: 'Pérez' },
    jobTitle: '',
    claim: { constituency: 'member-state', state: 'PER', organization: '' },
    wishes: [
      { day: '2022-10-18', mode: 'in-person', meanwhile: true },
      { day: '2022-10-19', mode: 'online', meanwhile: false },
    ],
    answers: { meal: 'veg', badge: 'yes' },
    language: 'es',
    languageSaid: 'es',
    address: { own: 'ana@example.org' },
    verified: true,
  })
})

test.each<[string, Record<string, string>, Record<string, unknown>]>([
  [
    'a State alone is who one speaks for',
    { ...ana, Constituency: '' },
    { claim: { constituency: 'member-state', state: 'PER', organization: '' } },
  ],
  [
    'an Observer State too',
    { ...ana, Constituency: '', State: 'Santa Sede', 'Day 2': '' },
    { claim: { constituency: 'observer-state', state: 'VAT', organization: '' } },
  ],
  [
    'one name in the column of family names',
    { ...ana, 'Given names': '' },
    { names: { givenNames: 'Pérez', familyName: '' } },
  ],
  [
    'a contact address will do',
    { ...ana, 'E-mail': '', 'Contact address': 'mission@example.org' },
    { address: { contact: 'mission@example.org' } },
  ],
  ['no language is the main one of the meeting', ana, { language: 'en' }],
  ['a question without a column is asked later', ana, { answers: {} }],
])('%s', (_, row, expected) => {
  expect(read(row).value).toMatchObject(expected)
})

test('one column may speak for all days that are open', () => {
  const { 'Day 1': _1, 'Day 2': _2, ...rest } = ana
  const row = { ...rest, Attendance: 'en ligne', Constituency: 'media', State: '', Organization: 'Radio' }
  expect(read(row).value?.wishes).toEqual([{ day: '2022-10-18', mode: 'online', meanwhile: false }])
})

describe('what is wrong is said at its column', () => {
  test.each<[Record<string, string>, string, string]>([
    [{ 'Given names': '', 'Family names': '' }, 'Given names', 'registration.given-names.missing'],
    [{ 'Given names': 'a'.repeat(101) }, 'Given names', 'registration.text.too-long'],
    [{ 'E-mail': '' }, 'E-mail', 'import.address-missing'],
    [{ 'E-mail': 'ana at example' }, 'E-mail', 'email.invalid'],
    [{ Constituency: 'Martian' }, 'Constituency', 'import.constituency-unknown'],
    [{ Constituency: '', State: '' }, 'Constituency', 'registration.constituency.missing'],
    [{ State: 'Atlantis' }, 'State', 'import.state-unknown'],
    [{ State: '' }, 'State', 'registration.state.missing'],
    [{ State: 'Santa Sede' }, 'State', 'registration.state.not-member'],
    [{ 'Day 1': 'perhaps' }, 'Day 1', 'import.day-unknown'],
    [{ Attendance: 'perhaps' }, 'Attendance', 'import.mode-unknown'],
    [{ 'Day 1': '', 'Day 2': '' }, 'Day 1', 'registration.day.none-chosen'],
    [{ Language: 'Klingon' }, 'Language', 'import.language-unknown'],
    [{ Verified: 'perhaps' }, 'Verified', 'import.verified-unknown'],
    [{ Meal: 'soup' }, 'Meal', 'registration.answer.choose'],
    [{ Meal: '' }, 'Meal', 'registration.answer.choose'],
    [{ Constituency: 'media', State: '', Organization: 'Radio' }, 'Day 2', 'import.day-not-open'],
  ])('%j', (change, column, message) => {
    const row: Record<string, string> = { ...ana, ...change }
    expect(read(row).problems).toMatchObject([{ column: Object.keys(row).indexOf(column), message }])
    expect(hasWords(`errors:${message}`)).toBe(true)
  })

  test('all of it at once', () => {
    expect(read({ ...ana, 'E-mail': 'x', State: 'Atlantis', Language: 'Klingon' }).problems).toHaveLength(3)
  })

  test('a day is named, also where it has no column of its own', () => {
    const { 'Day 2': _, ...rest } = ana
    expect(read(rest).problems).toEqual([{ column: -1, message: 'import.day-missing', params: { day: '2022-10-19' } }])
    expect(read({ ...ana, 'Day 2': 'perhaps' }).problems).toEqual([
      { column: 6, message: 'import.day-unknown', params: { day: '2022-10-19' } },
    ])
    const radio = { Constituency: 'media', State: '', Organization: 'Radio' }
    expect(read({ ...ana, ...radio }).problems).toEqual([
      { column: 6, message: 'import.day-not-open', params: { day: '2022-10-19' } },
    ])
  })

  test('a cell too many is one of the row', () => {
    const mapping = guessMapping(Object.keys(ana), meeting)
    const { problems } = readRow([...Object.values(ana), 'x'], { meeting, mapping, today })
    expect(problems).toEqual([{ column: -1, message: 'import.too-many-cells' }])
  })
})

describe('columns are known by their headings', () => {
  test('in three languages, with or without accents', () => {
    const columns = [
      'PRENOM',
      'Nom',
      'Correo electrónico',
      'Pays',
      'Jour 1',
      '2022-10-19',
      'Langue',
      'Meal',
      'Unheard of',
    ]
    expect(guessMapping(columns, meeting)).toEqual([
      'givenNames',
      'familyName',
      'email',
      'state',
      'day:1',
      'day:2',
      'language',
      'answer:meal',
      '',
    ])
  })

  test('each field of a template once', () => {
    const fields = fieldsOf(meeting)
    expect(guessMapping(fields, meeting)).toEqual(fields)
    expect(guessMapping(['State', 'Country'], meeting)).toEqual(['state', ''])
  })

  test('a mapping says what it lacks, and what it has twice', () => {
    expect(missingIn(guessMapping(Object.keys(ana), meeting))).toEqual([])
    expect(missingIn(['jobTitle'])).toEqual(['names', 'address', 'constituency', 'mode'])
    expect(doubledIn(['', '', 'state', 'email', 'state'])).toBe('state')
  })
})
