import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { ZipPart } from './zip-stream.ts'
import { zipStream } from './zip-stream.ts'

/** A table to write: its rows come as fast as they are taken. */
export interface WrittenTable {
  columns: readonly string[]
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>
}

export const CSV_TYPE = 'text/csv; charset=utf-8'
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * CSV as Excel opens it by a double click: with a byte order mark, lines that end in CR LF, and nothing that it would
 * take for a formula (such cells get an apostrophe before them, which `readTable` takes away again).
 */
export const writeCsv = ({ columns, rows }: WrittenTable, options: { separator?: ',' | ';' } = {}): Readable =>
  Readable.from(withHeading(columns, rows), { objectMode: true }).compose(
    stringify({
      bom: true,
      delimiter: options.separator ?? ',',
      record_delimiter: 'windows',
      escape_formulas: true,
      // A line end inside a cell, whichever, must not end the line.
      quoted_match: /[\r\n]/,
    }),
  )

async function* withHeading(columns: readonly string[], rows: WrittenTable['rows']): AsyncGenerator<readonly string[]> {
  yield columns
  yield* rows
}

/**
 * An XLSX file of one sheet. Every cell is typed as text, so that none is a formula, whatever it begins with. Its XML
 * is made row by row while it is packed: write-excel-file would build all of it in memory first.
 */
export const writeXlsx = (table: WrittenTable, options: { sheet?: string } = {}): Readable =>
  Readable.from(zipStream(workbookParts(table, options.sheet ?? 'Plenary')), { objectMode: false })

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const PARTS = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const workbookParts = (table: WrittenTable, sheet: string): ZipPart[] => [
  {
    name: '[Content_Types].xml',
    content: [
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${PARTS}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${PARTS}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${PARTS}.styles+xml"/></Types>`,
    ],
  },
  {
    name: '_rels/.rels',
    content: [
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
  },
  {
    name: 'xl/workbook.xml',
    content: [
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELS}"><sheets><sheet name="${sheetName(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content: [
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELS}/styles" Target="styles.xml"/></Relationships>`,
    ],
  },
  // Style 0: as it is. 1: a heading. 2: stays text even when somebody edits the cell (quotePrefix).
  {
    name: 'xl/styles.xml',
    content: [
      `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/></cellXfs></styleSheet>`,
    ],
  },
  { name: 'xl/worksheets/sheet1.xml', content: sheetXml(table) },
]

/** Rows go to the packer some hundred at a time. */
const BATCH = 200

async function* sheetXml({ columns, rows }: WrittenTable): AsyncGenerator<string> {
  const widths = columns.map((name, at) => {
    const width = Math.min(40, Math.max(12, name.length + 2))
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`
  })
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${
    widths.length ? `<cols>${widths.join('')}</cols>` : ''
  }<sheetData>`
  let number = 1
  let batch = rowXml(columns, number, true)
  for await (const row of rows) {
    number++
    batch += rowXml(row, number, false)
    if (number % BATCH !== 0) continue
    yield batch
    batch = ''
  }
  yield `${batch}</sheetData></worksheet>`
}

const rowXml = (cells: readonly string[], number: number, heading: boolean): string =>
  `<row r="${number}">${cells
    .map((cell, at) => {
      if (cell === '') return ''
      const style = heading ? ' s="1"' : /^[=+\-@\t\r]/.test(cell) ? ' s="2"' : ''
      return `<c r="${columnLetters(at)}${number}" t="inlineStr"${style}><is><t xml:space="preserve">${cellXml(cell)}</t></is></c>`
    })
    .join('')}</row>`

/** 0 to A, 25 to Z, 26 to AA. */
const columnLetters = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : columnLetters(Math.floor(at / 26) - 1) + columnLetters(at % 26)

/** The most that Excel takes in one cell. */
const LONGEST = 32_767

const cellXml = (cell: string): string => xml(cell.slice(0, LONGEST).replace(/_x[0-9A-Fa-f]{4}_/g, '_x005F$&'))

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Escaped, and without what XML 1.0 has no place for. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"]/g, (sign) => SIGNS[sign]!)

/** Excel refuses these signs in the name of a sheet, and more than 31. */
const sheetName = (name: string): string =>
  xml(
    name
      .replace(/[[\]*?:/\\]/g, ' ')
      .slice(0, 31)
      .trim() || 'Plenary',
  )
