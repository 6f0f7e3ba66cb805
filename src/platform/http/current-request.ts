import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyInstance } from 'fastify'
import type { RequestContext } from './request-context.ts'

/** The request being answered, for the log and the record; handlers get theirs by `@Ctx()`. */
export const currentRequest = new AsyncLocalStorage<Pick<RequestContext, 'requestId' | 'reader'>>()

/** Lets everything that a request sets off know it. */
export const addCurrentRequest = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', (request, _reply, done) => currentRequest.run(request.ctx, done))
  // Reading a body goes on in the events of the socket, which know of no request.
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (request.body === undefined) done()
    else currentRequest.run(request.ctx, done)
  })
}
