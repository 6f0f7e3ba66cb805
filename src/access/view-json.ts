import { entriesOf } from './changes.ts'
import type { AgendaView, AudienceOf, SessionView } from './view.ts'
import type { Localized } from '../kernel/localized-text.ts'

/** A text and the language it is really in, which is not always the one asked for. */
export type JsonText = Localized

/** A session as programs read it. What the reader may not see is absent. */
export interface JsonSession {
  level: SessionView['level']
  id?: string
  code?: string
  kind?: string
  title?: JsonText
  abstract?: JsonText
  /** ISO 8601 with the offset of the meeting's zone; null while to be announced. */
  start: string | null
  end: string | null
  room: { key: string; name: JsonText; place?: JsonText; onlineOnly: boolean } | null
  status: 'confirmed' | 'cancelled'
  format?: string
  interpretation?: readonly string[]
  openTo?: AudienceOf
  officers?: readonly { role: string; name: JsonText }[]
  items?: readonly { number: string; title: JsonText }[]
  online?: boolean
  capacity?: number | null
  calendar: { uid: string; sequence: number; stamp: string }
}

/** An agenda as programs read it. */
export interface JsonAgenda {
  locale: string
  meeting: AgendaView['meeting']
  release: { label: string; stage: string; publishedAt: string; note?: JsonText; supersededBy?: string }
  days: readonly {
    number: number
    date: string
    title?: JsonText
    openTo: readonly string[]
    sessions: readonly JsonSession[]
  }[]
}

const at = (time: Temporal.ZonedDateTime | null): string | null =>
  time?.toString({ timeZoneName: 'never', smallestUnit: 'second' }) ?? null

/** One entry as programs read it. It holds what the view holds, field by field. */
export const sessionJson = ({ day: _listedUnder, start, end, room, calendar, ...rest }: SessionView): JsonSession => ({
  ...rest,
  start: at(start),
  end: at(end),
  room: room ?? null,
  calendar: { ...calendar, stamp: calendar.stamp.toString() },
})

/** An agenda view as programs read it. */
export const agendaJson = (view: AgendaView): JsonAgenda => ({
  locale: view.locale,
  meeting: view.meeting,
  release: { ...view.release, publishedAt: view.release.publishedAt.toString() },
  days: view.days.map(({ date, sessions, ...day }) => ({
    ...day,
    date: date.toString(),
    sessions: sessions.map(sessionJson),
  })),
})

/** The entry of a code, in whatever case; undefined when there is none, or none that this reader may know the code of. */
export const entryOfCode = (view: AgendaView, code: string): Exclude<SessionView, { level: 'closed' }> | undefined =>
  entriesOf(view).find(
    (entry): entry is Exclude<SessionView, { level: 'closed' }> =>
      entry.level !== 'closed' && entry.code.toLowerCase() === code.toLowerCase(),
  )
