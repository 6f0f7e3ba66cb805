// What a request asks of PostgreSQL, so that it can be asked again for other people by the driver alone.
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import pg from 'pg'

const recording = new AsyncLocalStorage()
const { query } = pg.Client.prototype
pg.Client.prototype.query = function (config, values, ...rest) {
  const text = typeof config === 'string' ? config : config?.text
  if (text) recording.getStore()?.push({ text, values: (Array.isArray(values) ? values : config.values) ?? [] })
  return query.call(this, config, values, ...rest)
}

/** The statements that `work` runs, in order, with their values. */
export const statementsOf = async (work) => {
  const statements = []
  await recording.run(statements, work)
  return statements
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * The same statements for somebody else: `swap` leads from the first one's ids to theirs, ids that the statements make are
 * made anew, and those of things that were there before (`kept`) stay.
 */
export const statementsFor = (statements, { swap, digests, kept }) => {
  const made = new Map(swap)
  const idFor = (id) => {
    if (kept.has(id)) return id
    if (!made.has(id)) made.set(id, randomUUID())
    return made.get(id)
  }
  const valueFor = (value) => {
    if (typeof value === 'string') return value.replace(UUID, idFor)
    if (Buffer.isBuffer(value)) return digests[0]
    if (Array.isArray(value)) return value.map(valueFor)
    if (value && Object.getPrototypeOf(value) === Object.prototype) return JSON.parse(valueFor(JSON.stringify(value)))
    return value
  }
  return statements.map(({ text, values }) => ({ text, values: values.map(valueFor) }))
}
