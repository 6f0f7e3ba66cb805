import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { Id, MeetingId, PersonId, ReleaseId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { instantColumn } from '../platform/database/columns.ts'
import type { ReleaseContent, ReleaseLabel } from './release.ts'

export type PlannedReleaseId = Id<'PlannedRelease'>

/** What became of a planned release: overtaken when another was published first, refused when the rules had changed. */
export type PlanState = 'planned' | 'published' | 'called-off' | 'overtaken' | 'refused'

/** A release that was approved and waits for its time, frozen as it was approved. */
@Entity({ name: 'planned_release' })
export class PlannedRelease {
  @PrimaryColumn('uuid')
  id: PlannedReleaseId

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  @Column('text')
  label: ReleaseLabel

  @Column('jsonb')
  note: LocalizedText

  @Column('jsonb')
  content: ReleaseContent

  /** Whether people are told when it is published. */
  @Column('boolean')
  tell: boolean

  /** The working version that was reviewed. */
  @Column('integer', { name: 'working_version' })
  workingVersion: number

  /** The release in force when it was approved: it is published after that one only. */
  @Column('uuid', { name: 'after_release', nullable: true })
  afterRelease: ReleaseId | null

  @Column({ ...instantColumn, name: 'publish_at' })
  publishAt: Temporal.Instant

  @Column('uuid', { name: 'approved_by' })
  approvedBy: PersonId

  @Column({ ...instantColumn, name: 'approved_at' })
  approvedAt: Temporal.Instant

  @Column('text')
  state: PlanState

  /** The code of the problem that it was refused for. */
  @Column('text', { name: 'refused_for', nullable: true })
  refusedFor: string | null

  @Column('uuid', { name: 'release_id', nullable: true })
  releaseId: ReleaseId | null

  @Column({ ...instantColumn, name: 'ended_at', nullable: true })
  endedAt: Temporal.Instant | null

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy: PersonId | null
}
