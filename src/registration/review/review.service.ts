import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { StateId } from '../../delegations/state.ts'
import { ChangedMeanwhile, InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import type { PersonId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { checkClaim } from '../form/draft.ts'
import { Memberships } from '../delegation/memberships.service.ts'
import { Pools } from '../places/pools.service.ts'
import type { Registration } from '../registration.entity.ts'
import { guestFrom } from '../guest.ts'
import type { ChoiceRow } from '../places/choices.service.ts'
import { Seating } from '../places/seating.service.ts'
import { Standings, wishesOf } from '../standings.service.ts'
import { mustBeAble } from '../states.ts'
import { Turns } from '../turns.service.ts'

/** The change of a registration that somebody saw last: a decision on an older one is refused. */
export type Seen = string

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
    private readonly memberships: Memberships,
  ) {}

  /**
   * Makes a claim a fact, as it was claimed or corrected; what it opens is open at once. Days that waited for approval
   * get their place, or their place in line. With `seen`, what has changed since is not decided on unseen; `within` makes it
   * part of a transaction of the caller.
   * @throws NotFound, InvalidInput, MoveNotOpen, ChangedMeanwhile
   */
  async verify(
    meeting: Meeting,
    registration: RegistrationId,
    by: PersonId,
    fact?: { constituency: ConstituencyId; state?: StateId | null },
    why = '',
    seen?: Seen,
    within?: EntityManager,
  ): Promise<void> {
    await this.command(meeting, registration, within, async (tx, found, choices) => {
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
      await this.mustBeAsSeen(tx, found.id, seen)

      const joined = await this.memberships.enter(tx, found, { ...claim, organization: found.organization })
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
          ...joined,
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
   * @throws NotFound, MoveNotOpen, ChangedMeanwhile
   */
  async decline(meeting: Meeting, registration: RegistrationId, by: PersonId, why = '', seen?: Seen): Promise<void> {
    await this.command(meeting, registration, undefined, async (tx, found, choices) => {
      if (found.state === 'declined') return
      mustBeAble('decline', found.state)
      await this.mustBeAsSeen(tx, found.id, seen)
      const pools = await this.pools.lock(tx, meeting.id, daysOf(choices))
      await this.seating.release(tx, pools, guestFrom(found))
      const patch = { state: 'declined', verifiedConstituency: null, verifiedState: null, verifiedAt: null } as const
      await this.turns.finish(tx, found, patch, { move: 'decline', by, why, tell: true }, pools)
    })
  }

  /** The last change of a registration, to be handed back with a decision on it. */
  async lastChange(registration: RegistrationId, tx?: EntityManager): Promise<Seen> {
    const [last] = await this.database.query<{ number: string }>(
      'SELECT coalesce(max(number), 0) AS number FROM registration_change WHERE registration_id = $1',
      [registration],
      tx,
    )
    return last!.number
  }

  private async mustBeAsSeen(tx: EntityManager, registration: RegistrationId, seen: Seen | undefined): Promise<void> {
    if (seen !== undefined && (await this.lastChange(registration, tx)) !== seen) throw new ChangedMeanwhile()
  }

  private async command(
    meeting: Meeting,
    registration: RegistrationId,
    within: EntityManager | undefined,
    work: (tx: EntityManager, found: Registration, choices: ChoiceRow[]) => Promise<void>,
  ): Promise<void> {
    const inTurn = async (tx: EntityManager): Promise<void> => {
      const found = await this.turns.byId(tx, meeting.id, registration)
      if (!found || found.state === 'draft') throw new NotFound()
      await work(tx, found, await this.standings.choices(found.id, tx))
    }
    await (within ? inTurn(within) : this.database.transaction(inTurn))
  }
}

const daysOf = (days: readonly { day: string }[]): string[] => days.map(({ day }) => day)
