import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { StateId } from '../delegations/state.ts'
import { InvalidInput, NotFound } from '../kernel/domain-error.ts'
import type { PersonId, RegistrationId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { checkClaim } from './draft.ts'
import { Pools } from './pools.service.ts'
import type { Registration } from './registration.entity.ts'
import { guestFrom } from './guest.ts'
import { Seating, type ChoiceRow } from './seating.service.ts'
import { Standings, wishesOf } from './standings.service.ts'
import { mustBeAble } from './states.ts'
import { Turns } from './turns.service.ts'

/** What an organiser does with registrations; each is one transaction and can be repeated. */
@Injectable()
export class Review {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly standings: Standings,
    private readonly turns: Turns,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a claim a fact, as it was claimed or corrected; what it opens is open at once. Days that waited for approval
   * get their place, or their place in line.
   * @throws NotFound, InvalidInput, MoveNotOpen
   */
  async verify(
    meeting: Meeting,
    registration: RegistrationId,
    by: PersonId,
    fact?: { constituency: ConstituencyId; state?: StateId | null },
    why = '',
  ): Promise<void> {
    await this.command(meeting, registration, async (tx, found, choices) => {
      mustBeAble('verify', found.state)
      const { value: claim, problems } = checkClaim(
        {
          constituency: fact?.constituency ?? found.claimedConstituency ?? '',
          state: fact ? (fact.state ?? null) : found.claimedState,
          organization: found.organization || '–',
        },
        meeting,
      )
      if (problems) throw new InvalidInput({ fields: problems })
      const same = found.verifiedConstituency === claim.constituency && found.verifiedState === claim.state
      if (found.state === 'confirmed' && same && !choices.some((choice) => choice.state === 'requested')) return

      const guest = guestFrom(found, claim)
      await this.pools.ensureDelegation(tx, meeting.id, daysOf(choices), guest)
      const pools = await this.pools.lock(tx, meeting.id, daysOf(choices))
      const now = await this.standings.choices(found.id, tx)
      const shut = meeting.days.filter((day) => day.openTo.length && !day.openTo.includes(claim.constituency))
      const dropped = new Set(shut.map((day) => day.date.toString()))
      await this.seating.drop(tx, pools, guest, [...dropped])
      const wishes = wishesOf(now).filter((wish) => !dropped.has(wish.day))
      await this.seating.seat(tx, pools, guest, wishes, now, () => false)
      await this.turns.finish(
        tx,
        found,
        {
          state: 'confirmed',
          late: false,
          claimedConstituency: claim.constituency,
          claimedState: claim.state,
          verifiedConstituency: claim.constituency,
          verifiedState: claim.state,
          verifiedAt: this.clock.now(),
        },
        {
          move: 'verify',
          by,
          why,
          tell: true,
          data: { constituency: claim.constituency, claimed: found.claimedConstituency },
        },
        pools,
      )
    })
  }

  /**
   * Refuses a registration; its places go to those in line.
   * @throws NotFound, MoveNotOpen
   */
  async decline(meeting: Meeting, registration: RegistrationId, by: PersonId, why = ''): Promise<void> {
    await this.command(meeting, registration, async (tx, found, choices) => {
      if (found.state === 'declined') return
      mustBeAble('decline', found.state)
      const pools = await this.pools.lock(tx, meeting.id, daysOf(choices))
      await this.seating.release(tx, pools, guestFrom(found))
      const patch = { state: 'declined', verifiedConstituency: null, verifiedState: null, verifiedAt: null } as const
      await this.turns.finish(tx, found, patch, { move: 'decline', by, why, tell: true }, pools)
    })
  }

  private async command(
    meeting: Meeting,
    registration: RegistrationId,
    work: (tx: EntityManager, found: Registration, choices: ChoiceRow[]) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const found = await this.turns.byId(tx, meeting.id, registration)
      if (!found || found.state === 'draft') throw new NotFound()
      await work(tx, found, await this.standings.choices(found.id, tx))
    })
  }
}

const daysOf = (days: readonly { day: string }[]): string[] => days.map(({ day }) => day)
