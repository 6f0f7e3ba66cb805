import { Inject, Injectable } from '@nestjs/common'
import { FactSources, PUBLIC_AUDIENCE, type Audience } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import type { AgendaView } from '../access/view.ts'
import { MeetingVersions } from '../agenda/meeting-versions.ts'
import type { FeedId, MeetingId, PersonId, SessionId } from '../kernel/id.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { Database } from '../platform/database/database.ts'
import { encode, type Coding, type EncodedBody } from '../platform/http/encoded-body.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { Secrets } from '../platform/secrets/secrets.ts'
import { Registration } from '../registration/registration.entity.ts'
import type { Client } from './client.ts'
import { digestOf } from './digest.ts'
import { FeedLimits } from './feed-limits.ts'
import { FEED_PURPOSE } from './feeds.service.ts'
import { Follows } from './follows.service.ts'
import { calendarOf, emptyCalendar, endedCalendar } from './ics.ts'
import { personalAgenda, type FeedSettings } from './selection.ts'

/** How the answer of a feed is coded; its row keeps an ETag for each, in this order. */
const CODINGS = ['identity', 'gzip', 'br'] as const satisfies readonly Coding[]
/** When a program asks more often than this, its row is not written again: most fetches write nothing. */
const NOTED_EVERY = Temporal.Duration.from({ minutes: 10 })

/** What a calendar program asks with. */
export interface Asked {
  readonly client: Client
  readonly accepted: Coding
  readonly ifNoneMatch: string | undefined
  /** Counted when it asks at an address that is none; kept nowhere. */
  readonly ip: string
}

/** `gone` for an address that was stopped or never issued: the two answer alike. */
export type FeedAnswer =
  | { readonly kind: 'gone' }
  | { readonly kind: 'unchanged'; readonly etag: string }
  | { readonly kind: 'calendar'; readonly body: EncodedBody; readonly name: string }

/** Whose feed it is and what they chose. */
export interface FeedOwner {
  readonly feedId: FeedId
  readonly meetingId: MeetingId
  readonly personId: PersonId
  readonly chosen: FeedSettings
  readonly slug: string
  readonly timeZone: string
}

interface Row {
  id: FeedId
  meeting_id: MeetingId
  person_id: PersonId
  carries: FeedSettings['carries']
  language: FeedSettings['language']
  side_events: boolean
  reminder: FeedSettings['reminder']
  name: string | null
  rendered: Buffer | null
  etags: string[] | null
  slug: string
  time_zone: string
  frame: string
  fetched_at: Date | null
  fetched_etag: string | null
}

/** All that decides the bytes of a feed, at one moment. */
interface Deciding {
  readonly digest: Buffer
  readonly audience: Audience
  readonly follows: ReadonlySet<SessionId>
  readonly today: Temporal.PlainDate
  /** When the registration ended, if it has. */
  readonly ended: Temporal.Instant | undefined
}

