import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SETTINGS, type Settings } from '../config/settings.ts'
import { challengeOf } from '../policies/bearer.ts'
import { SentElsewhere } from '../policies/policies.ts'
import { translator } from '../i18n/i18n.ts'
import { ErrorPages } from './error-pages.ts'
import { HtmlResponse } from './html-response.ts'
import { preferredLocale } from './locale-negotiation.ts'
import { MethodNotAllowed } from './method-not-allowed.ts'
import { problemOf } from './problem.ts'
import type { RequestContext } from './request-context.ts'
import { isForPrograms, Routes } from './routes.ts'
import { securityHeaders } from './security.ts'
import { TooManyRequests } from './too-many-requests.ts'

/** Paths that machines read: their problems are JSON. */
const MACHINE = /^\/(api|assets|feeds|metrics|health)(\/|$)|\.(ics|json|xml|atom|pdf|csv)$/

const isForPeople = (request: FastifyRequest): boolean => {
  const pathname = request.url.split('?', 1)[0] ?? ''
  if (MACHINE.test(pathname)) return false
  const accept = request.headers.accept ?? '*/*'
  return /text\/html|\*\/\*/.test(accept)
}

/** Errors before the hooks ran (an address that is no UTF-8) have no context yet. */
const contextOf = (request: FastifyRequest): RequestContext => {
  if (request.ctx) return request.ctx
  const locale = preferredLocale(request.headers['accept-language'])
  return { requestId: request.id, locale, t: translator(locale), path: '', url: '/', ip: request.ip }
}

/** The one answer to everything that goes wrong: problem details for machines, a page for people. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http')

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
    private readonly pages: ErrorPages,
    private readonly routes: Routes,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    this.respond(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>())
  }

  /** Answers what went wrong, once. */
  respond(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent || reply.raw.headersSent) {
      this.log.error(thrown instanceof Error ? thrown : new Error(String(thrown)))
      return
    }
    if (thrown instanceof SentElsewhere) {
      thrown.response.send(reply)
      return
    }
    this.answer(this.named(thrown, request), contextOf(request), request, reply)
  }

  /** An unknown method at a known address is not an unknown address. */
  private named(thrown: unknown, request: FastifyRequest): unknown {
    const methods = request.is404
      ? this.routes.methodsInsteadOf(request.method, request.url.split('?', 1)[0] ?? '')
      : []
    return methods.length ? new MethodNotAllowed(methods) : thrown
  }

  private answer(error: unknown, ctx: RequestContext, request: FastifyRequest, reply: FastifyReply): void {
    const problem = problemOf(error, ctx, this.settings.baseUrl)
    if (problem.status >= 500)
      this.log.error({ err: error, requestId: ctx.requestId, route: request.routeOptions?.url }, 'request failed')
    for (const name of ['etag', 'content-encoding', 'content-disposition', 'last-modified', 'content-type'])
      reply.removeHeader(name)
    reply.headers({ ...securityHeaders(this.settings), 'x-request-id': ctx.requestId })
    reply.header('cache-control', 'private, no-store')
    const challenge = isForPrograms(request.url) ? challengeOf(error) : undefined
    if (challenge) reply.header('www-authenticate', challenge)
    if (error instanceof TooManyRequests) reply.header('retry-after', error.retryAfter)
    if (error instanceof MethodNotAllowed) reply.header('allow', error.methods.join(', '))
    if (isForPeople(request)) {
      const page = this.drawn(ctx, problem)
      if (page) return page.send(reply)
    }
    // As bytes: Fastify would add a charset, which this type does not have (RFC 8259, 11).
    reply
      .code(problem.status)
      .type('application/problem+json')
      .send(Buffer.from(JSON.stringify(problem)))
  }

  /** The page; if drawing it fails as well, the reader still gets an answer. */
  private drawn(ctx: RequestContext, problem: ReturnType<typeof problemOf>): HtmlResponse | undefined {
    try {
      const { body } = this.pages.page(ctx, problem)
      return new HtmlResponse(body, { status: problem.status, cache: 'private' })
    } catch (error) {
      this.log.error(error)
      return undefined
    }
  }
}
