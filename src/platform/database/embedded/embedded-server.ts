import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart, folderTrouble } from './cannot-start.ts'
import { APP, DATABASE, keepCredentials, openCluster, OWNER, type Cluster } from './cluster.ts'
import { runningPostmaster, startPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts'

/** Another Plenary works on the same data folder. */
export class AlreadyRunning extends CannotStart {
  constructor(
    readonly dataDir: string,
    readonly address: string | undefined,
  ) {
    super(
      `Plenary already runs on the data folder ${dataDir}${address ? `, at ${address}` : ' (it is just starting)'}: use that one, or set DATA_DIR to another folder.`,
    )
  }
}

/** Held for as long as a Plenary runs on the cluster. PostgreSQL lets go of it when the process is gone, however it went. */
const LOCK = 7_365_202
const NAME = 'plenary'

/** The PostgreSQL that Plenary brings along, at work in a data folder. */
export interface EmbeddedServer {
  databaseUrl: string
  ownerDatabaseUrl: string
  /** Tells other starts where this one answers. */
  announce(address: string): Promise<void>
  /** Ends PostgreSQL, if it is ours to end. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  /** `share`: use the server of a running Plenary rather than refuse, for the command line. */
  mode?: 'own' | 'share'
  /** Settings of PostgreSQL, for tests: nothing may be lost on a real one. */
  settings?: Readonly<Record<string, string>>
  /** Told in a sentence when PostgreSQL ended by itself and was started again. */
  onRestart?: (message: string) => void
  /** Told when PostgreSQL ended and cannot be started again. */
  onLoss?: (reason: unknown) => void
}

const urlOf = (role: string, password: string, port: number): string =>
  `postgresql://${role}:${password}@127.0.0.1:${port}/${DATABASE}`

const connectAsOwner = async (cluster: Cluster, port: number): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: urlOf(OWNER, cluster.credentials.ownerPassword, port),
    application_name: NAME,
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => undefined) // the server went away: the supervisor sees that too
  await client.connect()
  return client
}

/** Takes the cluster for this process; answers who has it otherwise. */
const takeLock = async (client: pg.Client): Promise<{ holder?: string } | undefined> => {
  // A process killed just now is noticed by its database session within moments.
  for (let attempt = 0; ; attempt++) {
    const taken = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [LOCK])
    if (taken.rows[0]?.taken) return undefined
    if (attempt === 20) break
    await wait(50)
  }
  const holders = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_stat_activity JOIN pg_locks USING (pid)
      WHERE locktype = 'advisory' AND objid = $1 AND granted`,
    [LOCK],
  )
  const address = /^plenary at (.*)$/.exec(holders.rows[0]?.name ?? '')?.[1]
  return address ? { holder: address } : {}
}

const endsWithin = ({ gone }: Postmaster, milliseconds: number): Promise<boolean> =>
  Promise.race([gone.then(() => true), wait(milliseconds, false, { ref: false })])

/**
 * A PostgreSQL at work in `dataDir`: made if there is none, adopted if a crash left it running, started again if it ends.
 * @throws AlreadyRunning when another Plenary has the folder; CannotStart when the folder or the machine does not allow it.
 */
export const startEmbeddedServer = async (options: EmbeddedOptions): Promise<EmbeddedServer> => {
  const cluster = await openCluster(options.dataDir)
  let postmaster: Postmaster
  try {
    postmaster =
      (await runningPostmaster(cluster)) ?? (await startPostmaster(cluster, { settings: options.settings ?? {} }))
    if (cluster.credentials.port !== postmaster.port) {
      cluster.credentials.port = postmaster.port
      await keepCredentials(cluster.dataDir, cluster.credentials)
    }
  } catch (error) {
    throw folderTrouble(options.dataDir, error)
  }
  const { port } = postmaster
  let address: string | undefined
  let lock = await connectAsOwner(cluster, port)
  const other = await takeLock(lock)
  if (other) {
    await lock.end()
    if (options.mode !== 'share') throw new AlreadyRunning(options.dataDir, other.holder)
  }

  const ours = !other
  let stopping = false
  const announce = async (): Promise<void> => {
    if (address) await lock.query(`SET application_name = ${pg.escapeLiteral(`${NAME} at ${address}`)}`)
  }
  const supervise = async (): Promise<void> => {
    for (;;) {
      await postmaster.gone
      if (stopping) return
      const started = performance.now()
      postmaster = await startPostmaster(cluster, { port, settings: options.settings ?? {} })
      if (stopping) return stopPostmaster(postmaster)
      try {
        lock = await connectAsOwner(cluster, port)
        await takeLock(lock)
        await announce()
      } catch (error) {
        // It ended again before we were with it; any other reason stays one.
        if (!(await endsWithin(postmaster, 1_000))) throw error
        continue
      }
      options.onRestart?.(`PostgreSQL ended by itself and is back after ${Math.round(performance.now() - started)} ms.`)
    }
  }
  if (ours)
    supervise().catch((error: unknown) => {
      if (!stopping) options.onLoss?.(error)
    })

  return {
    databaseUrl: urlOf(APP, cluster.credentials.appPassword, port),
    ownerDatabaseUrl: urlOf(OWNER, cluster.credentials.ownerPassword, port),
    announce: async (where) => {
      address = where
      if (ours) await announce()
    },
    stop: async () => {
      if (stopping || !ours) return
      stopping = true
      await lock.end().catch(() => undefined)
      await stopPostmaster(postmaster)
    },
  }
}
