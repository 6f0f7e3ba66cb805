import { Inject, Injectable } from '@nestjs/common'
import type { FeedId } from '../kernel/id.ts'
import { BoundedCache } from '../platform/bounded-cache.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { encode, type Coding, type EncodedBody } from '../platform/http/encoded-body.ts'
import { matches } from '../platform/http/html-response.ts'
import { Secrets } from '../platform/secrets/secrets.ts'
import { endedAt } from '../registration/known-facts.ts'
import type { Client } from './client.ts'
import { digestOf } from './digest.ts'
import { FeedCalendars } from './feed-calendars.service.ts'
import { FeedLimits } from './feed-limits.ts'
import {
  meetingsIn,
  remembersSince,
  standingFrom,
  standingSql,
  type FeedStanding,
  type MeetingStanding,
  type StandingRow,
} from './feed-standing.ts'
import { FEED_PURPOSE } from './feeds.service.ts'
import { FetchNotes } from './fetch-notes.service.ts'

/** How the answer of a feed is coded; its row keeps an ETag for each, in this order. */
const CODINGS = ['identity', 'gzip', 'br'] as const satisfies readonly Coding[]
/** When a program asks more often than this, that says nothing new. */
const NOTED_EVERY = Temporal.Duration.from({ minutes: 10 })
/** Calendars kept in memory, per process: programs that know no ETag ask for all of it each time. */
const KEPT_BYTES = 64_000_000

const BY_SECRET = standingSql('f.secret_digest = ANY ($1)')
const BY_ID = standingSql('f.id = $1')

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

/** A calendar that was made, and what decided it. */
interface Made {
  readonly digest: Buffer
  readonly body: EncodedBody
  readonly name: string
}

/** Answers calendar programs: secret, person, what they may see now, bytes; or "unchanged", without rendering. */
@Injectable()
export class FeedAnswers {
  private readonly limits = new FeedLimits()
  private readonly made = new BoundedCache<Made>(KEPT_BYTES, ({ body }) => 2 * body.bytes.length)

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Secrets) private readonly secrets: Secrets,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(FeedCalendars) private readonly calendars: FeedCalendars,
    @Inject(FetchNotes) private readonly notes: FetchNotes,
  ) {}

  /** The answer to a calendar program that asks at a secret address: one statement, if nothing is new. @throws TooManyRequests */
  async answer(secret: string, asked: Asked): Promise<FeedAnswer> {
    const feed = await this.ask(BY_SECRET, this.secrets.digests(FEED_PURPOSE, secret), asked.client)
    if (!feed) {
      await this.limits.missed(asked.ip)
      return { kind: 'gone' }
    }
    await this.limits.read(feed.id)
    const meetings = meetingsIn(feed)
    const digest = this.digest(feed, meetings)
    const known = feed.etags && feed.rendered?.equals(digest) ? feed.etags : undefined
    const etag = known?.[CODINGS.indexOf(asked.accepted)]
    if (known && etag && matches(asked.ifNoneMatch, etag)) {
      this.note(feed, asked.client, known[0] ?? etag)
      return { kind: 'unchanged', etag }
    }
    const made = await this.make(feed, meetings, digest)
    const etags = CODINGS.map((coding) => made.body.etag(made.body.codingFor(coding)))
    if (known?.join() !== etags.join())
      await this.database.query('UPDATE feed SET rendered = $2, etags = $3 WHERE id = $1', [feed.id, digest, etags])
    this.note(feed, asked.client, made.body.etag('identity'))
    return { kind: 'calendar', body: made.body, name: made.name }
  }

  /** What a feed holds now: who last got another ETag does not have the newest. */
  async now(id: FeedId): Promise<{ etag: string; ended: boolean } | undefined> {
    const feed = await this.ask(BY_ID, id, 'other')
    if (!feed) return undefined
    const meetings = meetingsIn(feed)
    const { body } = await this.make(feed, meetings, this.digest(feed, meetings))
    const [only] = feed.meeting === null ? [] : meetings
    return { etag: body.etag('identity'), ended: only !== undefined && endedAt(only.known) !== undefined }
  }

  private async ask(sql: string, by: unknown, client: Client): Promise<FeedStanding | undefined> {
    const [row] = await this.database.query<StandingRow>(sql, [by, client, remembersSince(this.clock.now())])
    return row && standingFrom(row)
  }

  private digest({ deciding, chosen }: FeedStanding, meetings: readonly MeetingStanding[]): Buffer {
    const now = this.clock.now()
    const days = meetings.map(({ timeZone }) => now.toZonedDateTimeISO(timeZone).toPlainDate())
    return digestOf({ meetings: deciding, chosen, days })
  }

  private async make(feed: FeedStanding, meetings: readonly MeetingStanding[], digest: Buffer): Promise<Made> {
    const kept = this.made.get(feed.id)
    if (kept?.digest.equals(digest)) return kept
    const { ics, name } = await this.calendars.make(feed, meetings)
    const made = { digest, body: encode(ics), name }
    this.made.set(feed.id, made)
    return made
  }

  /** Notes who asked, when that says anything new; the last fetch is known to within ten minutes. */
  private note({ id, fetched }: FeedStanding, client: Client, etag: string): void {
    const at = this.clock.now()
    if (fetched?.etag === etag && Temporal.Duration.compare(at.since(fetched.at), NOTED_EVERY) < 0) return
    this.notes.take({ feed: id, client, at, etag })
  }
}
