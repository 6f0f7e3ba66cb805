import { describe, expect, test } from 'vitest'
import { searchStates, sortedStates, state, STATES, stateFrom, stateName } from './state.ts'

test('there are 193 Member States and 2 Observer States', () => {
  expect(STATES.filter((entry) => entry.status === 'member')).toHaveLength(193)
  expect(STATES.filter((entry) => entry.status === 'observer')).toHaveLength(2)
})

test.each([
  ['en', ['Guinea', 'Guinea-Bissau', 'Guyana']],
  ['fr', ['Guinée', 'Guinée-Bissau', 'Guinée équatoriale']],
  ['es', ['Guinea', 'Guinea-Bissau', 'Guinea Ecuatorial']],
] as const)('in %s, States stand in the order of the UN', (locale, expected) => {
  const names = sortedStates(locale).map((entry) => entry.name[locale])
  const from = names.indexOf(expected[0])
  expect(names.slice(from, from + 3)).toEqual(expected)
})

test('Observer States follow the Members', () => {
  expect(
    sortedStates('fr')
      .slice(-2)
      .map((entry) => entry.iso3),
  ).toEqual(['PSE', 'VAT'])
})

describe('a State is found by what people type', () => {
  test.each([
    ['Côte d’Ivoire', 'CIV'],
    ["cote d'ivoire", 'CIV'],
    ['Ivory Coast', 'CIV'],
    ['perou', 'PER'],
    ['PERÚ', 'PER'],
    ['Bolivia (Plurinational State of)', 'BOL'],
    ['UK', 'GBR'],
    ['turkey', 'TUR'],
    ['arg', 'ARG'],
    ['Niger', 'NER'],
    ['Estado de Palestina', 'PSE'],
  ])('%s', (typed, iso3) => {
    expect(stateFrom(typed)?.iso3).toBe(iso3)
  })

  test.each(['', 'gui', 'Atlantis', 'x'])('%j is none, or more than one', (typed) => {
    expect(stateFrom(typed)).toBeUndefined()
  })

  test('part of a word is enough for a list', () => {
    expect(searchStates('guin', 'fr').map((entry) => entry.iso3)).toEqual(['GIN', 'GNB', 'GNQ', 'PNG'])
  })
})

test('every State is found by each of its names in each language', () => {
  const lost = STATES.flatMap((entry) =>
    Object.values(entry.name).filter((name) => stateFrom(name)?.iso3 !== entry.iso3),
  )
  expect(lost).toEqual([])
})

test('a State has its name in the language of the reader', () => {
  expect(state('CHE')?.name.es).toBe('Suiza')
  expect(stateName('CHE', 'fr')).toBe('Suisse')
})
