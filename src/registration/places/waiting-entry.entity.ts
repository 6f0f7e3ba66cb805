import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { Id, MeetingId, RegistrationId, SessionId } from '../../kernel/id.ts'
import { instantColumn, plainDateColumn } from '../../platform/database/columns.ts'
import type { PoolMode } from '../registration.ts'

/** Somebody in line for a day (or session) and mode. The number shown counts those with a lower `rank`. */
@Entity({ name: 'waiting_entry' })
export class WaitingEntry {
  @PrimaryColumn('uuid')
  id: Id<'WaitingEntry'>

  @Column('uuid', { name: 'registration_id' })
  registrationId: RegistrationId

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  @Column(plainDateColumn)
  day: Temporal.PlainDate

  @Column('text')
  mode: PoolMode

  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId: SessionId | null

  /** Exact, as text; between two of them there is room for another. */
  @Column({ type: 'numeric', insert: false })
  rank: string

  /** Of the registration, kept here by the database so that the first of each kind is found at once; empty for none. */
  @Column('text')
  constituency: string

  @Column('text')
  delegation: string

  @Column(instantColumn)
  since: Temporal.Instant
}
