import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { ChangedMeanwhile, InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import type { MeetingId, PersonId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { People, type PersonView } from '../../people/people.service.ts'
import { Database } from '../../platform/database/database.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { Memberships } from '../delegation/memberships.service.ts'
import { claimOf } from '../guest.ts'
import { Extras } from '../places/extras.service.ts'
import { Pools, type PoolRow } from '../places/pools.service.ts'
import { Seating } from '../places/seating.service.ts'
import type { Guest } from '../places/waiting-list.service.ts'
import { Registration } from '../registration.entity.ts'
import type { Standing } from '../standing.ts'
import { Standings, wishesOf } from '../standings.service.ts'
import { mustBeAble } from '../states.ts'
import { Turns, type Patch } from '../turns.service.ts'
import { factsFrom, keepsFirst, mergedDays, type MergeDay, type MergedDay, type MergeSide } from './merge.ts'
import { Review, type Seen } from './review.service.ts'

/** Tells whoever registered twice which of the two registrations is kept, and how to sign in to it. */
export const tellMerged = defineJob<{ registration: RegistrationId; address: 'leads-on' | 'closed' }>(
  'registration.absorb',
)

/** What a merger would do, before it is done. */
export interface MergePreview {
  /** The two as they are, the kept one first. */
  kept: RegistrationId
  other: RegistrationId
  days: readonly MergedDay[]
  /** Whose verified claim counts. */
  facts: 'kept' | 'other'
  /** Whether signing in with the other's address will lead to the kept registration. */
  aliases: boolean
  seen: Readonly<Record<string, Seen>>
}

/** Whose two registrations of a meeting have become one. */
export interface Merged {
  meeting: MeetingId
  kept: PersonId
  other: PersonId
  by: PersonId
}

interface Half {
  registration: Registration
  side: MergeSide
  who: PersonView | undefined
}

/** Makes two registrations of one person one: the better place of each day, the proven facts, in one transaction. */
@Injectable()
export class Merging {
  private readonly alsoPass: ((tx: EntityManager, merged: Merged) => Promise<void>)[] = []

  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly pools: Pools,
    private readonly seating: Seating,
    private readonly extras: Extras,
    private readonly standings: Standings,
    private readonly turns: Turns,
    private readonly review: Review,
    private readonly jobs: Jobs,
    private readonly memberships: Memberships,
  ) {}

  /** Says what else goes over to who is kept, in the same transaction. Call in `onModuleInit`. */
  whenMerged(pass: (tx: EntityManager, merged: Merged) => Promise<void>): void {
    this.alsoPass.push(pass)
  }

  /**
   * What merging two would do. Without `keep`, the one with the proven address stays, then the confirmed, then the earlier.
   * @throws NotFound, MoveNotOpen
   */
  async preview(meeting: Meeting, one: string, two: string, keep?: string): Promise<MergePreview> {
    if (one === two) throw new NotFound()
    const find = async (id: string): Promise<Registration> => {
      const found = await this.database.manager
        .findOneBy(Registration, { id: id as RegistrationId, meetingId: meeting.id })
        .catch(() => null)
      if (!found || found.state === 'draft') throw new NotFound()
      mustBeAble('merge', found.state)
      return found
    }
    const [a, b] = await Promise.all([this.half(await find(one)), this.half(await find(two))])
    const keepsA = keep ? keep === a.registration.id : keepsFirst(a.side, b.side)
    const [kept, other] = keepsA ? [a, b] : [b, a]
    const [seenKept, seenOther] = await Promise.all([
      this.review.lastChange(kept.registration.id),
      this.review.lastChange(other.registration.id),
    ])
    return {
      kept: kept.registration.id,
      other: other.registration.id,
      days: mergedDays(kept.side.days, other.side.days),
      facts: factsFrom(kept.side, other.side),
      aliases: await this.mayAlias(kept, other),
      seen: { [kept.registration.id]: seenKept, [other.registration.id]: seenOther },
    }
  }

  /**
   * Merges: what is held passes to the kept registration without being given back in between, so that nobody takes it and
   * no pool miscounts; what is left over goes to those in line. The other registration is closed, and its person told
   * where to go. Done again, it changes nothing.
   * @throws NotFound, MoveNotOpen, ChangedMeanwhile
   */
  async merge(
    meeting: Meeting,
    keep: RegistrationId,
    absorb: RegistrationId,
    by: PersonId,
    seen?: Readonly<Record<string, Seen>>,
  ): Promise<void> {
    if (keep === absorb) throw new InvalidInput()
    await this.database.transaction(async (tx) => {
      const found = new Map<RegistrationId, Registration>()
      for (const id of [keep, absorb].sort()) {
        const registration = await this.turns.byId(tx, meeting.id, id)
        if (!registration || registration.state === 'draft') throw new NotFound()
        found.set(id, registration)
      }
      const [kept, other] = [found.get(keep)!, found.get(absorb)!]
      if (other.mergedInto === keep) return
      mustBeAble('merge', kept.state)
      mustBeAble('absorb', other.state)
      for (const id of [keep, absorb])
        if (seen?.[id] !== undefined && (await this.review.lastChange(id, tx)) !== seen[id])
          throw new ChangedMeanwhile()
      await this.make(tx, meeting, kept, other, by)
    })
  }

  private async make(
    tx: EntityManager,
    meeting: Meeting,
    kept: Registration,
    other: Registration,
    by: PersonId,
  ): Promise<void> {
    const dates = meeting.days.map(({ date }) => date.toString())
    const before = [await this.half(kept, tx), await this.half(other, tx)] as const
    const facts = factsFrom(before[0].side, before[1].side)
    const { delegationId } = await this.memberships.enter(tx, { ...kept }, claimOf(facts === 'kept' ? kept : other))
    const patch = mergedFacts(kept, other, facts, delegationId)
    const guest = guestAfter(kept, patch)
    await this.pools.ensureDelegation(tx, meeting.id, dates, guest)
    const pools = await this.pools.lock(tx, meeting.id, dates)
    // Read again, now that nobody else can change them.
    const [own, theirs] = [await this.half(kept, tx), await this.half(other, tx)]
    const days = mergedDays(own.side.days, theirs.side.days)
    for (const day of days) await this.pass(tx, pools, kept.id, other.id, day, guest)
    await this.align(tx, pools, kept, other, guest)
    await this.seating.release(tx, pools, guestOf(other))

    const aliases =
      (await this.mayAlias(own, theirs, tx)) && (await this.people.alias(tx, other.personId, kept.personId))
    const data = { days: days.filter(({ from }) => from === 'other').map(({ day }) => day), facts }
    await this.turns.finish(
      tx,
      other,
      {
        state: 'withdrawn',
        mergedInto: kept.id,
        verifiedConstituency: null,
        verifiedState: null,
        verifiedAt: null,
        delegationId: null,
        delegationRole: null,
        delegationRank: null,
      },
      { move: 'absorb', by, tell: false, data: { into: kept.id } },
    )
    await this.turns.finish(
      tx,
      kept,
      patch,
      { move: 'merge', by, tell: true, data: { ...data, absorbed: other.id, aliases } },
      pools,
    )
    for (const pass of this.alsoPass)
      await pass(tx, { meeting: meeting.id, kept: kept.personId, other: other.personId, by })
    await this.jobs.send(
      tx,
      tellMerged,
      { registration: other.id, address: aliases ? 'leads-on' : 'closed' },
      { cause: `${other.id} ${kept.id}` },
    )
  }

  /** Hands a day of the other registration over, or its place online where the kept one waits for the room. */
  private async pass(
    tx: EntityManager,
    pools: PoolRow[],
    kept: RegistrationId,
    other: RegistrationId,
    { day, from, withOnline }: MergedDay,
    guest: Guest,
  ): Promise<void> {
    const ofDay = pools.filter((pool) => pool.day === day)
    // Places online in sessions are not what is asked for here: they go with who asked for them.
    const online = ofDay.filter((pool) => pool.mode === 'online' && pool.session === null)
    const moves = (which: readonly PoolRow[]) =>
      this.database.query(
        'UPDATE place SET registration_id = $1 WHERE registration_id = $2 AND pool_id = ANY ($3::uuid[])',
        [kept, other, which.map((pool) => pool.id)],
        tx,
      )
    if (from === 'other') {
      await this.pools.giveBackOf(
        tx,
        kept,
        ofDay.filter((pool) => !(withOnline && online.includes(pool))),
      )
      for (const table of ['waiting_entry', 'extra_choice', 'day_choice'])
        await this.database.query(`DELETE FROM ${table} WHERE registration_id = $1 AND day = $2`, [kept, day], tx)
      await moves(ofDay)
      for (const table of ['day_choice', 'extra_choice'])
        await this.database.query(
          `UPDATE ${table} SET registration_id = $1 WHERE registration_id = $2 AND day = $3`,
          [kept, other, day],
          tx,
        )
      await this.database.query(
        `UPDATE waiting_entry SET registration_id = $1, constituency = $4, delegation = $5
          WHERE registration_id = $2 AND day = $3`,
        [kept, other, day, guest.constituency ?? '', guest.delegation ?? ''],
        tx,
      )
    } else if (withOnline) await moves(online)
    if (!withOnline) return
    await this.database.query(
      `UPDATE day_choice SET held = 'online', meanwhile = true WHERE registration_id = $1 AND day = $2`,
      [kept, day],
      tx,
    )
    await this.extras.follow(tx, pools, guest, { day, held: 'online' })
  }

  /** Where the quotas that apply are not those under which the places were given, brings the places in line with them. */
  private async align(
    tx: EntityManager,
    pools: PoolRow[],
    kept: Registration,
    other: Registration,
    guest: Guest,
  ): Promise<void> {
    const same = ({ quotaConstituency, quotaDelegation }: Registration) =>
      quotaConstituency === guest.constituency && quotaDelegation === guest.delegation
    if (same(kept) && same(other)) return
    const now = await this.standings.choices(kept.id, tx)
    const of = (days: typeof now) => wishesOf(now).filter(({ day }) => days.some((each) => each.day === day))
    const settled = now.filter(({ state }) => SETTLED.has(state))
    await this.seating.seat(tx, pools, guest, of(settled), now, () => false)
    // What is kept until a request is granted counts too; the request stays one.
    const asking = now.filter(({ state, held }) => state === 'requested' && held)
    await this.seating.seat(tx, pools, guest, of(asking), now, () => true)
  }

  /** Only of two who have proven an address each and have nothing else here: an address opens no more than before. */
  private async mayAlias(kept: Half, other: Half, tx?: EntityManager): Promise<boolean> {
    if (!kept.side.proved || !other.side.proved) return false
    const [row] = await this.database.query<{ free: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM registration WHERE person_id IN ($1, $2) AND id NOT IN ($3, $4))
          AND NOT EXISTS (SELECT FROM role WHERE person_id IN ($1, $2)) AS free`,
      [kept.registration.personId, other.registration.personId, kept.registration.id, other.registration.id],
      tx,
    )
    return row!.free
  }

  private async half(registration: Registration, tx?: EntityManager): Promise<Half> {
    const [standing, choices, who, [identity]] = [
      await this.standings.one(registration, tx),
      await this.standings.choices(registration.id, tx),
      await this.people.byId(registration.personId, tx),
      await this.database.query<{ proved: boolean }>(
        'SELECT proved_at IS NOT NULL AND email IS NOT NULL AS proved FROM identity WHERE person_id = $1',
        [registration.personId],
        tx,
      ),
    ]
    return {
      registration,
      who,
      side: {
        state: registration.state,
        proved: identity?.proved ?? false,
        verified: registration.verifiedConstituency !== null,
        submittedAt: registration.submittedAt!,
        days: choices.map((choice): MergeDay => ({ ...choice, ...rankOf(standing, choice.day) })),
      },
    }
  }
}

/** What has a place or a place in line already; a request is not granted by merging. */
const SETTLED: ReadonlySet<string> = new Set(['held', 'waiting', 'offered'])

const rankOf = (standing: Standing, day: string): { rank?: number } => {
  const rank = standing.days.find((each) => each.day === day)?.rank
  return rank === undefined ? {} : { rank }
}

const guestOf = ({ id, meetingId, quotaConstituency, quotaDelegation }: Registration): Guest => ({
  id,
  meeting: meetingId,
  constituency: quotaConstituency,
  delegation: quotaDelegation,
})

/**
 * What the kept registration takes over besides places: a verified claim, what it is in the delegation that this claim leads
 * into, answers it lacks. What either is in another delegation is left there.
 */
const mergedFacts = (
  kept: Registration,
  other: Registration,
  facts: 'kept' | 'other',
  delegationId: Registration['delegationId'],
): Patch => {
  const source = facts === 'kept' ? kept : other
  const inIt = [kept, other].filter((each) => delegationId !== null && each.delegationId === delegationId)
  const named = inIt.find((each) => each.delegationRole !== null) ?? inIt.find((each) => each.nominatedAt !== null)
  const endorsed = inIt.find((each) => each.endorsedAt !== null)
  return {
    state: source.verifiedConstituency !== null ? source.state : kept.state,
    late: kept.late && other.late,
    claimedConstituency: source.claimedConstituency,
    claimedState: source.claimedState,
    organization: source.organization,
    verifiedConstituency: source.verifiedConstituency,
    verifiedState: source.verifiedState,
    verifiedAt: source.verifiedAt,
    delegationId,
    delegationRole: named?.delegationRole ?? null,
    delegationRank: named?.delegationRank ?? null,
    nominatedBy: named?.nominatedBy ?? null,
    nominatedAt: named?.nominatedAt ?? null,
    endorsedAt: endorsed?.endorsedAt ?? null,
    endorsedBy: endorsed?.endorsedBy ?? null,
    jobTitle: kept.jobTitle || other.jobTitle,
    answers: { ...other.answers, ...kept.answers },
  }
}

/** Under which quotas the kept registration stands once it is merged. */
const guestAfter = (kept: Registration, patch: Patch): Guest => {
  const verified = patch.verifiedConstituency ?? null
  const state = verified === null ? patch.claimedState : patch.verifiedState
  return {
    id: kept.id,
    meeting: kept.meetingId,
    constituency: verified ?? patch.claimedConstituency ?? null,
    delegation: state ?? patch.delegationId ?? null,
  }
}
