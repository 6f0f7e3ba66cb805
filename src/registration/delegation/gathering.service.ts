import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { organizationKey, quotaKeyOf, type Delegation } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { gatherClaimants } from '../../delegations/focal-point.ts'
import type { DelegationId, MeetingId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Database } from '../../platform/database/database.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { guestFrom } from '../guest.ts'
import { Pools, type PoolRow } from '../places/pools.service.ts'
import { Seating } from '../places/seating.service.ts'
import type { Registration } from '../registration.entity.ts'
import { Registrations } from '../registrations.service.ts'
import { Standings, wishesOf } from '../standings.service.ts'
import { can } from '../states.ts'
import { Turns } from '../turns.service.ts'
import { OwnConfirmation } from './own-confirmation.service.ts'

/** Those who claimed it ($2 to $4) and are in no delegation, by what counts of them. */
const OUTSIDE = `
  FROM registration WHERE meeting_id = $1 AND delegation_id IS NULL AND state IN ('requested', 'confirmed')
   AND quota_constituency = $2
   AND CASE WHEN verified_constituency IS NULL THEN claimed_state ELSE verified_state END IS NOT DISTINCT FROM $3`

/**
 * Whoever registered for an organization before it had a delegation comes into it when it gets a focal point: who asked is
 * asked about, who was confirmed stays so. Nobody is verified by it, and nobody loses a place.
 */
@Injectable()
export class Gathering implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly meetings: Meetings,
    private readonly delegations: Delegations,
    private readonly turns: Turns,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly standings: Standings,
    private readonly registrations: Registrations,
    private readonly own: OwnConfirmation,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(gatherClaimants, async ({ delegation: id, person, by }) => {
      const meeting = await this.meetings.byId(await this.meetingOf(id))
      const delegation = await this.delegations.one(meeting.id, id)
      for (const registration of await this.outside(delegation)) await this.bring(meeting, delegation, registration)
      await this.own.confirm(meeting, id, person, by)
    })
  }

  private async meetingOf(delegation: DelegationId): Promise<MeetingId> {
    const [row] = await this.database.query<{ meeting_id: MeetingId }>(
      'SELECT meeting_id FROM delegation WHERE id = $1',
      [delegation],
    )
    return row!.meeting_id
  }

  /** However they spelled it. */
  private async outside({ meeting, constituency, state, organization }: Delegation): Promise<RegistrationId[]> {
    return this.database.transaction(async (tx) => {
      // Who is being registered at this moment has looked for the delegation and found none: they are waited for.
      await this.pools.reserve(tx, meeting)
      const claim = [meeting, constituency, state]
      const typed = await this.database.query<{ organization: string }>(
        `SELECT DISTINCT organization ${OUTSIDE}`,
        claim,
        tx,
      )
      const meant = typed.map((row) => row.organization).filter((each) => state || isCalled(organization, each))
      if (meant.length === 0) return []
      const found = await this.database.query<{ id: RegistrationId }>(
        `SELECT id ${OUTSIDE} AND organization = ANY ($4) ORDER BY submitted_at, id`,
        [...claim, meant],
        tx,
      )
      return found.map(({ id }) => id)
    })
  }

  /** One of them, unless they have changed whom they represent meanwhile. Again changes nothing. */
  private async bring(meeting: Meeting, delegation: Delegation, id: RegistrationId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.delegations.lock(tx, delegation.id)
      const found = await this.turns.byId(tx, meeting.id, id)
      if (!found || found.delegationId !== null || !can('join', found.state) || !claims(found, delegation)) return
      found.delegationId = delegation.id
      const guest = guestFrom(found, delegation)
      const days = (await this.standings.choices(id, tx)).map(({ day }) => day)
      await this.pools.ensureDelegation(tx, meeting.id, days, guest)
      const pools = await this.pools.lock(tx, meeting.id, days)
      await this.makeRoom(tx, pools, delegation, id)
      const choices = await this.standings.choices(id, tx)
      const asksFirst = this.registrations.asksFirst(meeting, found.state)
      await this.seating.seat(tx, pools, guest, wishesOf(choices), choices, asksFirst)
      await this.turns.finish(
        tx,
        found,
        { delegationId: delegation.id },
        { move: 'join', by: null, tell: false, data: { delegation: delegation.id } },
        pools,
      )
    })
  }

  /** In the delegation's own quotas, for each place that they hold without having been counted there. */
  private async makeRoom(
    tx: EntityManager,
    pools: readonly PoolRow[],
    delegation: Delegation,
    id: RegistrationId,
  ): Promise<void> {
    const held = new Set<string>(await this.pools.heldBy(tx, id))
    const queues = new Set(pools.filter((pool) => held.has(pool.id)).map(queueOf))
    await this.pools.widen(
      tx,
      pools.filter((pool) => pool.delegation === quotaKeyOf(delegation) && queues.has(queueOf(pool))),
    )
  }
}

const isCalled = (name: string, typed: string): boolean => organizationKey(typed) === organizationKey(name)

const queueOf = ({ day, mode, session }: PoolRow): string => [day, mode, session].join(' ')

/** Whether somebody claims this delegation, or is proved to be of it. */
const claims = (registration: Registration, { constituency, state, organization }: Delegation): boolean =>
  registration.quotaConstituency === constituency &&
  (state
    ? (registration.verifiedConstituency ? registration.verifiedState : registration.claimedState) === state
    : isCalled(organization, registration.organization))
