import { Inject, Injectable } from '@nestjs/common'
import { isNamed, type AgendaView, type NamedEntry } from '../access/view.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { isFollowable } from './selection.ts'

/** The sessions that people follow. Nobody but they themselves learns of it. */
@Injectable()
export class Follows {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What a person follows in a meeting, also what they may no longer see. */
  async of(meeting: MeetingId, person: PersonId): Promise<ReadonlySet<SessionId>> {
    const rows = await this.database.query<{ session_id: SessionId }>(
      'SELECT session_id FROM follow WHERE person_id = $1 AND meeting_id = $2',
      [person, meeting],
    )
    return new Set(rows.map((row) => row.session_id))
  }

  /**
   * Follows a session of the view that this person has; a second time changes nothing.
   * @throws NotFound when the view has no such session, or it is a pause
   */
  async follow(meeting: MeetingId, person: PersonId, view: AgendaView, code: string): Promise<void> {
    await this.database.query(
      `INSERT INTO follow (person_id, meeting_id, session_id, since) VALUES ($1, $2, $3, $4)
       ON CONFLICT ON CONSTRAINT follow_pkey DO NOTHING`,
      [person, meeting, entryIn(view, code).id, this.clock.now().toString()],
    )
  }

  /** Follows it no more; a second time changes nothing. @throws NotFound as `follow` does */
  async unfollow(meeting: MeetingId, person: PersonId, view: AgendaView, code: string): Promise<void> {
    await this.database.query('DELETE FROM follow WHERE person_id = $1 AND meeting_id = $2 AND session_id = $3', [
      person,
      meeting,
      entryIn(view, code).id,
    ])
  }
}

const entryIn = (view: AgendaView, code: string): NamedEntry => {
  const entry = view.days
    .flatMap((day) => day.sessions.filter(isNamed))
    .find((each) => each.code.toLowerCase() === code.toLowerCase() && isFollowable(each))
  if (!entry) throw new NotFound()
  return entry
}
