import type { TestApp } from '../harness.ts'

/** Counts of requests change with every request. */
const RESTLESS = ['rate_limit', 'schema_migration', 'migration']

/** What changes by itself: when somebody was last seen, and how far the mail server is with a mail. */
const RESTLESS_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  sign_in: ['seen_at'],
  mail: ['state', 'attempts', 'response', 'due_at', 'sent_at', 'subject', 'html', 'body', 'sealed'],
}

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
