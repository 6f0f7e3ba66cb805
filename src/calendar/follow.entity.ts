import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import { instantColumn } from '../platform/database/columns.ts'

/** A session that a person follows; only they are told. */
@Entity({ name: 'follow' })
export class Follow {
  @PrimaryColumn('uuid', { name: 'person_id' })
  personId: PersonId

  @PrimaryColumn('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  @PrimaryColumn('uuid', { name: 'session_id' })
  sessionId: SessionId

  @Column(instantColumn)
  since: Temporal.Instant
}
