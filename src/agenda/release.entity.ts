import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { MeetingId, PersonId, ReleaseId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { instantColumn } from '../platform/database/columns.ts'
import type { ReleaseContent, ReleaseLabel } from './release.ts'

/** A frozen agenda. Only `withdrawnAt` can still be set; a trigger refuses everything else. */
@Entity({ name: 'release' })
export class Release {
  @PrimaryColumn('uuid')
  id: ReleaseId

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  /** Internal: rises with each publish (and withdrawal) of the meeting. */
  @Column('integer')
  version: number

  @Column('text')
  label: ReleaseLabel

  @Column('jsonb')
  note: LocalizedText

  @Column('jsonb')
  content: ReleaseContent

  /** The working version that was reviewed. */
  @Column('integer', { name: 'working_version' })
  workingVersion: number

  @Column({ ...instantColumn, name: 'published_at' })
  publishedAt: Temporal.Instant

  /** Absent for history loaded from a file. */
  @Column('uuid', { name: 'published_by', nullable: true })
  publishedBy: PersonId | null

  @Column({ ...instantColumn, name: 'withdrawn_at', nullable: true })
  withdrawnAt: Temporal.Instant | null
}
