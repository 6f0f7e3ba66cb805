import type { RoomId, SessionId } from '../kernel/id.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { isPause, type ReleaseContent, type ReleasedSession } from './release.ts'
import { MOST_PAIRS, pairsAtOneTime, roomClashes } from './room-clash.ts'

/** What an organiser should look at before publishing. Only a room booked twice stops a release. */
export type Warning =
  | { kind: 'room-clash'; first: ReleasedSession; second: ReleasedSession }
  | { kind: 'officer-twice'; name: LocalizedText; first: ReleasedSession; second: ReleasedSession }
  /** On a day that the meeting does not have (any more). */
  | { kind: 'outside-days'; session: ReleasedSession }
  /** It goes on after the day is over. */
  | { kind: 'past-midnight'; session: ReleasedSession }
  /** More languages than the room has booths for interpreters. */
  | { kind: 'booths'; session: ReleasedSession; booths: number }
  /** Interpreted into these in the release in force, and not any more. */
  | { kind: 'language-dropped'; session: ReleasedSession; languages: readonly string[] }
  /** Interpreters work from 10 to 13 and from 15 to 18. */
  | { kind: 'interpreters-hours'; session: ReleasedSession }
  /** Interpreters work for three hours at a time. */
  | { kind: 'interpreters-long'; session: ReleasedSession }
  /** More people come than the room has seats; `people` either follow it or are registered for it. */
  | { kind: 'room-small'; session: ReleasedSession; seats: number; people: number; who: 'follow' | 'registered' }
  /** Only some may attend, and everybody may read its document. */
  | { kind: 'public-document'; session: ReleasedSession; document: string }

export type WarningKind = Warning['kind']

/** What the rules need to know beside the sessions. */
export interface WarningFrame {
  days: readonly { date: Temporal.PlainDate }[]
  rooms: readonly { id: RoomId; capacity: number | null; booths: number; onlineOnly: boolean }[]
  /** The release in force. */
  last?: ReleaseContent | undefined
  /** Who comes to the room, by session; absent where the reader may not know. */
  expected?: ReadonlyMap<SessionId, { follow: number; registered: number }>
  /** The titles of documents that everybody may read, by session. */
  publicDocuments?: ReadonlyMap<SessionId, readonly string[]>
}

/** `HH:MM` to `HH:MM`, both on the clock of the meeting. */
const INTERPRETERS_HOURS = [
  ['10:00', '13:00'],
  ['15:00', '18:00'],
] as const
const INTERPRETERS_MOST_MINUTES = 180

type Rule = (session: ReleasedSession, frame: WarningFrame) => Warning[]

