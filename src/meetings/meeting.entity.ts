import { Column, Entity, OneToMany, PrimaryColumn, type Relation } from 'typeorm'
import type { MeetingId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { instantColumn } from '../platform/database/columns.ts'
import { MeetingDay } from './meeting-day.entity.ts'
import type { RegistrationSettings } from './registration-settings.ts'
import { Room } from './room.entity.ts'

/** Where a meeting takes place. */
export interface Venue {
  name: LocalizedText
  address: LocalizedText
  /** How to get in, such as the gate. */
  access?: LocalizedText
  latitude?: number
  longitude?: number
}

/** The frame of a meeting. Its sessions are in `agenda/`. */
@Entity({ name: 'meeting' })
export class Meeting {
  @PrimaryColumn('uuid')
  id: MeetingId

  /** What stands in its addresses; see `slug.ts`. */
  @Column('text')
  slug: string

  @Column('text', { nullable: true })
  series: string | null

  /** Made up, so that people can try the service out. */
  @Column('boolean')
  demonstration: boolean

  @Column('jsonb')
  title: LocalizedText

  @Column('jsonb', { name: 'short_title' })
  shortTitle: LocalizedText

  @Column('jsonb')
  summary: LocalizedText

  @Column('jsonb')
  organizer: LocalizedText

  /** IANA name; the wall-clock times of all sessions are in it. */
  @Column('text', { name: 'time_zone' })
  timeZone: string

  @Column('jsonb')
  venue: Venue

  @Column('jsonb')
  city: LocalizedText

  /** ISO 3166-1 alpha-3. */
  @Column('text')
  country: string

  @Column('text')
  format: 'in-person' | 'online' | 'hybrid'

  /** The language content falls back to. */
  @Column('text', { name: 'main_language' })
  mainLanguage: Locale

  @Column('text', { array: true, name: 'working_languages' })
  workingLanguages: Locale[]

  /** Languages into which its sessions are interpreted unless they say otherwise (BCP 47). */
  @Column('text', { array: true })
  interpretation: string[]

  @Column('jsonb')
  contact: { name: LocalizedText; email: string }

  @Column('jsonb')
  registration: RegistrationSettings

  /** Rises with each edit of the working copy; publishing names the one that was reviewed. */
  @Column('integer', { name: 'working_version' })
  workingVersion: number

  /** The version of the newest release; 0 before the first. */
  @Column('integer', { name: 'release_version' })
  releaseVersion: number

  /** Rises with each access rule that is saved. */
  @Column('integer', { name: 'rules_revision' })
  rulesRevision: number

  /** Whether others than its organisers may know of it. Its first release tells everybody, whatever stands here. */
  @Column('boolean')
  announced: boolean

  @Column({ ...instantColumn, name: 'created_at' })
  createdAt: Temporal.Instant

  /** In order of date. */
  @OneToMany(() => MeetingDay, (day) => day.meeting)
  days: Relation<MeetingDay[]>

  /** In the order the organiser gave them. */
  @OneToMany(() => Room, (room) => room.meeting)
  rooms: Relation<Room[]>
}

/** Whether a meeting shows anywhere but at its desk. */
export const isPublic = ({ announced, releaseVersion }: Pick<Meeting, 'announced' | 'releaseVersion'>): boolean =>
  announced || releaseVersion > 0
