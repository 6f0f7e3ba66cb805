import pg from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/harness.ts'
import { keptReady, quicken } from '../platform/database/connection.ts'
import { standingsSql } from './feed-standing.ts'

test('however many feeds are asked for together, PostgreSQL plans their look-up once', async () => {
  const client = new pg.Client({ connectionString: (await freshDatabase()).url })
  await client.connect()
  quicken(client)
  const sql = keptReady(standingsSql('secret_digest'))
  for (let asked = 1; asked <= 40; asked++) {
    const each = Array.from({ length: asked % 8 || 64 }, (_, question) => question)
    await client.query(sql, [each.map(() => Buffer.alloc(32)), each.map(() => 'other'), '2000-01-01', each])
  }
  const { rows } = await client.query('SELECT custom_plans::int AS custom FROM pg_prepared_statements')
  // PostgreSQL always tries five before it settles.
  expect(rows).toEqual([{ custom: 5 }])
  await client.end()
})
