import { Column, Entity, PrimaryColumn, type EntityManager } from 'typeorm'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/harness.ts'
import { brokenConstraint, Database, sqlState, unmet, type Statement } from './database.ts'

@Entity({ name: 'seat' })
class Seat {
  @PrimaryColumn('int')
  id: number

  @Column('int')
  taken: number
}

const database = await freshDatabase()
await database.asOwner('CREATE TABLE seat (id int CONSTRAINT one_seat_an_id PRIMARY KEY, taken int NOT NULL)')
await database.asOwner('GRANT ALL ON seat TO plenary_app')
await database.query('INSERT INTO seat VALUES (1, 0), (2, 0)')

test('rows come back plain, also from UPDATE … RETURNING and inside a transaction', async () => {
  const sql = 'UPDATE seat SET taken = taken WHERE id = $1 RETURNING id, taken'
  expect(await database.query(sql, [1])).toEqual([{ id: 1, taken: 0 }])
  expect(await database.transaction((tx) => database.query(sql, [2], tx))).toEqual([{ id: 2, taken: 0 }])
})

test('transactions are READ COMMITTED, whatever the server’s own default is', async () => {
  const name = new URL(database.url).pathname.slice(1)
  await database.asOwner(`ALTER DATABASE ${name} SET default_transaction_isolation = serializable`)
  const other = await Database.connect(database.url, [])
  try {
    const level = () => other.transaction((tx) => other.query('SHOW transaction_isolation', [], tx))
    expect(await level()).toEqual([{ transaction_isolation: 'read committed' }])
  } finally {
    await other.close()
  }
})

/** How often two run that each take two seats, in opposite orders and at the same time; `last` takes the second one. */
const runsOfTwo = async (last: (tx: EntityManager, statement: Statement) => Promise<unknown>): Promise<number> => {
  let runs = 0
  const take = (seat: number): Statement => ['UPDATE seat SET taken = taken + 1 WHERE id = $1', [seat]]
  const takeBoth = (first: number, second: number) =>
    database.transaction(async (tx) => {
      runs++
      await database.query(...take(first), tx)
      await database.query('SELECT pg_sleep(0.2)', [], tx)
      await last(tx, take(second))
    })
  await database.query('UPDATE seat SET taken = 0')
  await Promise.all([takeBoth(1, 2), takeBoth(2, 1)])
  return runs
}
const taken = () => database.query('SELECT taken FROM seat WHERE id < 3 ORDER BY id')

test('two transactions that lock each other out both end well, one after the other', async () => {
  // One was ended by PostgreSQL and did all of its work again.
  expect(await runsOfTwo((tx, statement) => database.query(...statement, tx))).toBe(3)
  expect(await taken()).toEqual([{ taken: 2 }, { taken: 2 }])
})

test('a failed transaction leaves nothing, and its error names the constraint', async () => {
  const failure = await database
    .transaction(async (tx) => {
      await database.query('INSERT INTO seat VALUES (3, 0)', [], tx)
      await database.query('INSERT INTO seat VALUES (1, 0)', [], tx)
    })
    .catch((error: unknown) => error)
  expect(sqlState(failure)).toBe('23505')
  expect(brokenConstraint(failure)).toBe('one_seat_an_id')
  expect(await database.query('SELECT id FROM seat WHERE id = 3')).toEqual([])
})

test('the role that runs the app changes no table and no deed', async () => {
  await expect(database.query('DROP TABLE seat')).rejects.toThrow(/must be owner/)
  await expect(database.query('DELETE FROM audit_entry')).rejects.toThrow(/permission denied/)
  await expect(database.query('DELETE FROM migration')).rejects.toThrow(/permission denied/)
})

describe('statements asked at once', () => {
  test('are carried out in the order in which they were asked', async () => {
    const seen = await database.transaction(async (tx) => {
      const [, first, , second] = await Promise.all([
        database.query('UPDATE seat SET taken = 10 WHERE id = $1', [1], tx),
        database.query('SELECT taken FROM seat WHERE id = $1', [1], tx),
        database.query('UPDATE seat SET taken = 20 WHERE id = $1', [1], tx),
        database.rows(Seat, 'id = $1', [1], tx),
      ])
      return [first, second]
    })
    expect(seen).toEqual([[{ taken: 10 }], [Object.assign(new Seat(), { id: 1, taken: 20 })]])
  })

  test('are all refused after one that fails, and the first is the reason', async () => {
    const failure = await database
      .transaction((tx) =>
        Promise.all([
          database.query('INSERT INTO seat VALUES (4, 0)', [], tx),
          database.query('INSERT INTO seat VALUES (1, 0)', [], tx),
          database.query('INSERT INTO seat VALUES (5, 0)', [], tx),
        ]),
      )
      .catch((error: unknown) => error)
    expect(sqlState(failure)).toBe('23505')
    expect(await database.query('SELECT id FROM seat WHERE id > 2')).toEqual([])
  })
})

describe('a commit together with the last statements', () => {
  const ends = (...statements: Statement[]) => database.transaction((tx) => database.commitWith(tx, statements))

  test('leaves all of them', async () => {
    await ends(['INSERT INTO seat VALUES ($1, 0)', [6]], ['UPDATE seat SET taken = 1 WHERE id = $1', [6]])
    expect(await database.query('SELECT taken FROM seat WHERE id = 6')).toEqual([{ taken: 1 }])
  })

  test('leaves none when what must hold for one does not, and says what it was', async () => {
    const failure = await ends(
      ['INSERT INTO seat VALUES ($1, 0)', [7]],
      ['SELECT must(count(*) = 0, $2) FROM seat WHERE id = $1', [1, 'gone']],
      ['INSERT INTO seat VALUES ($1, 0)', [8]],
    ).catch((error: unknown) => error)
    expect(unmet(failure)).toBe('gone')
    expect(await database.query('SELECT id FROM seat WHERE id IN (7, 8)')).toEqual([])
  })

  test('is done again with all before it when PostgreSQL ended it because of another', async () => {
    expect(await runsOfTwo((tx, statement) => database.commitWith(tx, [statement]))).toBe(3)
    expect(await taken()).toEqual([{ taken: 2 }, { taken: 2 }])
  })

  test('gives the connection back whole', async () => {
    for (let each = 0; each < 30; each++) await ends(['SELECT must(false, $1)', ['never']]).catch(() => undefined)
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })
})

test('a statement asked often is prepared, and answers as before', async () => {
  const prepared = await database.transaction(async (tx) => {
    for (let each = 1; each <= 8; each++)
      expect(await database.query('SELECT $1::int + 1 AS next', [each], tx)).toEqual([{ next: each + 1 }])
    return database.query('SELECT statement FROM pg_prepared_statements WHERE statement LIKE $1', ['%AS next'], tx)
  })
  expect(prepared).toEqual([{ statement: 'SELECT $1::int + 1 AS next' }])
})
