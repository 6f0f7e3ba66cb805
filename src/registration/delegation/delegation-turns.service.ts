import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { Delegation } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { Forbidden, InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { newId, type MeetingId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { People } from '../../people/people.service.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import type { Registration } from '../registration.entity.ts'
import { can } from '../states.ts'
import { Turns } from '../turns.service.ts'
import { endOfMeeting, RegistrationIsOver } from '../windows.ts'
import { deadlinesOf, type Nominee } from './nomination.ts'

/** Who acts for a delegation: one of its focal points, or an organiser. */
export interface Actor {
  person: PersonId
  as: 'focal-point' | 'organiser'
}

/** How every command on the people of a delegation begins: its turn, who may, until when, and about whom it is. */
@Injectable()
export class DelegationTurns {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly people: People,
    private readonly delegations: Delegations,
    private readonly focalPoints: FocalPoints,
    private readonly turns: Turns,
  ) {}

  /** One command at a time on a delegation, and by who speaks for it at this moment. */
  async begin(tx: EntityManager, meeting: Meeting, delegation: Delegation, by: Actor): Promise<void> {
    await this.delegations.lock(tx, delegation.id)
    if (delegation.meeting !== meeting.id) throw new NotFound()
    if (by.as === 'focal-point' && !(await this.focalPoints.isOne(delegation.id, by.person, tx))) throw new Forbidden()
    if (Temporal.Instant.compare(this.clock.now(), endOfMeeting(meeting.days, meeting.timeZone)) >= 0)
      throw new RegistrationIsOver()
  }

  /** @throws InvalidInput once the deadline has passed, which says what to do instead */
  mustBeBefore(what: 'nominate' | 'confirm', meeting: Meeting, by: Actor): void {
    if (by.as === 'organiser') return
    const deadline = deadlinesOf(meeting.registration, endOfMeeting(meeting.days, meeting.timeZone))[what]
    if (Temporal.Instant.compare(this.clock.now(), deadline) >= 0) throw atField('', `delegation.${what}.closed`)
  }

  async member(tx: EntityManager, meeting: Meeting, delegation: Delegation, id: RegistrationId): Promise<Registration> {
    const found = await this.turns.byId(tx, meeting.id, id)
    if (!found || found.delegationId !== delegation.id || found.state === 'draft') throw new NotFound()
    return found
  }

  async bySubmission(tx: EntityManager, meeting: MeetingId, submission: string): Promise<RegistrationId | undefined> {
    const [found] = await this.database.query<{ id: RegistrationId }>(
      'SELECT id FROM registration WHERE meeting_id = $1 AND submission_id = $2 AND nominated_at IS NOT NULL',
      [meeting, submission],
      tx,
    )
    return found?.id
  }

  /** The person with that address; without one, somebody new, reached through the contact address or the actor's own. */
  async personOf(
    tx: EntityManager,
    { names, email, contact, language }: Pick<Nominee, 'names' | 'email' | 'contact' | 'language'>,
    by: Actor,
  ): Promise<PersonId> {
    if (email) {
      const person = await this.people.invite(tx, email, language)
      const known = await this.people.byId(person, tx)
      // A name is its owner's: it is given to who has none yet.
      if (!known?.givenNames && !known?.familyName) await this.people.rename(tx, person, names)
      return person
    }
    const actor = await this.people.byId(by.person, tx)
    const reached = contact ?? actor?.email ?? actor?.contactEmail
    if (!reached) throw atField('/contact', 'email.missing')
    return this.people.enrol(tx, reached, names, language)
  }

  async ensureRegistration(
    tx: EntityManager,
    meeting: MeetingId,
    person: PersonId,
    language: Locale,
  ): Promise<RegistrationId> {
    await this.database.query(
      `INSERT INTO registration (id, meeting_id, person_id, state, language, created_at, changed_at)
       VALUES ($1, $2, $3, 'draft', $4, $5, $5) ON CONFLICT (meeting_id, person_id) DO NOTHING`,
      [newId(), meeting, person, language, this.clock.now().toString()],
      tx,
    )
    const [found] = await this.database.query<{ id: RegistrationId }>(
      'SELECT id FROM registration WHERE meeting_id = $1 AND person_id = $2',
      [meeting, person],
      tx,
    )
    return found!.id
  }
}

/** Something is wrong with one field. */
export const atField = (pointer: string, message: string): InvalidInput =>
  new InvalidInput({ fields: [{ pointer, message }] })

/** Nobody is in two delegations: who takes part for somebody else leaves there first. */
export const mustBeFreeFor = (delegation: Delegation, { state, delegationId }: Registration): void => {
  if (can('amend', state) && delegationId !== delegation.id) throw atField('/email', 'delegation.person.elsewhere')
}
