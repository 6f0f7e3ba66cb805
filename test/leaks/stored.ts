import type { TestApp } from '../harness.ts'

/** Counts of requests, and the hour a sign-in was last used: they change with every request. */
const RESTLESS = ['rate_limit', 'schema_migration', 'migration']

/** A digest of each table, so that any change shows and says where. */
export const stateOf = async ({ database }: TestApp): Promise<Record<string, string>> => {
  const tables = await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1`,
  )
  const digests = await Promise.all(
    tables
      .filter(({ name }) => !RESTLESS.some((word) => name.startsWith(word)))
      .map(async ({ name }) => {
        const row = name === 'sign_in' ? `to_jsonb(t) - 'seen_at'` : 't'
        const [found] = await database.query<{ digest: string }>(
          `SELECT count(*) || ' ' || md5(coalesce(string_agg((${row})::text, '' ORDER BY (${row})::text), '')) AS digest
             FROM "${name}" t`,
        )
        return [name, found!.digest] as const
      }),
  )
  return Object.fromEntries(digests)
}
