import type { RoomId, SessionId } from '../kernel/id.ts'
import type { Session } from './session.entity.ts'
import type { SessionChanges } from './session.ts'

/** Two rooms that change places: on one day, and there for what begins within a span. */
export interface RoomSwap {
  rooms: readonly [RoomId, RoomId]
  /** Null: on all days. */
  day: Temporal.PlainDate | null
  /** What begins earlier stays where it is. */
  from?: Temporal.PlainTime | null
  /** What begins at this time or later stays. */
  till?: Temporal.PlainTime | null
}

const within = (start: Temporal.PlainTime | null, { from, till }: RoomSwap): boolean =>
  start
    ? (!from || Temporal.PlainTime.compare(start, from) >= 0) && (!till || Temporal.PlainTime.compare(start, till) < 0)
    : !from && !till

/** The sessions that go to the other room. */
export const swapRooms = (sessions: readonly Session[], swap: RoomSwap): Map<SessionId, SessionChanges> => {
  const [one, other] = swap.rooms
  return new Map(
    sessions
      .filter(({ day, start }) => (!swap.day || day.equals(swap.day)) && within(start, swap))
      .flatMap(({ id, roomId }): [SessionId, SessionChanges][] =>
        roomId === one ? [[id, { room: other }]] : roomId === other ? [[id, { room: one }]] : [],
      ),
  )
}
