import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { CannotStart } from './cannot-start.ts'
import { PLAIN_ENVIRONMENT, troubleFrom, type Cluster } from './cluster.ts'

/** A PostgreSQL server process at work in a cluster. */
export interface Postmaster {
  pid: number
  port: number
  /** Settles when the process is gone. */
  gone: Promise<void>
}

const PATIENCE = 60_000

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether the process stands in this cluster: its number alone may have passed to another since a crash. */
const worksIn = async (pid: number, folder: string): Promise<boolean> => {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    const [there, here] = await Promise.all([stat(`/proc/${pid}/cwd`), stat(folder)])
    return there.ino === here.ino && there.dev === here.dev
  } catch {
    return false
  }
}

const pidFile = async (cluster: Cluster): Promise<{ pid: number; port: number; ready: boolean } | undefined> => {
  try {
    const lines = (await readFile(join(cluster.folder, 'postmaster.pid'), 'utf8')).split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

const untilGone = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await wait(100, undefined, { ref: false }) // watching is no reason to stay
}

/** The server that already runs in the cluster, left behind by a crash or still somebody's. */
export const runningPostmaster = async (cluster: Cluster): Promise<Postmaster | undefined> => {
  for (const start = performance.now(); performance.now() - start < PATIENCE; await wait(20)) {
    const found = await pidFile(cluster)
    if (!found?.pid || !(await worksIn(found.pid, cluster.folder))) return undefined
    if (found.ready) return { pid: found.pid, port: found.port, gone: untilGone(found.pid) }
  }
  throw new CannotStart(
    `PostgreSQL in ${cluster.folder} has been starting for a minute: look into postgresql.log beside it.`,
  )
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer()
    server.on('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })

/**
 * The port wanted, if it is free, else another. Below 32768: from there on systems hand ports to outgoing connections, and
 * one of those, even our own that looks for a server just killed, would sit on the port when the server comes back.
 */
const freePort = async (wanted: number): Promise<number> => {
  for (let tries = 0, port = wanted; tries < 100; tries++, port = randomInt(20_000, 32_768))
    if (port && (await isFree(port))) return port
  throw new CannotStart('No port is free.')
}

const tail = async (file: string, from: number): Promise<string> =>
  (await readFile(file).catch(() => Buffer.alloc(0))).subarray(from).toString()

/** Another server is at work, or the memory of one that was killed is not free yet: for a moment, or for longer. */
const IS_BUSY = /lock file ".*" already exists|pre-existing shared memory block/
/** By a connection that will be over soon, or by a program that stays. */
const PORT_IS_TAKEN = /could not bind|Address already in use|could not create any TCP\/IP sockets/

/**
 * Starts a server in the cluster, on the port of last time if that is free, or on `port` and no other.
 * @throws CannotStart with PostgreSQL's reason.
 */
export const startPostmaster = async (
  cluster: Cluster,
  options: { port?: number; settings?: Readonly<Record<string, string>> } = {},
): Promise<Postmaster> => {
  const log = join(cluster.dataDir, 'postgresql.log')
  const begin = performance.now()
  for (;;) {
    const running = await runningPostmaster(cluster)
    if (running) return running
    // The number in it belongs to some other program by now, or to none.
    await rm(join(cluster.folder, 'postmaster.pid'), { force: true })
    const port = options.port ?? (await freePort(cluster.credentials.port))
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...options.settings,
    }
    const size = (await stat(log).catch(() => undefined))?.size ?? 0
    const fresh = size > 10_000_000
    const output = openSync(log, fresh ? 'w' : 'a', 0o600)
    const child = spawn(
      cluster.binaries.postgres,
      [
        '-D',
        cluster.folderInside,
        '-p',
        String(port),
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      {
        cwd: cluster.folder,
        ...cluster.user,
        env: PLAIN_ENVIRONMENT,
        // A group of its own: Ctrl-C reaches us alone, and the database stays up while we finish.
        detached: true,
        stdio: ['ignore', output, output],
      },
    )
    closeSync(output)
    child.unref()
    let ended = false
    const gone = new Promise<void>((done) => {
      child.on('exit', () => done())
      child.on('error', () => done())
    })
    void gone.then(() => (ended = true))
    while (!ended) {
      const found = await pidFile(cluster)
      if (found?.pid === child.pid && found?.ready) return { pid: found.pid, port: found.port, gone }
      await wait(10)
    }
    const words = await tail(log, fresh ? 0 : size)
    const mayPass = IS_BUSY.test(words) || PORT_IS_TAKEN.test(words)
    if (!mayPass || performance.now() - begin > 20_000) throw troubleFrom(cluster.folder, words)
    await wait(200)
  }
}

/** Ends a server: those at work are cut off, what was committed is on disk. */
export const stopPostmaster = async (postmaster: Postmaster): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(postmaster.pid, signal)
    } catch {
      return
    }
    // We do not wait for the child alone: it must not keep us alive otherwise, so its end is no reason to stay.
    const begin = performance.now()
    while (isAlive(postmaster.pid) && performance.now() - begin < 20_000) await wait(10)
    if (!isAlive(postmaster.pid)) return
  }
}
