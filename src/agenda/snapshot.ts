import type { RoomId, SessionId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { ReleaseContent, ReleasedRoom, ReleasedSession } from './release.ts'
import type { Session } from './session.entity.ts'

const clock = (time: Temporal.PlainTime | null): string | null => time?.toString({ smallestUnit: 'minute' }) ?? null

/** A session of the working copy as a release freezes it. */
export const releasedSession = (session: Session): ReleasedSession => ({
  id: session.id,
  code: session.code,
  kind: session.kind,
  title: session.title,
  abstract: session.abstract,
  day: session.day.toString(),
  start: clock(session.start),
  end: clock(session.end),
  startsAt: session.startsAt?.toString() ?? null,
  endsAt: session.endsAt?.toString() ?? null,
  room: session.roomId,
  format: session.format,
  interpretation: session.interpretation,
  officers: session.officers,
  items: session.items,
  access: session.access,
  capacity: session.capacity,
  status: session.status,
})

/** A room of the meeting as a release freezes it. */
export const releasedRoom = (room: RoomRow): ReleasedRoom => ({
  id: room.id,
  name: room.name,
  place: room.place,
  onlineOnly: room.onlineOnly,
})

/** What a snapshot takes from a room of the meeting. */
export interface RoomRow {
  id: RoomId
  name: LocalizedText
  place: LocalizedText | null
  onlineOnly: boolean
}

/** By day and start, those whose time is to be announced last in their day, then by code. */
export const inAgendaOrder = (a: ReleasedSession, b: ReleasedSession): number => {
  const key = (s: ReleasedSession): string => `${s.day} ${s.startsAt ?? '~'} ${s.code}`
  return key(a) < key(b) ? -1 : 1
}

/** The working copy as a release would freeze it: all of it. */
export const snapshot = (sessions: readonly Session[], rooms: readonly RoomRow[]): ReleaseContent => ({
  schema: 1,
  rooms: rooms.map(releasedRoom),
  sessions: sessions.map(releasedSession).sort(inAgendaOrder),
})

/**
 * The next release when only some changed sessions are ticked: those as they are now, the others as they were released
 * last (or still absent).
 */
export const withOnly = (
  ticked: ReadonlySet<SessionId>,
  now: ReleaseContent,
  last: ReleaseContent | undefined,
): ReleaseContent => {
  const sessions = [
    ...(last?.sessions ?? []).filter((session) => !ticked.has(session.id)),
    ...now.sessions.filter((session) => ticked.has(session.id)),
  ].sort(inAgendaOrder)
  // A room that the meeting gave up is kept for as long as a released session is in it.
  const gone = (last?.rooms ?? []).filter(
    (room) => !now.rooms.some(({ id }) => id === room.id) && sessions.some((session) => session.room === room.id),
  )
  return { schema: 1, rooms: [...now.rooms, ...gone], sessions }
}
