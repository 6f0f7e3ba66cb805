import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { Id, MeetingId, RegistrationId, SessionId } from '../kernel/id.ts'
import { instantColumn, plainDateColumn } from '../platform/database/columns.ts'
import type { PlaceMode } from './registration.ts'

/** Somebody in line for a day (or session) and mode. `rank` is given once; the number shown counts those before it. */
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
  mode: PlaceMode

  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId: SessionId | null

  @Column({ type: 'bigint', insert: false, update: false })
  rank: string

  @Column(instantColumn)
  since: Temporal.Instant
}
