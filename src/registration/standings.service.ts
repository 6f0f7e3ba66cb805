import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { RegistrationId } from '../kernel/id.ts'
import { Database } from '../platform/database/database.ts'
import type { RegistrationState, Wish } from './registration.ts'
import { Choices, EXTRAS, isoInstant, type ChoiceRow, type ExtraRow } from './places/choices.service.ts'
import { dayStatus, extraStatus, type DayStanding, type ExtraStanding, type Standing } from './standing.ts'

interface RankedExtra extends ExtraRow {
  rank: number
}

interface Row extends ChoiceRow {
  registration_id: RegistrationId
  rank: number
  extras: readonly RankedExtra[]
  withFocalPoint: boolean
}

/** Whether the next word on a request is a focal point's: the meeting wants it, and the delegation has one. */
const WAITS_FOR_FOCAL_POINT = `
  EXISTS (SELECT FROM registration r JOIN meeting m ON m.id = r.meeting_id
            JOIN focal_point f ON f.delegation_id = r.delegation_id AND f.state = 'active'
           WHERE r.id = c.registration_id AND r.state = 'requested' AND NOT r.late AND r.endorsed_at IS NULL
             AND coalesce(m.registration->'verification'->>r.claimed_constituency,
                          m.registration->'verification'->>'default') LIKE 'focal-point%')`

/** A registration as far as its standing needs it. */
interface Of {
  id: RegistrationId
  state: RegistrationState
  late: boolean
}

/** A number in line, for one. */
const RANK = `
  (SELECT count(*)::int FROM waiting_entry w
     JOIN waiting_entry before ON before.meeting_id = w.meeting_id AND before.day = w.day
      AND before.mode = w.mode AND before.session_id IS NULL AND before.rank <= w.rank
    WHERE w.registration_id = c.registration_id AND w.day = c.day AND w.session_id IS NULL AND w.mode = c.mode)`

/** The numbers in line, for many: each line they are in is read once, not once for each of them. */
const RANKS = `
  WITH line AS (
    SELECT w.registration_id, w.day, w.mode, row_number() OVER (PARTITION BY w.meeting_id, w.day, w.mode ORDER BY w.rank) AS rank
      FROM waiting_entry w
     WHERE w.session_id IS NULL AND (w.meeting_id, w.day, w.mode) IN (
       SELECT meeting_id, day, mode FROM waiting_entry WHERE registration_id = ANY ($1::uuid[]) AND session_id IS NULL))`

/** Reads where people stand: their days, and their number in line. */
@Injectable()
export class Standings {
  constructor(
    private readonly database: Database,
    private readonly kept: Choices,
  ) {}

  /** What somebody asked for and holds, day by day. */
  async choices(registration: RegistrationId, tx?: EntityManager): Promise<ChoiceRow[]> {
    return this.kept.of(registration, tx)
  }

  /** Where one of them stands. */
  async one(registration: Of, tx?: EntityManager): Promise<Standing> {
    return (await this.of([registration], tx)).get(registration.id)!
  }

  /** Where each of them stands; one query, however many they are. */
  async of(registrations: readonly Of[], tx?: EntityManager): Promise<Map<RegistrationId, Standing>> {
    const rows = await this.database.query<Row>(
      `${registrations.length > 1 ? RANKS : ''}
       SELECT c.registration_id, c.day, c.mode, c.state, c.held, c.meanwhile,
              ${isoInstant('c.offered_until')} AS until, ${EXTRAS} AS extras,
              ${registrations.length > 1 ? 'coalesce(line.rank, 0)::int' : RANK} AS rank,
              ${WAITS_FOR_FOCAL_POINT} AS "withFocalPoint"
         FROM day_choice c ${registrations.length > 1 ? 'LEFT JOIN line USING (registration_id, day, mode)' : ''}
        WHERE c.registration_id = ANY ($1::uuid[]) ORDER BY c.day`,
      [registrations.map((each) => each.id)],
      tx,
    )
    return new Map(
      registrations.map(({ id, state, late }) => {
        const days = rows.filter((row) => row.registration_id === id).map((row) => dayStanding(state, row))
        const withFocalPoint = rows.some((row) => row.registration_id === id && row.withFocalPoint)
        return [id, { state, late, decidedBy: withFocalPoint ? 'focal-point' : 'secretariat', days }]
      }),
    )
  }
}

const dayStanding = (state: RegistrationState, row: Row): DayStanding => {
  const { day, mode, state: choice, held, rank, until, extras } = row
  const floor = extras.find((extra) => extra.session === null)
  const sessions = extras.flatMap(({ session, ...extra }) =>
    session ? [{ session, mode: extra.mode === 'floor' ? null : extra.mode, ...extraStanding(state, extra) }] : [],
  )
  return {
    day,
    mode,
    status: dayStatus(state, choice),
    held,
    ...(choice === 'waiting' && rank > 0 && { rank }),
    ...(until && { until }),
    ...(floor && { floor: extraStanding(state, floor) }),
    ...(sessions.length > 0 && { sessions }),
  }
}

const extraStanding = (
  state: RegistrationState,
  { state: extra, rank, until }: Omit<RankedExtra, 'session'>,
): ExtraStanding => ({
  status: extraStatus(state, extra),
  ...(extra === 'waiting' && rank > 0 && { rank }),
  ...(until && { until }),
})

/** What was asked for, as wishes again. */
export const wishesOf = (choices: readonly ChoiceRow[]): Wish[] =>
  choices.map(({ day, mode, meanwhile, extras }) => {
    const sessions = extras.flatMap(({ session }) => (session ? [session] : []))
    return {
      day,
      mode,
      meanwhile,
      ...(extras.some(({ session }) => session === null) && { floor: true }),
      ...(sessions.length > 0 && { sessions }),
    }
  })
