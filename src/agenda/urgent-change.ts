import { DomainError, InvalidInput } from '../kernel/domain-error.ts'
import type { RoomId, SessionId } from '../kernel/id.ts'
import { EmptySpan, NoSuchHour } from '../kernel/time.ts'
import type { ReleaseContent, ReleasedSession } from './release.ts'
import { atOneTime, slotsOf } from './room-clash.ts'
import { instantsOf } from './session.ts'
import { inAgendaOrder, releasedRoom, type RoomRow } from './snapshot.ts'

/** The one thing of a session that changes now. */
export type UrgentChange =
  | { readonly what: 'room'; readonly room: RoomId }
  | {
      readonly what: 'time'
      readonly day: Temporal.PlainDate
      readonly start: Temporal.PlainTime
      readonly end: Temporal.PlainTime
    }
  | { readonly what: 'cancel' }

/** What a change of time or room needs to know of the meeting. */
export interface UrgentFrame {
  readonly timeZone: string
  readonly days: readonly { readonly date: Temporal.PlainDate }[]
  readonly rooms: readonly RoomRow[]
}

/** The session is not in the release in force: there is nothing that could change for anybody. */
export class NotReleased extends DomainError {
  readonly code = 'session-not-released'
  readonly status = 409
}

const wrong = (pointer: string, message: string, params = {}): InvalidInput =>
  new InvalidInput({ fields: [{ pointer, message, params }] })

const changed = (session: ReleasedSession, change: UrgentChange, frame: UrgentFrame): ReleasedSession => {
  if (change.what === 'cancel') return { ...session, status: 'cancelled' }
  if (change.what === 'room') {
    if (!frame.rooms.some(({ id }) => id === change.room)) throw wrong('/room', 'field.not-a-choice')
    return { ...session, room: change.room }
  }
  if (!frame.days.some(({ date }) => date.equals(change.day))) throw wrong('/day', 'session.not-a-meeting-day')
  try {
    const span = instantsOf(change, frame.timeZone)!
    const minutes = (time: Temporal.PlainTime): string => time.toString({ smallestUnit: 'minute' })
    return {
      ...session,
      day: change.day.toString(),
      start: minutes(change.start),
      end: minutes(change.end),
      startsAt: span.startsAt.toString(),
      endsAt: span.endsAt.toString(),
    }
  } catch (cause) {
    if (cause instanceof EmptySpan) throw wrong('/end', 'session.ends-when-it-starts')
    if (cause instanceof NoSuchHour) throw wrong('/start', 'session.no-such-hour', cause.params)
    throw cause
  }
}

/**
 * The release in force with one change to one session: everything else is as it was released, whatever the working copy
 * says by now.
 * @throws NotReleased, InvalidInput
 */
export const withUrgent = (
  last: ReleaseContent,
  id: SessionId,
  change: UrgentChange,
  frame: UrgentFrame,
): ReleaseContent => {
  const session = last.sessions.find((one) => one.id === id)
  if (!session) throw new NotReleased()
  const after = changed(session, change, frame)
  const room = frame.rooms.find(({ id: one }) => one === after.room)
  const known = last.rooms.some(({ id: one }) => one === after.room)
  return {
    schema: 1,
    rooms: room && !known ? [...last.rooms, releasedRoom(room)] : last.rooms,
    sessions: last.sessions.map((one) => (one.id === id ? after : one)).sort(inAgendaOrder),
  }
}

/** The rooms that are free while a session lasts, as released; its own and those online come with them. */
export const freeRooms = <R extends RoomRow>(
  content: ReleaseContent,
  rooms: readonly R[],
  session: ReleasedSession,
): R[] => {
  if (!session.startsAt || !session.endsAt) return [...rooms]
  const wanted = { start: Temporal.Instant.from(session.startsAt), end: Temporal.Instant.from(session.endsAt) }
  const taken = new Set(
    slotsOf(content)
      .filter((slot) => slot.session.id !== session.id && atOneTime(slot, wanted))
      .map(({ room }) => room),
  )
  return rooms.filter(({ id }) => !taken.has(id))
}
