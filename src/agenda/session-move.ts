import type { RoomId } from '../kernel/id.ts'
import type { Session } from './session.entity.ts'
import type { SessionChanges } from './session.ts'

type Timed = Pick<Session, 'start' | 'end'>

/** Where a session goes: to a time of a day, or before or after another session, for as long as it takes now. */
export type Move = { day: Temporal.PlainDate; room: RoomId | null } & (
  | { how: 'time'; start: Temporal.PlainTime | null; end: Temporal.PlainTime | null }
  | { how: 'before' | 'after'; other: Session }
)

/** How long a session takes; an hour while its time is to be announced. */
export const minutesOf = ({ start, end }: Timed): number => {
  if (!start || !end) return 60
  const minutes = start.until(end).total('minutes')
  return minutes > 0 ? minutes : minutes + 24 * 60
}

/** What a move changes; beside another session it is on that one's day. */
export const moved = (session: Timed, move: Move): SessionChanges => {
  if (move.how === 'time') return { day: move.day, room: move.room, start: move.start, end: move.end }
  const { other } = move
  const minutes = minutesOf(session)
  const [start, end] =
    move.how === 'before' ? [other.start?.subtract({ minutes }), other.start] : [other.end, other.end?.add({ minutes })]
  return { day: other.day, room: move.room, start: start ?? null, end: end ?? null }
}
