import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { Delegation } from '../../delegations/delegation.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import type { RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { checkWishes } from '../form/draft.ts'
import { guestFrom } from '../guest.ts'
import { Pools } from '../places/pools.service.ts'
import { Seating } from '../places/seating.service.ts'
import { WaitingList } from '../places/waiting-list.service.ts'
import type { Wish } from '../registration.ts'
import type { Registration } from '../registration.entity.ts'
import { Standings, wishesOf } from '../standings.service.ts'
import { can, mustBeAble, type Move } from '../states.ts'
import { Turns, type Patch } from '../turns.service.ts'
import { byFocalPoint, needsVerification, SUSPENDED } from '../verification.ts'
import { DelegationTurns, mustBeFreeFor, type Actor } from './delegation-turns.service.ts'
import { claimOfDelegation, type Nominee } from './nomination.ts'
import { Ranks } from './ranks.service.ts'

/** What a focal point does about the people of their own delegation: each is one transaction and can be repeated. */
@Injectable()
export class Nominations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly commands: DelegationTurns,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly line: WaitingList,
    private readonly standings: Standings,
    private readonly turns: Turns,
    private readonly ranks: Ranks,
  ) {}

  /**
   * Names somebody: a place for each day, or one in line, or online. Who asked to join is confirmed by it. `submission` is
   * of one row of one form: sent twice, it names once.
   * @throws InvalidInput after the deadline, or when they take part for somebody else; Forbidden
   */
  async nominate(
    meeting: Meeting,
    delegation: Delegation,
    by: Actor,
    nominee: Nominee,
    submission: string,
  ): Promise<RegistrationId> {
    return this.database.transaction(async (tx) => {
      await this.commands.begin(tx, meeting, delegation, by)
      const again = await this.commands.bySubmission(tx, meeting.id, submission)
      if (again) return again
      this.commands.mustBeBefore('nominate', meeting, by)
      const person = await this.commands.personOf(tx, nominee, by)
      await this.commands.ensureRegistration(tx, meeting.id, person, nominee.language)
      const registration = (await this.turns.own(tx, meeting.id, person))!
      mustBeFreeFor(delegation, registration)
      if (!can('nominate', registration.state)) return registration.id
      await this.ranks.mustTake(tx, delegation, registration.id, nominee.role)
      const now = this.clock.now()
      await this.take(tx, meeting, delegation, registration, {
        by,
        move: 'nominate',
        wishes: nominee.wishes,
        patch: {
          draft: {},
          late: false,
          jobTitle: nominee.jobTitle || registration.jobTitle,
          language: registration.state === 'requested' ? registration.language : nominee.language,
          nominatedBy: by.person,
          nominatedAt: now,
          submissionId: submission,
          delegationRole: nominee.role,
          submittedAt: registration.submittedAt ?? now,
        },
      })
      return registration.id
    })
  }

  /**
   * Confirms who asked to join: a fact at once, or the first of two steps where the secretariat checks too.
   * @throws InvalidInput after the deadline, MoveNotOpen, NotFound, Forbidden
   */
  async confirm(meeting: Meeting, delegation: Delegation, by: Actor, id: RegistrationId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.commands.begin(tx, meeting, delegation, by)
      const registration = await this.commands.member(tx, meeting, delegation, id)
      if (registration.state === 'confirmed' || registration.endorsedAt) return
      this.commands.mustBeBefore('confirm', meeting, by)
      const verifies = this.verifies(meeting, delegation, by) && !registration.late
      const move = verifies ? 'verify' : 'endorse'
      mustBeAble(move, registration.state)
      const wishes = wishesOf(await this.standings.choices(registration.id, tx))
      await this.take(tx, meeting, delegation, registration, {
        by,
        move,
        wishes,
        patch: { late: registration.late, delegationRole: registration.delegationRole ?? 'representative' },
      })
    })
  }

  /**
   * Changes how somebody attends; days that are not named stay as they are, and what they hold is never lost by asking.
   * @throws InvalidInput, MoveNotOpen, NotFound, Forbidden
   */
  async choose(
    meeting: Meeting,
    delegation: Delegation,
    by: Actor,
    id: RegistrationId,
    wishes: readonly Wish[],
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.commands.begin(tx, meeting, delegation, by)
      const registration = await this.commands.member(tx, meeting, delegation, id)
      mustBeAble('choose', registration.state)
      const before = wishesOf(await this.standings.choices(id, tx))
      const today = this.clock.now().toZonedDateTimeISO(meeting.timeZone).toPlainDate()
      const rest = before.filter((wish) => !wishes.some(({ day }) => day === wish.day))
      const { value, problems } = checkWishes([...rest, ...wishes], meeting, delegation.constituency, today, before)
      if (problems) throw new InvalidInput({ fields: problems })
      const changed = value.filter(({ day, mode }) => before.find((wish) => wish.day === day)?.mode !== mode)
      if (changed.length === 0) return
      const days = [...new Set([...daysOf(before), ...daysOf(changed)])]
      const guest = guestFrom(registration)
      await this.pools.ensureDelegation(tx, meeting.id, days, guest)
      const pools = await this.pools.lock(tx, meeting.id, days)
      const choices = await this.standings.choices(id, tx)
      const asks = registration.state !== 'confirmed'
      await this.seating.seat(
        tx,
        pools,
        guest,
        changed,
        choices,
        (_mode, of) => asks && of.some((pool) => pool.gives === 'on-approval'),
      )
      const data = { days: changed.map(({ day, mode }) => ({ day, mode })) }
      await this.turns.finish(tx, registration, {}, { move: 'choose', by: by.person, tell: true, data }, pools)
    })
  }

  /** Declines who asked to join, with a reason that they read. Again changes nothing. */
  async decline(meeting: Meeting, delegation: Delegation, by: Actor, id: RegistrationId, why: string): Promise<void> {
    await this.leave(meeting, delegation, by, id, 'decline', why)
  }

  /** Takes somebody out of the delegation; their places go to those in line. Again changes nothing. */
  async remove(meeting: Meeting, delegation: Delegation, by: Actor, id: RegistrationId, why = ''): Promise<void> {
    await this.leave(meeting, delegation, by, id, 'withdraw', why)
  }

  private async leave(
    meeting: Meeting,
    delegation: Delegation,
    by: Actor,
    id: RegistrationId,
    move: 'decline' | 'withdraw',
    why: string,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.commands.begin(tx, meeting, delegation, by)
      const registration = await this.commands.member(tx, meeting, delegation, id)
      const state = move === 'decline' ? 'declined' : 'withdrawn'
      if (registration.state === state) return
      mustBeAble(move, registration.state)
      const days = daysOf(await this.standings.choices(id, tx))
      const pools = await this.pools.lock(tx, meeting.id, days)
      await this.seating.release(tx, pools, guestFrom(registration))
      const patch = {
        ...SUSPENDED,
        state,
        delegationRole: null,
        delegationRank: null,
      } as const
      await this.turns.finish(tx, registration, patch, { move, by: by.person, why, tell: true }, pools)
    })
  }

  /** Whether the word of this actor makes a fact, or the secretariat checks after it. */
  verifies({ registration }: Pick<Meeting, 'registration'>, { constituency }: Delegation, by: Actor): boolean {
    return (
      by.as === 'organiser' ||
      byFocalPoint(registration, constituency) === 'alone' ||
      !needsVerification(registration, constituency)
    )
  }

  private async take(
    tx: EntityManager,
    meeting: Meeting,
    delegation: Delegation,
    registration: Registration,
    { by, move, wishes, patch }: { by: Actor; move: Move; wishes: readonly Wish[]; patch: Patch },
  ): Promise<void> {
    const now = this.clock.now()
    const claim = claimOfDelegation(delegation)
    const verified = this.verifies(meeting, delegation, by) && !patch.late
    const rank = registration.delegationRank ?? (await this.ranks.next(tx, delegation.id))
    registration.delegationId = delegation.id
    const guest = guestFrom(registration, claim)
    const days = [...new Set([...daysOf(await this.standings.choices(registration.id, tx)), ...daysOf(wishes)])]
    await this.pools.ensureDelegation(tx, meeting.id, days, guest)
    const pools = await this.pools.lock(tx, meeting.id, days)
    const choices = await this.standings.choices(registration.id, tx)
    await this.seating.seat(
      tx,
      pools,
      guest,
      wishes,
      choices,
      (_mode, of) => Boolean(patch.late) || (!verified && of.some((pool) => pool.gives === 'on-approval')),
    )
    await this.turns.finish(
      tx,
      registration,
      {
        ...patch,
        ...(verified
          ? {
              state: 'confirmed',
              verifiedConstituency: claim.constituency,
              verifiedState: claim.state,
              verifiedAt: now,
            }
          : { ...SUSPENDED }),
        organization: claim.organization,
        claimedConstituency: claim.constituency,
        claimedState: claim.state,
        delegationId: delegation.id,
        delegationRank: rank,
        endorsedAt: now,
        endorsedBy: by.person,
      },
      { move, by: by.person, tell: true, data: { delegation: delegation.id } },
      pools,
    )
    await this.ranks.renumber(tx, delegation.id)
    await this.line.followOrder(tx, delegation.id)
  }
}

const daysOf = (days: readonly { day: string }[]): string[] => days.map(({ day }) => day)
