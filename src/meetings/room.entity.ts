import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm'
import type { MeetingId, RoomId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { Meeting } from './meeting.entity.ts'

/** A room of a meeting, or its online platform. */
@Entity({ name: 'room' })
export class Room {
  @PrimaryColumn('uuid')
  id: RoomId

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  /** Short name in files, such as `xvii`; unique in its meeting. */
  @Column('text')
  key: string

  @Column('jsonb')
  name: LocalizedText

  /** Where in the building. */
  @Column('jsonb', { nullable: true })
  place: LocalizedText | null

  @Column('integer', { nullable: true })
  capacity: number | null

  /** Interpreters' booths. */
  @Column('integer')
  booths: number

  /** Whether it is equipped to be joined online. */
  @Column('boolean')
  hybrid: boolean

  /** No place in a building: sessions in it may overlap. */
  @Column('boolean', { name: 'online_only' })
  onlineOnly: boolean

  @Column('integer')
  position: number

  @ManyToOne(() => Meeting, (meeting) => meeting.rooms)
  @JoinColumn({ name: 'meeting_id' })
  meeting: Relation<Meeting>
}
