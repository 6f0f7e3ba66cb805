import type { Session } from '../../agenda/session.entity.ts'
import type { RoomId } from '../../kernel/id.ts'

/** Where a session stands on the plan of a day: quarter hours down, rooms across, both from 0. */
export interface Position {
  from: number
  till: number
  /** 1-based column; pauses stand across all. */
  room: number
  span: number
}

/** A day as a plan: its rooms in use, its hours, and where each timed session stands. */
export interface DayPlan {
  rooms: readonly RoomId[]
  /** Full hours that begin on the plan, with the quarter hour they stand at. */
  hours: readonly { hour: number; at: number }[]
  positions: ReadonlyMap<string, Position>
}

const quarters = (time: Temporal.PlainTime): number => time.hour * 4 + time.minute / 15

/** Lays a day out. Sessions without a time or a room are not on it: the list names them. */
export const dayPlan = (
  sessions: readonly Session[],
  roomOrder: readonly RoomId[],
  isPause: (s: Session) => boolean,
): DayPlan => {
  const timed = sessions.filter((session) => session.start && session.end)
  const used = new Set(timed.filter((session) => !isPause(session)).map((session) => session.roomId))
  const rooms = roomOrder.filter((room) => used.has(room))
  const starts = timed.map((session) => quarters(session.start!))
  const ends = timed.map((session, index) => {
    const end = quarters(session.end!)
    return end <= starts[index]! ? end + 96 : end
  })
  const first = Math.floor(Math.min(...starts, 96) / 4) * 4
  const last = Math.max(...ends, first)
  const hours = []
  for (let at = first; at < last; at += 4) hours.push({ hour: (at / 4) % 24, at: at - first })
  const positions = new Map<string, Position>()
  timed.forEach((session, index) => {
    const column = session.roomId ? rooms.indexOf(session.roomId) + 1 : 0
    if (!column && !isPause(session)) return
    positions.set(session.code, {
      from: Math.floor(starts[index]! - first),
      till: Math.max(Math.ceil(ends[index]! - first), Math.floor(starts[index]! - first) + 1),
      room: isPause(session) ? 1 : column,
      span: isPause(session) ? Math.max(rooms.length, 1) : 1,
    })
  })
  return { rooms, hours, positions }
}

/**
 * Where everything stands on the plan, for the style element with the nonce. Lines of the grid, not custom properties: those
 * would be handed down into each session, so that browsers could style none like the one before.
 */
export const planStyle = (plan: DayPlan): string => {
  // The first row names the rooms, the first column the hours.
  const places = [
    ...plan.rooms.map((_, index) => `#room-${index + 1}{grid-area:1/${index + 2}}`),
    ...plan.hours.map(({ at }) => `#hour-${at}{grid-row:${at + 2}}`),
    ...[...plan.positions].map(
      ([code, { from, till, room, span }]) =>
        `#${entryId(code)}{grid-area:${from + 2}/${room + 1}/${till + 2}/span ${span}}`,
    ),
  ]
  return `.plan{--rooms:${Math.max(plan.rooms.length, 1)}}@media (width >= 56.25em){${places.join('')}}`
}

/** The id of a session's entry on the plan; codes are letters, digits and hyphens. */
export const entryId = (code: string): string => `entry-${code.toLowerCase()}`
