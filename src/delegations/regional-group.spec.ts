import { expect, test } from 'vitest'
import { REGIONAL_GROUPS, regionalGroupOf, STATES_IN_NO_GROUP } from './regional-group.ts'
import { STATES } from './state.ts'

test('each group has as many Members as it says', () => {
  const counted = REGIONAL_GROUPS.map(({ id }) => [
    id,
    STATES.filter(({ iso3 }) => regionalGroupOf(iso3) === id).length,
  ])
  expect(counted).toEqual([
    ['african', 54],
    ['asia-pacific', 54],
    ['eastern-european', 23],
    ['grulac', 33],
    ['weog', 28],
  ])
  expect(counted).toEqual(REGIONAL_GROUPS.map(({ id, members }) => [id, members]))
})

test('one Member and the two Observers are in none', () => {
  expect([...STATES_IN_NO_GROUP].toSorted()).toEqual(['PSE', 'USA', 'VAT'])
})

test.each([
  ['ARG', 'grulac'],
  ['TUR', 'weog'],
  ['KIR', 'asia-pacific'],
  ['USA', null],
  ['XXX', null],
])('%s is in %s', (state, group) => {
  expect(regionalGroupOf(state)).toBe(group)
})
