import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import type { SheetData } from 'write-excel-file/node'
import writeXlsxFile from 'write-excel-file/node'
import { hasWords } from '../i18n/i18n.ts'
import { readTable } from './read-table.ts'
import type { TableFlaw, TableLimits } from './table.ts'
import { TableRefused } from './table.ts'
import { zipStream } from './zip-stream.ts'

const bytesOf = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, encoding)

/** Reads it, and says only what is in it. */
const read = async (input: Parameters<typeof readTable>[0], limits?: Partial<TableLimits>): Promise<string[][]> => {
  const { columns, rows } = await readTable(input, limits)
  return [columns, ...rows.map((row) => row.cells)]
}

const flawOf = async (reading: Promise<unknown>): Promise<TableFlaw | undefined> => {
  const error = await reading.then(
    () => undefined,
    (refused: unknown) => refused,
  )
  if (!(error instanceof TableRefused)) throw error ?? new Error('was read')
  expect(hasWords(`errors:${error.fields[0]!.message}`)).toBe(true)
  return error.flaw
}

const ANA = [
  ['Name', 'City'],
  ['Ana', 'São Tomé'],
  ['Łukasz', ''],
]

describe('a CSV file', () => {
  test.each([
    ['commas', 'Name,City\nAna,São Tomé\nŁukasz,\n'],
    ['semicolons and CR LF', 'Name;City\r\nAna;São Tomé\r\nŁukasz;\r\n'],
    ['tabs', 'Name\tCity\nAna\tSão Tomé\nŁukasz\t'],
    ['quotes', '"Name","City"\n"Ana","São Tomé"\n"Łukasz",""'],
    ['a byte order mark', '\uFEFFName,City\nAna,São Tomé\nŁukasz,'],
    ["Excel's own word for it", 'sep=;\nName;City\nAna;São Tomé\nŁukasz;'],
    ['empty lines and cells to the right', '\n\nName,City,,\nAna,São Tomé,,\n,,,\nŁukasz,,,\n'],
    ['a mail that was answered', '> Name;City\n> Ana;São Tomé\n> Łukasz;'],
  ])('with %s', async (_, text) => {
    expect(await read({ bytes: bytesOf(text) })).toEqual(ANA)
  })

  test.each([
    ['UTF-16 with a mark', Buffer.from('\uFEFFName,City\nAna,São Tomé\nŁukasz,', 'utf16le')],
    ['UTF-16 without', Buffer.from('Name,City\nAna,São Tomé\nŁukasz,', 'utf16le')],
    ['big-endian UTF-16', Buffer.from('\uFEFFName,City\nAna,São Tomé\nŁukasz,', 'utf16le').swap16()],
  ])('in %s', async (_, bytes) => {
    expect(await read({ bytes })).toEqual(ANA)
  })

  test('in Windows-1252, as Excel still writes it', async () => {
    expect(await read({ bytes: bytesOf('Nom;Ville\nZoë;Genève', 'latin1') })).toEqual([
      ['Nom', 'Ville'],
      ['Zoë', 'Genève'],
    ])
  })

  test('keeps separators, line ends and quotes inside a cell', async () => {
    expect(await read({ bytes: bytesOf('Name,Title\n"Okafor, Ana","Head of\nunit ""B"""\nJean "JJ" Roy,x') })).toEqual([
      ['Name', 'Title'],
      ['Okafor, Ana', 'Head of\nunit "B"'],
      ['Jean "JJ" Roy', 'x'],
    ])
  })

  test('counts rows as a spreadsheet does', async () => {
    const { rows } = await readTable({ bytes: bytesOf('Name,Note\nAna,"two\nlines"\n\nBen,x') })
    expect(rows.map((row) => row.number)).toEqual([2, 4])
  })

  test('keeps what no column covers, for who reads to say so', async () => {
    const { columns, rows } = await readTable({ bytes: bytesOf('Name,City\nAna,Lima,x\nBen,Rome') })
    expect([columns.length, rows[0]?.cells.length]).toEqual([2, 3])
  })
})

describe('a text that was pasted', () => {
  test('from a spreadsheet', async () => {
    expect(await read({ text: 'Name\tCity\nAna\tSão Tomé\nŁukasz\t\n' })).toEqual(ANA)
  })

  test('aligned by spaces, with an empty cell', async () => {
    const text = 'Name      Role        City\nAna Pérez Adviser     Lima\nBen Roy               Rome\n'
    // One space after the longest name is no gap: two are.
    expect(await read({ text: text.replace(/^(.{9})/gm, '$1 ') })).toEqual([
      ['Name', 'Role', 'City'],
      ['Ana Pérez', 'Adviser', 'Lima'],
      ['Ben Roy', '', 'Rome'],
    ])
  })

  test('in one column', async () => {
    expect(await read({ text: 'E-mail\nana@example.org\nben@example.org' })).toEqual([
      ['E-mail'],
      ['ana@example.org'],
      ['ben@example.org'],
    ])
  })
})

