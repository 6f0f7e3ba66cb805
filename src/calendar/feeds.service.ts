import { Inject, Injectable } from '@nestjs/common'
import { IsNull, type EntityManager } from 'typeorm'
import { DomainError } from '../kernel/domain-error.ts'
import { newId, type FeedId, type MeetingId, type PersonId } from '../kernel/id.ts'
import { Audit } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { Database } from '../platform/database/database.ts'
import { CannotOpen, Secrets } from '../platform/secrets/secrets.ts'
import type { Client } from './client.ts'
import { Feed, FeedClient } from './feed.entity.ts'
import { FetchNotes } from './fetch-notes.service.ts'
import type { FeedSettings } from './selection.ts'

/** What is not said: with side events, no reminder, our name. */
export type FeedWish = Pick<FeedSettings, 'carries' | 'language'> & Partial<FeedSettings>

/** A feed as its owner sees it. */
export interface OwnFeed extends FeedSettings {
  readonly id: FeedId
  readonly createdAt: Temporal.Instant
  /** The secret address itself. */
  readonly address: URL
  /** Who has asked for it, latest first. */
  readonly clients: readonly FeedFetch[]
}

/** The last time that a kind of program asked, and what it then had. */
export interface FeedFetch {
  readonly client: Client
  readonly at: Temporal.Instant
  readonly etag: string
}

/** There is no calendar to change: it was stopped meanwhile, or never made. */
export class NoFeed extends DomainError {
  readonly code = 'no-feed'
  readonly status = 404
}

/** What the secrets and seals of feeds are for. */
export const FEED_PURPOSE = 'feed'
/** 160 bits: nobody guesses it, and its QR code stays coarse enough for old cameras. */
const SECRET_BYTES = 20

/** A person's secret calendar address, in a meeting or (null) for all of theirs: made, shown to its owner only, replaced, stopped. */
@Injectable()
export class Feeds {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Secrets) private readonly secrets: Secrets,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(FetchNotes) private readonly notes: FetchNotes,
  ) {}

  /**
   * The feed of this person, if they have one. One made under a key that is no longer in SECRET_KEYS works nowhere any
   * more, so it is given a new address.
   */
  async own(meeting: MeetingId | null, person: PersonId): Promise<OwnFeed | undefined> {
    const feed = await this.database.manager.findOneBy(Feed, { meetingId: meeting ?? IsNull(), personId: person })
    if (!feed) return undefined
    const secret = this.secretOf(feed)
    if (secret === undefined) {
      await this.replace(meeting, person)
      return this.own(meeting, person)
    }
    await this.notes.write()
    const fetches = await this.database.manager.find(FeedClient, {
      where: { feedId: feed.id },
      order: { fetchedAt: 'DESC', client: 'ASC' },
    })
    return {
      id: feed.id,
      carries: feed.carries,
      language: feed.language,
      sideEvents: feed.sideEvents,
      reminder: feed.reminder,
      name: feed.name,
      createdAt: feed.createdAt,
      address: new URL(`/feeds/${secret}.ics`, this.settings.baseUrl),
      clients: fetches.map(({ client, fetchedAt, etag }) => ({ client: client as Client, at: fetchedAt, etag })),
    }
  }

  /** Makes the feed of this person, or changes what it carries; the address of one that exists stays. */
  async choose(meeting: MeetingId | null, person: PersonId, wish: FeedWish): Promise<void> {
    const chosen: FeedSettings = { sideEvents: true, reminder: null, name: null, ...wish }
    await this.database.transaction(async (tx) => {
      const id = newId<'Feed'>()
      const { digest, sealed } = this.fresh(id)
      const [row] = await this.database.query<{ id: FeedId }>(
        `INSERT INTO feed (id, meeting_id, person_id, secret_digest, secret_sealed, created_at,
                           carries, language, side_events, reminder, name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT ON CONSTRAINT feed_once_a_person_and_meeting
           DO UPDATE SET carries = excluded.carries, language = excluded.language, side_events = excluded.side_events,
                         reminder = excluded.reminder, name = excluded.name
         RETURNING id`,
        [
          ...[id, meeting, person, digest, sealed, this.clock.now().toString()],
          ...[chosen.carries, chosen.language, chosen.sideEvents, chosen.reminder, chosen.name],
        ],
        tx,
      )
      if (row?.id === id) await this.record(tx, 'feed.made', meeting, person, id)
    })
  }

  /** Gives the feed another address; the old one is gone at once. @throws NoFeed */
  async replace(meeting: MeetingId | null, person: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const feed = await tx.findOne(Feed, {
        where: { meetingId: meeting ?? IsNull(), personId: person },
        lock: { mode: 'pessimistic_write' },
      })
      if (!feed) throw new NoFeed()
      const { digest, sealed } = this.fresh(feed.id)
      await tx.update(
        Feed,
        { id: feed.id },
        { secretDigest: digest, secretSealed: sealed, createdAt: this.clock.now() },
      )
      // Whoever asked before asked at the old address.
      await tx.delete(FeedClient, { feedId: feed.id })
      await this.record(tx, 'feed.replaced', meeting, person, feed.id)
    })
  }

  /** Ends the feed at once, for good; without one nothing changes. */
  async stop(meeting: MeetingId | null, person: PersonId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [row] = await this.database.query<{ id: FeedId }>(
        'DELETE FROM feed WHERE meeting_id IS NOT DISTINCT FROM $1 AND person_id = $2 RETURNING id',
        [meeting, person],
        tx,
      )
      if (row) await this.record(tx, 'feed.stopped', meeting, person, row.id)
    })
  }

  private fresh(id: FeedId): { digest: Buffer; sealed: Buffer } {
    const secret = this.secrets.random(SECRET_BYTES)
    return {
      digest: this.secrets.hmac(FEED_PURPOSE, secret),
      sealed: this.secrets.seal(FEED_PURPOSE, secret, id),
    }
  }

  private secretOf(feed: Feed): string | undefined {
    try {
      return this.secrets.open(FEED_PURPOSE, feed.secretSealed, feed.id)
    } catch (error) {
      if (error instanceof CannotOpen) return undefined
      throw error
    }
  }

  private record(
    tx: EntityManager,
    action: string,
    meeting: MeetingId | null,
    person: PersonId,
    id: FeedId,
  ): Promise<void> {
    return this.audit.write(tx, action, { actor: person, ...(meeting && { meeting }), subject: id })
  }
}
