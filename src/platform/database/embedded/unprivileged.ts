import { readFile, stat } from 'node:fs/promises'
import { CannotStart } from './cannot-start.ts'

/** The user who runs PostgreSQL, when we are root: it refuses to be run by root. */
export interface Unprivileged {
  uid: number
  gid: number
}

/** Undefined when we are not root, and run PostgreSQL as ourselves. */
export const unprivilegedUser = async (cluster: string): Promise<Unprivileged | undefined> => {
  if (process.getuid?.() !== 0) return undefined
  if (process.platform !== 'linux')
    throw new CannotStart('PostgreSQL does not run as root: start Plenary as another user, or set DATABASE_URL.')
  const owner = await stat(cluster).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((user) => user[0] === name) ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new CannotStart(
    'PostgreSQL does not run as root, and this machine has no user "postgres" or "nobody" to run it: start Plenary as another user, or set DATABASE_URL.',
  )
}
