import ICAL from 'ical.js'
import { isTimeZone } from '../../kernel/time.ts'
import type { Table, TableLimits } from './table.ts'
import { tableFrom, TableRefused } from './table.ts'

/**
 * Why an event is no row that one could use: it repeats, its time zone is unknown, or its start or end cannot be read.
 * Everything else about it is there all the same.
 */
export type EventFlaw = 'repeats' | 'unknown-zone' | 'no-start' | 'not-a-time'

/** The columns of a calendar; texts have one more for each language that is named: `summary:fr`. */
const COLUMNS = ['uid', 'start', 'end', 'location', 'status', 'categories', 'class', 'flaw'] as const

/** Whether bytes begin as a calendar does (RFC 5545, 3.4). */
export const isCalendar = (text: string): boolean => /^\uFEFF?\s*BEGIN:VCALENDAR\s/i.test(text)

/**
 * The events of a calendar as rows, in their order. Times are ISO 8601: a moment with `Z`, a time without a zone where the
 * event floats, a day for an event of all day. Nothing repeats here: an event that does says so in `flaw`.
 */
export const tableFromCalendar = (text: string, limits: TableLimits): Table => {
  const calendars = parsed(text)
  const events = calendars.flatMap((calendar) => {
    const zones = zonesOf(calendar)
    return calendar.getAllSubcomponents('vevent').map((event) => cellsOf(event, zones))
  })
  if (events.length === 0) throw new TableRefused('no-events')
  const columns = [...new Set<string>([...COLUMNS, ...events.flatMap((cells) => Object.keys(cells))])]
  const table = tableFrom([columns, ...events.map((cells) => columns.map((column) => cells[column] ?? ''))], limits)
  return { ...table, rows: table.rows.map((row) => ({ ...row, number: row.number - 1 })), calendar: true }
}

const parsed = (text: string): ICAL.Component[] => {
  try {
    const data: unknown = ICAL.parse(text.replace(/^\uFEFF/, ''))
    // One calendar, or a stream of several (RFC 5545, 3.4).
    const all = (Array.isArray(data) && typeof data[0] === 'string' ? [data] : data) as ConstructorParameters<
      typeof ICAL.Component
    >[0][]
    return all.map((one) => new ICAL.Component(one))
  } catch (cause) {
    throw new TableRefused('broken-calendar', { cause })
  }
}

/** The zones that a calendar brings along, by the name that its events use. */
const zonesOf = (calendar: ICAL.Component): ReadonlyMap<string, ICAL.Timezone> =>
  new Map(
    calendar.getAllSubcomponents('vtimezone').map((zone) => [textOf(zone.getFirstProperty('tzid')), zoneOf(zone)]),
  )

const zoneOf = (component: ICAL.Component): ICAL.Timezone => new ICAL.Timezone({ component })

const textOf = (property: ICAL.Property | null): string =>
  property
    ? property
        .getValues()
        .map((value) => (typeof value === 'string' ? value : String(value)))
        .join('; ')
    : ''

const REPEATING = ['rrule', 'rdate', 'recurrence-id'] as const

const cellsOf = (event: ICAL.Component, zones: ReadonlyMap<string, ICAL.Timezone>): Record<string, string> => {
  const words = ['summary', 'description'].flatMap((name) =>
    event.getAllProperties(name).map((property): [string, string] => {
      const language = property.getFirstParameter('language')
      return [language ? `${name}:${language.toLowerCase()}` : name, textOf(property)]
    }),
  )
  const start = timeOf(event.getFirstProperty('dtstart'), zones)
  const end = endOf(event, start, zones)
  const flaw = REPEATING.some((name) => event.hasProperty(name)) ? 'repeats' : (start.flaw ?? end.flaw)
  return {
    uid: textOf(event.getFirstProperty('uid')),
    start: start.text,
    end: end.text,
    location: textOf(event.getFirstProperty('location')),
    status: textOf(event.getFirstProperty('status')),
    categories: event.getAllProperties('categories').map(textOf).join('; '),
    class: textOf(event.getFirstProperty('class')),
    flaw: flaw ?? '',
    ...Object.fromEntries(words),
  }
}

interface Read {
  text: string
  flaw?: EventFlaw
}

/** A value of a time as ISO 8601. */
const timeOf = (property: ICAL.Property | null, zones: ReadonlyMap<string, ICAL.Timezone>): Read => {
  if (!property) return { text: '', flaw: 'no-start' }
  try {
    // As it was written: a value of the library would make the 13th month the first of the next year.
    const written: unknown = property.toJSON()[3]
    if (typeof written !== 'string') return { text: '', flaw: 'not-a-time' }
    if (property.type === 'date') return { text: Temporal.PlainDate.from(written).toString() }
    if (written.endsWith('Z')) return { text: Temporal.Instant.from(written).toString() }
    const local = Temporal.PlainDateTime.from(written)
    const name = property.getFirstParameter('tzid')
    if (!name) return { text: local.toString() }
    if (isTimeZone(name)) return { text: local.toZonedDateTime(name).toInstant().toString() }
    const own = zones.get(name)
    const time: unknown = property.getFirstValue()
    if (!own || !(time instanceof ICAL.Time)) return { text: '', flaw: 'unknown-zone' }
    time.zone = own
    return { text: Temporal.Instant.fromEpochMilliseconds(time.toJSDate().getTime()).toString() }
  } catch {
    return { text: '', flaw: 'not-a-time' }
  }
}

/** Its end, or what its duration says; an event without either ends when it starts, one of all day with its day (3.6.1). */
const endOf = (event: ICAL.Component, start: Read, zones: ReadonlyMap<string, ICAL.Timezone>): Read => {
  const property = event.getFirstProperty('dtend')
  if (property) return timeOf(property, zones)
  const duration: unknown = event.getFirstPropertyValue('duration')
  if (!(duration instanceof ICAL.Duration) || start.flaw) return { text: start.text }
  const seconds = { seconds: duration.toSeconds() }
  try {
    if (start.text.endsWith('Z')) return { text: Temporal.Instant.from(start.text).add(seconds).toString() }
    if (start.text.includes('T')) return { text: Temporal.PlainDateTime.from(start.text).add(seconds).toString() }
    return {
      text: Temporal.PlainDate.from(start.text)
        .add({ days: Math.ceil(seconds.seconds / 86_400) })
        .toString(),
    }
  } catch {
    return { text: '', flaw: 'not-a-time' }
  }
}
