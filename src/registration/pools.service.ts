import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { ConstituencyId } from '../delegations/constituency.ts'
import { newId, type MeetingId, type PoolId, type RegistrationId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import type { PlaceMode } from './registration.ts'

/** Places as an organiser gives them out: of a day and mode, with ceilings for constituencies. */
export interface PoolDefinition {
  /** 1-based number of the meeting's day. */
  day: number
  mode: PlaceMode
  capacity: number
  gives?: 'on-request' | 'on-approval'
  quotas?: readonly { constituency: ConstituencyId; capacity: number; perDelegation?: number }[]
}

/** What decides which pools apply to somebody. */
export interface Seeker {
  constituency: ConstituencyId | null
  delegation: string | null
}

/** A pool as the commands see it; `taken` is right while the pool is locked. */
export interface PoolRow {
  id: PoolId
  /** ISO date. */
  day: string
  mode: PlaceMode
  constituency: ConstituencyId | null
  delegation: string | null
  capacity: number
  taken: number
  gives: 'on-request' | 'on-approval'
  /** Of this constituency's pool, each delegation gets at most so many. */
  perDelegation: number | null
}

const COLUMNS = 'id, day, mode, constituency, delegation, capacity, taken, gives, per_delegation AS "perDelegation"'

/** The pools of which a place for this person is a unit, in order of id. */
export const poolsFor = (
  pools: readonly PoolRow[],
  seeker: Seeker,
  { day, mode }: { day: string; mode: PlaceMode },
): PoolRow[] =>
  pools
    .filter(
      (pool) =>
        pool.day === day &&
        pool.mode === mode &&
        (pool.constituency === null || pool.constituency === seeker.constituency) &&
        (pool.delegation === null || pool.delegation === seeker.delegation),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1))

/** The pools of a meeting, and the units of them that registrations hold. The only place that changes `taken`. */
@Injectable()
export class Pools {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Lays down the pools of a meeting, or changes their size. A pool is never made smaller than what is taken: nobody is
   * put out. After enlarging a pool of a meeting that has a waiting list, let `Registrations.serve` give the new places.
   */
  async define(
    tx: EntityManager,
    meeting: Pick<Meeting, 'id' | 'days'>,
    definitions: readonly PoolDefinition[],
  ): Promise<void> {
    for (const { day, mode, capacity, gives = 'on-request', quotas = [] } of definitions) {
      const date = meeting.days.find((each) => each.number === day)?.date
      if (!date) throw new Error(`The meeting has no day ${day} that a pool could be for.`)
      const of = { meeting: meeting.id, day: date.toString(), mode, gives }
      await this.put(tx, { ...of, constituency: null, capacity, perDelegation: null })
      for (const quota of quotas)
        await this.put(tx, {
          ...of,
          constituency: quota.constituency,
          capacity: quota.capacity,
          perDelegation: quota.perDelegation ?? null,
        })
    }
  }

