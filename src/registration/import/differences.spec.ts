import { expect, test } from 'vitest'
import { differencesOf, wereSeen, type Registered } from './differences.ts'

const DAYS = ['2022-10-18', '2022-10-19']

const registered: Registered = {
  state: 'requested',
  given_names: 'Ana María',
  family_name: 'Pérez',
  job_title: 'Adviser',
  organization: 'Institute',
  claimed_constituency: 'academia',
  claimed_state: null,
  language: 'es',
  answers: { diet: 'none' },
  modes: { '2022-10-18': 'online' },
  held: { '2022-10-18': 'online' },
}

type Says = Parameters<typeof differencesOf>[0]

const row = (says: Partial<Says> = {}): Says => ({
  names: { givenNames: 'Ana María', familyName: 'Pérez' },
  jobTitle: '',
  claim: { constituency: 'academia', state: null, organization: '' },
  wishes: [],
  answers: {},
  ...says,
})

const wish = (day: string, mode: 'in-person' | 'online' | 'none') => ({ day, mode, meanwhile: true })

test.each<[string, Partial<Says>, string[]]>([
  ['nothing', {}, []],
  ['a title', { jobTitle: 'Director' }, ['jobTitle: Adviser > Director']],
  ['an answer, and one that is there', { answers: { diet: 'none', phone: '1' } }, ['answer:phone:  > 1']],
  ['days', { wishes: [wish('2022-10-18', 'in-person'), wish('2022-10-19', 'none')] }, ['day:1: online > in-person']],
  ['a language', { languageSaid: 'fr' }, ['language: es > fr']],
  ['that they are verified', { verified: true }, ['verified: no > yes']],
  ['that they are to be checked', { verified: false }, []],
  ['all names in one cell', { names: { givenNames: 'Pérez, Ana Maria', familyName: '' } }, []],
  ['the family name alone', { names: { givenNames: 'PÉREZ', familyName: '' } }, []],
  [
    'another name alone',
    { names: { givenNames: 'Beatriz', familyName: '' } },
    ['givenNames: Ana María > Beatriz', 'familyName: Pérez > '],
  ],
  [
    'another constituency, which has no organization',
    { claim: { constituency: 'member-state', state: 'PER', organization: '' } },
    ['constituency: academia > member-state', 'state:  > PER', 'organization: Institute > '],
  ],
])('a row that says %s', (_, says, expected) => {
  expect(differencesOf(row(says), registered, DAYS).map(({ field, was, now }) => `${field}: ${was} > ${now}`)).toEqual(
    expected,
  )
})

test('less than was seen was seen; more, or from something else, was not', () => {
  const title = { field: 'jobTitle', was: 'Adviser', now: 'Director' } as const
  const day = { field: 'day:1', was: 'online', now: 'in-person' } as const
  expect(wereSeen([title], [title, day])).toBe(true)
  expect(wereSeen([title, day], [title])).toBe(false)
  expect(wereSeen([{ ...day, was: 'none' }], [title, day])).toBe(false)
})
