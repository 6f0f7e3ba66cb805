import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { FeedId } from '../kernel/id.ts'
import { clientOf, isLoopback } from '../platform/http/network-address.ts'
import { RATE_LIMITS } from '../platform/http/rate-limit-rules.ts'
import { secondsOf } from '../platform/http/rate-limit.ts'
import { TooManyRequests } from '../platform/http/too-many-requests.ts'

/**
 * How often calendars may be asked for. A feed is counted by itself, wherever it is asked from, so a thousand phones behind
 * one address of a mission do not hinder each other. Each process counts in its memory: a fetch writes nothing.
 */
export class FeedLimits {
  private readonly reads = limiter(RATE_LIMITS['feed-read'])
  private readonly guesses = limiter(RATE_LIMITS['secret-guessed-from'])

  /** Counts one more fetch of a feed. @throws TooManyRequests */
  async read(feed: FeedId): Promise<void> {
    await take(this.reads, feed)
  }

  /** Counts one more address that is none: stopped, or guessed. Those who have a true one are not concerned. @throws TooManyRequests */
  async missed(ip: string): Promise<void> {
    if (!isLoopback(ip)) await take(this.guesses, clientOf(ip))
  }
}

const limiter = ({ points, seconds }: { points: number; seconds: number }): RateLimiterMemory =>
  new RateLimiterMemory({ points, duration: seconds })

const take = async (from: RateLimiterMemory, key: string): Promise<void> => {
  try {
    await from.consume(key)
  } catch (refusal) {
    throw refusal instanceof RateLimiterRes ? new TooManyRequests(secondsOf(refusal)) : refusal
  }
}
