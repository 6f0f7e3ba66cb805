import { describe, expect, test } from 'vitest'
import { readTable } from './read-table.ts'
import { TableRefused } from './table.ts'

const calendar = (lines: readonly string[], before: readonly string[] = []): Buffer =>
  Buffer.from(
    ['BEGIN:VCALENDAR', 'VERSION:2.0', ...before, 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join(
      '\r\n',
    ),
  )

/** The first event, by the names of its columns. */
const read = async (bytes: Uint8Array): Promise<Record<string, string>> => {
  const { columns, rows } = await readTable({ bytes }, { calendars: true })
  return Object.fromEntries(columns.map((column, at) => [column, rows[0]!.cells[at]!]).filter(([, cell]) => cell))
}

// Outlook's name for Geneva's zone, and its rules.
const OWN_ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:W. Europe Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
]

describe('the time of an event', () => {
  test.each<[string, string[], Record<string, string>]>([
    [
      'in UTC',
      ['DTSTART:20221018T080000Z', 'DTEND:20221018T090000Z'],
      { start: '2022-10-18T08:00:00Z', end: '2022-10-18T09:00:00Z' },
    ],
    [
      'in a zone',
      ['DTSTART;TZID=Europe/Zurich:20221018T100000', 'DURATION:PT90M'],
      { start: '2022-10-18T08:00:00Z', end: '2022-10-18T09:30:00Z' },
    ],
    ['without one', ['DTSTART:20221018T100000'], { start: '2022-10-18T10:00:00', end: '2022-10-18T10:00:00' }],
    [
      'of all day',
      ['DTSTART;VALUE=DATE:20221018', 'DTEND;VALUE=DATE:20221019'],
      { start: '2022-10-18', end: '2022-10-19' },
    ],
    [
      'in a zone of its own, in summer',
      ['DTSTART;TZID=W. Europe Standard Time:20221018T100000'],
      { start: '2022-10-18T08:00:00Z', end: '2022-10-18T08:00:00Z' },
    ],
    [
      'in a zone of its own, in winter',
      ['DTSTART;TZID=W. Europe Standard Time:20221118T100000'],
      { start: '2022-11-18T09:00:00Z', end: '2022-11-18T09:00:00Z' },
    ],
    ['in a zone that is nowhere', ['DTSTART;TZID=Nowhere:20221018T100000'], { flaw: 'unknown-zone' }],
    ['that cannot be', ['DTSTART:20221399T990000Z'], { flaw: 'not-a-time' }],
    ['that is none', ['DTSTART:soon'], { flaw: 'not-a-time' }],
    ['that is missing', ['SUMMARY:x'], { flaw: 'no-start' }],
    ['that repeats', ['DTSTART:20221018T080000Z', 'RRULE:FREQ=SECONDLY'], { flaw: 'repeats' }],
  ])('%s', async (_, lines, is) => {
    expect(await read(calendar(lines, OWN_ZONE))).toMatchObject(is)
  })
})

test('texts keep their language, their lines and their signs', async () => {
  const lines = [
    'DTSTART:20221018T080000Z',
    'SUMMARY;LANGUAGE=fr:Débat\\, suite\\nBEGIN:VEVENT',
    'CATEGORIES:A,B',
    'CATEGORIES:C',
  ]
  expect(await read(calendar(lines))).toMatchObject({
    'summary:fr': 'Débat, suite\nBEGIN:VEVENT',
    categories: 'A; B; C',
  })
})

test('what is no calendar, or one cut short, is refused; a calendar is none where only tables are read', async () => {
  const flaw = async (bytes: Uint8Array, calendars = true): Promise<string> =>
    readTable({ bytes }, { calendars }).then(
      ({ columns }) => columns.join(),
      (error: unknown) => (error instanceof TableRefused ? error.flaw : String(error)),
    )
  expect(await flaw(Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMM'))).toBe('broken-calendar')
  expect(await flaw(Buffer.from('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'))).toBe('no-events')
  expect(await flaw(Buffer.from('BEGIN:VCALENDAR\r\n\0'))).toBe('not-a-table')
  expect(await flaw(calendar(['DTSTART:20221018T080000Z']), false)).not.toContain('uid')
})

test('a calendar of many zones within zones ends in time', async () => {
  const deep = ['BEGIN:VCALENDAR', ...Array.from({ length: 50_000 }, () => 'BEGIN:VTIMEZONE'), ''].join('\r\n')
  await expect(readTable({ bytes: Buffer.from(deep) }, { calendars: true })).rejects.toThrow(TableRefused)
})
