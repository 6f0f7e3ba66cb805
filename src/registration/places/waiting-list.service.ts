import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { DelegationId, MeetingId, RegistrationId } from '../../kernel/id.ts'
import { Clock } from '../../platform/clock.ts'
import { Database, type Statement } from '../../platform/database/database.ts'
import { inDelegationOrder, type InDelegation } from './delegation-order.ts'
import type { Queue, Seeker } from './pools.service.ts'
import type { PlaceMode, Wish } from '../registration.ts'

/** Who is seated. */
export interface Guest extends Seeker {
  id: RegistrationId
  meeting: MeetingId
}

/** Somebody in line whose turn it is. */
export interface InLine {
  id: string
  registration_id: RegistrationId
  /** What counts against quotas; empty for none. */
  constituency: string
  delegation: string
  /** What they hold of the day meanwhile. */
  held: PlaceMode | null
  meanwhile: boolean
  /** Whether they asked for something beside the day: sessions, or the floor. */
  beside: boolean
}

/** More than any delegation has in one queue. */
const DELEGATION_LIMIT = 2000

/** The condition of one queue on `waiting_entry w`, of $1 (meeting), $2 (day), $3 (mode), $4 (session). */
export const inQueue = (queue: Pick<Queue, 'session'>, w = 'w'): string =>
  `${w}.meeting_id = $1 AND ${w}.day = $2 AND ${w}.mode = $3 AND ` +
  // Written so that the index is used; the other half only tells the type of $4.
  (queue.session === null ? `${w}.session_id IS NULL AND $4::uuid IS NULL` : `${w}.session_id = $4::uuid`)

/**
 * The first of a queue for whom all pools have room. It looks at the first of each kind (constituency and delegation), as
 * all others of it are as blocked as the first: a queue of thousands costs what its kinds cost.
 */
const first = (queue: Pick<Queue, 'session'>): string => `
  WITH RECURSIVE kind AS (
    (SELECT w.constituency, w.delegation FROM waiting_entry w WHERE ${inQueue(queue)}
      ORDER BY w.constituency, w.delegation LIMIT 1)
    UNION ALL
    SELECT next.constituency, next.delegation FROM kind CROSS JOIN LATERAL (
      SELECT w.constituency, w.delegation FROM waiting_entry w
       WHERE ${inQueue(queue)} AND (w.constituency, w.delegation) > (kind.constituency, kind.delegation)
       ORDER BY w.constituency, w.delegation LIMIT 1) AS next)
  SELECT w.id, w.registration_id, w.constituency, w.delegation, c.held, c.meanwhile,
         EXISTS (SELECT FROM extra_choice e WHERE e.registration_id = w.registration_id AND e.day = w.day) AS beside
    FROM kind CROSS JOIN LATERAL (
      SELECT w.* FROM waiting_entry w
       WHERE ${inQueue(queue)} AND w.constituency = kind.constituency AND w.delegation = kind.delegation
         AND w.registration_id IS DISTINCT FROM $6
       ORDER BY w.rank LIMIT 1) AS w
    JOIN day_choice c ON c.registration_id = w.registration_id AND c.day = w.day
   WHERE NOT EXISTS (
     SELECT FROM pool p
      WHERE p.meeting_id = $1 AND p.day = $2 AND p.mode = $3 AND p.session_id IS NOT DISTINCT FROM $4::uuid
        AND (p.constituency IS NULL OR p.constituency = kind.constituency)
        AND (p.delegation IS NULL OR p.delegation = kind.delegation)
        AND p.taken - (p.id = ANY ($5::uuid[]))::int >= p.capacity)
   ORDER BY w.rank LIMIT 1`

/** An empty queue, the usual one, is seen to be empty before anything else is asked. */
const NOBODY_AHEAD = `
  SELECT must(NOT EXISTS (SELECT FROM waiting_entry w WHERE ${inQueue({ session: null })})
              OR NOT EXISTS (${first({ session: null })}), 'waited for')`

/** The queues: one for each day and mode, and for each session and mode. A change is committed only while the pools are locked. */
@Injectable()
export class WaitingList {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The first in a queue for whom all pools have room; `given` are pools of which one unit is thought away. */
  async first(
    tx: EntityManager,
    meeting: MeetingId,
    queue: Queue,
    given: readonly string[],
    except: RegistrationId | null,
  ): Promise<InLine | undefined> {
    const [found] = await this.database.query<InLine>(
      first(queue),
      [meeting, queue.day, queue.mode, queue.session, given, except],
      tx,
    )
    return found
  }

