import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { RegistrationId, SessionId } from '../../kernel/id.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import type { ChoiceState, DayMode, PlaceMode, PoolMode } from '../registration.ts'

/** How far something asked for beside the day has come; `asked`: it needs a place that day, which is not there yet. */
export type ExtraState = 'asked' | 'held' | 'waiting' | 'offered'

/** What somebody asked for beside a day, as stored: a session, or (null) the floor online. */
export interface ExtraRow {
  session: SessionId | null
  mode: PoolMode | null
  state: ExtraState
  /** ISO instant. */
  until: string | null
}

/** A day choice as stored. */
export interface ChoiceRow {
  day: string
  mode: DayMode
  state: ChoiceState
  held: PlaceMode | null
  meanwhile: boolean
  /** When an offer ends, as ISO instant. */
  until: string | null
  extras: readonly ExtraRow[]
}

/** A day choice as it is to be. */
export interface ChoiceToKeep extends Omit<ChoiceRow, 'until' | 'extras'> {
  until?: string | null
}

const KEEP_DAYS = `
  INSERT INTO day_choice (registration_id, day, mode, state, held, meanwhile, offered_until, since)
  SELECT $1::uuid, day, mode, state, held, meanwhile, until, $8::timestamptz
    FROM unnest($2::date[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::timestamptz[])
      AS c (day, mode, state, held, meanwhile, until)
  ON CONFLICT (registration_id, day) DO UPDATE SET
    mode = excluded.mode, state = excluded.state, held = excluded.held, meanwhile = excluded.meanwhile,
    offered_until = excluded.offered_until,
    since = CASE WHEN (day_choice.mode, day_choice.state, day_choice.held)
                      IS DISTINCT FROM (excluded.mode, excluded.state, excluded.held)
                 THEN excluded.since ELSE day_choice.since END`

const KEEP_EXTRA = `
  INSERT INTO extra_choice (registration_id, day, session_id, mode, state, offered_until, since)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT ON CONSTRAINT extra_choice_once DO UPDATE SET
    mode = excluded.mode, state = excluded.state, offered_until = excluded.offered_until,
    since = CASE WHEN (extra_choice.mode, extra_choice.state) IS DISTINCT FROM (excluded.mode, excluded.state)
                 THEN excluded.since ELSE extra_choice.since END`

/** What people asked for, day by day and beside the days, and how far it has come. */
@Injectable()
export class Choices {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What somebody asked for and holds, day by day. */
  async of(registration: RegistrationId, tx?: EntityManager): Promise<ChoiceRow[]> {
    return this.database.query<ChoiceRow>(
      `SELECT day, mode, state, held, meanwhile, ${isoInstant('offered_until')} AS until, ${EXTRAS} AS extras
         FROM day_choice c WHERE registration_id = $1 ORDER BY day`,
      [registration],
      tx,
    )
  }

  /** Writes how days stand. */
  async keep(tx: EntityManager, registration: RegistrationId, choices: readonly ChoiceToKeep[]): Promise<void> {
    await this.database.query(
      KEEP_DAYS,
      [
        registration,
        choices.map((choice) => choice.day),
        choices.map((choice) => choice.mode),
        choices.map((choice) => choice.state),
        choices.map((choice) => choice.held),
        choices.map((choice) => choice.meanwhile),
        choices.map((choice) => choice.until ?? null),
        this.clock.now().toString(),
      ],
      tx,
    )
  }

  /** Writes how something beside a day stands. */
  async keepExtra(
    tx: EntityManager,
    registration: RegistrationId,
    day: string,
    { session, mode, state, until }: ExtraRow,
  ): Promise<void> {
    await this.database.query(
      KEEP_EXTRA,
      [registration, day, session, mode, state, until, this.clock.now().toString()],
      tx,
    )
  }

  /** What is asked for no more. */
  async dropExtra(
    tx: EntityManager,
    registration: RegistrationId,
    day: string,
    session: SessionId | null,
  ): Promise<void> {
    await this.database.query(
      'DELETE FROM extra_choice WHERE registration_id = $1 AND day = $2 AND session_id IS NOT DISTINCT FROM $3',
      [registration, day, session],
      tx,
    )
  }

  /** Everything was given back; which days were asked for stays written, so that it can be asked again. */
  async release(tx: EntityManager, registration: RegistrationId): Promise<void> {
    await this.database.query('DELETE FROM extra_choice WHERE registration_id = $1', [registration], tx)
    await this.database.query(
      `UPDATE day_choice SET state = 'released', held = NULL, offered_until = NULL, since = $2
        WHERE registration_id = $1 AND state <> 'none'`,
      [registration, this.clock.now().toString()],
      tx,
    )
  }
}

/** A moment as text, the way `Temporal.Instant` reads and writes it; null for none. */
export const isoInstant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** What was asked for beside a day of `c`, with the number in line, as one JSON value: in the same statement. */
export const EXTRAS = `coalesce((
  SELECT jsonb_agg(jsonb_build_object('session', e.session_id, 'mode', e.mode, 'state', e.state,
           'until', ${isoInstant('e.offered_until')},
           'rank', (SELECT count(*) FROM waiting_entry w
                      JOIN waiting_entry before ON before.meeting_id = w.meeting_id AND before.day = w.day
                       AND before.mode = w.mode AND before.session_id IS NOT DISTINCT FROM w.session_id
                       AND before.rank <= w.rank
                     WHERE e.state = 'waiting' AND w.registration_id = e.registration_id AND w.day = e.day
                       AND w.session_id IS NOT DISTINCT FROM e.session_id AND w.mode = e.mode))
         ORDER BY e.session_id NULLS FIRST)
    FROM extra_choice e WHERE e.registration_id = c.registration_id AND e.day = c.day), '[]'::jsonb)`
