import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { StateId } from '../delegations/state.ts'
import type { MeetingId, PersonId, RegistrationId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { instantColumn } from '../platform/database/columns.ts'
import type { Answers, Consents, Draft, RegistrationState } from './registration.ts'

/** A person's place in a meeting: what they claim, what of it is verified, and what they answered. */
@Entity({ name: 'registration' })
export class Registration {
  @PrimaryColumn('uuid')
  id: RegistrationId

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  @Column('uuid', { name: 'person_id' })
  personId: PersonId

  @Column('text')
  state: RegistrationState

  /** Sent after registration closed: a request that the organiser grants or not. */
  @Column('boolean')
  late: boolean

  /** What was typed and not sent yet. */
  @Column('jsonb')
  draft: Draft

  @Column('text', { name: 'job_title' })
  jobTitle: string

  @Column('text')
  organization: string

  @Column('text', { name: 'claimed_constituency', nullable: true })
  claimedConstituency: ConstituencyId | null

  @Column('text', { name: 'claimed_state', nullable: true })
  claimedState: StateId | null

  @Column('text', { name: 'verified_constituency', nullable: true })
  verifiedConstituency: ConstituencyId | null

  @Column('text', { name: 'verified_state', nullable: true })
  verifiedState: StateId | null

  @Column({ ...instantColumn, name: 'verified_at', nullable: true })
  verifiedAt: Temporal.Instant | null

  /** What counts against quotas: what is verified, else what is claimed. Computed by the database. */
  @Column({ type: 'text', name: 'quota_constituency', nullable: true, insert: false, update: false })
  quotaConstituency: ConstituencyId | null

  @Column({ type: 'text', name: 'quota_delegation', nullable: true, insert: false, update: false })
  quotaDelegation: StateId | null

  /** The language they registered in, and of our mail. */
  @Column('text')
  language: Locale

  @Column('jsonb')
  answers: Answers

  @Column('jsonb')
  consents: Partial<Consents>

  /** The id of the form that was sent: the second click finds the first one's result. */
  @Column('text', { name: 'submission_id', nullable: true })
  submissionId: string | null

  @Column({ ...instantColumn, name: 'submitted_at', nullable: true })
  submittedAt: Temporal.Instant | null

  @Column({ ...instantColumn, name: 'created_at' })
  createdAt: Temporal.Instant

  @Column({ ...instantColumn, name: 'changed_at' })
  changedAt: Temporal.Instant
}
