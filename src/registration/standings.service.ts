import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { RegistrationId } from '../kernel/id.ts'
import type { RegistrationSettings } from '../meetings/registration-settings.ts'
import { Database } from '../platform/database/database.ts'
import type { RegistrationState, Wish } from './registration.ts'
import { Choices, EXTRAS, isoInstant, type ChoiceRow, type ExtraRow } from './places/choices.service.ts'
import { byFocalPoint } from './verification.ts'
import { dayStatus, extraStatus, type DayStanding, type ExtraStanding, type Standing } from './standing.ts'

interface RankedExtra extends ExtraRow {
  rank: number
}

interface Row extends ChoiceRow {
  registration_id: RegistrationId
  rank: number
  extras: readonly RankedExtra[]
}

/** Those of some requests that are in a delegation with a focal point who has not confirmed them. */
const led = (which: string): string => `
  SELECT r.id, r.claimed_constituency AS constituency, m.registration->'verification' AS verification
    FROM registration r JOIN meeting m ON m.id = r.meeting_id
   WHERE r.id ${which} AND r.endorsed_at IS NULL AND r.claimed_constituency IS NOT NULL
     AND EXISTS (SELECT FROM focal_point f WHERE f.delegation_id = r.delegation_id AND f.state = 'active')`

/** A registration as far as its standing needs it. */
interface Of {
  id: RegistrationId
  state: RegistrationState
  late: boolean
}

/** A number in line, for one. */
const RANK = `
  CASE WHEN c.state = 'waiting' THEN (
    SELECT count(*)::int FROM waiting_entry w
      JOIN waiting_entry before ON before.meeting_id = w.meeting_id AND before.day = w.day
       AND before.mode = w.mode AND before.session_id IS NULL AND before.rank <= w.rank
     WHERE w.registration_id = c.registration_id AND w.day = c.day AND w.session_id IS NULL AND w.mode = c.mode)
  ELSE 0 END`

/** The numbers in line, for many: each line they are in is read once, not once for each of them. */
const RANKS = `
  WITH line AS (
    SELECT w.registration_id, w.day, w.mode, row_number() OVER (PARTITION BY w.meeting_id, w.day, w.mode ORDER BY w.rank) AS rank
      FROM waiting_entry w
     WHERE w.session_id IS NULL AND (w.meeting_id, w.day, w.mode) IN (
       SELECT meeting_id, day, mode FROM waiting_entry WHERE registration_id = ANY ($1::uuid[]) AND session_id IS NULL))`

/** Which of a column are meant, as a condition on $1: that on a single id has one plan, whatever the id. */
const named = (registrations: readonly Of[]): [which: string, value: unknown] => {
  const ids = registrations.map(({ id }) => id)
  return ids.length === 1 ? ['= $1', ids[0]] : ['= ANY ($1::uuid[])', ids]
}

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

  /** Where each of them stands; two queries at most, at once, however many they are. */
  async of(registrations: readonly Of[], tx?: EntityManager): Promise<Map<RegistrationId, Standing>> {
    const many = registrations.length !== 1
    const [which, value] = named(registrations)
    const [rows, withFocalPoint] = await Promise.all([
      this.database.query<Row>(
        `${many ? RANKS : ''}
         SELECT c.registration_id, c.day, c.mode, c.state, c.held, c.meanwhile,
                ${isoInstant('c.offered_until')} AS until, ${EXTRAS} AS extras,
                ${many ? 'coalesce(line.rank, 0)::int' : RANK} AS rank
           FROM day_choice c ${many ? 'LEFT JOIN line USING (registration_id, day, mode)' : ''}
          WHERE c.registration_id ${which} ORDER BY c.day`,
        [value],
        tx,
      ),
      this.withFocalPoint(registrations, tx),
    ])
    const days = Map.groupBy(rows, (row) => row.registration_id)
    return new Map(
      registrations.map(({ id, state, late }) => [
        id,
        {
          state,
          late,
          decidedBy: withFocalPoint.has(id) ? 'focal-point' : 'secretariat',
          days: (days.get(id) ?? []).map((row) => dayStanding(state, row)),
        },
      ]),
    )
  }

  /** Of whom the next word is a focal point's: they ask, the meeting wants it, and their delegation has one. */
  private async withFocalPoint(
    registrations: readonly Of[],
    tx: EntityManager | undefined,
  ): Promise<ReadonlySet<RegistrationId>> {
    const asking = registrations.filter(({ state, late }) => state === 'requested' && !late)
    if (asking.length === 0) return new Set()
    const [which, value] = named(asking)
    const found = await this.database.query<{
      id: RegistrationId
      constituency: ConstituencyId
      verification: RegistrationSettings['verification']
    }>(led(which), [value], tx)
    return new Set(
      found
        .filter(({ verification, constituency }) => byFocalPoint({ verification }, constituency))
        .map(({ id }) => id),
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
