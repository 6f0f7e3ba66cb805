import { Inject, Injectable } from '@nestjs/common'
import type { FeedId } from '../kernel/id.ts'
import { BoundedCache } from '../platform/bounded-cache.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { attachment } from '../platform/http/attachment.ts'
import { encode, PackedBody, type Coding } from '../platform/http/encoded-body.ts'
import { matches } from '../platform/http/html-response.ts'
import { endedAt } from '../registration/known-facts.ts'
import type { Client } from './client.ts'
import { digestOf } from './digest.ts'
import { FeedCalendars } from './feed-calendars.service.ts'
import { FeedLimits } from './feed-limits.ts'
import { meetingsIn, type FeedStanding } from './feed-standing.ts'
import { FeedStandings } from './feed-standings.service.ts'
import { FetchNotes, type FetchNote } from './fetch-notes.service.ts'
import { fileName } from './file-name.ts'

/** How the answer of a feed is coded; its row keeps an ETag for each, in this order. */
const CODINGS = ['identity', 'gzip', 'br'] as const satisfies readonly Coding[]
/** When a program asks more often than this, that says nothing new. */
const NOTED_EVERY_MS = 10 * 60_000
/** Calendars kept in memory, per process: programs that know no ETag ask for all of it each time. */
const KEPT_BYTES = 64_000_000
/** What each takes beside its bytes: its ETags, its header, its digest. */
const OVERHEAD = 500

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
  | { readonly kind: 'calendar'; readonly body: PackedBody; readonly disposition: string }

/** A calendar that was made, and what decided it. */
interface Made {
  readonly digest: Buffer
  readonly body: PackedBody
  /** The header that gives it the name of a file. */
  readonly disposition: string
}

/** Answers calendar programs: secret, person, what they may see now, bytes; or "unchanged", without rendering. */
@Injectable()
export class FeedAnswers {
  private readonly limits = new FeedLimits()
  private readonly made = new BoundedCache<Made>(KEPT_BYTES, ({ body }) => body.weight + OVERHEAD)

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FeedStandings) private readonly standings: FeedStandings,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(FeedCalendars) private readonly calendars: FeedCalendars,
    @Inject(FetchNotes) private readonly notes: FetchNotes,
  ) {}

  /** The answer to a calendar program that asks at a secret address: one statement, if nothing is new. @throws TooManyRequests */
  async answer(secret: string, asked: Asked): Promise<FeedAnswer> {
    const feed = await this.standings.at(secret, asked.client)
    if (!feed) {
      await this.limits.missed(asked.ip)
      return { kind: 'gone' }
    }
    await this.limits.read(feed.id)
    const now = this.clock.now()
    const digest = digestAt(now, feed)
    const known = feed.etags && feed.rendered?.equals(digest) ? feed.etags : undefined
    const etag = known?.[CODINGS.indexOf(asked.accepted)]
    if (known && etag && matches(asked.ifNoneMatch, etag)) {
      this.note(feed, { client: asked.client, at: now, etag: known[0] ?? etag })
      return { kind: 'unchanged', etag }
    }
    const made = await this.make(feed, digest)
    const etags = CODINGS.map((coding) => made.body.etag(made.body.codingFor(coding)))
    if (known?.join() !== etags.join())
      await this.database.query('UPDATE feed SET rendered = $2, etags = $3 WHERE id = $1', [feed.id, digest, etags])
    this.note(feed, { client: asked.client, at: now, etag: made.body.etag('identity') })
    return { kind: 'calendar', body: made.body, disposition: made.disposition }
  }

  /** What a feed holds now: who last got another ETag does not have the newest. */
  async now(id: FeedId): Promise<{ etag: string; ended: boolean } | undefined> {
    const feed = await this.standings.byId(id)
    if (!feed) return undefined
    const { body } = await this.make(feed, digestAt(this.clock.now(), feed))
    const [only] = feed.meeting === null ? [] : meetingsIn(feed)
    return { etag: body.etag('identity'), ended: only !== undefined && endedAt(only.known) !== undefined }
  }

  private async make(feed: FeedStanding, digest: Buffer): Promise<Made> {
    const kept = this.made.get(feed.id)
    if (kept?.digest.equals(digest)) return kept
    const { ics, name } = await this.calendars.make(feed, meetingsIn(feed))
    const made = { digest, body: await PackedBody.of(encode(ics)), disposition: attachment(fileName(name)) }
    this.made.set(feed.id, made)
    return made
  }

  /** Notes who asked, when that says anything new; the last fetch is known to within ten minutes. */
  private note({ id, fetched }: FeedStanding, note: Omit<FetchNote, 'feed'>): void {
    const isNews =
      fetched?.etag !== note.etag || note.at.epochMilliseconds - fetched.at.epochMilliseconds >= NOTED_EVERY_MS
    if (isNews) this.notes.take({ feed: id, ...note })
  }
}

const digestAt = (now: Temporal.Instant, { deciding, chosen, zones }: FeedStanding): Buffer => {
  const days = zones.map((timeZone) => now.toZonedDateTimeISO(timeZone).toPlainDate())
  return digestOf({ meetings: deciding, chosen, days })
}