describe('an XLSX file', () => {
  const workbook = (rows: SheetData): Promise<Buffer> => writeXlsxFile(rows).toBuffer()

  test('gives text: days as ISO, numbers without exponent, no formula', async () => {
    const bytes = await workbook([
      ['Name', 'Born', 'Phone', 'Share', 'Yes'].map((value) => ({ value, type: String })),
      [
        { value: 'Ana', type: String },
        { value: new Date(Date.UTC(1990, 1, 28)), type: Date, format: 'yyyy-mm-dd' },
        { value: 41225550100123, type: Number },
        { value: 0.1, type: Number },
        { value: true, type: Boolean },
      ],
      [{ value: '=1+1', type: String }],
    ])
    expect(await read({ bytes })).toEqual([
      ['Name', 'Born', 'Phone', 'Share', 'Yes'],
      ['Ana', '1990-02-28', '41225550100123', '0.1', 'TRUE'],
      ['=1+1', '', '', '', ''],
    ])
  })

  test('is known by its bytes, whatever its name', async () => {
    expect(await read({ bytes: await workbook([['Name'], ['Ana']]), name: 'list.csv' })).toEqual([['Name'], ['Ana']])
  })

  /** A workbook of our own making, with one part more or another. */
  const made = (parts: Record<string, string>): Promise<Buffer> =>
    buffer(
      zipStream(
        Object.entries({
          '[Content_Types].xml': '<Types/>',
          'xl/workbook.xml': '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
          'xl/_rels/workbook.xml.rels':
            '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
          'xl/worksheets/sheet1.xml':
            '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row></sheetData></worksheet>',
          ...parts,
        }).map(([name, text]) => ({ name, content: [text] })),
      ),
    )

  test('made here is read: what follows is refused for the one part that is added', async () => {
    expect(await read({ bytes: await made({}) })).toEqual([['Name']])
  })

  test.each<[TableFlaw, Record<string, string>]>([
    ['unpacks-too-large', { 'xl/worksheets/sheet2.xml': ' '.repeat(40_000_000) }],
    ['unpacks-too-large', { 'xl/media/image.png': ' '.repeat(40_000_000) }],
    ['macros', { 'xl/vbaProject.bin': 'x' }],
    [
      'macros',
      {
        '[Content_Types].xml':
          '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
      },
    ],
    ['external-links', { 'xl/externalLinks/externalLink1.xml': '<x/>' }],
    ['nested-archive', { 'xl/embeddings/inner.xlsx': 'x' }],
    ['broken-workbook', { 'xl/sharedStrings.xml': '<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst/>' }],
    ['broken-workbook', { 'xl/Workbook.xml': '<workbook/>' }],
    [
      'too-many-columns',
      {
        'xl/worksheets/sheet1.xml':
          '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>',
      },
    ],
    [
      'too-many-rows',
      {
        'xl/worksheets/sheet1.xml':
          '<worksheet><sheetData><row r="9999999"><c r="A9999999"><v>1</v></c></row></sheetData></worksheet>',
      },
    ],
    ['empty', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData/></worksheet>' }],
  ])('is refused: %s', async (flaw, parts) => {
    expect(await flawOf(readTable({ bytes: await made(parts) }))).toBe(flaw)
  })

  test('whose directory lies about a size is refused', async () => {
    const bytes = await made({ 'xl/worksheets/sheet1.xml': ' '.repeat(40_000_000) })
    // The directory entry of the sheet: say that it unpacks to ten bytes.
    const name = Buffer.from('xl/worksheets/sheet1.xml')
    const entry = bytes.lastIndexOf(name) - 46
    bytes.writeUInt32LE(10, entry + 24)
    expect(['broken-workbook', 'unpacks-too-large']).toContain(await flawOf(readTable({ bytes })))
  })

  test('with a password, cut short, or of another kind is refused', async () => {
    const whole = await made({})
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    const locked = Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')])
    const marked = Buffer.from(whole)
    marked.writeUInt16LE(
      marked.readUInt16LE(marked.indexOf('PK\u0001\u0002', 0, 'latin1') + 8) | 1,
      marked.indexOf('PK\u0001\u0002', 0, 'latin1') + 8,
    )
    const zip = await buffer(zipStream([{ name: 'notes.txt', content: ['x'] }]))
    expect(await flawOf(readTable({ bytes: locked }))).toBe('encrypted')
    expect(await flawOf(readTable({ bytes: marked }))).toBe('encrypted')
    expect(await flawOf(readTable({ bytes: old }))).toBe('old-workbook')
    expect(await flawOf(readTable({ bytes: whole.subarray(0, whole.length - 30) }))).toBe('broken-workbook')
    expect(await flawOf(readTable({ bytes: zip }))).toBe('not-a-workbook')
  })
})

describe('what is no table, or too much of one, is refused', () => {
  test.each<[TableFlaw, Uint8Array, Partial<TableLimits>]>([
    ['empty', bytesOf(''), {}],
    ['empty', bytesOf(' \n ,, \n'), {}],
    ['not-a-table', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0, 3]), {}],
    ['not-a-table', bytesOf('%PDF-1.7\n'), {}],
    ['not-a-table', bytesOf('Name,City\nA\0na,Lima'), {}],
    ['broken-quotes', bytesOf('Name,City\n"Ana,Lima\nBen,Rome'), {}],
    ['too-many-bytes', bytesOf('Name,City\n'), { maxBytes: 5 }],
    ['too-many-rows', bytesOf('Name\na\nb\nc'), { maxRows: 2 }],
    ['too-many-columns', bytesOf('a,b,c\n1,2,3'), { maxColumns: 2 }],
    ['long-cell', bytesOf('Name,City\nAna,abcdefgh'), { maxCellLength: 7 }],
  ])('%s', async (flaw, bytes, limits) => {
    expect(await flawOf(readTable({ bytes }, limits))).toBe(flaw)
  })

  test('a text says so at the text', async () => {
    await expect(readTable({ text: '' })).rejects.toMatchObject({ fields: [{ pointer: '/text' }] })
  })
})
