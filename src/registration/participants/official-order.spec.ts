import { expect, test } from 'vitest'
import type { DelegationRole } from '../../delegations/delegation.ts'
import type { Locale } from '../../kernel/locale.ts'
import { foundIn, inOfficialOrder, pagesOf, peopleIn, type Entry, type ListedSection } from './official-order.ts'

const entry = (name: string, more: Partial<Entry> = {}): Entry => ({
  givenNames: name,
  familyName: '',
  jobTitle: '',
  constituency: 'member-state',
  state: 'ARG',
  organization: '',
  role: null,
  rank: null,
  online: false,
  ...more,
})

const outline = (sections: readonly ListedSection[]): string[] =>
  sections.flatMap(({ constituency, groups }) => [
    constituency,
    ...groups.map(({ name, people }) => `${name ?? '–'}: ${people.map((person) => person.name).join(', ')}`),
  ])

const states = (locale: Locale, ...codes: string[]): string[] =>
  inOfficialOrder(
    codes.map((state) => entry('x', { state })),
    locale,
  ).flatMap(({ groups }) => groups.map(({ name }) => name!))

test.each([
  ['en', ['CHE', 'DEU', 'CIV', 'ESP'], ['Côte d’Ivoire', 'Germany', 'Spain', 'Switzerland']],
  ['fr', ['CHE', 'DEU', 'GNQ', 'GNB', 'GIN'], ['Allemagne', 'Guinée', 'Guinée-Bissau', 'Guinée équatoriale', 'Suisse']],
  ['es', ['CHE', 'DEU', 'USA', 'ESP'], ['Alemania', 'España', 'Estados Unidos de América', 'Suiza']],
] as const)('States come in the order of their names in %s', (locale, given, wanted) => {
  expect(states(locale, ...given)).toEqual(wanted)
})

test('heads first, then representatives, alternates, advisers, each in the order of the delegation, then the rest', () => {
  const of = (name: string, role: DelegationRole | null, rank: number | null = null) => entry(name, { role, rank })
  const sections = inOfficialOrder(
    [
      of('Zoe', null),
      of('Ada', null),
      of('second adviser', 'adviser', 6),
      of('first adviser', 'adviser', 5),
      of('alternate', 'alternate', 4),
      of('representative unranked', 'representative'),
      of('representative', 'representative', 3),
      of('head', 'head', 1),
    ],
    'en',
  )
  expect(outline(sections)).toEqual([
    'member-state',
    'Argentina: head, representative, representative unranked, alternate, first adviser, second adviser, Ada, Zoe',
  ])
})

test('Members, then observers, then organizations by name, whatever their spelling, then who speaks for nobody', () => {
  const sections = inOfficialOrder(
    [
      entry('expert', { constituency: 'individual-expert', state: null }),
      entry('b', { constituency: 'civil-society', state: null, organization: 'Zonta' }),
      entry('c', { constituency: 'civil-society', state: null, organization: 'Éducation pour tous' }),
      entry('d', { constituency: 'civil-society', state: null, organization: 'education pour tous' }),
      entry('e', { constituency: 'un-entity', state: null, organization: 'IOM' }),
      entry('f', { constituency: 'observer-state', state: 'VAT' }),
      entry('g'),
    ],
    'en',
  )
  expect(outline(sections)).toEqual([
    'member-state',
    'Argentina: g',
    'observer-state',
    'Holy See: f',
    'un-entity',
    'IOM: e',
    'civil-society',
    'Éducation pour tous: c, d',
    'Zonta: b',
    'individual-expert',
    '–: expert',
  ])
})

test('by family name, or by the only name there is', () => {
  const people = [
    entry('Ana', { familyName: 'Zárate' }),
    entry('Sukarno'),
    entry('Zoe', { familyName: 'Álvarez' }),
    entry('Ana', { familyName: 'Álvarez' }),
  ]
  expect(outline(inOfficialOrder(people, 'es'))[1]).toBe('Argentina: Ana Álvarez, Zoe Álvarez, Sukarno, Ana Zárate')
})

const LIST = inOfficialOrder(
  [
    entry('José', { familyName: 'Núñez', jobTitle: 'Counsellor' }),
    entry('Li', { state: 'CHN' }),
    entry('Mary', { constituency: 'civil-society', state: null, organization: 'Migrants’ Platform' }),
  ],
  'en',
)

test.each([
  ['nunez', ['José Núñez']],
  ['counsellor', ['José Núñez']],
  ['argent', ['José Núñez']],
  ['china', ['Li']],
  ['jose argentina', ['José Núñez']],
  ['migrants platform', ['Mary']],
  ['unez', []],
  ['', ['José Núñez', 'Li', 'Mary']],
])('“%s” finds %s', (typed, wanted) => {
  const names = foundIn(LIST, typed).flatMap(({ groups }) =>
    groups.flatMap(({ people }) => people.map(({ name }) => name)),
  )
  expect(names).toEqual(wanted)
})

test('a long list is paged between delegations, and nobody is lost', () => {
  const long = inOfficialOrder(
    ['ARG', 'BOL', 'CHN', 'DEU'].flatMap((state) => [1, 2, 3].map((number) => entry(`${state} ${number}`, { state }))),
    'en',
  )
  const pages = pagesOf(long, 4)
  expect(pages.map(peopleIn)).toEqual([6, 6])
  expect(pages.flatMap((page) => page.flatMap(({ groups }) => groups))).toEqual(long.flatMap(({ groups }) => groups))
  expect(pagesOf([], 4)).toEqual([])
})
