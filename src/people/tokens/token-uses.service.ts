import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common'
import { Database } from '../../platform/database/database.ts'
import type { ApiTokenId } from '../../platform/http/request-context.ts'

/** When a token was used, and by what kind of program. */
export interface TokenUse {
  readonly token: ApiTokenId
  readonly at: Temporal.Instant
  readonly program: string
}

/** How long notes wait for others to be written with. */
const EVERY_MS = 5000

/**
 * Keeps when tokens were last used without a write per use: notes wait in memory, the newest of each token, and are written
 * together. Whoever looks at their page has them written first; what another process has not written is a few seconds old.
 */
@Injectable()
export class TokenUses implements BeforeApplicationShutdown {
  private readonly logger = new Logger(TokenUses.name)
  private readonly waiting = new Map<ApiTokenId, TokenUse>()
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly database: Database) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.write()
  }

  /** Takes a note; it is written soon. */
  take(use: TokenUse): void {
    this.waiting.set(use.token, use)
    this.timer ??= setTimeout(() => void this.write(), EVERY_MS).unref()
  }

  /** Writes all that waits, in one statement. A note that is lost is no reason to fail: the next use makes another. */
  async write(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const uses = [...this.waiting.values()]
    this.waiting.clear()
    if (uses.length === 0) return
    try {
      await this.database.query(
        `UPDATE api_token t SET used_at = u.at, used_from = u.program
           FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS u (token, at, program)
          WHERE t.id = u.token AND (t.used_at IS NULL OR t.used_at < u.at)`,
        [uses.map(({ token }) => token), uses.map(({ at }) => at.toString()), uses.map(({ program }) => program)],
      )
    } catch (error) {
      this.logger.warn({ err: error }, `When ${uses.length} tokens were used could not be noted`)
    }
  }
}
