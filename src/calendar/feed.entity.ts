import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { FeedId, MeetingId, PersonId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { instantColumn } from '../platform/database/columns.ts'
import type { Carries, Reminder } from './selection.ts'

/** A person's own calendar, of a meeting or of all of them, at a secret address. */
@Entity({ name: 'feed' })
export class Feed {
  @PrimaryColumn('uuid')
  id: FeedId

  /** Null for all meetings of the person. */
  @Column('uuid', { name: 'meeting_id', nullable: true })
  meetingId: MeetingId | null

  @Column('uuid', { name: 'person_id' })
  personId: PersonId

  @Column('bytea', { name: 'secret_digest' })
  secretDigest: Buffer

  /** So that its owner can see the address again. */
  @Column('bytea', { name: 'secret_sealed' })
  secretSealed: Buffer

  @Column('text')
  carries: Carries

  @Column('text')
  language: Locale

  @Column('boolean', { name: 'side_events' })
  sideEvents: boolean

  /** Minutes before a session; null for none. */
  @Column('smallint', { nullable: true })
  reminder: Reminder | null

  /** What its owner calls it; null: by the meeting. */
  @Column('text', { nullable: true })
  name: string | null

  @Column({ ...instantColumn, name: 'created_at' })
  createdAt: Temporal.Instant

  /** Digest of all that decided the bytes last rendered; null before the first time. */
  @Column('bytea', { nullable: true })
  rendered: Buffer | null

  /** The ETags of those bytes, in the order of `CODINGS`. */
  @Column('text', { array: true, nullable: true })
  etags: string[] | null
}

/** Which kind of program asked for a feed, when last, and which bytes it then had. */
@Entity({ name: 'feed_client' })
export class FeedClient {
  @PrimaryColumn('uuid', { name: 'feed_id' })
  feedId: FeedId

  @PrimaryColumn('text')
  client: string

  @Column({ ...instantColumn, name: 'fetched_at' })
  fetchedAt: Temporal.Instant

  @Column('text')
  etag: string
}
