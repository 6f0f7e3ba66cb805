import { isNamed, type AudienceOf, type DayView, type NamedEntry, type RoomView } from '../access/view.ts'
import { isPause, type Format } from '../agenda/release.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'

/** Whom something is for, as few words as say it truly. */
export type ForWhom =
  | { readonly is: 'everyone' }
  /** Short to name who is left out. */
  | { readonly is: 'except'; readonly constituencies: readonly ConstituencyId[] }
  | { readonly is: 'only'; readonly constituencies: readonly ConstituencyId[] }
  | { readonly is: 'invited' }

/** What holds for a whole day, so that its sessions need to say only what differs. */
export interface DayRule {
  readonly forWhom: ForWhom
  /** Undefined when there is no session whose format or languages are known. */
  readonly format?: Format
  readonly interpretation?: readonly string[]
}

/** What a session says because the day does not. */
export interface Exceptions {
  readonly forWhom?: ForWhom
  readonly format?: Format
  /** Empty: no interpretation. */
  readonly interpretation?: readonly string[]
}

/** `open` among `all`; naming the few who are left out wins over naming the many who are not. */
export const forWhom = (open: readonly ConstituencyId[], all: readonly ConstituencyId[]): ForWhom => {
  const out = all.filter((id) => !open.includes(id))
  if (open.length === 0 || out.length === 0) return { is: 'everyone' }
  const inside = all.filter((id) => open.includes(id))
  // Those the meeting does not name (a rule may be older than its list) are still told.
  const only = inside.length === 0 ? open : inside
  return inside.length > 0 && out.length <= 4 && out.length < inside.length
    ? { is: 'except', constituencies: out }
    : { is: 'only', constituencies: only }
}

/** Whom a session is for, among those its day is for. */
export const sessionFor = (
  openTo: AudienceOf,
  day: readonly ConstituencyId[],
  all: readonly ConstituencyId[],
): ForWhom => {
  if (openTo.attend === 'invited') return { is: 'invited' }
  if (openTo.attend === 'everyone') return { is: 'everyone' }
  return forWhom(openTo.constituencies, day.length ? all.filter((id) => day.includes(id)) : all)
}

/** The value most share; of equals the broader, so that a day of two halves does not seem narrower than it is. */
const mostCommon = <T>(
  values: readonly T[],
  key: (value: T) => string,
  breadth: (value: T) => number,
): T | undefined => {
  const counts = [...Map.groupBy(values, key).values()].map((same) => ({ value: same[0]!, count: same.length }))
  return counts.sort((a, b) => b.count - a.count || breadth(b.value) - breadth(a.value))[0]?.value
}

const languagesKey = (languages: readonly string[]): string => languages.join(' ')

const sessionsIn = (day: DayView): NamedEntry[] =>
  day.sessions.filter(isNamed).filter((entry) => !isPause(entry.kind) && entry.status === 'confirmed')

/** The rule of a day: whom it is for, and the format and languages that most of its sessions share. */
export const dayRule = (day: DayView, all: readonly ConstituencyId[]): DayRule => {
  const sessions = sessionsIn(day)
  const format = mostCommon(
    sessions.map((entry) => entry.format),
    (format) => format,
    (format) => (format === 'hybrid' ? 1 : 0),
  )
  const interpretation = mostCommon(
    sessions.map((entry) => entry.interpretation),
    languagesKey,
    (languages) => languages.length,
  )
  return {
    forWhom: forWhom(day.openTo, all),
    ...(format === undefined ? {} : { format }),
    ...(interpretation === undefined ? {} : { interpretation }),
  }
}

/** Whether the room's name says already that it is all online. */
const isOnlinePlace = (room: RoomView | undefined): boolean => room?.onlineOnly === true

/** What a session has to say for itself. */
export const exceptionsOf = (
  entry: NamedEntry,
  day: DayView,
  rule: DayRule,
  all: readonly ConstituencyId[],
): Exceptions => {
  const whom = sessionFor(entry.openTo, day.openTo, all)
  return {
    ...(whom.is === 'everyone' ? {} : { forWhom: whom }),
    ...(entry.format === rule.format && !isOnlinePlace(entry.room) ? {} : { format: entry.format }),
    ...(rule.interpretation && languagesKey(entry.interpretation) === languagesKey(rule.interpretation)
      ? {}
      : { interpretation: entry.interpretation }),
  }
}
