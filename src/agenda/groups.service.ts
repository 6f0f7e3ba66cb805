import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidInput } from '../kernel/domain-error.ts'
import type { MeetingId, PersonId } from '../kernel/id.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { SessionGroupMember } from './session.entity.ts'

/** Groups of named people, which access rules refer to by key (`bureau`). Who joins or leaves one does so at once. */
@Injectable()
export class Groups {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The groups a person is in, read at each request. */
  async of(
    meeting: MeetingId,
    person: PersonId,
    tx: EntityManager = this.database.manager,
  ): Promise<ReadonlySet<string>> {
    const rows = await tx.findBy(SessionGroupMember, { meetingId: meeting, personId: person })
    return new Set(rows.map((row) => row.group))
  }

  /** Who is in each group of a meeting. */
  async members(meeting: MeetingId): Promise<ReadonlyMap<string, readonly PersonId[]>> {
    const rows = await this.database.manager.findBy(SessionGroupMember, { meetingId: meeting })
    const groups = new Map<string, PersonId[]>()
    for (const { group, personId } of rows) groups.set(group, [...(groups.get(group) ?? []), personId])
    return groups
  }

  /** The groups that a meeting knows, in order: somebody is in them, or a rule names them that was ever saved. */
  async keys(meeting: MeetingId): Promise<string[]> {
    const rows = await this.database.query<{ key: string }>(
      `SELECT group_key AS key FROM session_group_member WHERE meeting_id = $1
        UNION
       SELECT jsonb_array_elements_text(r.rule -> 'groups') FROM session_rule r JOIN session s ON s.id = r.session_id
        WHERE s.meeting_id = $1 AND r.rule ->> 'attend' = 'invited'
        ORDER BY key`,
      [meeting],
    )
    return rows.map(({ key }) => key)
  }

  /** Takes a person into a group; twice is once. */
  async include(meeting: MeetingId, group: string, person: PersonId, by: PersonId): Promise<void> {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(group))
      throw new InvalidInput({ fields: [{ pointer: '/group', message: 'session.group-missing' }] })
    await this.database.transaction(async (tx) => {
      const added = await this.database.query(
        `INSERT INTO session_group_member (meeting_id, group_key, person_id) VALUES ($1, $2, $3)
           ON CONFLICT DO NOTHING RETURNING person_id`,
        [meeting, group, person],
        tx,
      )
      if (!added.length) return
      await this.changed(tx, meeting, person)
      await this.audit.write(tx, 'group.joined', { actor: by, meeting, subject: person, data: { group } })
    })
  }

  /** Takes a person out of a group; twice is once. */
  async exclude(meeting: MeetingId, group: string, person: PersonId, by: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const gone = await this.database.query(
        'DELETE FROM session_group_member WHERE meeting_id = $1 AND group_key = $2 AND person_id = $3 RETURNING person_id',
        [meeting, group, person],
        tx,
      )
      if (!gone.length) return
      await this.changed(tx, meeting, person)
      await this.audit.write(tx, 'group.left', { actor: by, meeting, subject: person, data: { group } })
    })
  }

  /** When somebody last came into a group or left one: their calendar is told (DTSTAMP). */
  private async changed(tx: EntityManager, meeting: MeetingId, person: PersonId): Promise<void> {
    await this.database.query(
      `INSERT INTO session_group_change (meeting_id, person_id, at) VALUES ($1, $2, $3)
         ON CONFLICT ON CONSTRAINT session_group_change_pkey DO UPDATE SET at = greatest(session_group_change.at, excluded.at)`,
      [meeting, person, this.clock.now().toString()],
      tx,
    )
  }
}
