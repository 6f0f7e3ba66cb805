import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { SessionId } from '../kernel/id.ts'
import { instantColumn } from '../platform/database/columns.ts'

/** The provider's address of a session online, sealed: whoever reads it is in. */
@Entity({ name: 'join_link' })
export class JoinLink {
  @PrimaryColumn('uuid', { name: 'session_id' })
  sessionId: SessionId

  @Column('bytea')
  sealed: Buffer

  @Column({ ...instantColumn, name: 'set_at' })
  setAt: Temporal.Instant
}
