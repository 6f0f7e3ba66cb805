import { stampFor } from '../access/calendar-facts.ts'
import type { Facts } from '../access/facts.ts'
import { isNamed, type AgendaView, type SessionView } from '../access/view.ts'
import { isPause } from '../agenda/release.ts'
import type { Locale } from '../kernel/locale.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { agendaPage, joinPage, pageOf } from './addresses.ts'
import { descriptionOf } from './description.tsx'
import {
  component,
  date,
  oneLine,
  serialize,
  text,
  texts,
  uri,
  utc,
  word,
  zoned,
  type Component,
  type Property,
} from './icalendar.ts'
import type { TimedEntry } from './selection.ts'
import { vtimezoneOf } from './vtimezone.ts'

export const ICS_TYPE = 'text/calendar; charset=utf-8'

export interface CalendarOptions {
  /** What clients show the calendar as. */
  readonly name: string
  readonly baseUrl: URL
  /** Whether clients may subscribe to it: it then says how often to look. */
  readonly feed?: boolean
  /** Minutes before each event at which its reader asked to be reminded. */
  readonly reminder?: number | null
  /** Of the one person it is for: what changed for them alone is news in their calendar too. */
  readonly facts?: Facts | undefined
}

/** The petrol of our pages, by its nearest CSS name (RFC 7986, 5.9) and exactly, as Apple reads it. */
const COLOR = { name: 'teal', exact: '#00566B' }
/** A floor for polling, no promise: clients decide (RFC 7986, 5.7). */
const LOOK_AGAIN = 'PT1H'
/** No METHOD: this is a calendar, not a message; so DTSTAMP means "last revised" (RFC 5545, 3.8.7.2). */
const HEAD = [word('VERSION', '2.0'), word('PRODID', '-//Plenary//Agenda//EN'), word('CALSCALE', 'GREGORIAN')]

/** A text of several pieces, and its language if they share one. */
interface Joined {
  readonly text: string
  readonly lang: Locale | undefined
}

const joined = (parts: readonly ({ text: string; lang: Locale } | undefined)[]): Joined => {
  const given = parts.filter((part) => part !== undefined && part.text !== '') as { text: string; lang: Locale }[]
  const [first] = given
  return {
    text: given.map((part) => oneLine(part.text)).join(', '),
    lang: given.every((part) => part.lang === first?.lang) ? first?.lang : undefined,
  }
}

/** Where to go: the room and the building; for what is only online, our door for those who may enter. */
export const locationOf = (view: AgendaView, entry: SessionView, door: URL | undefined): Joined => {
  const t = translator(view.locale)
  const ours = (words: string): { text: string; lang: Locale } => ({ text: words, lang: view.locale })
  const onlineOnly = entry.room?.onlineOnly || (isNamed(entry) && entry.format === 'online')
  if (onlineOnly)
    return door ? joined([ours(door.href)]) : joined([entry.room?.name ?? ours(t('calendar:event.online'))])
  return joined([
    entry.room?.name ?? ours(t('calendar:event.roomToCome')),
    entry.room?.place,
    view.meeting.venue,
    view.meeting.address,
  ])
}

/** The title, or "Closed meeting"; cancelled ones say so in the language of the reader. */
export const summaryOf = (view: AgendaView, entry: SessionView): Joined => {
  const t = translator(view.locale)
  const title = isNamed(entry) ? entry.title : { text: t('calendar:event.closed'), lang: view.locale }
  return entry.status === 'cancelled'
    ? { text: t('calendar:event.cancelled', { title: oneLine(title.text) }), lang: title.lang }
    : { text: oneLine(title.text), lang: title.lang }
}

/** Cancelled beats draft; whatever is in a draft agenda may still change. */
const statusOf = (view: AgendaView, entry: SessionView): 'CANCELLED' | 'TENTATIVE' | 'CONFIRMED' =>
  entry.status === 'cancelled' ? 'CANCELLED' : view.release.stage === 'draft' ? 'TENTATIVE' : 'CONFIRMED'

/** Nobody is busy during a pause, a cancelled session, or a meeting that is closed to them. */
const takesTime = (entry: SessionView): boolean =>
  isNamed(entry) && !isPause(entry.kind) && entry.status !== 'cancelled'

/** A calendar that is shared with colleagues must not tell them of what was restricted to its owner. */
const classOf = (entry: SessionView): 'PRIVATE' | 'PUBLIC' =>
  entry.level === 'attend' && entry.openTo.attend !== 'everyone' ? 'PRIVATE' : 'PUBLIC'

const organizerOf = (view: AgendaView): Property =>
  uri('ORGANIZER', `mailto:${view.meeting.contactEmail}`, { CN: view.meeting.organizer.text })

