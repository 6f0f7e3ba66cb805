import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm'
import type { MeetingId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { plainDateColumn, plainDateTransformer } from '../platform/database/columns.ts'
import { Meeting } from './meeting.entity.ts'

/** One day of a meeting, and whom it is for. */
@Entity({ name: 'meeting_day' })
export class MeetingDay {
  @PrimaryColumn('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  @PrimaryColumn({ type: plainDateColumn.type, transformer: plainDateTransformer })
  date: Temporal.PlainDate

  /** 1-based, in order of date. */
  @Column('integer')
  number: number

  @Column('jsonb', { nullable: true })
  title: LocalizedText | null

  /** Ids of constituencies; empty means every registered person. */
  @Column('text', { array: true, name: 'open_to' })
  openTo: string[]

  @ManyToOne(() => Meeting, (meeting) => meeting.days)
  @JoinColumn({ name: 'meeting_id' })
  meeting: Relation<Meeting>
}
