import { buffer } from 'node:stream/consumers'
import { readSheet } from 'read-excel-file/node'
import type { Table, TableLimits } from './table.ts'
import { tableFrom, TableRefused } from './table.ts'
import { unpackWorkbook } from './zip-parts.ts'
import { zipStream } from './zip-stream.ts'

/** A cell that has something in it: one that is only painted ends in "/>". */
const CELL = /<(?:\w+:)?c\s(?:[^>]*\s)?r="([A-Z]+)(\d+)"[^>]*(?<!\/)>/g
const ROW = /<(?:\w+:)?row\s(?:[^>]*\s)?r="(\d+)"/g

/** Excel's own last row. */
const LAST_ROW = 1_048_576
/** A sheet of one cell far out would unfold to all that lies before it. */
const LAST_COLUMN = 300

/**
 * Reads the first sheet of an XLSX file. The library is given a new archive of the parts that we unpacked and judged,
 * so that it cannot see other entries than we did (a directory and its local headers may disagree). Formulas are not
 * evaluated: a cell has the value that was saved with it.
 */
export const tableFromWorkbook = async (bytes: Uint8Array, limits: TableLimits): Promise<Table> => {
  const parts = await unpackWorkbook(bytes)
  const types = parts.get('[Content_Types].xml')
  if (types?.includes('macroEnabled')) throw new TableRefused('macros')
  const links = [...parts].filter(([name]) => name.endsWith('.rels')).some(([, part]) => part.includes('externalLink'))
  if (links) throw new TableRefused('external-links')
  for (const [name, part] of parts) if (/worksheets\/[^/]+\.xml$/.test(name)) judgeExtent(part, limits)
  const clean = zipStream([...parts].map(([name, part]) => ({ name, content: [part.toString('utf8')] })))
  let sheet
  try {
    sheet = await readSheet(await buffer(clean), { parseNumber: plainNumber, trim: true })
  } catch (cause) {
    throw new TableRefused('broken-workbook', { cause })
  }
  return tableFrom(
    sheet.map((row) => row.map(cellText)),
    limits,
  )
}

const judgeExtent = (part: Buffer, limits: TableLimits): void => {
  const xml = part.toString('latin1')
  const judgeRow = (row: string): void => {
    if (Number(row) > LAST_ROW) throw new TableRefused('too-many-rows', { params: { limit: limits.maxRows } })
  }
  for (const [, row] of xml.matchAll(ROW)) judgeRow(row!)
  for (const [, column, row] of xml.matchAll(CELL)) {
    judgeRow(row!)
    if (columnNumber(column!) > LAST_COLUMN)
      throw new TableRefused('too-many-columns', { params: { limit: limits.maxColumns, row: Number(row) } })
  }
}

/** A to 1, Z to 26, AA to 27. */
const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

/** A number as people write it: `41225550100`, not `4.12255501E10`; `0.1`, not `0.10000000000000001`. */
export const plainNumber = (raw: string): string => {
  if (/^-?\d+$/.test(raw)) return raw
  const number = Number(raw)
  if (!Number.isFinite(number)) return raw
  if (Number.isInteger(number)) return BigInt(number).toString()
  // 15 digits are what a spreadsheet keeps.
  return new Intl.NumberFormat('en', { useGrouping: false, maximumSignificantDigits: 15 }).format(number)
}

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return isoMoment(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return String(value)
}

/** A day as 2026-11-25, with the time of day only where there is one. A sheet knows no time zone. */
const isoMoment = (date: Date): string => {
  const local = Temporal.Instant.fromEpochMilliseconds(date.getTime())
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .round('second')
  const time = local.toPlainTime()
  return time.equals(new Temporal.PlainTime()) ? local.toPlainDate().toString() : local.toString()
}
