import type { Settings } from '../config/settings.ts'
import { CannotStart } from './embedded/cannot-start.ts'
import type { EmbeddedOptions, EmbeddedServer } from './embedded/embedded-server.ts'
import { CannotMigrate, migrateIfNeeded } from './migrator.ts'

/** A database whose tables are up to date, ours or somebody else's. */
export interface OpenDatabase {
  databaseUrl: string
  ownerDatabaseUrl?: string
  announce: EmbeddedServer['announce']
  stop: EmbeddedServer['stop']
}

/** What a failed connection means for the person at the terminal. */
const connectionTrouble = (url: string, error: unknown): CannotStart => {
  const { host, pathname, username } = new URL(url)
  const where = `the database${pathname} at ${host}`.replace('database/', 'database ')
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === '28P01' || code === '28000')
    return new CannotStart(
      `${where} does not accept the user "${username}" or the password: check DATABASE_URL.`,
      error,
    )
  if (code === '3D000')
    return new CannotStart(`There is no ${where.slice(4)}: create it, or check DATABASE_URL.`, error)
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT', '57P03'].includes(code))
    return new CannotStart(`No answer from ${where} (${code}): check that it runs, and DATABASE_URL.`, error)
  return new CannotStart(`${where} cannot be used (${error instanceof Error ? error.message : String(error)}).`, error)
}

/**
 * Opens the database that the settings name, or the embedded one in the data folder, and migrates it if needed.
 * @throws CannotStart with the sentence that says what to do.
 */
export const openDatabase = async (
  settings: Settings,
  options: Pick<EmbeddedOptions, 'mode' | 'onRestart' | 'onLoss'> = {},
): Promise<OpenDatabase> => {
  const { databaseUrl, ownerDatabaseUrl } = settings
  if (databaseUrl) {
    try {
      await migrateIfNeeded({ databaseUrl, ...(ownerDatabaseUrl && { ownerDatabaseUrl }) })
    } catch (error) {
      throw error instanceof CannotMigrate
        ? new CannotStart(error.message, error)
        : connectionTrouble(databaseUrl, error)
    }
    const nothing = async (): Promise<void> => undefined
    return { databaseUrl, ...(ownerDatabaseUrl && { ownerDatabaseUrl }), announce: nothing, stop: nothing }
  }
  // A deployment with a database of its own never loads what runs the embedded one.
  const { startEmbeddedServer } = await import('./embedded/embedded-server.ts')
  const server = await startEmbeddedServer({ dataDir: settings.dataDir, ...options })
  try {
    await migrateIfNeeded(server)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}
