import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { newId, type MeetingId, type PersonId, type PoolId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Database } from '../../platform/database/database.ts'
import { Turns } from '../turns.service.ts'
import { HOLDERS, MOST_PLACES, Pools, type Queue } from './pools.service.ts'
import { Serving } from './serving.service.ts'

/** How many places there are of one kind, as an organiser says it. */
export interface Capacity extends Queue {
  /** Of this constituency only; null for everybody. */
  constituency: ConstituencyId | null
  /** All of them, also those held back; null for no limit. */
  places: number | null
  /** So many of them are given to nobody before the organiser says so. */
  heldBack?: number
  /** Each delegation of the constituency gets at most so many. */
  perDelegation?: number | null
  gives?: 'on-request' | 'on-approval'
}

/** A capacity with how far it is used. */
export interface CapacityNow extends Required<Omit<Capacity, 'places'>> {
  pool: PoolId
  places: number
  /** Provisional, confirmed and offered. */
  taken: number
  /** Of those, offered and not answered yet. */
  offered: number
  waiting: number
}

/**
 * The capacities of a meeting as its organisers see and change them. Nobody is put out by a change: fewer places than are
 * taken are refused, and more are given to those in line, in the same transaction.
 */
@Injectable()
export class Capacities {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly serving: Serving,
    private readonly turns: Turns,
    private readonly audit: Audit,
  ) {}

  /** Every capacity of a meeting, without those of single delegations, which are made from the constituency's. */
  async of(meeting: MeetingId): Promise<CapacityNow[]> {
    return this.database.query<CapacityNow>(
      `SELECT p.id AS pool, p.day, p.mode, p.session_id AS session, p.constituency, p.capacity + p.held_back AS places,
              p.held_back AS "heldBack", p.per_delegation AS "perDelegation", p.gives, p.taken,
              (offers.days + offers.sessions)::int AS offered, line.count::int AS waiting
         FROM pool p
         CROSS JOIN LATERAL (
           SELECT count(c.registration_id) AS days, count(e.registration_id) AS sessions FROM place
             LEFT JOIN day_choice c ON p.session_id IS NULL AND c.registration_id = place.registration_id
              AND c.day = p.day AND c.mode = p.mode AND c.state = 'offered'
             LEFT JOIN extra_choice e ON e.session_id = p.session_id AND e.registration_id = place.registration_id
              AND e.day = p.day AND e.mode = p.mode AND e.state = 'offered'
            WHERE place.pool_id = p.id) AS offers
         CROSS JOIN LATERAL (
           SELECT count(*) FROM waiting_entry w
            WHERE w.meeting_id = p.meeting_id AND w.day = p.day AND w.mode = p.mode
              AND w.session_id IS NOT DISTINCT FROM p.session_id
              AND (p.constituency IS NULL OR w.constituency = p.constituency)) AS line
        WHERE p.meeting_id = $1 AND p.delegation IS NULL
        ORDER BY p.day, p.session_id NULLS FIRST, p.mode, p.constituency NULLS FIRST`,
      [meeting],
    )
  }

  /**
   * Sets capacities, all or none; what is not named stays. What becomes free goes to those in line.
   * `pointerOf` says where on the form each of them stands.
   * @throws InvalidInput at `places`, `heldBack` or `perDelegation` of each that cannot be
   */
  async set(
    meeting: Meeting,
    wanted: readonly Capacity[],
    by: PersonId,
    pointerOf: (index: number) => string = (index) => `/${index}`,
  ): Promise<void> {
    const checked = checkCapacities(wanted, pointerOf)
    if (checked.length) throw new InvalidInput({ fields: checked })
    await this.database.transaction(async (tx) => {
      await this.pools.reserve(tx, meeting.id)
      const days = [...new Set(wanted.map((each) => each.day))]
      await this.pools.lock(tx, meeting.id, days)
      const problems: FieldError[] = []
      for (const [index, each] of wanted.entries()) {
        const taken = await this.write(tx, meeting.id, each)
        if (taken !== null)
          problems.push({
            pointer: `${pointerOf(index)}/places`,
            message: 'places.below-taken',
            params: { count: taken },
          })
      }
      if (problems.length) throw new InvalidInput({ fields: problems })
      await this.audit.write(tx, 'places.sized', {
        actor: by,
        meeting: meeting.id,
        data: { capacities: wanted.map((each) => ({ ...each })) },
      })
      // Read anew: pools may have come, gone or changed.
      const served = await this.serving.promote(tx, await this.pools.lock(tx, meeting.id, days), meeting.id)
      await this.turns.tellServed(tx, served)
    })
  }

  /** Writes one capacity; answers how many are taken when it would be too small for them, else null. */
  private async write(tx: EntityManager, meeting: MeetingId, wanted: Capacity): Promise<number | null> {
    const { day, mode, session, constituency, places, heldBack = 0, perDelegation = null } = wanted
    const key = [meeting, day, mode, session, constituency]
    if (places === null) {
      await this.remove(tx, key)
      return null
    }
    const holders = await this.holders(tx, key)
    if (places - heldBack < holders) return holders
    await this.database.query(
      `INSERT INTO pool AS p (id, meeting_id, day, mode, session_id, constituency, capacity, held_back, per_delegation, gives)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($10, 'on-request'))
       ON CONFLICT ON CONSTRAINT pool_unique DO UPDATE SET
         capacity = excluded.capacity, held_back = excluded.held_back, per_delegation = excluded.per_delegation,
         gives = coalesce($10, p.gives)`,
      [newId(), ...key, places - heldBack, heldBack, perDelegation, wanted.gives ?? null],
      tx,
    )
    await this.makeDelegations(tx, key)
    await this.fill(tx, key)
    return null
  }

  private async holders(tx: EntityManager, key: readonly unknown[]): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (${HOLDERS}) AS holder
        WHERE holder.day = $2 AND holder.mode = $3 AND holder.session_id IS NOT DISTINCT FROM $4::uuid
          AND ($5::text IS NULL OR holder.constituency = $5)`,
      key,
      tx,
    )
    return row!.count
  }

  /** Makes the pools of the delegations that hold something, and brings all of them to the ceiling set now. */
  private async makeDelegations(tx: EntityManager, key: readonly unknown[]): Promise<void> {
    if (key[4] === null) return
    await this.database.query(
      `INSERT INTO pool (id, meeting_id, day, mode, session_id, constituency, delegation, capacity, gives)
       SELECT uuidv7(), p.meeting_id, p.day, p.mode, p.session_id, p.constituency, holder.delegation, 0, p.gives
         FROM pool p CROSS JOIN (SELECT DISTINCT day, mode, session_id, constituency, delegation FROM (${HOLDERS}) AS all_of) AS holder
        WHERE ${POOL_OF_KEY} AND p.constituency = $5 AND p.delegation IS NULL AND p.per_delegation IS NOT NULL
          AND holder.day = p.day AND holder.mode = p.mode AND holder.session_id IS NOT DISTINCT FROM p.session_id
          AND holder.constituency = p.constituency AND holder.delegation IS NOT NULL
       ON CONFLICT DO NOTHING`,
      key,
      tx,
    )
  }

  /** Gives every holder their unit of pools that are new to them, and sizes the pools of delegations. */
  private async fill(tx: EntityManager, key: readonly unknown[]): Promise<void> {
    await this.database.query(
      `INSERT INTO place (registration_id, pool_id, since)
       SELECT holder.registration_id, p.id, now() FROM pool p JOIN (${HOLDERS}) AS holder
           ON holder.day = p.day AND holder.mode = p.mode AND holder.session_id IS NOT DISTINCT FROM p.session_id
          AND (p.constituency IS NULL OR holder.constituency = p.constituency)
          AND (p.delegation IS NULL OR holder.delegation = p.delegation)
        WHERE ${POOL_OF_KEY} AND p.constituency IS NOT DISTINCT FROM $5
       ON CONFLICT DO NOTHING`,
      key,
      tx,
    )
    await this.database.query(
      `UPDATE pool AS p SET taken = counted.taken, gives = quota.gives,
              capacity = CASE WHEN p.delegation IS NULL THEN p.capacity
                              ELSE greatest(coalesce(quota.per_delegation, ${MOST_PLACES}), counted.taken) END,
              shrinks_to = CASE WHEN p.delegation IS NOT NULL AND counted.taken > quota.per_delegation
                                THEN quota.per_delegation END
         FROM pool AS quota
         JOIN LATERAL (SELECT of.id, count(place.pool_id)::int AS taken FROM pool of LEFT JOIN place ON place.pool_id = of.id
                        WHERE of.meeting_id = quota.meeting_id AND of.day = quota.day AND of.mode = quota.mode
                          AND of.session_id IS NOT DISTINCT FROM quota.session_id
                          AND of.constituency IS NOT DISTINCT FROM quota.constituency
                        GROUP BY of.id) AS counted ON true
        WHERE p.id = counted.id AND quota.delegation IS NULL AND quota.meeting_id = $1 AND quota.day = $2
          AND quota.mode = $3 AND quota.session_id IS NOT DISTINCT FROM $4::uuid
          AND quota.constituency IS NOT DISTINCT FROM $5`,
      key,
      tx,
    )
  }

  /** No limit any more: the pool and those of its delegations go, and what people hold stays theirs. */
  private async remove(tx: EntityManager, key: readonly unknown[]): Promise<void> {
    const all = `${POOL_OF_KEY} AND p.constituency IS NOT DISTINCT FROM $5`
    await this.database.query(`DELETE FROM place USING pool p WHERE place.pool_id = p.id AND ${all}`, key, tx)
    await this.database.query(`DELETE FROM pool p WHERE ${all}`, key, tx)
  }
}

/** Pools `p` of one queue: $1 meeting, $2 day, $3 mode, $4 session; those of its constituencies too. */
const POOL_OF_KEY = 'p.meeting_id = $1 AND p.day = $2 AND p.mode = $3 AND p.session_id IS NOT DISTINCT FROM $4::uuid'

/** What is wrong with numbers as they were given. */
export const checkCapacities = (wanted: readonly Capacity[], pointerOf: (index: number) => string): FieldError[] =>
  wanted.flatMap(({ places, heldBack = 0, perDelegation = null }, index) => {
    const wrong = (value: number | null, most: number) =>
      value !== null && (!Number.isInteger(value) || value < 0 || value > most)
    const problem = (field: string, message: string, params?: FieldError['params']): FieldError => ({
      pointer: `${pointerOf(index)}/${field}`,
      message,
      ...(params && { params }),
    })
    return [
      ...(wrong(places, MOST_PLACES) ? [problem('places', 'places.not-a-count', { limit: MOST_PLACES })] : []),
      ...(wrong(heldBack, MOST_PLACES) ? [problem('heldBack', 'places.not-a-count', { limit: MOST_PLACES })] : []),
      ...(wrong(perDelegation, MOST_PLACES)
        ? [problem('perDelegation', 'places.not-a-count', { limit: MOST_PLACES })]
        : []),
      ...(places !== null && places >= 0 && heldBack > places
        ? [problem('heldBack', 'places.held-back-too-many')]
        : []),
    ]
  })
