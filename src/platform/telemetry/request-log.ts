import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Metrics } from './metrics.ts'

/**
 * Writes a line and a number for each answer. It names the route (`/feeds/:secret.ics`), never the address, which may
 * hold a secret or what somebody looked for, and the person by their random id alone.
 */
export const addRequestLog = (fastify: FastifyInstance, log: Logger, metrics: Pick<Metrics, 'answered'>): void => {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method } = request
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown')
    const status = reply.statusCode
    metrics.answered(method, route, status, reply.elapsedTime / 1000)
    const level = status >= 500 ? 'error' : 'info'
    if (log.isLevelEnabled(level))
      log[level](
        {
          requestId: request.id,
          // A random id, of which nothing is left that tells who it was once the person is erased.
          ...(request.ctx?.reader && { person: request.ctx.reader.person }),
          method,
          route,
          status,
          ms: Math.round(reply.elapsedTime * 10) / 10,
        },
        'answered',
      )
    done()
  })
}
