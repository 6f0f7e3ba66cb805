import fs from 'node:fs'
import { vi } from 'vitest'
import pg from 'pg'

/** A value of a row as text in which every word that it holds can be found, whatever its type. */
const textOf = (value: unknown): string =>
  Buffer.isBuffer(value) ? value.toString('latin1') : typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

/** Every row of every table, the queue's too, by the name of its table and column: what a thief of the database would read. */
export const everythingStored = async (ownerUrl: string): Promise<Map<string, string>> => {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    )
    const all = new Map<string, string>()
    for (const { schema, name } of tables) {
      const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM "${schema}"."${name}"`)
      for (const row of rows)
        for (const [column, value] of Object.entries(row)) {
          const at = `${schema}.${name}.${column}`
          all.set(at, `${all.get(at) ?? ''}\n${textOf(value)}`)
        }
    }
    return all
  } finally {
    await client.end()
  }
}

/** Where words stand, as `table.column: word`; in whatever case. */
export const placesOf = (words: readonly string[], stored: ReadonlyMap<string, string>): string[] =>
  [...stored].flatMap(([at, text]) => {
    const lower = text.toLowerCase()
    return words.filter((word) => lower.includes(word.toLowerCase())).map((word) => `${at}: ${word}`)
  })

/** All that the application logs from now on; pino writes to descriptor 1. */
export const everythingLogged = (): { text: () => string } => {
  const lines: string[] = []
  const write = fs.writeSync
  vi.spyOn(fs, 'writeSync').mockImplementation(((descriptor: number, data: string | Buffer, ...rest: never[]) => {
    if (descriptor !== 1) return write(descriptor, data as string, ...rest)
    lines.push(String(data))
    return Buffer.byteLength(data)
  }) as typeof fs.writeSync)
  return { text: () => lines.join('') }
}
