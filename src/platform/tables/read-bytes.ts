import { isCalendar, tableFromCalendar } from './calendar.ts'
import type { Table, TableLimits } from './table.ts'
import { TableRefused } from './table.ts'
import { decodeText, tableFromText } from './text-table.ts'
import { tableFromWorkbook } from './workbook.ts'

/** Reads a file by what its bytes are; what its name says does not count. */
export const readBytes = async (bytes: Uint8Array, limits: TableLimits): Promise<Table> => {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 8))
  if (head.toString('latin1').startsWith('PK')) return tableFromWorkbook(bytes, limits)
  // The container of old Office files (MS-CFB); an XLSX with a password is one too.
  if (head.toString('hex') === 'd0cf11e0a1b11ae1') {
    const name = Buffer.from('EncryptedPackage', 'utf16le')
    throw new TableRefused(Buffer.from(bytes).includes(name) ? 'encrypted' : 'old-workbook')
  }
  if (head.toString('latin1').startsWith('%PDF')) throw new TableRefused('not-a-table')
  const text = decodeText(bytes)
  return limits.calendars && isCalendar(text) ? tableFromCalendar(text, limits) : tableFromText(text, limits)
}
