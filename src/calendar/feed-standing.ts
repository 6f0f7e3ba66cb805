import type { FeedId, MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import { knownSql, type Known } from '../registration/known-facts.ts'
import type { FeedSettings } from './selection.ts'

/** What decides a person's calendar in one meeting. */
export interface MeetingStanding {
  readonly id: MeetingId
  readonly slug: string
  readonly timeZone: string
  readonly release: number
  readonly rules: number
  /** A digest of the words of the meeting that stand in every calendar. */
  readonly frame: string
  readonly known: Known
  readonly follows: readonly SessionId[] | null
}

/** A feed, with all that decides its bytes. */
export interface FeedStanding {
  readonly id: FeedId
  readonly person: PersonId
  /** Null for all meetings of the person. */
  readonly meeting: MeetingId | null
  readonly chosen: FeedSettings
  /** What decided the bytes that `etags` are of. */
  readonly rendered: Buffer | null
  readonly etags: readonly string[] | null
  readonly fetched: { readonly at: Temporal.Instant; readonly etag: string } | undefined
  /** As it was read: a digest needs no more. */
  readonly deciding: string
}

/** A calendar of all meetings leaves out those that ended longer ago. */
const REMEMBERS = Temporal.Duration.from({ days: 366 })

/** The first day on which a meeting may have ended that is still in a calendar of all meetings. */
export const remembersSince = (now: Temporal.Instant): string =>
  now.toZonedDateTimeISO('UTC').toPlainDate().subtract(REMEMBERS).toString()

const FRAME = `md5(row(m.title, m.short_title, m.organizer, m.venue, m.city, m.time_zone, m.contact, m.main_language,
  (SELECT array_agg(d.date ORDER BY d.date) FROM meeting_day d WHERE d.meeting_id = m.id))::text)`

/** The meetings of a calendar as JSON: one, or (where that is null) all that the person registered for or follows. */
const meetingsSql = (meeting: string, person: string, since: string): string => `(
  SELECT jsonb_agg(jsonb_build_object(
           'id', m.id, 'slug', m.slug, 'timeZone', m.time_zone, 'release', m.release_version, 'rules', m.rules_revision,
           'frame', ${FRAME}, 'known', ${knownSql('m.id', person)},
           'follows', (SELECT jsonb_agg(w.session_id ORDER BY w.session_id) FROM follow w
                        WHERE w.person_id = ${person} AND w.meeting_id = m.id)) ORDER BY m.id)
    FROM meeting m
   WHERE m.id = ANY (CASE WHEN ${meeting} IS NOT NULL THEN ARRAY[${meeting}] ELSE ARRAY(
           SELECT mine.meeting_id
             FROM (SELECT r.meeting_id FROM registration r WHERE r.person_id = ${person}
                   UNION SELECT w.meeting_id FROM follow w WHERE w.person_id = ${person}) mine
            WHERE EXISTS (SELECT FROM meeting_day d WHERE d.meeting_id = mine.meeting_id AND d.date >= ${since})) END)
  )::text`

/** Asks for a feed and for all that decides its bytes, at one moment: by its address or by its id; `$2`: client, `$3`: since. */
export const standingSql = (by: 'f.secret_digest = ANY ($1)' | 'f.id = $1'): string => `
  SELECT f.id, f.person_id, f.meeting_id, f.carries, f.language, f.side_events, f.reminder, f.name, f.rendered, f.etags,
         c.fetched_at, c.etag AS fetched_etag, ${meetingsSql('f.meeting_id', 'f.person_id', '$3::date')} AS meetings
    FROM feed f LEFT JOIN feed_client c ON c.feed_id = f.id AND c.client = $2
   WHERE ${by}`

/** What would decide a calendar of all meetings; `$1`: the person, `$2`: since. */
export const OF_PERSON = `SELECT ${meetingsSql('NULL::uuid', '$1::uuid', '$2::date')} AS meetings`

export interface StandingRow {
  id: FeedId
  person_id: PersonId
  meeting_id: MeetingId | null
  carries: FeedSettings['carries']
  language: FeedSettings['language']
  side_events: boolean
  reminder: FeedSettings['reminder']
  name: string | null
  rendered: Buffer | null
  etags: string[] | null
  fetched_at: Date | null
  fetched_etag: string | null
  meetings: string | null
}

export const standingFrom = (row: StandingRow): FeedStanding => ({
  id: row.id,
  person: row.person_id,
  meeting: row.meeting_id,
  chosen: {
    carries: row.carries,
    language: row.language,
    sideEvents: row.side_events,
    reminder: row.reminder,
    name: row.name,
  },
  rendered: row.rendered,
  etags: row.etags,
  fetched:
    row.fetched_at && row.fetched_etag !== null
      ? { at: Temporal.Instant.fromEpochMilliseconds(row.fetched_at.getTime()), etag: row.fetched_etag }
      : undefined,
  deciding: row.meetings ?? '[]',
})

/** The meetings of a standing, read from its JSON. */
export const meetingsIn = ({ deciding }: Pick<FeedStanding, 'deciding'>): MeetingStanding[] =>
  JSON.parse(deciding) as MeetingStanding[]
