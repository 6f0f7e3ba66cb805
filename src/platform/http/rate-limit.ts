import { Injectable, Logger } from '@nestjs/common'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { Database } from '../database/database.ts'
import { Secrets } from '../secrets/secrets.ts'
import { clientOf } from './network-address.ts'
import { RATE_LIMITS, type RateLimit, type RateLimitName } from './rate-limit-rules.ts'
import { TooManyRequests } from './too-many-requests.ts'

/** Counts in the database, so that all processes know; each alone in its memory while the database does not answer. */
@Injectable()
export class RateLimits {
  private readonly limiters = new Map<RateLimitName, RateLimiterPostgres>()
  private readonly log = new Logger('RateLimits')

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Counts one more of a kind for a key (a network address, a mailbox, a person). The key is kept as its digest only; of a
   * network address (`…-from`) it is that of the subscriber, who may have very many.
   * @throws TooManyRequests with the seconds to wait
   */
  async take(name: RateLimitName, key: string, cost = 1): Promise<void> {
    try {
      await this.limiter(name).consume(this.digestOf(name, key), cost)
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      this.log.warn(`limit reached: ${name}`)
      throw new TooManyRequests(secondsOf(refusal))
    }
  }

  /** Forgets what was counted, after it proved harmless (a right code ends the count of tries). */
  async forget(name: RateLimitName, key: string): Promise<void> {
    await this.limiter(name).delete(this.digestOf(name, key))
  }

  private digestOf(name: RateLimitName, key: string): string {
    return this.secrets.hmac('rate-limit', name.endsWith('-from') ? clientOf(key) : key).toString('base64url')
  }

  private limiter(name: RateLimitName): RateLimiterPostgres {
    let limiter = this.limiters.get(name)
    if (!limiter) {
      const { points, seconds }: RateLimit = RATE_LIMITS[name]
      limiter = new RateLimiterPostgres({
        storeClient: this.database.source,
        storeType: 'typeorm',
        tableName: 'rate_limit',
        tableCreated: true,
        keyPrefix: name,
        points,
        duration: seconds,
        insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }),
      })
      this.limiters.set(name, limiter)
    }
    return limiter
  }
}

/** Whole seconds to wait, at least one. */
export const secondsOf = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000))