const minutesOf = ({ startsAt, endsAt }: ReleasedSession): number =>
  startsAt && endsAt ? (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000 : 0

const outsideDays: Rule = (session, { days }) =>
  days.some(({ date }) => date.toString() === session.day) ? [] : [{ kind: 'outside-days', session }]

const pastMidnight: Rule = (session) =>
  session.start && session.end && session.end !== '00:00' && session.end <= session.start
    ? [{ kind: 'past-midnight', session }]
    : []

const booths: Rule = (session, { rooms }) => {
  const room = rooms.find(({ id }) => id === session.room)
  return room && !room.onlineOnly && session.interpretation.length > room.booths
    ? [{ kind: 'booths', session, booths: room.booths }]
    : []
}

const languageDropped: Rule = (session, { last }) => {
  const before = last?.sessions.find(({ id }) => id === session.id)
  const languages = (before?.interpretation ?? []).filter((language) => !session.interpretation.includes(language))
  return languages.length ? [{ kind: 'language-dropped', session, languages }] : []
}

const interpretersTime: Rule = (session) => {
  const { start, end, interpretation } = session
  if (!interpretation.length || !start || !end) return []
  if (minutesOf(session) > INTERPRETERS_MOST_MINUTES) return [{ kind: 'interpreters-long', session }]
  const within = INTERPRETERS_HOURS.some(([from, till]) => from <= start && start < end && end <= till)
  return within ? [] : [{ kind: 'interpreters-hours', session }]
}

const roomSmall: Rule = (session, { rooms, expected }) => {
  const seats = rooms.find(({ id, onlineOnly }) => id === session.room && !onlineOnly)?.capacity
  const come = expected?.get(session.id)
  if (!seats || !come || session.format === 'online' || isPause(session.kind)) return []
  if (come.follow > seats) return [{ kind: 'room-small', session, seats, people: come.follow, who: 'follow' }]
  return come.registered > seats
    ? [{ kind: 'room-small', session, seats, people: come.registered, who: 'registered' }]
    : []
}

const publicDocument: Rule = (session, { publicDocuments }) =>
  session.access.attend === 'everyone'
    ? []
    : (publicDocuments?.get(session.id) ?? []).map((document) => ({ kind: 'public-document', session, document }))

const RULES: readonly Rule[] = [
  outsideDays,
  pastMidnight,
  booths,
  languageDropped,
  interpretersTime,
  roomSmall,
  publicDocument,
]

const words = (text: string | undefined): string | undefined => text?.trim().toLowerCase()

/** One person, or one function: called the same in some language, and in none differently. */
const samePerson = (a: LocalizedText, b: LocalizedText): boolean => {
  const both = LOCALES.filter((locale) => a[locale] && b[locale])
  return both.length > 0 && both.every((locale) => words(a[locale]) === words(b[locale]))
}

/** A session where somebody sits, with when. */
interface Seat {
  session: ReleasedSession
  name: LocalizedText
  from: number
  till: number
}

/**
 * Who sits in two sessions at one time, at most a thousand pairs of one name. Only sessions with the same name are set
 * beside each other: a programme of thousands has many at one time, and few of one person.
 */
const officersTwice = (content: ReleaseContent): Warning[] => {
  const seats = content.sessions.flatMap((session): Seat[] =>
    session.startsAt && session.endsAt && session.status !== 'cancelled'
      ? session.officers.map(({ name }) => ({
          session,
          name,
          from: Date.parse(session.startsAt!),
          till: Date.parse(session.endsAt!),
        }))
      : [],
  )
  const pairs = LOCALES.flatMap((locale, nth) => {
    const called = Map.groupBy(
      seats.filter(({ name }) => name[locale]),
      ({ name }) => words(name[locale]),
    )
    return [...called.values()]
      .flatMap((sitting) => pairsAtOneTime(oncePerSession(sitting), MOST_PAIRS))
      .filter(
        ([{ name }, other]) => samePerson(name, other.name) && !saidBefore(name, other.name, LOCALES.slice(0, nth)),
      )
  })
  return pairs
    .toSorted(([a], [b]) => a.from - b.from)
    .map(([{ name, session: first }, { session: second }]) => ({ kind: 'officer-twice', name, first, second }))
}

const oncePerSession = (seats: readonly Seat[]): Seat[] => [
  ...new Map(seats.map((seat) => [seat.session, seat])).values(),
]

/** Whether two names were set beside each other in another language already. */
const saidBefore = (a: LocalizedText, b: LocalizedText, languages: readonly Locale[]): boolean =>
  languages.some((locale) => a[locale] && b[locale])

/** What is doubtful in a working copy; what is cancelled is in nobody's way. */
export const warningsOf = (content: ReleaseContent, frame: WarningFrame): Warning[] => [
  ...roomClashes(content).map((clash) => ({ kind: 'room-clash' as const, ...clash })),
  ...officersTwice(content),
  ...content.sessions
    .filter(({ status }) => status !== 'cancelled')
    .flatMap((session) => RULES.flatMap((rule) => rule(session, frame))),
]

/** The sessions that a warning is about. */
export const sessionsIn = (warning: Warning): ReleasedSession[] =>
  'session' in warning ? [warning.session] : [warning.first, warning.second]

/** Whether a warning is about this session, alone or beside another. */
export const isAbout = (warning: Warning, session: { id: SessionId }): boolean =>
  sessionsIn(warning).some(({ id }) => id === session.id)

/** Two warnings of one key are about the same thing, whatever was moved meanwhile. */
const keyOf = (warning: Warning): string =>
  [warning.kind, ...sessionsIn(warning).map(({ id }) => id), 'document' in warning ? warning.document : ''].join(' ')

/** The warnings that a change brings, and those that it settles. */
export const warningsBetween = (
  before: readonly Warning[],
  after: readonly Warning[],
): { come: Warning[]; go: Warning[] } => {
  const [had, has] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))]
  return {
    come: after.filter((warning) => !had.has(keyOf(warning))),
    go: before.filter((warning) => !has.has(keyOf(warning))),
  }
}
