import type { FeedId, MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import { knownSql, ms, type Known } from '../registration/known-facts.ts'
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
  /** The time zone of each meeting. */
  readonly zones: readonly string[]
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

/** The meetings of a calendar of all of theirs: those that the person registered for or follows. */
const meetingsOf = (person: string, since: string): string => `
  SELECT mine.meeting_id
    FROM (SELECT r.meeting_id FROM registration r WHERE r.person_id = ${person}
          UNION SELECT w.meeting_id FROM follow w WHERE w.person_id = ${person}) mine
   WHERE EXISTS (SELECT FROM meeting_day d WHERE d.meeting_id = mine.meeting_id AND d.date >= ${since})`

/** What everybody's calendars of these meetings have in common. */
const framesSql = (meetings: string): string => `
  SELECT m.id, m.time_zone,
         json_build_object('id', m.id, 'slug', m.slug, 'timeZone', m.time_zone, 'release', m.release_version,
                           'rules', m.rules_revision, 'frame', ${FRAME}) AS words
    FROM meeting m WHERE m.id IN (${meetings})`

/** One of these meetings, as JSON, with what is known of the person in it. */
const standingIn = (person: string): string => `
  json_build_object('meeting', m.words, 'known', ${knownSql('m.id', person)},
    'follows', (SELECT json_agg(w.session_id ORDER BY w.session_id) FROM follow w
                 WHERE w.person_id = ${person} AND w.meeting_id = m.id))`

/**
 * Asks for feeds and for all that decides their bytes, at one moment: by the digests of their addresses, or by their ids. `$1`: these,
 * `$2`: the client that asks for each, `$3`: since, `$4`: which question each belongs to. What many have in common is made once.
 * The arrays stand in a SELECT each so that PostgreSQL does not count them: it would plan anew for so many, and planning takes longer
 * than looking up. Lists come as JSON, which the driver reads quicker than arrays.
 */
export const standingsSql = (by: 'secret_digest' | 'id'): string => `
  WITH asked AS MATERIALIZED (
    SELECT a.question, f.id, f.person_id, f.meeting_id, f.carries, f.language, f.side_events, f.reminder, f.name, f.rendered,
           to_json(f.etags) AS etags, ${ms('c.fetched_at')}::float8 AS fetched_at, c.etag AS fetched_etag
      FROM unnest((SELECT $1::${by === 'id' ? 'uuid' : 'bytea'}[]), (SELECT $2::text[]), (SELECT $4::int[])) AS a (it, client, question)
      JOIN feed f ON f.${by} = a.it LEFT JOIN feed_client c ON c.feed_id = f.id AND c.client = a.client
  ), theirs AS MATERIALIZED (
    SELECT id, person_id, meeting_id FROM asked WHERE meeting_id IS NOT NULL
    UNION SELECT a.id, a.person_id, mine.meeting_id
            FROM asked a CROSS JOIN LATERAL (${meetingsOf('a.person_id', '$3::date')}) mine WHERE a.meeting_id IS NULL
  ), frames AS MATERIALIZED (${framesSql('SELECT meeting_id FROM theirs')}
  ), standings AS MATERIALIZED (
    SELECT t.id, json_agg(m.time_zone ORDER BY m.id) AS zones, json_agg(${standingIn('t.person_id')} ORDER BY m.id)::text AS meetings
      FROM theirs t JOIN frames m ON m.id = t.meeting_id GROUP BY t.id)
  SELECT a.*, s.zones, s.meetings FROM asked a LEFT JOIN standings s ON s.id = a.id`

/** What would decide a calendar of all meetings; `$1`: the person, `$2`: since. */
export const OF_PERSON = `
  SELECT json_agg(${standingIn('$1::uuid')} ORDER BY m.id)::text AS meetings
    FROM (${framesSql(meetingsOf('$1::uuid', '$2::date'))}) m`

export interface StandingRow {
  question: number
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
  /** In milliseconds since 1970. */
  fetched_at: number | null
  fetched_etag: string | null
  zones: string[] | null
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
    row.fetched_at !== null && row.fetched_etag !== null
      ? { at: Temporal.Instant.fromEpochMilliseconds(row.fetched_at), etag: row.fetched_etag }
      : undefined,
  zones: row.zones ?? [],
  deciding: row.meetings ?? '[]',
})

interface StandingJson extends Pick<MeetingStanding, 'known' | 'follows'> {
  readonly meeting: Omit<MeetingStanding, 'known' | 'follows'>
}

/** The meetings of a standing, read from its JSON. */
export const meetingsIn = ({ deciding }: Pick<FeedStanding, 'deciding'>): MeetingStanding[] =>
  (JSON.parse(deciding) as StandingJson[]).map(({ meeting, known, follows }) => ({ ...meeting, known, follows }))
