import { createHash } from 'node:crypto'
import type pg from 'pg'

/** Asked so often, a statement is worth keeping ready. */
const OFTEN = 5

/** Plans of so many statements are kept on each connection, and no more: filters make ever new ones. */
const MOST_READY = 300

/** So many statements are counted; then counting starts anew, for those not asked often yet. */
const MOST_COUNTED = 2_000

const names = new Map<string, string>()
const counts = new Map<string, number>()

/**
 * The name of a statement that is asked again and again, undefined for others. PostgreSQL then parses and plans it once a
 * connection: planning costs the small statements of a request more than running them.
 */
const nameOf = (text: string): string | undefined => {
  const name = names.get(text)
  if (name !== undefined || names.size >= MOST_READY) return name
  const count = (counts.get(text) ?? 0) + 1
  if (count >= OFTEN) {
    counts.delete(text)
    // The driver wants a name that stands for one text on every connection.
    names.set(text, createHash('sha256').update(text).digest('base64url').slice(0, 22))
  } else {
    if (counts.size >= MOST_COUNTED) counts.clear()
    counts.set(text, count)
  }
  return names.get(text)
}

/**
 * Makes a connection quick for many small statements: those asked often stay prepared, and those asked in one turn of the
 * event loop go out in one packet (with `pipeline`, none waits for the answer to the one before).
 */
export const quicken = (client: pg.Client): void => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const { stream } = client.connection
  let held = false
  client.query = ((text: unknown, values: unknown, ...rest: unknown[]) => {
    if (!held) {
      held = true
      stream.cork()
      process.nextTick(() => {
        held = false
        stream.uncork()
      })
    }
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    return name === undefined ? query(text, values, ...rest) : query({ name, text, values }, ...rest)
  }) as typeof client.query
}
