import { parentPort, workerData } from 'node:worker_threads'
import { readBytes } from './read-bytes.ts'
import type { Table, TableFlaw, TableLimits } from './table.ts'
import { TableRefused } from './table.ts'

/** What is given to the thread, and what comes back: a table, or why not. */
export interface TableTask {
  bytes: Uint8Array
  limits: TableLimits
}
export type TableReply =
  { table: Table } | { flaw: TableFlaw; params?: Readonly<Record<string, string | number>> | undefined }

const reply = async ({ bytes, limits }: TableTask): Promise<TableReply> => {
  try {
    return { table: await readBytes(bytes, limits) }
  } catch (error) {
    if (error instanceof TableRefused) return { flaw: error.flaw, params: error.fields[0]?.params }
    throw error
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- between threads, not windows
parentPort?.postMessage(await reply(workerData as TableTask))
