import { localeFrom } from '../../kernel/locale.ts'
import { plainText } from '../../kernel/plain-text.ts'
import type { EventFlaw } from '../../platform/tables/calendar.ts'
import type { Table } from '../../platform/tables/table.ts'
import { columnsIn, nameSessions, type Column } from './agenda-columns.ts'

/** What a file says of one session, as text: a row of a table, or an event of a calendar in the same columns. */
export interface GivenRow {
  /** Of the row, or of the event. */
  number: number
  cells: Readonly<Partial<Record<Column, string>>>
  /** An event, and how it may be read. */
  event?: {
    /** Not for everybody (RFC 5545, 3.8.1.3). */
    private?: true
    /** Why it cannot be read at all. */
    flaw?: EventFlaw | 'several-days' | 'ends-before-it-starts'
  }
}

/** A file, read: its rows, and which of its columns are not. */
export interface Given {
  kind: 'calendar' | 'table'
  rows: readonly GivenRow[]
  notRead: readonly string[]
}

/** The rows of a file; undefined when it says nothing of sessions. Times of a calendar become those of the meeting. */
export const givenRows = (table: Table, timeZone: string): Given | undefined => {
  if (table.calendar) return { kind: 'calendar', rows: eventRows(table, timeZone), notRead: [] }
  const { places, notRead } = columnsIn(table)
  if (!nameSessions(places)) return undefined
  const rows = table.rows.map(({ number, cells }) => ({
    number,
    cells: said([...places].map(([column, at]) => [column, cells[at] ?? ''])),
  }))
  return { kind: 'table', rows, notRead: notRead.map(plainText) }
}

/** Cells that say something. */
const said = (cells: readonly (readonly [Column, string])[]): GivenRow['cells'] =>
  Object.fromEntries(
    cells.flatMap(([column, cell]) => {
      const text = plainText(cell).replace(/\r\n?/g, '\n').trim().normalize('NFC')
      return text === '' ? [] : [[column, text]]
    }),
  )

const eventRows = ({ columns, rows }: Table, timeZone: string): GivenRow[] =>
  rows.map(({ number, cells }) => {
    const of = (name: string): string => cells[columns.indexOf(name)] ?? ''
    const time = timesOf(of('start'), of('end'), timeZone)
    const flaw = (of('flaw') || time.flaw) as NonNullable<GivenRow['event']>['flaw'] | ''
    const location = of('location')
    // Where a program writes its address instead of a room: the way in is nobody's business here.
    const online = /:\/\//.test(location)
    return {
      number,
      cells: said([
        ['reference', of('uid')],
        ...wordsIn(columns, cells),
        ['day', time.day],
        ['start', time.start],
        ['end', time.end],
        ['room', online ? '' : location],
        ['format', online ? 'online' : ''],
        ['kind', of('categories')],
        ['status', of('status').toUpperCase() === 'CANCELLED' ? 'cancelled' : ''],
      ]),
      event: {
        // What we do not know is private too, says 3.8.1.3.
        ...(/^(PUBLIC)?$/i.test(of('class')) ? {} : { private: true as const }),
        ...(flaw && { flaw }),
      },
    }
  })

const COLUMN_OF = { summary: 'title', description: 'abstract' } as const

/** Texts with a language of ours; a title in another language is none. */
const wordsIn = (columns: readonly string[], cells: readonly string[]): [Column, string][] =>
  columns.flatMap((name, at): [Column, string][] => {
    const [property, language] = name.split(':')
    if (property !== 'summary' && property !== 'description') return []
    const text = COLUMN_OF[property]
    if (language === undefined) return [[text, cells[at] ?? '']]
    const locale = localeFrom(language)
    return locale ? [[`${text}_${locale}`, cells[at] ?? '']] : []
  })

interface Times {
  day: string
  start: string
  end: string
  flaw: 'several-days' | 'ends-before-it-starts' | ''
}

/** Start and end on the clock of the meeting; an event of all day has no time yet. */
const timesOf = (start: string, end: string, timeZone: string): Times => {
  const none: Times = { day: '', start: '', end: '', flaw: '' }
  if (!start) return none
  if (!start.includes('T')) {
    const day = Temporal.PlainDate.from(start)
    const last = end && end !== start ? Temporal.PlainDate.from(end.slice(0, 10)) : day.add({ days: 1 })
    return {
      ...none,
      day: start,
      flaw: Temporal.PlainDate.compare(last, day.add({ days: 1 })) > 0 ? 'several-days' : '',
    }
  }
  const [from, till] = [localTime(start, timeZone), localTime(end || start, timeZone)]
  const minutes = from.until(till).total({ unit: 'minutes', relativeTo: from })
  return {
    day: from.toPlainDate().toString(),
    start: from.toPlainTime().toString({ smallestUnit: 'minute' }),
    end: till.toPlainTime().toString({ smallestUnit: 'minute' }),
    flaw: minutes < 0 ? 'ends-before-it-starts' : minutes >= 24 * 60 ? 'several-days' : '',
  }
}

const localTime = (text: string, timeZone: string): Temporal.PlainDateTime => {
  if (text.endsWith('Z')) return Temporal.Instant.from(text).toZonedDateTimeISO(timeZone).toPlainDateTime()
  return Temporal.PlainDateTime.from(text)
}
