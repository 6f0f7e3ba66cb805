import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { MeetingId, PersonId, RoomId, SessionId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { instantColumn, plainDateColumn, plainTimeColumn } from '../platform/database/columns.ts'
import type { AccessRule, AgendaItem, Format, Officer, SessionKind } from './release.ts'

/** A session of the working copy: what organisers prepare, never shown to readers. */
@Entity({ name: 'session' })
export class Session {
  @PrimaryColumn('uuid')
  id: SessionId

  @Column('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  /** Unique in its meeting whatever the case; never changes. */
  @Column('text')
  code: string

  @Column('text')
  kind: SessionKind

  @Column('jsonb')
  title: LocalizedText

  @Column('jsonb')
  abstract: LocalizedText

  /** The meeting day it is listed under. */
  @Column(plainDateColumn)
  day: Temporal.PlainDate

  /** Wall clock in the meeting's zone; null, with the end, while to be announced. */
  @Column({ ...plainTimeColumn, name: 'start_time', nullable: true })
  start: Temporal.PlainTime | null

  /** At or before the start: past midnight. */
  @Column({ ...plainTimeColumn, name: 'end_time', nullable: true })
  end: Temporal.PlainTime | null

  @Column({ ...instantColumn, name: 'starts_at', nullable: true })
  startsAt: Temporal.Instant | null

  @Column({ ...instantColumn, name: 'ends_at', nullable: true })
  endsAt: Temporal.Instant | null

  /** Null while to be announced. */
  @Column('uuid', { name: 'room_id', nullable: true })
  roomId: RoomId | null

  @Column('text')
  format: Format

  @Column('text', { array: true })
  interpretation: string[]

  @Column('jsonb')
  officers: Officer[]

  @Column('jsonb')
  items: AgendaItem[]

  @Column('jsonb')
  access: AccessRule

  @Column('integer', { nullable: true })
  capacity: number | null

  @Column('text')
  status: 'confirmed' | 'cancelled'

  /** Random: what a calendar calls it for those who may only know that a closed meeting takes place. */
  @Column('uuid', { name: 'closed_uid' })
  closedUid: string

  /** Rises with each edit; an edit names the one it was made on. */
  @Column('integer')
  version: number

  /** The version in which each field (`start`, `title.fr`) last changed: tells who collided, and which translation is old. */
  @Column('jsonb', { name: 'field_versions' })
  fieldVersions: Record<string, number>

  @Column({ ...instantColumn, name: 'created_at' })
  createdAt: Temporal.Instant

  @Column({ ...instantColumn, name: 'changed_at' })
  changedAt: Temporal.Instant
}

/** A person in a group of a meeting; access rules name groups, never people. */
@Entity({ name: 'session_group_member' })
export class SessionGroupMember {
  @PrimaryColumn('uuid', { name: 'meeting_id' })
  meetingId: MeetingId

  @PrimaryColumn('text', { name: 'group_key' })
  group: string

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId: PersonId
}
