import { CsvError, parse } from 'csv-parse/sync'
import { columnsAligned } from './aligned-text.ts'
import type { Table, TableLimits } from './table.ts'
import { tableFrom, TableRefused } from './table.ts'

const SEPARATORS = ['\t', ';', ',', '|'] as const

/** How many records show how a text is separated. */
const SAMPLE = 50

/**
 * The characters of a text file: by its byte order mark; UTF-16 also without one, as its zeros show; UTF-8 where it is
 * that throughout; else Windows-1252, which Excel still writes.
 */
export const decodeText = (bytes: Uint8Array): string => {
  const text = new TextDecoder(encodingOf(bytes), { fatal: false }).decode(bytes)
  // A NUL is in no text: this is a picture, a PDF, a program.
  if (text.includes('\0')) throw new TableRefused('not-a-table')
  return text
}

const encodingOf = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 1000)
  const zeros = [0, 0]
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]!++
  })
  // Latin letters in UTF-16 have a zero in every second byte, and never in the others.
  if (zeros[1]! > head.length / 4 && zeros[0] === 0) return 'utf-16le'
  if (zeros[0]! > head.length / 4 && zeros[1] === 0) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** Reads separated values, or columns aligned by spaces as a mail shows them. */
export const tableFromText = (given: string, limits: TableLimits): Table => {
  const text = withoutQuoting(given.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))
  // Excel's own first line, "sep=;", says it.
  const named = /^sep=(.)\n/i.exec(text)
  const rest = named ? text.slice(named[0].length) : text
  const separator = named?.[1] ?? separatorOf(rest)
  const read =
    separator === undefined
      ? columnsAligned(rest)
      : records(rest, separator, limits.maxRows + 2).map((cells) => cells.map(withoutGuard))
  return tableFrom(named ? [[], ...read] : read, limits)
}

/** Undoes what `writeCsv` puts before a cell that a spreadsheet would take for a formula. */
const withoutGuard = (cell: string): string => (/^'[=+\-@\t\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell)

/** A mail that was answered shows each line after "> ". */
const withoutQuoting = (text: string): string => {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 1 && lines.every((line) => line.startsWith('>')) ? text.replace(/^> ?/gm, '') : text
}

/** What separates the values: that which gives most records the same number of columns, more than one. */
const separatorOf = (text: string): string | undefined => {
  const ranked = SEPARATORS.map((separator) => {
    const widths = widthsWith(text, separator)
    const columns = widths[0] ?? 0
    const alike = widths.filter((width) => width === columns).length / (widths.length || 1)
    return { separator, columns, alike }
  }).filter(({ columns, alike }) => columns > 1 && alike > 0.5)
  // A tab hardly ever stands inside a value; between the others the more regular one wins, then the wider.
  const best = ranked.toSorted(
    (a, b) => Number(b.separator === '\t') - Number(a.separator === '\t') || b.alike - a.alike || b.columns - a.columns,
  )[0]
  if (best) return best.separator
  return columnsAligned(text).some((cells) => cells.length > 1) ? undefined : ','
}

const widthsWith = (text: string, separator: string): number[] => {
  try {
    return records(text, separator, SAMPLE)
      .filter((cells) => cells.some((cell) => cell.trim() !== ''))
      .map((cells) => cells.length)
  } catch {
    return []
  }
}

const records = (text: string, delimiter: string, to: number): string[][] => {
  try {
    return parse(text, { delimiter, to, relax_column_count: true, relax_quotes: true, skip_empty_lines: false })
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw new TableRefused('broken-quotes', { params: { row: Number(cause['lines'] ?? 0) }, cause })
  }
}
