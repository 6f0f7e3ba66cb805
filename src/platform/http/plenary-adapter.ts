import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { FastifyReply } from 'fastify'
import type { ServerResponse } from 'node:http'
import { Sendable } from './html-response.ts'

/**
 * Nest's Fastify adapter, which also sends `Sendable`s. An interceptor could do that too,
 * but would put an Observable in the way of every request.
 */
export class PlenaryAdapter extends FastifyAdapter {
  override reply(response: FastifyReply | ServerResponse, body: unknown, statusCode?: number): FastifyReply {
    if (!(body instanceof Sendable) || !('request' in response)) return super.reply(response, body, statusCode)
    body.send(response)
    return response
  }
}
