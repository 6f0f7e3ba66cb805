import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import { newId, type MeetingId, type PoolId, type RegistrationId, type SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { Database, type Statement } from '../../platform/database/database.ts'
import type { PoolMode } from '../registration.ts'

/** Places as an organiser gives them out: of a day and mode (or of a session in it), with ceilings for constituencies. */
export interface PoolDefinition {
  /** 1-based number of the meeting's day. */
  day: number
  mode: PoolMode
  /** Of this session of the day, which then asks people to sign up. */
  session?: SessionId
  /** Without those held back; no limit for all together when absent, only the quotas. */
  capacity?: number
  heldBack?: number
  gives?: 'on-request' | 'on-approval'
  quotas?: readonly {
    constituency: ConstituencyId
    capacity: number
    heldBack?: number
    perDelegation?: number
    /** As all of it when absent. */
    gives?: 'on-request' | 'on-approval'
  }[]
}

/** What decides which pools apply to somebody. */
export interface Seeker {
  constituency: ConstituencyId | null
  delegation: string | null
}

/** What places are of: a day in the room or online, the floor online, or a session of the day. One queue each. */
export interface Queue {
  /** ISO date. */
  day: string
  mode: PoolMode
  session: SessionId | null
}

/** A pool as the commands see it; `taken` is right while the pool is locked. */
export interface PoolRow extends Queue {
  id: PoolId
  constituency: ConstituencyId | null
  delegation: string | null
  capacity: number
  taken: number
  gives: 'on-request' | 'on-approval'
  /** Of this constituency's pool, each delegation gets at most so many. */
  perDelegation: number | null
  /** Of a delegation that has more than it may: its pool gets smaller with what it gives back, down to this. */
  shrinksTo: number | null
}

const COLUMNS = `id, day, mode, session_id AS session, constituency, delegation, capacity, taken, gives,
  per_delegation AS "perDelegation", shrinks_to AS "shrinksTo"`

/** More places than any meeting has: also the size of a delegation's pool where its ceiling was taken away. */
export const MOST_PLACES = 100_000

const POOLS_OF = (meeting: string): string => `hashtextextended('pools ' || ${meeting}, 0)`

/**
 * Which pools a meeting has stays as it is until the transaction ends: for a statement on `registration` before the one
 * that reads the pools. Only who adds or removes a pool waits for it, and is waited for.
 */
export const SHARES_POOLS = `pg_advisory_xact_lock_shared(${POOLS_OF('meeting_id')})`

/** The pools of which a place for this person is a unit, in order of id. */
export const poolsFor = (
  pools: readonly PoolRow[],
  seeker: Seeker,
  { day, mode, session = null }: Omit<Queue, 'session'> & { session?: SessionId | null },
): PoolRow[] =>
  pools
    .filter(
      (pool) =>
        pool.day === day &&
        pool.mode === mode &&
        pool.session === session &&
        (pool.constituency === null || pool.constituency === seeker.constituency) &&
        (pool.delegation === null || pool.delegation === seeker.delegation),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1))

const TAKE = `
  WITH taken AS (UPDATE pool SET taken = taken + 1 WHERE id = $1 AND taken < capacity RETURNING id),
       placed AS (INSERT INTO place (registration_id, pool_id, since) SELECT $2::uuid, id, $3::timestamptz FROM taken
                  RETURNING pool_id)
  SELECT must(count(*) = 1, 'gone') FROM placed`