/** Answers calendar programs: secret, person, what they may see now, bytes; or "unchanged", without rendering. */
@Injectable()
export class FeedAnswers {
  private readonly limits = new FeedLimits()

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Secrets) private readonly secrets: Secrets,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(FactSources) private readonly facts: FactSources,
    @Inject(Follows) private readonly follows: Follows,
  ) {}

  /** The answer to a calendar program that asks at a secret address. @throws TooManyRequests */
  async answer(secret: string, asked: Asked): Promise<FeedAnswer> {
    const row = await this.find(secret, asked.client)
    if (!row) {
      await this.limits.missed(asked.ip)
      return { kind: 'gone' }
    }
    await this.limits.read(row.id)
    const owner = ownerFrom(row)
    const deciding = await this.deciding(owner, row.frame)
    if (row.etags && row.rendered?.equals(deciding.digest)) {
      const etag = row.etags[CODINGS.indexOf(asked.accepted)]
      if (etag && has(asked.ifNoneMatch, etag)) {
        await this.note(row, asked.client, row.etags[0] ?? etag)
        return { kind: 'unchanged', etag }
      }
    }
    const made = await this.render(owner, deciding)
    const etags = CODINGS.map((coding) => made.body.etag(made.body.codingFor(coding)))
    if (!row.rendered?.equals(deciding.digest) || row.etags?.join() !== etags.join())
      await this.database.query('UPDATE feed SET rendered = $2, etags = $3 WHERE id = $1', [
        row.id,
        deciding.digest,
        etags,
      ])
    await this.note(row, asked.client, made.body.etag('identity'))
    return { kind: 'calendar', ...made }
  }

  /** What a feed holds now: who last got another ETag does not have the newest. */
  async now(owner: FeedOwner): Promise<{ etag: string; ended: boolean }> {
    const deciding = await this.deciding(owner, '')
    const { body } = await this.render(owner, deciding)
    return { etag: body.etag('identity'), ended: deciding.ended !== undefined }
  }

  private async find(secret: string, client: Client): Promise<Row | undefined> {
    const [row] = await this.database.query<Row>(
      `SELECT f.id, f.meeting_id, f.person_id, f.carries, f.language, f.side_events, f.reminder, f.name,
              f.rendered, f.etags, m.slug, m.time_zone,
              md5(row(m.title, m.short_title, m.organizer, m.venue, m.time_zone, m.contact, m.main_language)::text) AS frame,
              c.fetched_at, c.etag AS fetched_etag
         FROM feed f
         JOIN meeting m ON m.id = f.meeting_id
         LEFT JOIN feed_client c ON c.feed_id = f.id AND c.client = $2
        WHERE f.secret_digest = ANY ($1)`,
      [this.secrets.digests(FEED_PURPOSE, secret), client],
    )
    return row
  }

  private async deciding(owner: FeedOwner, frame: string): Promise<Deciding> {
    // Asked before the view is made: a release in between leaves an older digest on newer bytes, never the reverse.
    const versions = await this.versions.of(owner.meetingId)
    const [facts, follows, ended] = await Promise.all([
      this.facts.factsOf(owner.meetingId, owner.personId),
      this.follows.of(owner.meetingId, owner.personId),
      this.endedAt(owner),
    ])
    const audience: Audience = facts ? { kind: 'person', facts } : PUBLIC_AUDIENCE
    const today = this.clock.now().toZonedDateTimeISO(owner.timeZone).toPlainDate()
    const digest = digestOf({
      version: versions?.release ?? 0,
      rulesRevision: versions?.rules ?? 0,
      frame,
      audience,
      follows,
      chosen: owner.chosen,
      today,
      ended,
    })
    return { digest, audience, follows, today, ended }
  }

  private async endedAt(owner: FeedOwner): Promise<Temporal.Instant | undefined> {
    const registration = await this.database.manager.findOne(Registration, {
      where: { meetingId: owner.meetingId, personId: owner.personId },
      select: { id: true, state: true, changedAt: true },
    })
    return registration && ['withdrawn', 'declined'].includes(registration.state) ? registration.changedAt : undefined
  }

  private async render(owner: FeedOwner, deciding: Deciding): Promise<{ body: EncodedBody; name: string }> {
    const meeting = await this.meetings.byId(owner.meetingId)
    const view = await this.gate.view(meeting, deciding.audience, owner.chosen.language)
    const { language } = owner.chosen
    const name =
      owner.chosen.name ??
      translator(language)('calendar:feed.name', { meeting: wordsOf(meeting.shortTitle, meeting, language).text })
    return { body: encode(this.calendar(view, owner, deciding, name)), name }
  }

  private calendar(view: AgendaView | undefined, owner: FeedOwner, deciding: Deciding, name: string): string {
    const { baseUrl } = this.settings
    const facts = deciding.audience.kind === 'person' ? deciding.audience.facts : undefined
    const { language, reminder } = owner.chosen
    const options = { name, baseUrl, feed: true, facts, reminder }
    if (!view)
      return emptyCalendar(
        {
          locale: language,
          timeZone: owner.timeZone,
          page: new URL(`/${language}/${owner.slug}`, baseUrl),
        },
        deciding.today.toZonedDateTime(owner.timeZone).toInstant(),
        options,
      )
    if (!deciding.ended)
      return calendarOf(view, personalAgenda(view, owner.chosen, deciding.follows, deciding.today), options)
    const page = new URL(`/${language}/${owner.slug}/register`, baseUrl)
    return endedCalendar(view, { uid: owner.feedId, stamp: deciding.ended, page }, options)
  }

  /** Notes who asked, when that says anything new; the last fetch is known to within ten minutes. */
  private async note(row: Row, client: Client, etag: string): Promise<void> {
    const now = this.clock.now()
    const last = row.fetched_at && Temporal.Instant.fromEpochMilliseconds(row.fetched_at.getTime())
    if (last && row.fetched_etag === etag && Temporal.Duration.compare(now.since(last), NOTED_EVERY) < 0) return
    // A feed that is stopped in this moment must not turn the answer into an error.
    await this.database.query(
      `INSERT INTO feed_client (feed_id, client, fetched_at, etag)
       SELECT id, $2, $3, $4 FROM feed WHERE id = $1 FOR KEY SHARE
       ON CONFLICT ON CONSTRAINT feed_client_pkey DO UPDATE SET fetched_at = excluded.fetched_at, etag = excluded.etag`,
      [row.id, client, now.toString(), etag],
    )
  }
}

const ownerFrom = (row: Row): FeedOwner => ({
  feedId: row.id,
  meetingId: row.meeting_id,
  personId: row.person_id,
  chosen: {
    carries: row.carries,
    language: row.language,
    sideEvents: row.side_events,
    reminder: row.reminder,
    name: row.name,
  },
  slug: row.slug,
  timeZone: row.time_zone,
})

/** RFC 9110, 13.1.2; the comparison is weak, so that what a proxy weakened still counts. */
const has = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(',').some((candidate) => ['*', etag].includes(candidate.trim().replace(/^W\//, ''))) ?? false
