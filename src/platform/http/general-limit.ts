import type { FastifyInstance } from 'fastify'
import { isIPv6 } from 'node:net'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { GENERAL_LIMIT, type RateLimit } from './rate-limit-rules.ts'
import { secondsOf } from './rate-limit.ts'
import { TooManyRequests } from './too-many-requests.ts'

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

/** Whether a request comes from this very machine. */
export const isLoopback = (ip: string): boolean => LOOPBACK.test(ip)

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 one, which a single subscriber commonly has. */
export const clientOf = (ip: string): string => {
  if (ip.startsWith('::ffff:')) return ip.slice('::ffff:'.length)
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = ip.split('::')
  const front = head.split(':').filter(Boolean)
  const back = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => '0')
  return [...front, ...zeros, ...back].slice(0, 4).join(':')
}

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