const STAYS_FULL = `
  SELECT must(count(*) = 1, 'gone')
    FROM (SELECT id FROM pool WHERE id = $1 AND taken >= capacity FOR SHARE) AS still`

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
    for (const { day, mode, session = null, capacity, heldBack, gives = 'on-request', quotas = [] } of definitions) {
      const date = meeting.days.find((each) => each.number === day)?.date
      if (!date) throw new Error(`The meeting has no day ${day} that a pool could be for.`)
      const of = { meeting: meeting.id, day: date.toString(), mode, session, gives }
      if (capacity !== undefined)
        await this.put(tx, {
          ...of,
          constituency: null,
          capacity,
          perDelegation: null,
          ...(heldBack !== undefined && { heldBack }),
        })
      for (const { perDelegation = null, ...quota } of quotas) await this.put(tx, { ...of, ...quota, perDelegation })
    }
  }

  /** Lays down one pool, or changes it; a change of what each delegation gets reaches the pools made from it. */
  async put(
    tx: EntityManager,
    pool: Omit<PoolRow, 'id' | 'taken' | 'delegation' | 'shrinksTo'> & { meeting: MeetingId; heldBack?: number },
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO pool (id, meeting_id, day, mode, session_id, constituency, capacity, per_delegation, gives, held_back)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($10, 0))
       ON CONFLICT ON CONSTRAINT pool_unique DO UPDATE SET
         capacity = greatest(excluded.capacity, pool.taken), per_delegation = excluded.per_delegation, gives = excluded.gives,
         held_back = coalesce($10, pool.held_back)`,
      [
        newId(),
        pool.meeting,
        pool.day,
        pool.mode,
        pool.session,
        pool.constituency,
        pool.capacity,
        pool.perDelegation,
        pool.gives,
        pool.heldBack ?? null,
      ],
      tx,
    )
    await this.sizeDelegations(tx, pool)
  }

  /**
   * Brings the pools of delegations in line with what each may have. Who has more keeps it: such a pool gets smaller with
   * each place that is given back, until it is no larger than the others. Without a ceiling any more, it stays and is wide.
   */
  private async sizeDelegations(
    tx: EntityManager,
    {
      meeting,
      day,
      mode,
      session,
      constituency,
      perDelegation,
      gives,
    }: Omit<PoolRow, 'id' | 'taken' | 'delegation' | 'shrinksTo'> & {
      meeting: MeetingId
    },
  ): Promise<void> {
    if (constituency === null) return
    await this.database.query(
      `UPDATE pool SET capacity = greatest(coalesce($6, ${MOST_PLACES}), taken), gives = $7,
              shrinks_to = CASE WHEN taken > $6 THEN $6::integer END
        WHERE meeting_id = $1 AND day = $2 AND mode = $3 AND session_id IS NOT DISTINCT FROM $4 AND constituency = $5
          AND delegation IS NOT NULL`,
      [meeting, day, mode, session, constituency, perDelegation, gives],
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
    if (seeker.constituency && seeker.delegation) await this.ofSeeker(tx, meeting, days, seeker)
  }

  /** The pools of some days as they are now, unlocked; those that a delegation has of its own are made first, likewise. */
  async ofSeeker(
    tx: EntityManager,
    meeting: MeetingId,
    days: readonly string[],
    { constituency, delegation }: Seeker,
  ): Promise<PoolRow[]> {
    const pools = await this.of(meeting, days, tx)
    if (!constituency || !delegation) return pools
    const own = (pool: PoolRow) => pool.constituency === constituency && pool.delegation === delegation
    const same = (a: Queue, b: Queue) => a.day === b.day && a.mode === b.mode && a.session === b.session
    const quotas = pools.filter((pool) => pool.constituency === constituency && pool.perDelegation !== null)
    if (quotas.every((quota) => pools.some((pool) => own(pool) && same(pool, quota)))) return pools
    await this.database.query(
      `INSERT INTO pool (id, meeting_id, day, mode, session_id, constituency, delegation, capacity, gives)
       SELECT uuidv7(), meeting_id, day, mode, session_id, constituency, $3, per_delegation, gives FROM pool
        WHERE meeting_id = $1 AND constituency = $2 AND delegation IS NULL AND per_delegation IS NOT NULL
        ORDER BY id
       ON CONFLICT DO NOTHING`,
      [meeting, constituency, delegation],
      tx,
    )
    return this.of(meeting, days, tx)
  }

  /** The pools of some days as they are now, unlocked. */
  async of(meeting: MeetingId, days: readonly string[], tx?: EntityManager): Promise<PoolRow[]> {
    return this.database.query<PoolRow>(
      `SELECT ${COLUMNS} FROM pool WHERE meeting_id = $1 AND day = ANY ($2::date[]) ORDER BY id`,
      [meeting, days],
      tx,
    )
  }

  /** The same, locked in order of id: until the transaction ends, their places and queues are this command's alone. */
  async lock(tx: EntityManager, meeting: MeetingId, days: readonly string[]): Promise<PoolRow[]> {
    await this.share(tx, meeting)
    for (;;) {
      const locked = await this.database.query<PoolRow>(
        `SELECT ${COLUMNS} FROM pool WHERE meeting_id = $1 AND day = ANY ($2::date[])
          ORDER BY id FOR NO KEY UPDATE`,
        [meeting, days],
        tx,
      )
      // What was committed while we waited for the locks (a delegation's own pool) is not among them yet.
      if (locked.every((pool) => pool.perDelegation === null)) return locked
      if ((await this.of(meeting, days, tx)).length === locked.length) return locked
    }
  }

  /** Keeps who adds or removes pools out. Whoever locks a registration does this with it; others do it before they go on. */
  async share(tx: EntityManager, meeting: MeetingId): Promise<void> {
    await this.database.query(`SELECT pg_advisory_xact_lock_shared(${POOLS_OF('$1')})`, [meeting], tx)
  }

  /** For who adds or removes pools: until the transaction ends nobody else works with those of this meeting. */
  async reserve(tx: EntityManager, meeting: MeetingId): Promise<void> {
    await this.database.query(`SELECT pg_advisory_xact_lock(${POOLS_OF('$1')})`, [meeting], tx)
  }

  /**
   * What takes one unit of every pool, in order of id, and fails (`unmet`: gone) when one has none left. The guard is the
   * statement itself: who comes second waits for the first, sees the new row, and gets nothing. Of the pools named in
   * `full` it makes sure, in the same order, that they stay full until the transaction ends: who would give a place of
   * theirs waits for that, and then finds in line who joined it meanwhile. It fails likewise when one is not full any more.
   */
  taking(registration: RegistrationId, pools: readonly PoolId[], full: readonly PoolId[] = []): Statement[] {
    const since = this.clock.now().toString()
    return [...new Set([...pools, ...full])]
      .sort()
      .map((id): Statement => (pools.includes(id) ? [TAKE, [id, registration, since]] : [STAYS_FULL, [id]]))
  }

  /** Takes a unit of each of these pools, which are locked already: one statement, as their order is no question any more. */
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

  /** Gives units back and tells of which pools there was one; the pools are locked already. */
  async giveBack(tx: EntityManager, registration: RegistrationId, pools: readonly PoolId[]): Promise<PoolId[]> {
    if (pools.length === 0) return []
    const given = await this.database.query<{ id: PoolId }>(
      `WITH given AS (DELETE FROM place WHERE registration_id = $1 AND pool_id = ANY ($2::uuid[]) RETURNING pool_id)
       UPDATE pool SET taken = taken - 1,
              capacity = CASE WHEN shrinks_to IS NULL THEN capacity ELSE greatest(shrinks_to, taken - 1) END
         FROM given WHERE pool.id = given.pool_id RETURNING pool.id`,
      [registration, pools],
      tx,
    )
    return given.map((pool) => pool.id)
  }

  /** Takes a unit of each of these locked pools, and counts it in the rows that the command goes on with. */
  async takeOf(tx: EntityManager, registration: RegistrationId, pools: readonly PoolRow[]): Promise<void> {
    const ids = pools.map((pool) => pool.id)
    await this.takeLocked(tx, registration, ids)
    for (const pool of pools) pool.taken += 1
  }

  /** Gives back what a registration holds of these locked pools, and counts it in the rows likewise. */
  async giveBackOf(tx: EntityManager, registration: RegistrationId, pools: readonly PoolRow[]): Promise<void> {
    const ids = pools.map((pool) => pool.id)
    const given = new Set(await this.giveBack(tx, registration, ids))
    for (const pool of pools) {
      if (!given.has(pool.id)) continue
      pool.taken -= 1
      if (pool.shrinksTo !== null) pool.capacity = Math.max(pool.shrinksTo, pool.taken)
    }
  }

  /**
   * Makes room for one more in those of these locked pools that are full: for who holds such a place already, and came to
   * be counted in a delegation later. A pool that was widened gets smaller again with what is given back.
   */
  async widen(tx: EntityManager, pools: readonly PoolRow[]): Promise<void> {
    const full = pools.filter((pool) => pool.taken >= pool.capacity)
    if (full.length === 0) return
    await this.database.query(
      `UPDATE pool SET capacity = taken + 1, shrinks_to = coalesce(shrinks_to, capacity) WHERE id = ANY ($1::uuid[])`,
      [full.map((pool) => pool.id)],
      tx,
    )
    for (const pool of full) {
      pool.shrinksTo ??= pool.capacity
      pool.capacity = pool.taken + 1
    }
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

  /**
   * Counts every pool of a meeting anew, and tells those whose `taken` is not the number of units held, or not the number of
   * people whose choices say that they hold one (also one that is offered to them); always none.
   */
  async recount(meeting: MeetingId): Promise<{ pool: PoolId; taken: number; places: number; holders: number }[]> {
    return this.database.query(
      `SELECT * FROM (
         SELECT pool.id AS pool, pool.taken,
                (SELECT count(*)::int FROM place WHERE pool_id = pool.id) AS places,
                (SELECT count(*)::int FROM (${HOLDERS}) AS holder
                  WHERE holder.day = pool.day AND holder.mode = pool.mode
                    AND holder.session_id IS NOT DISTINCT FROM pool.session_id
                    AND (pool.constituency IS NULL OR pool.constituency = holder.constituency)
                    AND (pool.delegation IS NULL OR pool.delegation = holder.delegation)) AS holders
           FROM pool WHERE meeting_id = $1) AS counted
        WHERE taken <> places OR taken <> holders`,
      [meeting],
    )
  }
}

/** Who holds what in the meeting $1, by their choices; an offered place counts. */
export const HOLDERS = `
  SELECT c.registration_id, c.day, of.mode, NULL::uuid AS session_id,
         r.quota_constituency AS constituency, r.quota_delegation AS delegation
    FROM registration r JOIN day_choice c ON c.registration_id = r.id
    CROSS JOIN LATERAL (VALUES (c.held), (CASE WHEN c.state = 'offered' THEN c.mode END)) AS of (mode)
   WHERE r.meeting_id = $1 AND of.mode IS NOT NULL
  UNION ALL
  SELECT e.registration_id, e.day, e.mode, e.session_id, r.quota_constituency, r.quota_delegation
    FROM registration r JOIN extra_choice e ON e.registration_id = r.id
   WHERE r.meeting_id = $1 AND e.state IN ('held', 'offered')`
