import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { People } from '../people/people.service.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import type { RegistrationState } from '../registration/registration.ts'
import { Registrations } from '../registration/registrations.service.ts'
import { can } from '../registration/states.ts'
import { Turns } from '../registration/turns.service.ts'
import { endOfMeeting } from '../registration/windows.ts'
import type { Holding } from './holding.ts'
import { HOLDINGS } from './what-we-hold.ts'

/** A condition that is true of what has not gone yet. */
export const stillThere = ({ goes }: Holding, condition: string): string =>
  typeof goes === 'string'
    ? condition
    : `${condition} AND (${Object.entries(goes)
        .map(([column, value]) => `t.${column} IS DISTINCT FROM ${value}`)
        .join(' OR ')})`

/** The statement that carries out how something goes, for the rows of a condition; nothing where it stays. */
export const goingOf = (holding: Holding, condition: string): string | undefined => {
  const { table, goes } = holding
  if (goes === 'stays' || goes === 'follows') return undefined
  if (goes === 'rows') return `DELETE FROM ${table} t WHERE ${condition}`
  const set = Object.entries(goes).map(([column, value]) => `${column} = ${value}`)
  return `UPDATE ${table} t SET ${set.join(', ')} WHERE ${stillThere(holding, condition)}`
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
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.people.whenForgotten((tx, person) => this.carryOut(tx, person))
  }

  /**
   * Erases a person for good. `by` is who asked for it; the house itself when absent. Doing it again changes nothing.
   * Each meeting's places are freed by a command of their own, as pools are locked before registrations in each; who
   * registers anew in between is withdrawn again. `also` is done in the transaction that erases.
   */
  async erase(
    person: PersonId,
    by?: PersonId,
    also: (tx: EntityManager) => Promise<void> = async () => undefined,
  ): Promise<void> {
    for (;;) {
      for (const meeting of await this.holdingPlaces(person)) await this.registrations.withdraw(meeting, person)
      const erased = await this.database.transaction(async (tx) => {
        await this.turns.ofPerson(tx, person)
        if ((await this.holdingPlaces(person, tx)).length > 0) return false
        if (!(await this.people.byId(person, tx))) return true
        await this.people.forget(tx, person, by)
        await also(tx)
        return true
      })
      if (erased) return
    }
  }

  /** Meetings to come that hold a place for somebody, or a place in line. What is over stays as it was. */
  private async holdingPlaces(person: PersonId, tx?: EntityManager): Promise<Meeting[]> {
    const rows = await this.database.query<{ meeting_id: MeetingId; state: RegistrationState }>(
      'SELECT meeting_id, state FROM registration WHERE person_id = $1 ORDER BY id',
      [person],
      tx,
    )
    const held: Meeting[] = []
    for (const { meeting_id } of rows.filter(({ state }) => can('withdraw', state))) {
      const meeting = await this.meetings.byId(meeting_id, tx)
      const end = endOfMeeting(meeting.days, meeting.timeZone)
      if (Temporal.Instant.compare(this.clock.now(), end) < 0) held.push(meeting)
    }
    return held
  }

  private async carryOut(tx: EntityManager, person: PersonId): Promise<void> {
    for (const holding of HOLDINGS) {
      const statement = goingOf(holding, holding.of)
      if (statement) await this.database.query(statement, [person], tx)
    }
  }
}
