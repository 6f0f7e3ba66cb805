import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { TableReply, TableTask } from './table-worker.ts'
import type { Table, TableLimits } from './table.ts'
import { TABLE_LIMITS, TableRefused } from './table.ts'
import { tableFromText } from './text-table.ts'

/** A file that was uploaded, or a text that was pasted. */
export type TableInput = { bytes: Uint8Array; name?: string } | { text: string }

/** A text up to this size is read at once (a millisecond or two); the rest in a thread, where nobody waits for it. */
const SMALL = 32 * 1024

/** Each thread may take a core and some hundred megabytes; more of them wait their turn. */
const THREADS = 2
const PATIENCE = Temporal.Duration.from({ seconds: 30 })
const MEGABYTES = 512

/**
 * Reads a table from an XLSX file, a CSV file in any of the usual separators and encodings, or a text pasted from a
 * mail or a spreadsheet. What the file is, its bytes say.
 * @throws TableRefused with one field error, at `/file` or `/text`, that says what to do.
 */
export const readTable = async (input: TableInput, limits: Partial<TableLimits> = {}): Promise<Table> => {
  const all = { ...TABLE_LIMITS, ...limits }
  const pointer = 'text' in input ? '/text' : '/file'
  try {
    if ('text' in input && input.text.length <= SMALL) {
      if (input.text.includes('\0')) throw new TableRefused('not-a-table')
      return tableFromText(input.text, all)
    }
    // A string that goes to a thread as bytes says by its mark how it is to be read.
    const bytes = 'text' in input ? Buffer.from(`\uFEFF${input.text}`) : input.bytes
    if (bytes.byteLength > all.maxBytes)
      throw new TableRefused('too-many-bytes', { params: { limit: Math.floor(all.maxBytes / 1024 / 1024) } })
    if (bytes.byteLength === 0) throw new TableRefused('empty')
    return await inThread({ bytes, limits: all })
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error
    throw new TableRefused(error.flaw, { pointer, params: error.fields[0]?.params ?? {}, cause: error })
  }
}

let running = 0
const waiting: (() => void)[] = []

const inThread = async (task: TableTask): Promise<Table> => {
  if (running >= THREADS) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    const reply = await askThread(task)
    if ('flaw' in reply) throw new TableRefused(reply.flaw, reply.params ? { params: reply.params } : {})
    return reply.table
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

const askThread = (task: TableTask): Promise<TableReply> =>
  new Promise((resolve, reject) => {
    // Beside this file, as TypeScript in development and as JavaScript in a build.
    const file = new URL(`./table-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url)
    const worker = new Worker(file, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: MEGABYTES } })
    const timer = setTimeout(() => end(() => reject(new TableRefused('too-slow'))), PATIENCE.total('milliseconds'))
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      settle()
      void worker.terminate()
    }
    worker.once('message', (reply: TableReply) => end(() => resolve(reply)))
    worker.once('error', (error: Error & { code?: string }) =>
      end(() =>
        reject(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new TableRefused('unpacks-too-large', { cause: error }) : error,
        ),
      ),
    )
  })
