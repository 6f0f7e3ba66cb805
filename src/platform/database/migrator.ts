import pg from 'pg'
import { DataSource, type MigrationInterface } from 'typeorm'
import { migrations } from './migrations/index.ts'

/** Tables of which a person's deeds must stay true: the app's role may add and read, never change. */
const APPEND_ONLY = ['audit_entry', 'attendance']

/** Any number, as long as all processes use the same one. */
const LOCK = 7_365_201

const TABLE = 'migration'

/** A server that answers, but does not let us do what the start needs; the message says what to do. */
export class CannotMigrate extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'CannotMigrate'
  }
}

const nameOf = (migration: new () => MigrationInterface): string => new migration().name ?? migration.name

/** Names of the migrations this database has not had yet, in order. */
export const pendingMigrations = async (url: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const table = await client.query<{ known: boolean }>(`SELECT to_regclass('${TABLE}') IS NOT NULL AS known`)
    const done = table.rows[0]?.known ? await client.query<{ name: string }>(`SELECT name FROM ${TABLE}`) : { rows: [] }
    const names = new Set(done.rows.map((row) => row.name))
    return migrations.map(nameOf).filter((name) => !names.has(name))
  } finally {
    await client.end()
  }
}

const quote = (name: string): string => pg.escapeIdentifier(name)

/** What the role that runs the app may do: everything with rows, nothing with tables; of deeds, only add and read. */
const grantTo = async (client: pg.Client, role: string): Promise<void> => {
  const schemas = await client.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname IN ('public', 'pgboss')`,
  )
  for (const { name } of schemas.rows) {
    await client.query(`GRANT USAGE ON SCHEMA ${quote(name)} TO ${quote(role)}`)
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${quote(name)} TO ${quote(role)}`)
    await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${quote(name)} TO ${quote(role)}`)
    await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${quote(name)} TO ${quote(role)}`)
  }
  const kept = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname = ANY($1)`,
    [APPEND_ONLY],
  )
  for (const { name } of kept.rows)
    await client.query(`REVOKE UPDATE, DELETE, TRUNCATE ON ${quote(name)} FROM ${quote(role)}`)
  await client.query(`REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ${TABLE} FROM ${quote(role)}`)
}

/**
 * Brings the tables up to date as their owner and lets the app's role use them. Processes that start at once take
 * turns: one migrates under an advisory lock, the others find nothing left to do. Answers the names of what ran.
 * @throws CannotMigrate when the owner's role may not.
 */
export const migrate = async (ownerUrl: string, appRole?: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    const source = new DataSource({
      type: 'postgres',
      url: ownerUrl,
      migrations: [...migrations],
      migrationsTableName: TABLE,
      migrationsTransactionMode: 'each',
      poolSize: 2,
      applicationName: 'plenary migrations',
      installExtensions: false,
    })
    await source.initialize()
    try {
      const ran = await source.runMigrations()
      const owner = await client.query<{ role: string }>('SELECT current_user AS role')
      if (appRole && appRole !== owner.rows[0]?.role) await grantTo(client, appRole)
      return ran.map((migration) => migration.name)
    } finally {
      await source.destroy()
    }
  } catch (error) {
    if (error instanceof Error && /permission denied|must be owner/.test(error.message))
      throw new CannotMigrate(
        `The database role may not change the tables (${error.message}). Set OWNER_DATABASE_URL to the role that owns the database.`,
        error,
      )
    throw error
  } finally {
    await client.end()
  }
}

/** Migrates only if something is missing, so that an ordinary start needs no owner. Answers the names of what ran. */
export const migrateIfNeeded = async (urls: { databaseUrl: string; ownerDatabaseUrl?: string }): Promise<string[]> => {
  const pending = await pendingMigrations(urls.databaseUrl)
  if (!pending.length) return []
  const role = decodeURIComponent(new URL(urls.databaseUrl).username)
  return migrate(urls.ownerDatabaseUrl ?? urls.databaseUrl, role || undefined)
}
