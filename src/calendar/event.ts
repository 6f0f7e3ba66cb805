import { stampFor } from '../access/calendar-facts.ts'
import type { Facts } from '../access/facts.ts'
import { isNamed, type AgendaView, type SessionView } from '../access/view.ts'
import { isPause } from '../agenda/release.ts'
import type { Locale } from '../kernel/locale.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { joinPage, pageOf } from './addresses.ts'
import { descriptionOf } from './description.tsx'
import {
  component,
  date,
  oneLine,
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

/** How the events of a calendar are written. */
export interface EventOptions {
  readonly baseUrl: URL
  /** Minutes before each event at which its reader asked to be reminded. */
  readonly reminder?: number | null
  /** Of the one person it is for: what changed for them alone is news in their calendar too. */
  readonly facts?: Facts | undefined
  /** In a calendar of several meetings each event says of which it is. */
  readonly namesMeeting?: boolean
}

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

/** An entry of an agenda view as an event. */
export const eventOf = (
  view: AgendaView,
  entry: TimedEntry,
  { baseUrl, facts, reminder, namesMeeting }: EventOptions,
): Component => {
  const t = translator(view.locale)
  const page = pageOf(view, entry, baseUrl)
  const door = joinPage(view, entry, baseUrl)
  const summary = summaryOf(view, entry)
  const location = locationOf(view, entry, door)
  const description = descriptionOf(view, entry, baseUrl, namesMeeting)
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

/** A registration that ended, as a calendar says it. */
export interface Ended {
  readonly uid: string
  readonly stamp: Temporal.Instant
  /** Where one registers again. */
  readonly page: URL
}

/** The one event that stays when a registration has ended: on the first day, so that nobody wonders where their sessions went. */
export const endedEvent = (view: AgendaView, { uid, stamp, page }: Ended): Component => {
  const t = translator(view.locale)
  const [first] = view.days
  if (!first) throw new Error('A meeting without days has no calendar.')
  const language = { LANGUAGE: view.locale }
  return component('VEVENT', [
    text('UID', uid),
    utc('DTSTAMP', stamp),
    utc('LAST-MODIFIED', stamp),
    word('SEQUENCE', 0),
    date('DTSTART', first.date),
    date('DTEND', first.date.add({ days: 1 })),
    text('SUMMARY', t('calendar:ended.title', { meeting: oneLine(view.meeting.shortTitle.text) }), language),
    text('DESCRIPTION', t('calendar:ended.why', { url: page.href }), language),
    uri('URL', page),
    word('CLASS', 'PUBLIC'),
    word('TRANSP', 'TRANSPARENT'),
  ])
}
