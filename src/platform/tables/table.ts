import type { FieldError } from '../../kernel/domain-error.ts'
import { DomainError } from '../../kernel/domain-error.ts'

/** A table that somebody gave us, whatever it was written in: text only, nothing in it was evaluated. */
export interface Table {
  /** The headings, trimmed; a column without one is `''`. */
  columns: string[]
  rows: TableRow[]
  /** It was a calendar: each row is an event, and the columns are those of `calendar.ts`. */
  calendar?: true
}

/** One row that has something in it. */
export interface TableRow {
  /** As spreadsheets count: the headings are usually row 1, and empty rows count. */
  number: number
  /** As many as there are columns; more only when the row has cells that no column covers. */
  cells: string[]
}

/** How much of it we read; who gives more is told, and nothing is read by half. */
export interface TableLimits {
  maxBytes: number
  maxRows: number
  maxColumns: number
  /** Characters in one cell. */
  maxCellLength: number
  /** Whether a calendar is read too, each event as a row. */
  calendars?: boolean
}

export const TABLE_LIMITS: TableLimits = {
  maxBytes: 10 * 1024 * 1024,
  maxRows: 20_000,
  maxColumns: 100,
  maxCellLength: 10_000,
}

/** Why a table cannot be read, and the key of the sentence that says what to do (`i18n/<locale>/errors.json`). */
const SENTENCES = {
  empty: 'table.empty',
  'too-many-bytes': 'table.too-many-bytes',
  'too-many-rows': 'table.too-many-rows',
  'too-many-columns': 'table.too-many-columns',
  'long-cell': 'table.long-cell',
  'not-a-table': 'table.not-a-table',
  'broken-quotes': 'table.broken-quotes',
  'old-workbook': 'table.old-workbook',
  'not-a-workbook': 'table.not-a-workbook',
  'broken-workbook': 'table.broken-workbook',
  encrypted: 'table.encrypted',
  macros: 'table.macros',
  'external-links': 'table.external-links',
  'nested-archive': 'table.nested-archive',
  'unpacks-too-large': 'table.unpacks-too-large',
  'too-slow': 'table.too-slow',
  'broken-calendar': 'table.broken-calendar',
  'no-events': 'table.no-events',
} as const

export type TableFlaw = keyof typeof SENTENCES

/** This is no table that we read: `flaw` says why, and its one field error what to do. */
export class TableRefused extends DomainError {
  readonly code = 'table-refused'
  readonly status = 422
  readonly flaw: TableFlaw

  constructor(
    flaw: TableFlaw,
    details: { pointer?: string; params?: Readonly<Record<string, string | number>>; cause?: unknown } = {},
  ) {
    const field: FieldError = {
      pointer: details.pointer ?? '/file',
      message: SENTENCES[flaw],
      ...(details.params && { params: details.params }),
    }
    super({ fields: [field], cause: details.cause })
    this.flaw = flaw
  }
}

/** Takes rows as they were read (the first that has anything is the heading), within the limits. */
export const tableFrom = (read: Iterable<readonly string[]>, limits: TableLimits): Table => {
  let columns: string[] | undefined
  const rows: TableRow[] = []
  let number = 0
  for (const raw of read) {
    number++
    const cells = withoutTail(raw.map((cell) => cell.trim()))
    if (cells.length === 0) continue
    if (cells.length > limits.maxColumns)
      throw new TableRefused('too-many-columns', { params: { limit: limits.maxColumns, row: number } })
    if (cells.some((cell) => cell.length > limits.maxCellLength))
      throw new TableRefused('long-cell', { params: { limit: limits.maxCellLength, row: number } })
    if (!columns) {
      columns = cells
      continue
    }
    if (rows.length >= limits.maxRows) throw new TableRefused('too-many-rows', { params: { limit: limits.maxRows } })
    while (cells.length < columns.length) cells.push('')
    rows.push({ number, cells })
  }
  if (!columns) throw new TableRefused('empty')
  return { columns, rows }
}

const withoutTail = (cells: string[]): string[] => cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
