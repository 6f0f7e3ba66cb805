import { beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../test/harness.ts'
import { hasWords } from '../platform/i18n/i18n.ts'
import { KINDS, PERSONAL_DATA, periodOf } from '../meetings/personal-data.ts'
import { ELSEWHERE, HOLDINGS } from './what-we-hold.ts'

// Whoever adds a table or a column says here what of it is about people: else nobody could see it, nor have it erased.

let database: TestDatabase
let columns: Map<string, Map<string, string>>

/** A column by such a name holds the random id of somebody. */
const ID_OF_SOMEBODY = /(^|_)(by|person_id|actor_id|registration_id|subject)$/

beforeAll(async () => {
  database = await freshDatabase()
  const rows = await database.asOwner<{ table: string; column: string; type: string }>(
    `SELECT c.table_name AS table, c.column_name AS column, c.data_type AS type
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'`,
  )
  columns = new Map()
  for (const { table, column, type } of rows) columns.set(table, (columns.get(table) ?? new Map()).set(column, type))
  columns.delete('migration')
})

test('every table stands in the register, or is about no person', () => {
  const known = new Set([...HOLDINGS.map(({ table }) => table), ...Object.keys(ELSEWHERE)])
  expect([...columns.keys()].filter((table) => !known.has(table))).toEqual([])
  expect([...known].filter((table) => !columns.has(table))).toEqual([])
})

test('every column of a table with personal data is shown to its owner or named as saying nothing', () => {
  const missing = [...new Set(HOLDINGS.map(({ table }) => table))].flatMap((table) => {
    const named = new Set(
      HOLDINGS.filter((holding) => holding.table === table).flatMap(({ shows, inner = [] }) => [...shows, ...inner]),
    )
    const real = [...(columns.get(table)?.keys() ?? [])]
    return [
      ...real.filter((column) => !named.has(column)).map((column) => `${table}.${column} is not in the register`),
      ...[...named].filter((column) => !real.includes(column)).map((column) => `${table}.${column} does not exist`),
    ]
  })
  expect(missing).toEqual([])
})

test('a table about no person names no person but by an id that is listed', () => {
  const found = Object.entries(ELSEWHERE).flatMap(([table, listed]) => {
    const real = [...(columns.get(table)?.keys() ?? [])].filter((column) => ID_OF_SOMEBODY.test(column))
    return real.filter((column) => !listed.includes(column)).map((column) => `${table}.${column}`)
  })
  expect(found).toEqual([])
})

test('what points to a person or a registration is in the register', async () => {
  const pointing = await database.asOwner<{ table: string }>(
    `SELECT DISTINCT conrelid::regclass::text AS table FROM pg_constraint
      WHERE contype = 'f' AND confrelid IN ('person'::regclass, 'registration'::regclass)`,
  )
  const register = new Set(HOLDINGS.map(({ table }) => table))
  // Two registrations that were found to be two people's: ids, and no more.
  expect(
    pointing.map(({ table }) => table).filter((table) => !register.has(table) && table !== 'registration_apart'),
  ).toEqual([])
})

describe.each(HOLDINGS.map((holding) => [`${holding.table} (${holding.kind})`, holding] as const))(
  '%s',
  (_, holding) => {
    const someone = '018f0000-0000-7000-8000-000000000001'

    test('can be read and carried out as it says', async () => {
      await database.query(`SELECT 1 FROM ${holding.table} t WHERE ${holding.of}`, [someone])
      if (holding.inMeeting)
        await database.query(`SELECT 1 FROM ${holding.table} t WHERE ${holding.inMeeting}`, [someone])
      for (const [column, value] of typeof holding.goes === 'object' ? Object.entries(holding.goes) : [])
        await database.query(`SELECT ${value} IS DISTINCT FROM t.${column} FROM ${holding.table} t`)
    })

    test('has words for what it shows', () => {
      expect(holding.shows.filter((column) => !hasWords(`privacy:column.${column}`))).toEqual([])
    })
  },
)

test('every kind has holdings; what a meeting decides can be found by meeting, or goes with the person', () => {
  for (const kind of KINDS)
    expect(
      HOLDINGS.some((holding) => holding.kind === kind),
      kind,
    ).toBe(true)
  const unfindable = HOLDINGS.filter(
    ({ kind, goes, inMeeting }) =>
      goes !== 'stays' &&
      goes !== 'follows' &&
      !inMeeting &&
      periodOf(kind) !== undefined &&
      !['name', 'contact'].includes(kind),
  )
  expect(unfindable.map(({ table }) => table)).toEqual([])
  expect(PERSONAL_DATA.record.kept).toBeNull()
})