  private async put(
    tx: EntityManager,
    pool: Omit<PoolRow, 'id' | 'taken' | 'delegation'> & { meeting: MeetingId },
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO pool (id, meeting_id, day, mode, constituency, capacity, per_delegation, gives)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT ON CONSTRAINT pool_unique DO UPDATE SET
         capacity = greatest(excluded.capacity, pool.taken), per_delegation = excluded.per_delegation, gives = excluded.gives`,
      [newId(), pool.meeting, pool.day, pool.mode, pool.constituency, pool.capacity, pool.perDelegation, pool.gives],
      tx,
    )
  }

  /**
   * Makes the pools that a delegation has of its own, on days where there is such a quota; before any pool is locked, as
   * it may wait for another to make them.
   */
  async ensureDelegation(
    tx: EntityManager,
    meeting: MeetingId,
    days: readonly string[],
    seeker: Seeker,
  ): Promise<void> {
    const { constituency, delegation } = seeker
    if (!constituency || !delegation) return
    const pools = await this.of(meeting, days, tx)
    const own = (pool: PoolRow) => pool.constituency === constituency && pool.delegation === delegation
    const quotas = pools.filter((pool) => pool.constituency === constituency && pool.perDelegation !== null)
    if (quotas.every((quota) => pools.some((pool) => own(pool) && pool.day === quota.day && pool.mode === quota.mode)))
      return
    await this.database.query(
      `INSERT INTO pool (id, meeting_id, day, mode, constituency, delegation, capacity, gives)
       SELECT uuidv7(), meeting_id, day, mode, constituency, $3, per_delegation, gives FROM pool
        WHERE meeting_id = $1 AND constituency = $2 AND delegation IS NULL AND per_delegation IS NOT NULL
        ORDER BY id
       ON CONFLICT DO NOTHING`,
      [meeting, constituency, delegation],
      tx,
    )
  }

  /** The pools of some days as they are now, unlocked. */
  async of(meeting: MeetingId, days: readonly string[], tx?: EntityManager): Promise<PoolRow[]> {
    return this.database.query<PoolRow>(
      `SELECT ${COLUMNS} FROM pool WHERE meeting_id = $1 AND day = ANY ($2::date[]) AND session_id IS NULL ORDER BY id`,
      [meeting, days],
      tx,
    )
  }

  /** The same, locked in order of id: until the transaction ends, their places and queues are this command's alone. */
  async lock(tx: EntityManager, meeting: MeetingId, days: readonly string[]): Promise<PoolRow[]> {
    for (;;) {
      const locked = await this.database.query<PoolRow>(
        `SELECT ${COLUMNS} FROM pool WHERE meeting_id = $1 AND day = ANY ($2::date[]) AND session_id IS NULL
          ORDER BY id FOR NO KEY UPDATE`,
        [meeting, days],
        tx,
      )
      // What was committed while we waited for the locks (a delegation's own pool) is not among them yet.
      if (locked.every((pool) => pool.perDelegation === null)) return locked
      if ((await this.of(meeting, days, tx)).length === locked.length) return locked
    }
  }

  /**
   * Takes one unit of every pool, in order of id, or of none (then the answer is false). The guard is the statement
   * itself: who comes second waits for the first, sees the new row, and gets nothing.
   */
  async take(tx: EntityManager, registration: RegistrationId, pools: readonly PoolId[]): Promise<boolean> {
    if (pools.length === 0) return true
    await this.database.query('SAVEPOINT taking', [], tx)
    for (const id of [...pools].sort()) {
      const taken = await this.database.query(
        'UPDATE pool SET taken = taken + 1 WHERE id = $1 AND taken < capacity RETURNING id',
        [id],
        tx,
      )
      if (taken.length === 0) {
        await this.database.query('ROLLBACK TO SAVEPOINT taking', [], tx)
        return false
      }
    }
    await this.database.query(
      'INSERT INTO place (registration_id, pool_id, since) SELECT $1::uuid, pool, $3::timestamptz FROM unnest($2::uuid[]) AS pool',
      [registration, pools, this.clock.now().toString()],
      tx,
    )
    return true
  }

  /** The same with the pools locked already: one statement, as their order is no question any more. */
  async takeLocked(tx: EntityManager, registration: RegistrationId, pools: readonly PoolId[]): Promise<void> {
    if (pools.length === 0) return
    const taken = await this.database.query(
      `WITH taken AS (UPDATE pool SET taken = taken + 1 WHERE id = ANY ($2::uuid[]) AND taken < capacity RETURNING id)
       INSERT INTO place (registration_id, pool_id, since) SELECT $1::uuid, id, $3::timestamptz FROM taken RETURNING pool_id`,
      [registration, pools, this.clock.now().toString()],
      tx,
    )
    if (taken.length < pools.length) throw new Error('A locked pool had no room: it was not locked.')
  }

  /** Undoes the last `take` and lets go of its locks, so that more pools can be locked in order of id. */
  async undoTake(tx: EntityManager, pools: readonly PoolId[]): Promise<void> {
    if (pools.length) await this.database.query('ROLLBACK TO SAVEPOINT taking', [], tx)
  }

  /** Gives units back and tells of which pools there was one; the pools are locked already. */
  async giveBack(tx: EntityManager, registration: RegistrationId, pools: readonly PoolId[]): Promise<PoolId[]> {
    if (pools.length === 0) return []
    const given = await this.database.query<{ id: PoolId }>(
      `WITH given AS (DELETE FROM place WHERE registration_id = $1 AND pool_id = ANY ($2::uuid[]) RETURNING pool_id)
       UPDATE pool SET taken = taken - 1 FROM given WHERE pool.id = given.pool_id RETURNING pool.id`,
      [registration, pools],
      tx,
    )
    return given.map((pool) => pool.id)
  }

  /** The pools that a registration holds units of. */
  async heldBy(tx: EntityManager, registration: RegistrationId): Promise<PoolId[]> {
    const rows = await this.database.query<{ pool_id: PoolId }>(
      'SELECT pool_id FROM place WHERE registration_id = $1',
      [registration],
      tx,
    )
    return rows.map((row) => row.pool_id)
  }

  /** Counts every pool of a meeting anew and tells those whose `taken` is not the number of places; always none. */
  async recount(meeting: MeetingId): Promise<{ pool: PoolId; taken: number; places: number }[]> {
    return this.database.query(
      `SELECT pool.id AS pool, pool.taken, count(place.pool_id)::int AS places
         FROM pool LEFT JOIN place ON place.pool_id = pool.id
        WHERE pool.meeting_id = $1 GROUP BY pool.id HAVING pool.taken <> count(place.pool_id)`,
      [meeting],
    )
  }
}
