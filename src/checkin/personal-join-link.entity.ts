import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { PersonId, SessionId } from '../kernel/id.ts'
import { instantColumn } from '../platform/database/columns.ts'

/** One person's own address at the provider of a session online, sealed: theirs alone to open. */
@Entity({ name: 'personal_join_link' })
export class PersonalJoinLink {
  @PrimaryColumn('uuid', { name: 'session_id' })
  sessionId: SessionId

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId: PersonId

  @Column('bytea')
  sealed: Buffer

  @Column({ ...instantColumn, name: 'set_at' })
  setAt: Temporal.Instant
}
