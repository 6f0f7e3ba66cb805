import type { INestApplicationContext } from '@nestjs/common'
import { secretKeysIn } from '../platform/config/secret-keys.ts'
import type { Settings } from '../platform/config/settings.ts'
import { openDatabase } from '../platform/database/open-database.ts'

/**
 * Does something with the services of the application, beside a running server or without one:
 * the database is the same, and what is queued is done by whichever process comes first.
 */
export const withApp = async <T>(
  settings: Settings,
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> => {
  const [database, { createApp }] = await Promise.all([openDatabase(settings, { mode: 'share' }), import('../app.ts')])
  try {
    const secretKeys = settings.secretKeys.length ? settings.secretKeys : await secretKeysIn(settings.dataDir)
    const app = await createApp({ ...settings, secretKeys, databaseUrl: database.databaseUrl })
    try {
      await app.init()
      return await work(app)
    } finally {
      await app.close()
    }
  } finally {
    await database.stop()
  }
}
