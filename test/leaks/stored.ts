import { setTimeout as wait } from 'node:timers/promises'
import type { TestApp } from '../harness.ts'

/** Counts of requests change with every request. */
const RESTLESS = ['rate_limit', 'schema_migration', 'migration']

/** What changes by itself: when somebody was last seen. */
const RESTLESS_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  sign_in: ['seen_at'],
  api_token: ['used_at', 'used_from'],
}

/**
 * Until those whose time has come were told of releases, and the courier is through: it counts its tries, and drops the words of what
 * it has handed in. After that it is still.
 */
const mailIsSent = async ({ database, clock }: TestApp): Promise<void> => {
  const underway = () =>
    database.query(
      `SELECT FROM mail WHERE state = 'queued'
       UNION ALL SELECT FROM circulation_round WHERE state = 'telling' OR (state = 'waiting' AND due_at <= $1) LIMIT 1`,
      [clock.now().toString()],
    )
  for (const begin = performance.now(); (await underway()).length > 0; await wait(50))
    if (performance.now() - begin > 60_000) throw new Error('Mail is still on its way.')
}

/** A digest of each table, so that any change shows and says where. */
export const stateOf = async (app: TestApp): Promise<Record<string, string>> => {
  await mailIsSent(app)
  const { database } = app
  const tables = await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1`,
  )
  const digests = await Promise.all(
    tables
      .filter(({ name }) => !RESTLESS.some((word) => name.startsWith(word)))
      .map(async ({ name }) => {
        const restless = RESTLESS_COLUMNS[name]
        const row = restless ? `to_jsonb(t) - '{${restless.join(',')}}'::text[]` : 't'
        const [found] = await database.query<{ digest: string }>(
          `SELECT count(*) || ' ' || md5(coalesce(string_agg((${row})::text, '' ORDER BY (${row})::text), '')) AS digest
             FROM "${name}" t`,
        )
        return [name, found!.digest] as const
      }),
  )
  return Object.fromEntries(digests)
}
