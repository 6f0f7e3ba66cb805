import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { Delegation } from '../delegations/delegation.ts'
import { Delegations } from '../delegations/delegations.service.ts'
import { FocalPoints } from '../delegations/focal-points.service.ts'
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
    private readonly delegations: Delegations,
    private readonly focalPoints: FocalPoints,
  ) {}

  onModuleInit(): void {
    this.people.whenForgotten((tx, person) => this.carryOut(tx, person))
  }

  /**
   * Erases a person for good. `by` is who asked for it; the house itself when absent. Doing it again changes nothing.
   * Each meeting's places are freed by a command of their own, as pools are locked before registrations in each; who
   * registers anew in between is withdrawn again. So they leave each delegation for which they speak, and the others and
   * the secretariat are told. `also` is done in the transaction that erases.
   */
  async erase(
    person: PersonId,
    by?: PersonId,
    also: (tx: EntityManager) => Promise<void> = async () => undefined,
  ): Promise<void> {
    for (;;) {
      for (const meeting of await this.holdingPlaces(person)) await this.registrations.withdraw(meeting, person)
      for (const delegation of await this.speaksFor(person)) await this.focalPoints.leave(delegation, person)
      const erased = await this.database.transaction(async (tx) => {
        await this.turns.ofPerson(tx, person)
        if ((await this.holdingPlaces(person, tx)).length > 0) return false
        if ((await this.speaksFor(person, tx)).length > 0) return false
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
      if (!this.isOver(meeting)) held.push(meeting)
    }
    return held
  }

  /** Delegations of meetings to come for which somebody speaks. */
  private async speaksFor(person: PersonId, tx?: EntityManager): Promise<Delegation[]> {
    const found: Delegation[] = []
    for (const { meeting, delegation } of await this.focalPoints.everywhere(person, tx))
      if (!this.isOver(await this.meetings.byId(meeting, tx)))
        found.push(await this.delegations.one(meeting, delegation, tx))
    return found
  }

  private isOver({ days, timeZone }: Meeting): boolean {
    return Temporal.Instant.compare(this.clock.now(), endOfMeeting(days, timeZone)) >= 0
  }

  private async carryOut(tx: EntityManager, person: PersonId): Promise<void> {
    for (const holding of HOLDINGS) {
      const { of, outlives } = holding
      const statement = goingOf(holding, outlives ? `(${of}) AND NOT (${outlives.where})` : of)
      if (statement) await this.database.query(statement, [person], tx)
      const set = Object.entries(outlives?.as ?? {}).map(([column, value]) => `${column} = ${value}`)
      if (set.length)
        await this.database.query(`UPDATE ${holding.table} t SET ${set.join(', ')} WHERE ${of}`, [person], tx)
    }
  }
}
