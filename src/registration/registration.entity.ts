import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { DelegationRole } from '../delegations/delegation.ts'
import type { StateId } from '../delegations/state.ts'
import type { DelegationId, MeetingId, PersonId, RegistrationId } from '../kernel/id.ts'
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

  /** How people name it to each other, unique in the meeting; `shownReference` draws it. Made by the database. */
  @Column({ type: 'text', insert: false, update: false })
  reference: string

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

  /** The State, else the id of the delegation of an organization that they are in. Computed by the database. */
  @Column({ type: 'text', name: 'quota_delegation', nullable: true, insert: false, update: false })
  quotaDelegation: string | null

  /** The delegation they are in, by claim or by fact as the constituency is; at most one a meeting. */
  @Column('uuid', { name: 'delegation_id', nullable: true })
  delegationId: DelegationId | null

  /** As what the delegation names them. */
  @Column('text', { name: 'delegation_role', nullable: true })
  delegationRole: DelegationRole | null

  /** Their number in the delegation's own order, from one; the head is first. */
  @Column('integer', { name: 'delegation_rank', nullable: true })
  delegationRank: number | null

  /** The focal point, or organiser, who named them; null for who registered themselves. */
  @Column('uuid', { name: 'nominated_by', nullable: true })
  nominatedBy: PersonId | null

  @Column({ ...instantColumn, name: 'nominated_at', nullable: true })
  nominatedAt: Temporal.Instant | null

  /** When the focal point confirmed, where the secretariat decides after that. */
  @Column({ ...instantColumn, name: 'endorsed_at', nullable: true })
  endorsedAt: Temporal.Instant | null

  @Column('uuid', { name: 'endorsed_by', nullable: true })
  endorsedBy: PersonId | null

  /** The registration of the same person that took over from this one. */
  @Column('uuid', { name: 'merged_into', nullable: true })
  mergedInto: RegistrationId | null

  /** Who took over their place in the delegation. */
  @Column('uuid', { name: 'replaced_by', nullable: true })
  replacedBy: RegistrationId | null

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
