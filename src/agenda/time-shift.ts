import type { RoomId, SessionId } from '../kernel/id.ts'
import { DomainError } from '../kernel/domain-error.ts'
import type { Session } from './session.entity.ts'
import type { SessionChanges } from './session.ts'

/** Everything of a day that begins at some time or later begins so many minutes later, or earlier. */
export interface TimeShift {
  day: Temporal.PlainDate
  from: Temporal.PlainTime
  /** Negative: earlier. */
  minutes: number
  /** Only in these rooms; null: everywhere. */
  rooms: readonly RoomId[] | null
}

/** A session would begin on another day; `params.code` says which. */
export class ShiftLeavesDay extends DomainError {
  readonly code = 'shift-leaves-day'
  readonly status = 422
}

const DAY = 24 * 60
const minutesOf = ({ hour, minute }: Temporal.PlainTime): number => hour * 60 + minute

/** The sessions that move; what is cancelled stays where it was. @throws ShiftLeavesDay */
export const shiftTimes = (sessions: readonly Session[], shift: TimeShift): Map<SessionId, SessionChanges> =>
  new Map(
    sessions
      .filter(
        ({ day, start, end, roomId, status }) =>
          status !== 'cancelled' &&
          day.equals(shift.day) &&
          start &&
          end &&
          Temporal.PlainTime.compare(start, shift.from) >= 0 &&
          (!shift.rooms || (roomId && shift.rooms.includes(roomId))),
      )
      .map(({ id, code, start, end }): [SessionId, SessionChanges] => {
        const begins = minutesOf(start!) + shift.minutes
        if (begins < 0 || begins >= DAY) throw new ShiftLeavesDay({ params: { code } })
        return [id, { start: start!.add({ minutes: shift.minutes }), end: end!.add({ minutes: shift.minutes }) }]
      }),
  )
