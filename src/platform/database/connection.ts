import { createHash } from 'node:crypto'
import type pg from 'pg'

/** Asked so often, a statement is worth keeping ready. */
const OFTEN = 5

/** Plans of so many statements are kept on each connection, and no more: filters make ever new ones. */
const MOST_READY = 1_000

/** So many statements are counted; then counting starts anew, for those not asked often yet. */
const MOST_COUNTED = 2_000

const names = new Map<string, string>()
const counts = new Map<string, number>()
const always = new Map<string, string>()

/** The driver wants a name that stands for one text on every connection. */
const newName = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** Has each connection keep the plan of this statement from the first time on: one is good whatever is asked. Answers the statement. */
export const keptReady = (text: string): string => {
  always.set(text, newName(text))
  return text
}

/**
 * The name of a statement that is asked again and again, undefined for others. PostgreSQL then parses and plans it once a
 * connection: planning costs the small statements of a command more than running them.
 */
const nameOf = (text: string): string | undefined => {
  const name = names.get(text)
  if (name !== undefined || names.size >= MOST_READY) return name
  const count = (counts.get(text) ?? 0) + 1
  if (count >= OFTEN) {
    counts.delete(text)
    names.set(text, newName(text))
  } else {
    if (counts.size >= MOST_COUNTED) counts.clear()
    counts.set(text, count)
  }
  return names.get(text)
}

/**
 * Makes a connection quick for many small statements: those asked in one turn of the event loop go out in one packet (with
 * `pipeline`, none waits for the answer to the one before), and those asked often in transactions stay prepared, as those
 * `keptReady` do. Others, such as those of lists, are planned each time: which plan is good depends on what is looked for.
 */
export const quicken = (client: pg.Client): void => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const { stream } = client.connection
  let held = false
  let inTransaction = false
  client.query = ((text: unknown, values: unknown, ...rest: unknown[]) => {
    if (!held) {
      held = true
      stream.cork()
      process.nextTick(() => {
        held = false
        stream.uncork()
      })
    }
    if (text === 'START TRANSACTION') inTransaction = true
    if (text === 'COMMIT' || text === 'ROLLBACK') inTransaction = false
    const withValues = typeof text === 'string' && Array.isArray(values) && values.length > 0
    const name = withValues ? (always.get(text) ?? (inTransaction ? nameOf(text) : undefined)) : undefined
    return name === undefined ? query(text, values, ...rest) : query({ name, text, values }, ...rest)
  }) as typeof client.query
}
