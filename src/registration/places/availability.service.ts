import { Injectable } from '@nestjs/common'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { dayDoor, modesOf, type DayDoor } from './days-open.ts'
import { roomIn, type Room } from './outcome.ts'
import { Pools, poolsFor, type PoolRow } from './pools.service.ts'
import type { Claim, PlaceMode, PoolMode } from '../registration.ts'

/** What a day offers to who makes a claim. */
export interface DayAvailability {
  /** ISO date. */
  day: string
  number: number
  door: DayDoor
  /** How much room is left, for each way of taking part that the meeting has. */
  room: Readonly<Partial<Record<PlaceMode, Room>>>
  /** Whether nothing is held until somebody has checked. */
  onApproval: boolean
  /** How many of those online may still be given the floor; absent where the meeting does not tell that apart. */
  floor?: Room
  /** Sessions of that day that ask people to sign up; name only those that the reader's view of the agenda has. */
  sessions: readonly SessionAvailability[]
}

/** What a session that asks people to sign up offers; a way of taking part that is not named is not limited. */
export interface SessionAvailability {
  session: SessionId
  room: Readonly<Partial<Record<PlaceMode, Room>>>
}

/** Says what the form offers: a hint, not a promise; the command decides. */
@Injectable()
export class Availability {
  constructor(private readonly pools: Pools) {}

  /** Day by day, for somebody who speaks for that constituency and State. */
  async of(
    meeting: Meeting,
    claim: Pick<Claim, 'state'> & { constituency: ConstituencyId },
    today: Temporal.PlainDate,
  ): Promise<DayAvailability[]> {
    const pools = await this.pools.of(
      meeting.id,
      meeting.days.map((day) => day.date.toString()),
    )
    return meeting.days.map((each) => {
      const day = each.date.toString()
      const of = (mode: PoolMode, session: SessionId | null = null) =>
        poolsFor(pools, { constituency: claim.constituency, delegation: claim.state }, { day, mode, session })
      const modes = modesOf(meeting.format)
      return {
        day,
        number: each.number,
        door: dayDoor(each, claim.constituency, today),
        room: Object.fromEntries(modes.map((mode) => [mode, roomIn(of(mode))])),
        onApproval: modes.some((mode) => of(mode).some((pool) => pool.gives === 'on-approval')),
        ...(meeting.registration.floor && modes.includes('online') && { floor: roomIn(of('floor')) }),
        sessions: sessionsOf(pools, day).map((session) => ({
          session,
          room: Object.fromEntries(
            modes.flatMap((mode) => {
              const own = of(mode, session)
              return own.length ? [[mode, roomIn(own)] as const] : []
            }),
          ),
        })),
      }
    })
  }
}

/** The sessions of a day that have places of their own: those ask people to sign up. */
const sessionsOf = (pools: readonly PoolRow[], day: string): SessionId[] =>
  [...new Set(pools.flatMap((pool) => (pool.day === day && pool.session ? [pool.session] : [])))].sort()
