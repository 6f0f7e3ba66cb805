import { beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../test/harness.ts'
import { referenceFrom, shownReference } from './reference.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await freshDatabase()
})

test('is shown in two halves', () => {
  expect(shownReference('k7m2xp')).toBe('K7M-2XP')
})

test.each([
  ['K7M-2XP', 'k7m2xp'],
  [' k7m 2xp ', 'k7m2xp'],
  ['k7m2xp', 'k7m2xp'],
  ['K.7.M–2.X.P', 'k7m2xp'],
  ['K7M-2X', undefined],
  ['K7M-2XPP', undefined],
  ['K7M-2XO', undefined],
  ['maison', undefined],
  ['', undefined],
])('reads %j as %j', (typed, expected) => {
  expect(referenceFrom(typed)).toBe(expected)
})

test('the database gives each number its own, of unmistakable letters', async () => {
  const rows = await database.query<{ reference: string }>(
    'SELECT registration_reference(number) AS reference FROM generate_series(1, 20000) AS number',
  )
  const made = rows.map((row) => row.reference)
  expect(new Set(made).size).toBe(made.length)
  expect(made.filter((reference) => referenceFrom(reference) !== reference)).toEqual([])
})

test('neighbours look nothing alike', async () => {
  const rows = await database.query<{ reference: string }>(
    'SELECT registration_reference(number) AS reference FROM generate_series(1, 2000) AS number ORDER BY number',
  )
  const shared = rows.slice(1).map(({ reference }, index) => {
    const before = rows[index]!.reference
    return [...reference].filter((letter, at) => letter === before[at]).length
  })
  expect(Math.max(...shared)).toBeLessThan(5)
})
