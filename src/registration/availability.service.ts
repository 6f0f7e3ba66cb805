import { Injectable } from '@nestjs/common'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { dayDoor, modesOf, type DayDoor } from './days-open.ts'
import { roomIn, type Room } from './outcome.ts'
import { Pools, poolsFor } from './pools.service.ts'
import type { Claim, PlaceMode } from './registration.ts'

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
      const of = (mode: PlaceMode) =>
        poolsFor(pools, { constituency: claim.constituency, delegation: claim.state }, { day, mode })
      const modes = modesOf(meeting.format)
      return {
        day,
        number: each.number,
        door: dayDoor(each, claim.constituency, today),
        room: Object.fromEntries(modes.map((mode) => [mode, roomIn(of(mode))])),
        onApproval: modes.some((mode) => of(mode).some((pool) => pool.gives === 'on-approval')),
      }
    })
  }
}
