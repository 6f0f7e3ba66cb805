import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { newId, type MeetingId, type RegistrationId } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import type { Seat } from './outcome.ts'
import type { Seeker } from './pools.service.ts'
import type { PlaceMode, Wish } from './registration.ts'

/** Who is seated. */
export interface Guest extends Seeker {
  id: RegistrationId
  meeting: MeetingId
}

/** Somebody in line whose turn it is. */
export interface InLine {
  id: string
  registration_id: RegistrationId
  quota_constituency: string | null
  quota_delegation: string | null
  held: PlaceMode | null
  meanwhile: boolean
}

/** The queues: one per day and mode. They change only while the pools of the day are locked. */
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
    day: string,
    mode: PlaceMode,
    given: readonly string[],
    except: RegistrationId | null,
  ): Promise<InLine | undefined> {
    const [first] = await this.database.query<InLine>(
      `SELECT w.id, w.registration_id, r.quota_constituency, r.quota_delegation, c.held, c.meanwhile
         FROM waiting_entry w
         JOIN registration r ON r.id = w.registration_id
         JOIN day_choice c ON c.registration_id = w.registration_id AND c.day = w.day
        WHERE w.meeting_id = $1 AND w.day = $2 AND w.mode = $3 AND w.session_id IS NULL
          AND w.registration_id IS DISTINCT FROM $5
          AND NOT EXISTS (
            SELECT FROM pool p
             WHERE p.meeting_id = w.meeting_id AND p.day = w.day AND p.mode = w.mode AND p.session_id IS NULL
               AND (p.constituency IS NULL OR p.constituency = r.quota_constituency)
               AND (p.delegation IS NULL OR p.delegation = r.quota_delegation)
               AND p.taken - (p.id = ANY ($4::uuid[]))::int >= p.capacity)
        ORDER BY w.rank LIMIT 1`,
      [meeting, day, mode, given, except],
      tx,
    )
    return first
  }

  /** Whether somebody in line could take a place of one of these kinds, had one unit of the `given` pools not been taken. */
  async anyAhead(
    tx: EntityManager,
    guest: Guest,
    asked: readonly { day: string; mode: PlaceMode }[],
    given: readonly string[],
  ): Promise<boolean> {
    const days = [...new Set(asked.map((each) => each.day))]
    const [some] = await this.database.query<{ waits: boolean }>(
      'SELECT EXISTS (SELECT FROM waiting_entry WHERE meeting_id = $1 AND day = ANY ($2::date[])) AS waits',
      [guest.meeting, days],
      tx,
    )
    if (!some?.waits) return false
    for (const { day, mode } of asked) if (await this.first(tx, guest.meeting, day, mode, given, guest.id)) return true
    return false
  }

  /** Who waits already keeps the rank; who does not (any more) is not in line. */
  async keep(tx: EntityManager, guest: Guest, wish: Wish, seat: Seat): Promise<void> {
    await this.database.query(
      `DELETE FROM waiting_entry WHERE registration_id = $1 AND day = $2 AND session_id IS NULL AND mode IS DISTINCT FROM $3`,
      [guest.id, wish.day, seat.state === 'waiting' ? wish.mode : null],
      tx,
    )
    if (seat.state !== 'waiting') return
    await this.database.query(
      `INSERT INTO waiting_entry (id, registration_id, meeting_id, day, mode, since) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING`,
      [newId(), guest.id, guest.meeting, wish.day, wish.mode, this.clock.now().toString()],
      tx,
    )
  }
}
