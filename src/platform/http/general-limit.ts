import type { FastifyInstance } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { clientOf, isLoopback } from './network-address.ts'
import { GENERAL_LIMIT, type RateLimit } from './rate-limit-rules.ts'
import { secondsOf } from './rate-limit.ts'
import { TooManyRequests } from './too-many-requests.ts'

/** A wide limit on everything, so that one client cannot keep a process busy. This very machine is not limited. */
export const addGeneralLimit = (fastify: FastifyInstance, { points, seconds }: RateLimit = GENERAL_LIMIT): void => {
  const limiter = new RateLimiterMemory({ points, duration: seconds })
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { ip } = request
    if (isLoopback(ip)) {
      done()
      return
    }
    limiter.consume(clientOf(ip)).then(
      () => done(),
      (refusal: unknown) =>
        done(refusal instanceof RateLimiterRes ? new TooManyRequests(secondsOf(refusal)) : (refusal as Error)),
    )
  })
}
