import { isNamed, type AgendaView, type SessionView } from '../access/view.ts'
import { isPause } from '../agenda/release.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'

/** An entry with a time: one to be announced is in no calendar. */
export type TimedEntry<Entry extends SessionView = SessionView> = Entry & {
  readonly start: Temporal.ZonedDateTime
  readonly end: Temporal.ZonedDateTime
}

/** What a personal calendar carries. */
export const CARRIES = ['follow', 'attend'] as const
export type Carries = (typeof CARRIES)[number]

/** Minutes before a session at which a calendar may remind its owner. */
export const REMINDERS = [5, 15, 30, 60] as const
export type Reminder = (typeof REMINDERS)[number]

/** What a feed's owner chooses. */
export interface FeedSettings {
  readonly carries: Carries
  readonly language: Locale
  /** Whether side events are in it. */
  readonly sideEvents: boolean
  readonly reminder: Reminder | null
  /** What clients call it; null: by the meeting. */
  readonly name: string | null
}

/** Whether its time is known. */
export const isTimed = <Entry extends SessionView>(entry: Entry): entry is TimedEntry<Entry> =>
  entry.start !== null && entry.end !== null

/** A cancelled session stays, as cancelled, until its day is over; then it would only pile up. */
const isDue = (entry: SessionView, today: Temporal.PlainDate): boolean =>
  entry.status !== 'cancelled' || Temporal.PlainDate.compare(entry.day, today) >= 0

/** Whether somebody can follow an entry: it has a name and is no pause. */
export const isFollowable = (entry: SessionView): boolean => isNamed(entry) && !isPause(entry.kind)

/** The whole agenda as one calendar, pauses and closed meetings included; `today` is the meeting's day. */
export const wholeAgenda = (view: AgendaView, today: Temporal.PlainDate): TimedEntry[] =>
  view.days.flatMap((day) => day.sessions.filter(isTimed)).filter((entry) => isDue(entry, today))

/** One session by its code, in upper or lower case. */
export const oneSession = (view: AgendaView, code: string): TimedEntry | undefined =>
  view.days
    .flatMap((day) => day.sessions.filter(isTimed))
    .find((entry) => isNamed(entry) && entry.code.toLowerCase() === code.toLowerCase())

/**
 * What a person's own calendar carries: all they may attend, or those they follow, as they may see them. Pauses are not in
 * it. A session that became *closed* to them has no id here, so it cannot be told to be the one they followed: it is gone.
 */
export const personalAgenda = (
  view: AgendaView,
  { carries, sideEvents }: Pick<FeedSettings, 'carries' | 'sideEvents'>,
  follows: ReadonlySet<SessionId>,
  today: Temporal.PlainDate,
): TimedEntry[] =>
  wholeAgenda(view, today).filter(
    (entry) =>
      isNamed(entry) &&
      isFollowable(entry) &&
      (sideEvents || entry.kind !== 'side-event') &&
      (carries === 'attend' ? entry.level === 'attend' : follows.has(entry.id)),
  )
