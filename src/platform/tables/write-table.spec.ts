import { buffer, text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { readTable } from './read-table.ts'
import { writeCsv, writeXlsx } from './write-table.ts'

const HOSTILE = [
  '=1+1',
  '+41 22',
  '-5',
  '@SUM(A1)',
  '\tx',
  '\rx',
  'plain',
  'a,b;c',
  'say "no"',
  '_x0041_',
  '<&>',
  'a\u0001b',
]
const table = { columns: HOSTILE.map((_, at) => `c${at}`), rows: [HOSTILE] }

test('CSV guards what a spreadsheet would take for a formula, and says that it is UTF-8', async () => {
  expect(
    await text(
      writeCsv({
        columns: ['Name', 'Note'],
        rows: [
          ['Zoë', '=1+1'],
          ['-5', 'a,b'],
        ],
      }),
    ),
  ).toBe('Name,Note\r\nZoë,\'=1+1\r\n\'-5,"a,b"\r\n')
  const bytes = await buffer(writeCsv(table))
  expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
})

test('CSV may have semicolons, as Excel in French and Spanish expects them', async () => {
  expect(await text(writeCsv({ columns: ['a', 'b'], rows: [['1', '2;3']] }, { separator: ';' }))).toBe(
    'a;b\r\n1;"2;3"\r\n',
  )
})

test('what is written is read again as it was, but for the white space around and what XML cannot hold', async () => {
  const trimmed = HOSTILE.map((cell) => cell.trim())
  expect((await readTable({ bytes: await buffer(writeXlsx(table)) })).rows[0]?.cells).toEqual(
    trimmed.map((cell) => cell.replace('\u0001', '')),
  )
  expect((await readTable({ bytes: await buffer(writeCsv(table)) })).rows[0]?.cells).toEqual(trimmed)
})

test('rows are made only as fast as they are taken', async () => {
  let made = 0
  async function* rows(): AsyncGenerator<string[]> {
    while (made < 100_000) {
      made++
      yield ['a', 'b'.repeat(100), String(made)]
    }
  }
  for (const write of [writeCsv, writeXlsx]) {
    made = 0
    const stream = write({ columns: ['a', 'b', 'c'], rows: rows() })
    await stream[Symbol.asyncIterator]().next()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(made).toBeLessThan(40_000)
    stream.destroy()
  }
})
