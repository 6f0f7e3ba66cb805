import { DomainError } from '../kernel/domain-error.ts'
import type { ReleaseContent, ReleasedSession } from './release.ts'

/** Two sessions in one room at one time, the earlier first. */
export interface RoomClash {
  first: ReleasedSession
  second: ReleasedSession
}

/** A release would book a room twice; `params.first` and `params.second` are the codes of the two sessions. */
export class RoomDoubleBooked extends DomainError {
  readonly code = 'room-double-booked'
  readonly status = 409

  constructor(clash: RoomClash, cause?: unknown) {
    super({ params: { first: clash.first.code, second: clash.second.code }, cause })
  }
}

/** A session's booking of a room: where and when. */
export interface Slot {
  session: ReleasedSession
  room: string
  start: Temporal.Instant
  end: Temporal.Instant
}

/** The rooms that sessions book; a cancelled session books none, and a room online is no place. */
export const slotsOf = (content: ReleaseContent): Slot[] => {
  const places = new Set(content.rooms.filter((room) => !room.onlineOnly).map((room) => room.id))
  return content.sessions.flatMap((session) =>
    session.room && places.has(session.room) && session.startsAt && session.endsAt && session.status !== 'cancelled'
      ? [
          {
            session,
            room: session.room,
            start: Temporal.Instant.from(session.startsAt),
            end: Temporal.Instant.from(session.endsAt),
          },
        ]
      : [],
  )
}

/** Whether two times share a moment; those that only touch do not. */
export const atOneTime = (a: Pick<Slot, 'start' | 'end'>, b: Pick<Slot, 'start' | 'end'>): boolean =>
  Temporal.Instant.compare(a.start, b.end) < 0 && Temporal.Instant.compare(b.start, a.end) < 0

/** A span of time, in milliseconds since the epoch: compared often. */
interface Times {
  from: number
  till: number
}

/** Every pair of these whose times share a moment (those that only touch do not), the earlier first; no more than `most`. */
export const pairsAtOneTime = <T extends Times>(spans: readonly T[], most = Infinity): [T, T][] => {
  const inOrder = spans.toSorted((a, b) => a.from - b.from)
  const pairs: [T, T][] = []
  for (const [index, span] of inOrder.entries()) {
    for (let next = index + 1; next < inOrder.length && inOrder[next]!.from < span.till; next++) {
      if (pairs.length >= most) return pairs
      pairs.push([span, inOrder[next]!])
    }
  }
  return pairs
}

/** Nobody reads more of one room, or of one person: a thousand sessions in it at once are half a million pairs. */
export const MOST_PAIRS = 1000

/** Pairs of sessions that would be in one room at one time, the earliest first; at most a thousand of a room. */
export const roomClashes = (content: ReleaseContent): RoomClash[] => {
  const inRooms = Map.groupBy(slotsOf(content), ({ room }) => room)
  return [...inRooms.values()]
    .flatMap((slots) =>
      pairsAtOneTime(
        slots.map((slot) => ({ slot, from: slot.start.epochMilliseconds, till: slot.end.epochMilliseconds })),
        MOST_PAIRS,
      ),
    )
    .toSorted(([a], [b]) => a.from - b.from)
    .map(([first, second]) => ({ first: first.slot.session, second: second.slot.session }))
}
