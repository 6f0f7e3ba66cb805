import { expect, test } from 'vitest'
import { aMeeting, TUESDAY } from '../../../test/builders/registration.ts'
import { filterFrom, isFiltered, pagingFrom, queryWith, sortFrom } from './list-query.ts'

const meeting = aMeeting()

test.each([
  [{}, {}],
  [{ q: '  kjær ' }, { search: 'kjær' }],
  [
    { status: 'confirmed', as: 'media' },
    { state: 'confirmed', constituency: 'media' },
  ],
  [
    { day: TUESDAY, mode: 'online', place: 'waiting' },
    { day: TUESDAY, mode: 'online', place: 'waiting' },
  ],
  [
    { country: 'FRA', only: 'late' },
    { country: 'FRA', late: true },
  ],
  [{ status: 'draft', as: 'nobody', country: 'Atlantis', day: '2022-10-20', mode: 'by ship', only: 'x' }, {}],
  [{ answered: 'not-a-question', place: 'nowhere', group: 'g77' }, {}],
])('%j asks for %j', (query, expected) => {
  expect(filterFrom(query, meeting)).toEqual(expected)
})

test('a regional group is its States', () => {
  expect(filterFrom({ group: 'eastern-european' }, meeting).countries).toHaveLength(23)
})

test('the newest first, unless said otherwise', () => {
  expect(sortFrom({})).toEqual({ sort: 'sent', descending: true })
  expect(sortFrom({ sort: 'name' })).toEqual({ sort: 'name', descending: false })
  expect(sortFrom({ sort: '-changed' })).toEqual({ sort: 'changed', descending: true })
  expect(sortFrom({ sort: 'height' })).toEqual({ sort: 'sent', descending: true })
})

test('an address is at one place of the list', () => {
  expect(pagingFrom({ after: 'a', before: 'b' }, 'fr')).toEqual({
    sort: 'sent',
    descending: true,
    locale: 'fr',
    after: 'a',
  })
})

test('filters and order stay in the address, the place does not', () => {
  expect(queryWith({ q: 'a b', status: '', sort: 'name', after: 'x' })).toBe('?q=a+b&sort=name')
  expect(queryWith({ q: 'a' }, { before: 'y' })).toBe('?q=a&before=y')
  expect(queryWith({})).toBe('')
  expect([isFiltered({ sort: 'name' }), isFiltered({ q: ' ' }), isFiltered({ as: 'media' })]).toEqual([
    false,
    false,
    true,
  ])
})
