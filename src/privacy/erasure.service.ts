import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { People } from '../people/people.service.ts'
import { Database } from '../platform/database/database.ts'
import type { RegistrationState } from '../registration/registration.ts'
import { Registrations } from '../registration/registrations.service.ts'
import { can } from '../registration/states.ts'
import { Turns } from '../registration/turns.service.ts'
import type { Holding } from './holding.ts'
import { HOLDINGS } from './what-we-hold.ts'

/** The statement that carries out how something goes, for the rows of a condition; nothing where it stays. */
export const goingOf = ({ table, goes }: Holding, condition: string): string | undefined => {
  if (goes === 'stays' || goes === 'follows') return undefined
  if (goes === 'rows') return `DELETE FROM ${table} t WHERE ${condition}`
  const columns = Object.entries(goes)
  const set = columns.map(([column, value]) => `${column} = ${value}`).join(', ')
  const full = columns.map(([column, value]) => `t.${column} IS DISTINCT FROM ${value}`).join(' OR ')
  return `UPDATE ${table} t SET ${set} WHERE ${condition} AND (${full})`
}

/** Erases people: their places are given back and passed on, then all that says who they are, or is in their words, goes. */
@Injectable()
export class Erasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly meetings: Meetings,
    private readonly registrations: Registrations,
    private readonly turns: Turns,
  ) {}

  onModuleInit(): void {
    this.people.whenForgotten((tx, person) => this.carryOut(tx, person))
  }

  /**
   * Erases a person for good. `by` is who asked for it; the house itself when absent. Doing it again changes nothing.
   * Each meeting's places are freed by a command of their own, as pools are locked before registrations in each; who
   * registers anew in between is withdrawn again.
   */
  async erase(person: PersonId, by?: PersonId): Promise<void> {
    for (;;) {
      for (const meeting of await this.holdingPlaces(person))
        await this.registrations.withdraw(await this.meetings.byId(meeting), person)
      const erased = await this.database.transaction(async (tx) => {
        const registrations = await this.turns.ofPerson(tx, person)
        if (registrations.some(({ state }) => can('withdraw', state))) return false
        if (await this.people.byId(person, tx)) await this.people.forget(tx, person, by)
        return true
      })
      if (erased) return
    }
  }

  private async holdingPlaces(person: PersonId): Promise<MeetingId[]> {
    const rows = await this.database.query<{ meeting_id: MeetingId; state: RegistrationState }>(
      'SELECT meeting_id, state FROM registration WHERE person_id = $1 ORDER BY id',
      [person],
    )
    return rows.filter(({ state }) => can('withdraw', state)).map(({ meeting_id }) => meeting_id)
  }

  private async carryOut(tx: EntityManager, person: PersonId): Promise<void> {
    for (const holding of HOLDINGS) {
      const statement = goingOf(holding, holding.of)
      if (statement) await this.database.query(statement, [person], tx)
    }
  }
}
