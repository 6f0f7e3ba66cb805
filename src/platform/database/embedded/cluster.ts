import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findBinaries, type Binaries } from './binaries.ts'
import { CannotStart, diskIsFull, folderTrouble } from './cannot-start.ts'
import { unprivilegedUser, type Unprivileged } from './unprivileged.ts'

/** A database cluster on disk, and how to run a program in it. */
export interface Cluster {
  dataDir: string
  /** The folder that PostgreSQL keeps. */
  folder: string
  /** The same, as PostgreSQL is told it. */
  folderInside: string
  binaries: Binaries
  user: Unprivileged | undefined
  credentials: Credentials
}

export interface Credentials {
  port: number
  ownerPassword: string
  appPassword: string
}

/** The role that owns the tables, and the one that runs the app. */
export const OWNER = 'plenary_owner'
export const APP = 'plenary_app'
export const DATABASE = 'plenary'

const CREDENTIALS_FILE = 'postgresql.json'
/** Only from this machine, only with a password. */
const WHO_MAY_CONNECT = 'host all all 127.0.0.1/32 scram-sha-256\n'

/** As root we hand PostgreSQL its folder as the one it stands in: nobody needs to enter the folders above. */
export const folderInsideFor = (folder: string, user: Unprivileged | undefined): string =>
  user ? '/proc/self/cwd' : folder

/** The environment of PostgreSQL's programs: nothing of ours, and a language that is everywhere. */
export const PLAIN_ENVIRONMENT = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' }

const run = (
  program: string,
  args: readonly string[],
  at: { cwd: string; user: Unprivileged | undefined; input?: string },
): Promise<{ code: number | null; output: string }> =>
  new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: at.cwd, ...at.user, env: PLAIN_ENVIRONMENT, detached: true })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', fail)
    child.on('close', (code) => done({ code, output }))
    child.stdin.on('error', () => undefined) // it ended before it read all: its exit code says so
    child.stdin.end(at.input)
  })

/** What PostgreSQL's words mean for the person at the terminal. */
export const troubleFrom = (folder: string, output: string): CannotStart => {
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskIsFull(folder)
  const reason = /(?:FATAL|PANIC|error):\s+(.*)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1)
  if (/initialized by PostgreSQL version/.test(output))
    return new CannotStart(
      `The database in ${folder} was made by another version of PostgreSQL: restore a backup into a new folder (docs/operations.md).`,
    )
  return new CannotStart(
    `The database in ${folder} is damaged or was not made by Plenary (${reason || 'PostgreSQL gave no reason'}): restore a backup, or set DATA_DIR to another folder.`,
  )
}

const readCredentials = async (dataDir: string): Promise<Credentials | undefined> => {
  try {
    const found = JSON.parse(await readFile(join(dataDir, CREDENTIALS_FILE), 'utf8')) as Partial<Credentials>
    const { port, ownerPassword, appPassword } = found
    return port !== undefined && ownerPassword && appPassword ? { port, ownerPassword, appPassword } : undefined
  } catch {
    return undefined
  }
}

/** Keeps the credentials, whole or not at all. */
export const keepCredentials = async (dataDir: string, credentials: Credentials): Promise<void> => {
  const file = join(dataDir, CREDENTIALS_FILE)
  await writeFile(`${file}.${process.pid}`, JSON.stringify(credentials), { mode: 0o600 })
  await rename(`${file}.${process.pid}`, file)
}

/** One statement a line, as single-user mode wants them. */
const alone = async (cluster: Omit<Cluster, 'credentials'>, database: string, statements: readonly string[]) => {
  const result = await run(cluster.binaries.postgres, ['--single', '-j', '-D', cluster.folderInside, database], {
    cwd: cluster.folder,
    user: cluster.user,
    input: statements.map((statement) => `${statement};\n\n`).join(''),
  })
  if (result.code !== 0 || /ERROR:|FATAL:|PANIC:/.test(result.output)) throw troubleFrom(cluster.folder, result.output)
}

const passwordsFor = (verb: 'CREATE' | 'ALTER', credentials: Credentials): string[] => [
  `${verb} ROLE ${OWNER} LOGIN CREATEDB PASSWORD '${credentials.ownerPassword}'`,
  `${verb} ROLE ${APP} LOGIN PASSWORD '${credentials.appPassword}'`,
]

/** Makes a cluster with its roles and database beside its place, then moves it there: an interrupted one leaves no half. */
const makeCluster = async (plan: Omit<Cluster, 'credentials'>, credentials: Credentials): Promise<void> => {
  const fresh = join(plan.dataDir, `postgresql.new-${process.pid}`)
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  if (plan.user) await chown(fresh, plan.user.uid, plan.user.gid)
  const draft = { ...plan, folder: fresh, folderInside: folderInsideFor(fresh, plan.user) }
  const made = await run(
    plan.binaries.initdb,
    [
      ...['-D', draft.folderInside, '-U', 'postgres', '--encoding=UTF8', '--locale=C', '--no-instructions'],
      ...['--locale-provider=icu', '--icu-locale=und', '--data-checksums'],
    ],
    { cwd: fresh, user: plan.user },
  )
  if (made.code !== 0) throw troubleFrom(plan.dataDir, made.output)
  await writeFile(join(fresh, 'pg_hba.conf'), WHO_MAY_CONNECT)
  await alone(draft, 'postgres', [
    ...passwordsFor('CREATE', credentials),
    `CREATE DATABASE ${DATABASE} OWNER ${OWNER}`,
    `REVOKE CONNECT, TEMPORARY ON DATABASE ${DATABASE} FROM PUBLIC`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${DATABASE} TO ${APP}`,
  ])
  await alone(draft, DATABASE, [`ALTER SCHEMA public OWNER TO ${OWNER}`])
  try {
    await rename(fresh, plan.folder)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    // Another start was quicker: its cluster is as good as ours.
    if (!(error instanceof Error && 'code' in error && ['ENOTEMPTY', 'EEXIST'].includes(String(error.code))))
      throw error
  }
}

/** Removes what a start that was cut off while making a cluster left behind. */
const sweep = async (dataDir: string): Promise<void> => {
  for (const name of await readdir(dataDir)) {
    const maker = /^postgresql\.new-(\d+)$/.exec(name)?.[1]
    if (!maker) continue
    try {
      process.kill(Number(maker), 0)
    } catch {
      await rm(join(dataDir, name), { recursive: true, force: true })
    }
  }
}

/**
 * The cluster in `dataDir`, made now if there is none.
 * @throws CannotStart when the folder cannot be used.
 */
export const openCluster = async (dataDir: string): Promise<Cluster> => {
  const folder = join(dataDir, 'postgresql')
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await sweep(dataDir)
    const user = await unprivilegedUser(folder)
    const plan = {
      dataDir,
      folder,
      folderInside: folderInsideFor(folder, user),
      binaries: await findBinaries(!!user),
      user,
    }
    const exists = await readdir(folder).then(
      (names) => names.length > 0,
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
        throw error
      },
    )
    const kept = await readCredentials(dataDir)
    const credentials = kept ?? {
      port: 0,
      ownerPassword: randomBytes(24).toString('hex'),
      appPassword: randomBytes(24).toString('hex'),
    }
    if (!exists) await makeCluster(plan, credentials)
    else if (!kept) await alone(plan, 'postgres', passwordsFor('ALTER', credentials))
    return { ...plan, credentials }
  } catch (error) {
    throw folderTrouble(dataDir, error)
  }
}
