import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import type { DelegationId, MeetingId, PersonId, RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { guestFrom } from '../guest.ts'
import type { StateId } from '../../delegations/state.ts'
import type { Names, PlaceMode, RegistrationState, Wish } from '../registration.ts'
import type { Registration } from '../registration.entity.ts'
import { mustBeAble } from '../states.ts'
import { Turns } from '../turns.service.ts'
import { freedPlace, WAITING_LIST } from './freed.ts'
import { outcomeFor } from './outcome.ts'
import { Pools, poolsFor, type PoolRow, type Queue } from './pools.service.ts'
import { Serving, type Served } from './serving.service.ts'
import { inQueue, WaitingList, type Guest, type InLine } from './waiting-list.service.ts'

/** There is no room for this person in one of the pools that apply to them: nobody is seated over capacity. */
export class NoRoom extends DomainError {
  readonly code = 'no-room'
  readonly status = 409
}

/** Somebody in line, as an organiser sees them. */
export interface Waiting {
  registration: RegistrationId
  reference: string
  position: number
  names: Names
  registrationState: RegistrationState
  constituency: string | null
  /** Whom they speak for, claimed until it is verified. */
  state: StateId | null
  organization: string
  /** Their number in their delegation's order, which fills the delegation's positions. */
  order: number | null
  delegationId: DelegationId | null
  held: PlaceMode | null
  since: Temporal.Instant
}

/** An organiser's act out of turn: who, and why. */
export interface Override {
  by: PersonId
  why: string
}

const PAGE = 50
const REASON = 1000

interface Row extends Omit<Waiting, 'names' | 'since' | 'position'> {
  given_names: string | null
  family_name: string | null
  since: Date
  position: string
}

/** What organisers do with the waiting lists: see them, put them in order, and give or offer out of turn. */
@Injectable()
export class Queues {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly line: WaitingList,
    private readonly serving: Serving,
    private readonly turns: Turns,
    private readonly clock: Clock,
  ) {}

  /** The queues of a meeting in which somebody waits, with how many. */
  async counts(meeting: MeetingId): Promise<(Queue & { waiting: number })[]> {
    return this.database.query(
      `SELECT day, mode, session_id AS session, count(*)::int AS waiting FROM waiting_entry
        WHERE meeting_id = $1 GROUP BY day, mode, session_id ORDER BY day, session_id NULLS FIRST, mode`,
      [meeting],
    )
  }

  /** How many people wait in each of these meetings, in whatever queue; a meeting in which nobody does is absent. */
  async peopleIn(meetings: readonly MeetingId[]): Promise<ReadonlyMap<MeetingId, number>> {
    const rows = await this.database.query<{ meeting: MeetingId; people: number }>(
      `SELECT meeting_id AS meeting, count(DISTINCT registration_id)::int AS people FROM waiting_entry
        WHERE meeting_id = ANY ($1::uuid[]) GROUP BY meeting_id`,
      [meetings],
    )
    return new Map(rows.map(({ meeting, people }) => [meeting, people]))
  }

  /** A page of a queue: those at the positions after `after`. */
  async list(
    meeting: MeetingId,
    queue: Queue,
    { after = 0, limit = PAGE }: { after?: number; limit?: number } = {},
  ): Promise<{ rows: Waiting[]; more: boolean }> {
    const rows = await this.read(meeting, queue, 'line.position > $5 ORDER BY line.position LIMIT $6', [
      after,
      limit + 1,
    ])
    return { more: rows.length > limit, rows: rows.slice(0, limit) }
  }

  /** Somebody in a queue; undefined when they are not in it (any more). */
  async one(meeting: MeetingId, queue: Queue, registration: RegistrationId): Promise<Waiting | undefined> {
    return (await this.read(meeting, queue, 'line.registration_id = $5', [registration]))[0]
  }

  /** Those of a plan, in its order, with their names. */
  async named<T extends { registration: RegistrationId }>(
    meeting: MeetingId,
    queue: Queue,
    of: readonly T[],
  ): Promise<(Waiting & T)[]> {
    const ids = of.map((each) => each.registration)
    const rows = await this.read(meeting, queue, 'line.registration_id = ANY ($5::uuid[])', [ids])
    return of.flatMap((each) => {
      const row = rows.find(({ registration }) => registration === each.registration)
      return row ? [{ ...row, ...each }] : []
    })
  }

  private async read(meeting: MeetingId, queue: Queue, where: string, values: readonly unknown[]): Promise<Waiting[]> {
    const rows = await this.database.query<Row>(
      `SELECT r.id AS registration, line.since, line.position, r.reference, r.state AS "registrationState",
              r.quota_constituency AS constituency, coalesce(r.verified_state, r.claimed_state) AS state, r.organization,
              r.delegation_rank AS "order", r.delegation_id AS "delegationId", i.given_names, i.family_name, c.held
         FROM (SELECT w.registration_id, w.since, row_number() OVER (ORDER BY w.rank) AS position
                 FROM waiting_entry w WHERE ${inQueue(queue)}) AS line
         JOIN registration r ON r.id = line.registration_id
         LEFT JOIN identity i ON i.person_id = r.person_id
         LEFT JOIN day_choice c ON c.registration_id = r.id AND c.day = $2
        WHERE ${where}`,
      [meeting, queue.day, queue.mode, queue.session, ...values],
    )
    return rows.map(({ given_names, family_name, since, position, ...row }) => ({
      ...row,
      names: { givenNames: given_names ?? '', familyName: family_name ?? '' },
      since: Temporal.Instant.fromEpochMilliseconds(since.getTime()),
      position: Number(position),
    }))
  }

  /**
   * Puts somebody at a position of a queue, for a reason, which they read too. A delegation's positions are still filled in
   * its own order: what moves is a position of theirs. Who is there already stays; who is not in line is not found.
   * @throws InvalidInput at `/why`, NotFound, MoveNotOpen
   */
  async move(
    meeting: Meeting,
    registration: RegistrationId,
    queue: Queue,
    to: number,
    { by, why }: Override,
  ): Promise<void> {
    mustHaveReason(why)
    await this.command(meeting, registration, queue, async (tx, found, pools, entry) => {
      if (!entry) throw new NotFound()
      mustBeAble('reorder', found.state)
      const from = await this.positionOf(tx, meeting.id, queue, entry)
      const wanted = Math.max(1, Math.trunc(to))
      if (wanted === from) return
      await this.database.query(
        `WITH around AS (
           SELECT rank, row_number() OVER (ORDER BY rank) AS number FROM waiting_entry w
            WHERE ${inQueue(queue)} AND id <> $5),
         place AS (
           SELECT (SELECT max(rank) FROM around WHERE number < $6) AS before,
                  (SELECT min(rank) FROM around WHERE number >= $6) AS after)
         -- Between two, before all, or after all, and still before whoever comes next: numbers are given as they rise.
         UPDATE waiting_entry SET rank = CASE WHEN before IS NULL THEN after - 1
             ELSE (before + coalesce(after, floor(before) + 1)) * 0.5 END
           FROM place WHERE id = $5 AND (before IS NOT NULL OR after IS NOT NULL)`,
        [meeting.id, queue.day, queue.mode, queue.session, entry.id, wanted],
        tx,
      )
      if (found.delegationId) await this.line.followOrder(tx, found.delegationId)
      const data = { ...queue, from, to: await this.positionOf(tx, meeting.id, queue, entry) }
      await this.turns.finish(tx, found, {}, { move: 'reorder', by, why, tell: false, data }, pools)
    })
  }

  /**
   * Gives or offers a place to somebody who waits, whoever is before them, but never over a capacity; of what is held back
   * a place is taken when there is no other. From 72 hours before the day a place is only offered. Again changes nothing.
   * @throws InvalidInput at `/why`, NotFound, NoRoom, MoveNotOpen
   */
  async give(
    meeting: Meeting,
    registration: RegistrationId,
    queue: Queue,
    how: 'give' | 'offer',
    { by, why }: Override,
  ): Promise<void> {
    mustHaveReason(why)
    await this.command(meeting, registration, queue, async (tx, found, pools, entry) => {
      if (!entry) return
      const { move, data } = await this.serveOutOfTurn(tx, meeting, pools, queue, how, entry, guestFrom(found))
      mustBeAble(move, found.state)
      await this.turns.finish(tx, found, {}, { move, by, why, tell: true, data }, pools)
    })
  }

  /**
   * The same in a command on somebody who has just been put in line, for each of these days for which they wait; the pools
   * are locked. The command records what is served. @throws NoRoom
   */
  async giveNewcomer(
    tx: EntityManager,
    meeting: Meeting,
    pools: PoolRow[],
    guest: Guest,
    wishes: readonly Wish[],
  ): Promise<Served[]> {
    const served: Served[] = []
    for (const { day, mode } of wishes) {
      if (mode === 'none') continue
      const queue: Queue = { day, mode, session: null }
      const entry = await this.line.entryOf(tx, meeting.id, queue, guest.id)
      if (entry) served.push(await this.serveOutOfTurn(tx, meeting, pools, queue, 'give', entry, guest))
    }
    return served
  }

  private async serveOutOfTurn(
    tx: EntityManager,
    meeting: Meeting,
    pools: PoolRow[],
    queue: Queue,
    how: 'give' | 'offer',
    entry: InLine,
    guest: Guest,
  ): Promise<Served> {
    const settings = { ...(meeting.registration.waitingList ?? WAITING_LIST), freed: how }
    const of = { day: Temporal.PlainDate.from(queue.day), mode: queue.mode }
    const freed = freedPlace(settings, of, meeting.timeZone, this.clock.now())
    if (freed.how === 'keep') throw new NoRoom()
    const own = poolsFor(pools, guest, queue)
    await this.takeFromHeldBack(tx, own)
    if (outcomeFor(own, 0) === 'waiting') throw new NoRoom()
    return this.serving.serve(tx, pools, meeting.id, queue, entry, freed)
  }

  /** Makes room in those that are full of what the organiser held back. */
  private async takeFromHeldBack(tx: EntityManager, own: readonly PoolRow[]): Promise<void> {
    const full = own.filter((pool) => pool.taken >= pool.capacity)
    if (full.length === 0) return
    const opened = await this.database.query<{ id: string }>(
      `UPDATE pool SET capacity = capacity + 1, held_back = held_back - 1
        WHERE id = ANY ($1::uuid[]) AND held_back > 0 RETURNING id`,
      [full.map((pool) => pool.id)],
      tx,
    )
    for (const pool of full) if (opened.some(({ id }) => id === pool.id)) pool.capacity += 1
  }

  private async positionOf(tx: EntityManager, meeting: MeetingId, queue: Queue, entry: InLine): Promise<number> {
    const [row] = await this.database.query<{ position: number }>(
      `SELECT count(*)::int AS position FROM waiting_entry w
        WHERE ${inQueue(queue)} AND w.rank <= (SELECT rank FROM waiting_entry WHERE id = $5)`,
      [meeting, queue.day, queue.mode, queue.session, entry.id],
      tx,
    )
    return row!.position
  }

  private async command(
    meeting: Meeting,
    registration: RegistrationId,
    queue: Queue,
    work: (tx: EntityManager, found: Registration, pools: PoolRow[], entry: InLine | undefined) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const found = await this.turns.byId(tx, meeting.id, registration)
      if (!found || found.state === 'draft') throw new NotFound()
      const pools = await this.pools.lock(tx, meeting.id, [queue.day])
      await work(tx, found, pools, await this.line.entryOf(tx, meeting.id, queue, registration))
    })
  }
}

/** Out of turn only with a reason. @throws InvalidInput at `/why` */
export const mustHaveReason = (why: string): void => {
  if (!why.trim()) throw new InvalidInput({ fields: [{ pointer: '/why', message: 'places.reason-missing' }] })
  if (why.length > REASON)
    throw new InvalidInput({ fields: [{ pointer: '/why', message: 'field.too-long', params: { count: REASON } }] })
}
