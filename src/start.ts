import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { secretKeysIn } from './platform/config/secret-keys.ts'
import { settingsFrom, WrongSettings, type Settings } from './platform/config/settings.ts'
import { CannotStart, folderTrouble } from './platform/database/embedded/cannot-start.ts'
import { openDatabase } from './platform/database/open-database.ts'

/** How long requests and jobs may take to end when we are asked to stop. */
const GRACE = 25_000

/** What has been opened, to be closed in the opposite order, once. */
class Opened {
  private readonly closers: (() => Promise<unknown>)[] = []
  private closing: Promise<void> | undefined

  add(close: () => Promise<unknown>): void {
    this.closers.push(close)
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll()
    return this.closing
  }

  private async closeAll(): Promise<void> {
    for (let close = this.closers.pop(); close; close = this.closers.pop())
      await Promise.race([close().catch(say), wait(GRACE, undefined, { ref: false })])
  }
}

const say = (error: unknown): void => {
  if (error instanceof WrongSettings) for (const problem of error.problems) console.error(problem)
  else if (error instanceof CannotStart) console.error(error.message)
  else console.error(error)
}

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })

/** `PORT=0` means any; links and the last line name the one it became. */
const withPort = async (settings: Settings): Promise<Settings> => {
  if (settings.port) return settings
  const port = await freePort()
  const baseUrl = new URL(settings.baseUrl)
  if (baseUrl.port === '0') baseUrl.port = String(port)
  return { ...settings, port, baseUrl }
}

const listenTrouble = ({ port, host }: Settings, error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new CannotStart(
      `Port ${port} is in use by another program: stop that one, or set PORT to another number.`,
      error,
    )
  if (code === 'EACCES')
    return new CannotStart(`Port ${port} needs more rights than Plenary has: set PORT to a number above 1023.`, error)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CannotStart(`This machine has no address "${host}": set HOST to one it has, or leave it out.`, error)
  return error
}

const open = async (settings: Settings, opened: Opened, stop: (code: number) => void): Promise<void> => {
  const [database, { createApp }, { welcome }] = await Promise.all([
    openDatabase(settings, {
      onRestart: (message) => console.error(message),
      onLoss: (reason) => {
        say(reason)
        stop(1)
      },
    }).then((database) => {
      opened.add(() => database.stop())
      return database
    }),
    import('./app.ts'),
    import('./welcome.ts'),
  ])
  const secretKeys = settings.secretKeys.length
    ? settings.secretKeys
    : await secretKeysIn(settings.dataDir).catch((error: unknown) => {
        throw folderTrouble(settings.dataDir, error)
      })
  const { databaseUrl, ownerDatabaseUrl } = database
  const app = await createApp({
    ...settings,
    secretKeys,
    databaseUrl,
    ...(ownerDatabaseUrl && { ownerDatabaseUrl }),
  })
  opened.add(() => app.close())
  await app.init()
  try {
    // Not through Nest, which would print the error before we can say it in a sentence.
    await app.getHttpAdapter().getInstance().listen({ port: settings.port, host: settings.host })
  } catch (error) {
    throw listenTrouble(settings, error)
  }
  const address = settings.baseUrl.origin
  await database.announce(address)
  for (const line of await welcome(app, settings)) console.log(line)
  console.log(`Plenary is ready at ${address}`)
}

/** Starts the server, and sees to it that it ends well: on Ctrl-C, when asked to, and when it cannot go on. */
export const start = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const opened = new Opened()
  let opening: Promise<void> | undefined
  let ending: Promise<void> | undefined
  // Ctrl-C arrives twice under npm, which hands on what the terminal sends to both: the second changes nothing.
  const stop = (code: number): void => {
    // What is being opened is let finish, so that it is known what to close; but a start that hangs must end too.
    ending ??= Promise.race([opening, wait(GRACE, undefined, { ref: false })])
      .catch(() => undefined)
      .then(() => opened.close())
      .then(() => process.exit(code))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0))
  process.on('uncaughtException', (error) => {
    say(error)
    stop(1)
  })
  try {
    opening = open(await withPort(settingsFrom(env)), opened, stop)
    await opening
  } catch (error) {
    say(error)
    stop(1)
  }
}
