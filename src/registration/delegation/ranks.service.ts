import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { Delegation, DelegationRole } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { Forbidden, InvalidInput } from '../../kernel/domain-error.ts'
import type { DelegationId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Pools } from '../places/pools.service.ts'
import { WaitingList } from '../places/waiting-list.service.ts'
import { endOfMeeting } from '../windows.ts'
import { deadlinesOf, moved, mustHaveOneHead, numbered, type Ranked } from './nomination.ts'
import type { Actor } from './delegation-turns.service.ts'

/** The order of a delegation: head, representatives, alternates, advisers; its own positions in a queue follow it. */
@Injectable()
export class Ranks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly delegations: Delegations,
    private readonly focalPoints: FocalPoints,
    private readonly pools: Pools,
    private readonly line: WaitingList,
  ) {}

  /** Who is in a delegation, confirmed by it or by the secretariat; all of them have a place in its order, or are given one. */
  async of(delegation: DelegationId, tx?: EntityManager): Promise<Ranked[]> {
    return this.database.query<Ranked>(
      `SELECT id, delegation_role AS role, delegation_rank AS rank FROM registration
        WHERE delegation_id = $1 AND (state = 'confirmed' OR state = 'requested'
          AND (endorsed_at IS NOT NULL OR delegation_rank IS NOT NULL)) ORDER BY id`,
      [delegation],
      tx,
    )
  }

  /** The rank of who comes last. */
  async next(tx: EntityManager, delegation: DelegationId): Promise<number> {
    return (await this.of(delegation, tx)).reduce((last, { rank }) => Math.max(last, rank ?? 0), 0) + 1
  }

  /**
   * Whether the delegation can have one more of that role: it has one head. Before pools are locked.
   * @throws InvalidInput at `/role`
   */
  async mustTake(
    tx: EntityManager,
    { id }: Delegation,
    registration: RegistrationId,
    role: DelegationRole,
  ): Promise<void> {
    if (role === 'head') await this.delegations.lockHead(tx, id)
    const others = (await this.of(id, tx)).filter((each) => each.id !== registration)
    mustHaveOneHead([...others, { id: registration, role, rank: null }], () => '/role')
  }

  /** Closes the gaps, after somebody came. The delegation is locked. */
  async renumber(tx: EntityManager, delegation: DelegationId): Promise<void> {
    const before = await this.of(delegation, tx)
    await this.write(tx, before, numbered(before))
  }

  /**
   * Gives roles, and the order within each as it was. Again changes nothing.
   * @throws InvalidInput when two would be head, or after the deadline; Forbidden
   */
  async assign(
    meeting: Meeting,
    delegation: Delegation,
    by: Actor,
    roles: ReadonlyMap<string, DelegationRole>,
    pointerOf: (id: string) => string,
  ): Promise<void> {
    await this.arrange(meeting, delegation, by, (people) => {
      const given = people.map((each) => ({ ...each, role: roles.get(each.id) ?? each.role }))
      mustHaveOneHead(given, ({ id }) => pointerOf(id))
      return numbered(given)
    })
  }

  /** One step up or down among those of the same role. */
  async move(meeting: Meeting, delegation: Delegation, by: Actor, id: string, step: 'up' | 'down'): Promise<void> {
    await this.arrange(meeting, delegation, by, (people) => moved(people, id, step))
  }

  private async arrange(
    meeting: Meeting,
    delegation: Delegation,
    by: Actor,
    change: (people: readonly Ranked[]) => Ranked[],
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.delegations.lock(tx, delegation.id)
      if (by.as === 'focal-point' && !(await this.focalPoints.isOne(delegation.id, by.person, tx)))
        throw new Forbidden()
      await this.pools.share(tx, meeting.id)
      await this.delegations.lockHead(tx, delegation.id)
      // The queues follow the order, so their pools come before the rows.
      await this.pools.lock(
        tx,
        meeting.id,
        meeting.days.map(({ date }) => date.toString()),
      )
      const before = await this.of(delegation.id, tx)
      const after = change(before)
      if (!changes(before, after).length) return
      const { confirm } = deadlinesOf(meeting.registration, endOfMeeting(meeting.days, meeting.timeZone))
      if (by.as === 'focal-point' && Temporal.Instant.compare(this.clock.now(), confirm) >= 0)
        throw new InvalidInput({ fields: [{ pointer: '', message: 'delegation.confirm.closed' }] })
      await this.write(tx, before, after)
      await this.audit.write(tx, 'delegation.ordered', {
        actor: by.person,
        meeting: meeting.id,
        subject: delegation.id,
        data: { order: after.map(({ id, role }) => ({ id, role })) },
      })
      await this.line.followOrder(tx, delegation.id)
    })
  }

  /** In order of id, as all locks of registrations. */
  private async write(tx: EntityManager, before: readonly Ranked[], after: readonly Ranked[]): Promise<void> {
    for (const { id, role, rank } of changes(before, after))
      await this.database.query(
        'UPDATE registration SET delegation_role = $2, delegation_rank = $3 WHERE id = $1',
        [id, role, rank],
        tx,
      )
  }
}

const changes = (before: readonly Ranked[], after: readonly Ranked[]): Ranked[] =>
  after
    .filter(({ id, role, rank }) => !before.some((each) => each.id === id && each.role === role && each.rank === rank))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
