import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { Delegation } from '../../delegations/delegation.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import type { RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { guestFrom } from '../guest.ts'
import { Pools } from '../places/pools.service.ts'
import { Seating } from '../places/seating.service.ts'
import { Succession } from '../places/succession.service.ts'
import type { Registration } from '../registration.entity.ts'
import { Standings } from '../standings.service.ts'
import { can, mustBeAble } from '../states.ts'
import { Turns, type Patch } from '../turns.service.ts'
import { SUSPENDED } from '../verification.ts'
import { atField, DelegationTurns, mustBeFreeFor, type Actor } from './delegation-turns.service.ts'
import type { Successor } from './nomination.ts'

/** One person for another in a delegation, at any time before the end. */
@Injectable()
export class Replacements {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly commands: DelegationTurns,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly succession: Succession,
    private readonly standings: Standings,
    private readonly turns: Turns,
  ) {}

  /**
   * Puts somebody in another's place, at any time before the end: seats, quota, order and position in line pass in one
   * transaction, and the one before has nothing of them any more. Sent twice, it replaces once.
   * @throws MoveNotOpen when somebody else replaced them first; InvalidInput, NotFound, Forbidden
   */
  async replace(
    meeting: Meeting,
    delegation: Delegation,
    by: Actor,
    id: RegistrationId,
    nominee: Successor,
    submission: string,
  ): Promise<RegistrationId> {
    return this.database.transaction(async (tx) => {
      await this.commands.begin(tx, meeting, delegation, by)
      const again = await this.commands.bySubmission(tx, meeting.id, submission)
      if (again) return again
      const person = await this.commands.personOf(tx, nominee, by)
      const successorId = await this.commands.ensureRegistration(tx, meeting.id, person, nominee.language)
      if (successorId === id) return id
      const taken = new Map<string, Registration | null>()
      for (const each of [id, successorId].sort())
        taken.set(each, await this.turns.byId(tx, meeting.id, each as RegistrationId))
      const [before, after] = [taken.get(id), taken.get(successorId)]
      if (before?.delegationId !== delegation.id || !after) throw new NotFound()
      if (before.replacedBy === successorId) return successorId
      mustBeAble('replace', before.state)
      mustBeFreeFor(delegation, after)
      if (!can('succeed', after.state)) throw atField('/email', 'delegation.person.already')
      await this.pass(tx, meeting, by, before, after, nominee, submission)
      return successorId
    })
  }

  private async pass(
    tx: EntityManager,
    meeting: Meeting,
    by: Actor,
    before: Registration,
    after: Registration,
    nominee: Successor,
    submission: string,
  ): Promise<void> {
    const now = this.clock.now()
    const own = daysOf(await this.standings.choices(after.id, tx))
    const passed = daysOf(await this.standings.choices(before.id, tx))
    const pools = await this.pools.lock(tx, meeting.id, [...new Set([...own, ...passed])])
    if (own.length) await this.seating.release(tx, pools, guestFrom(after))
    await this.succession.pass(tx, before.id, after.id)
    const inherited: Patch = {
      state: before.state,
      late: before.late,
      organization: before.organization,
      claimedConstituency: before.claimedConstituency,
      claimedState: before.claimedState,
      verifiedConstituency: before.verifiedConstituency,
      verifiedState: before.verifiedState,
      verifiedAt: before.verifiedAt && now,
      delegationId: before.delegationId,
      delegationRole: before.delegationRole,
      delegationRank: before.delegationRank,
      endorsedAt: before.endorsedAt,
      endorsedBy: before.endorsedBy,
    }
    const left = {
      ...SUSPENDED,
      state: 'withdrawn',
      delegationRole: null,
      delegationRank: null,
      replacedBy: after.id,
    } as const
    const data = { successor: after.id, predecessor: before.id }
    await this.turns.finish(tx, before, left, { move: 'replace', by: by.person, tell: true, data })
    await this.turns.finish(
      tx,
      after,
      {
        ...inherited,
        draft: {},
        replacedBy: null,
        jobTitle: nominee.jobTitle || after.jobTitle,
        language: nominee.language,
        nominatedBy: by.person,
        nominatedAt: now,
        submissionId: submission,
        submittedAt: now,
      },
      { move: 'succeed', by: by.person, tell: true, data },
      pools,
    )
  }
}

const daysOf = (days: readonly { day: string }[]): string[] => days.map(({ day }) => day)