  /** Somebody's own entry in a queue. */
  async entryOf(
    tx: EntityManager,
    meeting: MeetingId,
    queue: Queue,
    registration: RegistrationId,
  ): Promise<InLine | undefined> {
    const [found] = await this.database.query<InLine>(
      `SELECT w.id, w.registration_id, w.constituency, w.delegation, c.held, c.meanwhile,
              EXISTS (SELECT FROM extra_choice e WHERE e.registration_id = w.registration_id AND e.day = w.day) AS beside
         FROM waiting_entry w JOIN day_choice c ON c.registration_id = w.registration_id AND c.day = w.day
        WHERE ${inQueue(queue)} AND w.registration_id = $5`,
      [meeting, queue.day, queue.mode, queue.session, registration],
      tx,
    )
    return found
  }

  /**
   * What fails (`unmet`: waited for) when somebody in line could take a place of one of these kinds, had one unit of the
   * `given` pools not been taken.
   */
  nobodyAhead(guest: Guest, asked: readonly { day: string; mode: PlaceMode }[], given: readonly string[]): Statement[] {
    return asked.map(({ day, mode }): Statement => [NOBODY_AHEAD, [guest.meeting, day, mode, null, given, guest.id]])
  }

  /** Puts somebody who is in no line into these. */
  async join(tx: EntityManager, guest: Guest, wishes: readonly Pick<Wish, 'day' | 'mode'>[]): Promise<void> {
    await this.enter(
      tx,
      guest,
      wishes.flatMap(({ day, mode }) => (mode === 'none' ? [] : [{ day, mode, session: null }])),
    )
  }

  /** Who waits already keeps the rank; who does not wait for the day (any more) is not in line for it. */
  async keep(tx: EntityManager, guest: Guest, day: string, waits: PlaceMode | null): Promise<void> {
    await this.database.query(
      `DELETE FROM waiting_entry
        WHERE registration_id = $1 AND day = $2 AND session_id IS NULL AND mode <> 'floor' AND mode IS DISTINCT FROM $3`,
      [guest.id, day, waits],
      tx,
    )
    if (waits) await this.enter(tx, guest, [{ day, mode: waits, session: null }])
  }

  /** The same for a session, or for the floor: `of` is the kind, `mode` the queue, or null. */
  async keepExtra(tx: EntityManager, guest: Guest, of: Omit<Queue, 'mode'>, mode: Queue['mode'] | null): Promise<void> {
    await this.database.query(
      `DELETE FROM waiting_entry
        WHERE registration_id = $1 AND day = $2 AND session_id IS NOT DISTINCT FROM $3::uuid
          AND (session_id IS NOT NULL OR mode = 'floor') AND mode IS DISTINCT FROM $4`,
      [guest.id, of.day, of.session, mode],
      tx,
    )
    if (mode) await this.enter(tx, guest, [{ ...of, mode }])
  }

  /** Takes somebody out of a queue whose turn has come. */
  async leave(tx: EntityManager, entry: string): Promise<void> {
    await this.database.query('DELETE FROM waiting_entry WHERE id = $1', [entry], tx)
  }

  /**
   * Fills the positions that a delegation has in each queue in the delegation's own order. To be called whenever that order
   * or who is in the delegation changes, with the pools of the days locked; doing it again changes nothing.
   */
  async followOrder(tx: EntityManager, delegation: DelegationId): Promise<void> {
    const rows = await this.database.query<InDelegation & { queue: string }>(
      `SELECT w.id, w.rank, r.delegation_rank AS "order", concat_ws(' ', w.day, w.mode, w.session_id) AS queue
         FROM registration r JOIN waiting_entry w ON w.registration_id = r.id
        WHERE r.delegation_id = $1 ORDER BY w.rank LIMIT ${DELEGATION_LIMIT}`,
      [delegation],
      tx,
    )
    const moved = [...Map.groupBy(rows, (row) => row.queue).values()].flatMap(inDelegationOrder)
    if (moved.length === 0) return
    await this.database.query(
      `UPDATE waiting_entry SET rank = moved.rank FROM unnest($1::uuid[], $2::numeric[]) AS moved (id, rank)
        WHERE waiting_entry.id = moved.id`,
      [moved.map(({ id }) => id), moved.map(({ rank }) => rank)],
      tx,
    )
  }

  private async enter(tx: EntityManager, guest: Guest, queues: readonly Queue[]): Promise<void> {
    if (queues.length === 0) return
    await this.database.query(
      `INSERT INTO waiting_entry (id, registration_id, meeting_id, day, mode, session_id, constituency, delegation, since)
       SELECT uuidv7(), $1::uuid, $2::uuid, day, mode, session, $6, $7, $8::timestamptz
         FROM unnest($3::date[], $4::text[], $5::uuid[]) AS w (day, mode, session)
       ON CONFLICT DO NOTHING`,
      [
        guest.id,
        guest.meeting,
        queues.map((queue) => queue.day),
        queues.map((queue) => queue.mode),
        queues.map((queue) => queue.session),
        guest.constituency ?? '',
        guest.delegation ?? '',
        this.clock.now().toString(),
      ],
      tx,
    )
  }
}
