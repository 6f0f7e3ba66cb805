import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { RegistrationId } from '../kernel/id.ts'
import { Database } from '../platform/database/database.ts'
import type { RegistrationState, Wish } from './registration.ts'
import type { ChoiceRow } from './seating.service.ts'
import { dayStatus, type DayStanding, type Standing } from './standing.ts'

interface Row extends ChoiceRow {
  registration_id: RegistrationId
  rank: number
}

/** A registration as far as its standing needs it. */
interface Of {
  id: RegistrationId
  state: RegistrationState
  late: boolean
}

/** Reads where people stand: their days, and their number in line. */
@Injectable()
export class Standings {
  constructor(private readonly database: Database) {}

  /** What somebody asked for and holds, day by day. */
  async choices(registration: RegistrationId, tx?: EntityManager): Promise<ChoiceRow[]> {
    return this.database.query<ChoiceRow>(
      'SELECT day, mode, state, held, meanwhile FROM day_choice WHERE registration_id = $1 ORDER BY day',
      [registration],
      tx,
    )
  }

  /** Where one of them stands. */
  async one(registration: Of, tx?: EntityManager): Promise<Standing> {
    return (await this.of([registration], tx)).get(registration.id)!
  }

  /** Where each of them stands; one query, however many they are. */
  async of(registrations: readonly Of[], tx?: EntityManager): Promise<Map<RegistrationId, Standing>> {
    const rows = await this.database.query<Row>(
      `SELECT c.registration_id, c.day, c.mode, c.state, c.held, c.meanwhile,
              (SELECT count(*)::int FROM waiting_entry w
                 JOIN waiting_entry before ON before.meeting_id = w.meeting_id AND before.day = w.day
                  AND before.mode = w.mode AND before.session_id IS NULL AND before.rank <= w.rank
                WHERE w.registration_id = c.registration_id AND w.day = c.day AND w.session_id IS NULL) AS rank
         FROM day_choice c WHERE c.registration_id = ANY ($1::uuid[]) ORDER BY c.day`,
      [registrations.map((each) => each.id)],
      tx,
    )
    return new Map(
      registrations.map(({ id, state, late }) => {
        const days = rows.filter((row) => row.registration_id === id).map((row) => dayStanding(state, row))
        return [id, { state, late, decidedBy: 'secretariat', days }]
      }),
    )
  }
}

const dayStanding = (state: RegistrationState, { day, mode, state: choice, held, rank }: Row): DayStanding => ({
  day,
  mode,
  status: dayStatus(state, choice),
  held,
  ...(choice === 'waiting' && rank > 0 && { rank }),
})

/** What was asked for, as wishes again. */
export const wishesOf = (choices: readonly ChoiceRow[]): Wish[] =>
  choices.map(({ day, mode, meanwhile }) => ({ day, mode, meanwhile }))
