import type { Facts } from '../access/facts.ts'
import type { AgendaView } from '../access/view.ts'
import type { Locale } from '../kernel/locale.ts'
import { agendaPage } from './addresses.ts'
import { endedEvent, eventOf, type Ended, type EventOptions } from './event.ts'
import { component, oneLine, serialize, text, uri, word, type Component } from './icalendar.ts'
import type { TimedEntry } from './selection.ts'
import { UTC_ZONE, vtimezoneOf } from './vtimezone.ts'

export const ICS_TYPE = 'text/calendar; charset=utf-8'

export interface CalendarOptions extends EventOptions {
  /** What clients show the calendar as. */
  readonly name: string
  /** Whether clients may subscribe to it: it then says how often to look. */
  readonly feed?: boolean
}

/** The petrol of our pages, by its nearest CSS name (RFC 7986, 5.9) and exactly, as Apple reads it. */
const COLOR = { name: 'teal', exact: '#00566B' }
/** A floor for polling, no promise: clients decide (RFC 7986, 5.7). */
const LOOK_AGAIN = 'PT1H'
/** No METHOD: this is a calendar, not a message; so DTSTAMP means "last revised" (RFC 5545, 3.8.7.2). */
const HEAD = [word('VERSION', '2.0'), word('PRODID', '-//Plenary//Agenda//EN'), word('CALSCALE', 'GREGORIAN')]

/** What a calendar needs even when nothing is in it. */
interface CalendarFrame {
  readonly locale: Locale
  /** Of its one meeting. */
  readonly timeZone?: string
  /** The page that it is a calendar of. */
  readonly page: URL
}

/** At least one component (RFC 5545, 3.6): a zone, where there is nothing else. */
const framed = (
  frame: CalendarFrame,
  options: CalendarOptions,
  components: readonly (Component | undefined)[],
): string =>
  serialize(
    component(
      'VCALENDAR',
      [
        ...HEAD,
        text('NAME', oneLine(options.name), { LANGUAGE: frame.locale }),
        text('X-WR-CALNAME', oneLine(options.name)),
        frame.timeZone === undefined ? undefined : word('X-WR-TIMEZONE', frame.timeZone),
        uri('URL', frame.page),
        word('COLOR', COLOR.name),
        word('X-APPLE-CALENDAR-COLOR', COLOR.exact),
        ...(options.feed
          ? [word('REFRESH-INTERVAL', LOOK_AGAIN, { VALUE: 'DURATION' }), word('X-PUBLISHED-TTL', LOOK_AGAIN)]
          : []),
      ],
      components.some((part) => part !== undefined) ? components : [UTC_ZONE],
    ),
  )

const frameOf = (view: AgendaView, { baseUrl }: CalendarOptions): CalendarFrame => ({
  locale: view.locale,
  timeZone: view.meeting.timeZone,
  page: agendaPage(view, baseUrl),
})

type Range = readonly [from: Temporal.Instant, to: Temporal.Instant]

/** The days of a meeting as moments, from the first midnight to the last, in its zone. */
const rangeOf = (view: AgendaView, entries: readonly TimedEntry[]): Range => {
  const zone = view.meeting.timeZone
  const starts = [...view.days.map((day) => day.date.toZonedDateTime(zone)), ...entries.map((entry) => entry.start)]
  const ends = [
    ...view.days.map((day) => day.date.add({ days: 1 }).toZonedDateTime(zone)),
    ...entries.map((entry) => entry.end),
  ]
  const instants = [...starts, ...ends].map((moment) => moment.toInstant()).sort(Temporal.Instant.compare)
  const [first] = instants
  const last = instants.at(-1)
  if (!first || !last) throw new Error('A meeting without days has no calendar.')
  return [first, last]
}

/**
 * Entries of an agenda view as an iCalendar object: what is in it is what the view's audience may see. The same view,
 * entries and options give the same bytes. The time zone is always there, so that a calendar without events is a valid one.
 */
export const calendarOf = (view: AgendaView, entries: readonly TimedEntry[], options: CalendarOptions): string =>
  framed(frameOf(view, options), options, [
    vtimezoneOf(view.meeting.timeZone, ...rangeOf(view, entries)),
    ...entries.map((entry) => eventOf(view, entry, options)),
  ])

const spanning = ([from, to]: Range, [start, end]: Range): Range => [
  Temporal.Instant.compare(start, from) < 0 ? start : from,
  Temporal.Instant.compare(end, to) > 0 ? end : to,
]

/** What a calendar of several meetings holds of one of them. */
export interface Part {
  readonly view: AgendaView
  readonly facts?: Facts | undefined
  readonly entries: readonly TimedEntry[]
  /** The registration has ended: one event says so. */
  readonly ended?: Ended
}

/** One calendar of several meetings, each zone in it once (RFC 5545, 3.6.5). */
export const calendarOfAll = (frame: CalendarFrame, parts: readonly Part[], options: CalendarOptions): string => {
  const ranges = new Map<string, Range>()
  for (const { view, entries } of parts) {
    if (entries.length === 0) continue
    const range = rangeOf(view, entries)
    const known = ranges.get(view.meeting.timeZone)
    ranges.set(view.meeting.timeZone, known ? spanning(known, range) : range)
  }
  return framed(frame, options, [
    ...[...ranges].sort(([a], [b]) => (a < b ? -1 : 1)).map(([zone, range]) => vtimezoneOf(zone, ...range)),
    ...parts.flatMap(({ view, facts, entries, ended }) => [
      ...entries.map((entry) => eventOf(view, entry, { ...options, facts, namesMeeting: true })),
      ended && endedEvent(view, ended),
    ]),
  ])
}

/** What a feed holds once its owner's registration has ended: no session, and one event that says why. */
export const endedCalendar = (view: AgendaView, ended: Ended, options: CalendarOptions): string =>
  framed(frameOf(view, options), options, [endedEvent(view, ended)])

/** What a feed holds while nothing is released: no event. The zone keeps it valid (RFC 5545, 3.6). */
export const emptyCalendar = (
  frame: CalendarFrame & { readonly timeZone: string },
  at: Temporal.Instant,
  options: CalendarOptions,
): string => framed(frame, options, [vtimezoneOf(frame.timeZone, at, at)])
