import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common'
import type { FeedId } from '../kernel/id.ts'
import { Database } from '../platform/database/database.ts'
import type { Client } from './client.ts'

/** Which program asked for a feed, when, and which bytes it then had. */
export interface FetchNote {
  readonly feed: FeedId
  readonly client: Client
  readonly at: Temporal.Instant
  readonly etag: string
}

/** How long notes wait for others to be written with. */
const EVERY_MS = 5000

/**
 * Keeps who asked last without a write per fetch: notes wait in memory, the newest of each program, and are written together. Whoever
 * looks at their page has them written first; what another process has not written yet is a few seconds old.
 */
@Injectable()
export class FetchNotes implements BeforeApplicationShutdown {
  private readonly logger = new Logger(FetchNotes.name)
  private readonly waiting = new Map<string, FetchNote>()
  private timer: NodeJS.Timeout | undefined

  constructor(@Inject(Database) private readonly database: Database) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.write()
  }

  /** Takes a note; it is written soon. */
  take(note: FetchNote): void {
    this.waiting.set(`${note.feed} ${note.client}`, note)
    this.timer ??= setTimeout(() => void this.write(), EVERY_MS).unref()
  }

  /** Writes all that waits, in one statement. A note that is lost is no reason to fail: the program asks again. */
  async write(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const notes = [...this.waiting.values()]
    this.waiting.clear()
    if (notes.length === 0) return
    try {
      // A feed may have been stopped meanwhile; and who asked before its address was replaced, asked at the old one.
      await this.database.query(
        `INSERT INTO feed_client (feed_id, client, fetched_at, etag)
         SELECT f.id, n.client, n.at, n.etag
           FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[]) AS n (feed, client, at, etag)
           JOIN feed f ON f.id = n.feed AND n.at >= f.created_at ORDER BY f.id, n.client FOR KEY SHARE OF f
         ON CONFLICT ON CONSTRAINT feed_client_pkey DO UPDATE SET fetched_at = excluded.fetched_at, etag = excluded.etag
           WHERE feed_client.fetched_at <= excluded.fetched_at`,
        [
          notes.map(({ feed }) => feed),
          notes.map(({ client }) => client),
          notes.map(({ at }) => at.toString()),
          notes.map(({ etag }) => etag),
        ],
      )
    } catch (error) {
      this.logger.warn(`Who asked for ${notes.length} calendars could not be noted: ${String(error)}`)
    }
  }
}
