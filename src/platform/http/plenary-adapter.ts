import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { FastifyHttpOptions, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify'
import { createServer, type RequestListener, type ServerOptions, type ServerResponse } from 'node:http'
import type { FrontDoor } from './front-door.ts'
import { BytesResponse, Sendable } from './html-response.ts'

/**
 * Nest's Fastify adapter, which also sends `Sendable`s. An interceptor could do that too,
 * but would put an Observable in the way of every request.
 */
export class PlenaryAdapter extends FastifyAdapter {
  /** Answers an address that the router cannot read (`/%ff`): no hook has run and no filter is asked. */
  unreadable: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void

  constructor(
    readonly door: FrontDoor,
    server: ServerOptions,
    options: FastifyHttpOptions<RawServerDefault>,
  ) {
    super({
      ...options,
      // Made here, so that the timeouts are those of node:http: Fastify's `requestTimeout` did nothing.
      serverFactory: (handler: RequestListener) =>
        createServer(server, (request, reply) => {
          if (!door.answer(request, reply)) handler(request, reply)
        }),
      frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
        this.unreadable(error, request, reply),
    })
    this.unreadable = (error, _request, reply) => {
      void reply.send(error)
    }
  }

  override reply(response: FastifyReply | ServerResponse, body: unknown, statusCode?: number): FastifyReply {
    if (!(body instanceof Sendable) || !('request' in response)) return super.reply(response, body, statusCode)
    body.send(response)
    if (body instanceof BytesResponse && body.options.fresh) this.door.keep(response.request, body)
    return response
  }
}
