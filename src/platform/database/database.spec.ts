import { expect, test } from 'vitest'
import { freshDatabase } from '../../../test/harness.ts'
import { brokenConstraint, Database, sqlState } from './database.ts'

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

test('two transactions that lock each other out both end well, one after the other', async () => {
  let runs = 0
  const takeBoth = (first: number, second: number) =>
    database.transaction(async (tx) => {
      runs++
      await database.query('UPDATE seat SET taken = taken + 1 WHERE id = $1', [first], tx)
      await database.query('SELECT pg_sleep(0.2)', [], tx)
      await database.query('UPDATE seat SET taken = taken + 1 WHERE id = $1', [second], tx)
    })
  await Promise.all([takeBoth(1, 2), takeBoth(2, 1)])
  expect(await database.query('SELECT taken FROM seat ORDER BY id')).toEqual([{ taken: 2 }, { taken: 2 }])
  expect(runs).toBe(3) // one was ended by PostgreSQL and did all of its work again
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
