import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { AgendaView, NamedEntry } from '../access/view.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { Merging, type Merged } from '../registration/review/merging.service.ts'
import { chosenIn, followableIn } from './chosen-sessions.ts'

/** The sessions that people follow. Nobody but they themselves learns of it. */
@Injectable()
export class Follows implements OnModuleInit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Merging) private readonly merging: Merging,
  ) {}

  onModuleInit(): void {
    this.merging.whenMerged((tx, merged) => this.pass(tx, merged))
  }

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

  /** Follows these sessions of the view and no other of it; what the view does not show stays as it was. */
  async choose(meeting: MeetingId, person: PersonId, view: AgendaView, codes: readonly string[]): Promise<void> {
    const shown = followableIn(view).map(({ id }) => id)
    const wanted = chosenIn(view, codes).map(({ id }) => id)
    await this.database.query(
      `WITH dropped AS (
         DELETE FROM follow WHERE person_id = $1 AND meeting_id = $2 AND session_id = ANY ($3) AND NOT session_id = ANY ($4))
       INSERT INTO follow (person_id, meeting_id, session_id, since) SELECT $1, $2, id, $5 FROM unnest($4::uuid[]) AS id
       ON CONFLICT ON CONSTRAINT follow_pkey DO NOTHING`,
      [person, meeting, shown, wanted, this.clock.now().toString()],
    )
  }

  /**
   * What was followed by two who are one passes to who is kept. A calendar does not: whoever has its secret address would
   * see what the kept one chose. It ends as that of any registration that was closed: with one event, which says where to go.
   */
  private async pass(tx: EntityManager, { meeting, kept, other }: Merged): Promise<void> {
    await this.database.query(
      `WITH gone AS (DELETE FROM follow WHERE meeting_id = $1 AND person_id = $3 RETURNING session_id, since)
       INSERT INTO follow (person_id, meeting_id, session_id, since) SELECT $2, $1, session_id, since FROM gone
       ON CONFLICT ON CONSTRAINT follow_pkey DO NOTHING`,
      [meeting, kept, other],
      tx,
    )
  }
}

const entryIn = (view: AgendaView, code: string): NamedEntry => {
  const [entry] = chosenIn(view, [code.toUpperCase()])
  if (!entry) throw new NotFound()
  return entry
}