/** A reminder (RFC 5545, 3.6.6). Google gives its own instead. */
const alarmOf = (summary: string, minutes: number): Component =>
  component('VALARM', [word('ACTION', 'DISPLAY'), text('DESCRIPTION', summary), word('TRIGGER', `-PT${minutes}M`)])

const eventOf = (view: AgendaView, entry: TimedEntry, { baseUrl, facts, reminder }: CalendarOptions): Component => {
  const t = translator(view.locale)
  const page = pageOf(view, entry, baseUrl)
  const door = joinPage(view, entry, baseUrl)
  const summary = summaryOf(view, entry)
  const location = locationOf(view, entry, door)
  const description = descriptionOf(view, entry, baseUrl)
  const stamp = facts ? stampFor(entry, facts) : entry.calendar.stamp
  const properties = [
    text('UID', oneLine(entry.calendar.uid)),
    utc('DTSTAMP', stamp),
    utc('LAST-MODIFIED', stamp),
    word('SEQUENCE', entry.calendar.sequence),
    zoned('DTSTART', entry.start),
    zoned('DTEND', entry.end),
    word('STATUS', statusOf(view, entry)),
    text('SUMMARY', summary.text, { LANGUAGE: summary.lang }),
    text('LOCATION', location.text, { LANGUAGE: location.lang }),
    description.text ? text('DESCRIPTION', description.text, { LANGUAGE: view.locale }) : undefined,
    description.html ? text('X-ALT-DESC', description.html, { FMTTYPE: 'text/html' }) : undefined,
    page && uri('URL', page),
    door &&
      uri('CONFERENCE', door, {
        VALUE: 'URI',
        FEATURE: 'VIDEO',
        LABEL: t('calendar:event.join'),
        LANGUAGE: view.locale,
      }),
    door && uri('X-GOOGLE-CONFERENCE', door),
    organizerOf(view),
    isNamed(entry) ? texts('CATEGORIES', [t(`calendar:kind.${entry.kind}`)], { LANGUAGE: view.locale }) : undefined,
    word('CLASS', classOf(entry)),
    word('TRANSP', takesTime(entry) ? 'OPAQUE' : 'TRANSPARENT'),
  ]
  return component('VEVENT', properties, [reminder && takesTime(entry) ? alarmOf(summary.text, reminder) : undefined])
}

/** What a calendar needs of a meeting even when nothing is released. */
interface CalendarFrame {
  readonly locale: Locale
  readonly timeZone: string
  /** The page that it is a calendar of. */
  readonly page: URL
}

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
        word('X-WR-TIMEZONE', frame.timeZone),
        uri('URL', frame.page),
        word('COLOR', COLOR.name),
        word('X-APPLE-CALENDAR-COLOR', COLOR.exact),
        ...(options.feed
          ? [word('REFRESH-INTERVAL', LOOK_AGAIN, { VALUE: 'DURATION' }), word('X-PUBLISHED-TTL', LOOK_AGAIN)]
          : []),
      ],
      components,
    ),
  )

const frameOf = (view: AgendaView, { baseUrl }: CalendarOptions): CalendarFrame => ({
  locale: view.locale,
  timeZone: view.meeting.timeZone,
  page: agendaPage(view, baseUrl),
})

/** The days of a meeting as moments, from the first midnight to the last, in its zone. */
const rangeOf = (view: AgendaView, entries: readonly TimedEntry[]): [Temporal.Instant, Temporal.Instant] => {
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

/**
 * What a feed holds once its owner's registration has ended: no session, and one event on the first day that says why, so
 * that nobody wonders where their sessions went.
 */
export const endedCalendar = (
  view: AgendaView,
  ended: { readonly uid: string; readonly stamp: Temporal.Instant; readonly page: URL },
  options: CalendarOptions,
): string => {
  const t = translator(view.locale)
  const [first] = view.days
  if (!first) throw new Error('A meeting without days has no calendar.')
  const language = { LANGUAGE: view.locale }
  return framed(frameOf(view, options), options, [
    component('VEVENT', [
      text('UID', ended.uid),
      utc('DTSTAMP', ended.stamp),
      utc('LAST-MODIFIED', ended.stamp),
      word('SEQUENCE', 0),
      date('DTSTART', first.date),
      date('DTEND', first.date.add({ days: 1 })),
      text('SUMMARY', t('calendar:ended.title', { meeting: oneLine(view.meeting.shortTitle.text) }), language),
      text('DESCRIPTION', t('calendar:ended.why', { url: ended.page.href }), language),
      uri('URL', ended.page),
      word('CLASS', 'PUBLIC'),
      word('TRANSP', 'TRANSPARENT'),
    ]),
  ])
}

/** What a feed holds while nothing is released: no event. The zone keeps it valid (RFC 5545, 3.6). */
export const emptyCalendar = (frame: CalendarFrame, at: Temporal.Instant, options: CalendarOptions): string =>
  framed(frame, options, [vtimezoneOf(frame.timeZone, at, at)])
