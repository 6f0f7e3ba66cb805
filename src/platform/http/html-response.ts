import type { FastifyReply } from 'fastify'
import type { RequestContext } from './request-context.ts'
import { acceptedCoding, encode, type Body } from './encoded-body.ts'

/** What a handler returns to say exactly what is sent; the HTTP adapter sends it (`plenary-adapter.ts`). */
export abstract class Sendable {
  abstract send(reply: FastifyReply): void
}

interface SendOptions {
  status?: number
  headers?: Readonly<Record<string, string>>
  /** Default: private for who is signed in, else public. Say 'private' for a page that shows anything of one person. */
  cache?: 'public' | 'private'
  /**
   * Says, without waiting, whether these bytes are still what the handler would answer to anybody without a sign-in.
   * Given for a public page, the next requests for its address are answered at the door (`FrontDoor`), very fast.
   */
  fresh?: () => boolean
}

/** Whether If-None-Match names an ETag (RFC 9110, 13.1.2). */
export const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch === etag ||
    ifNoneMatch === '*' ||
    ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag))

/** Bytes of a type. Compressed by what the client takes, with a strong ETag; answers 304 when the client has them. */
export class BytesResponse extends Sendable {
  readonly body: Body

  constructor(
    readonly type: string,
    body: string | Uint8Array | Body,
    readonly options: SendOptions = {},
  ) {
    super()
    this.body = typeof body === 'string' || body instanceof Uint8Array ? encode(body) : body
  }

  /** Whether everybody may keep it. */
  isShared(ctx: Pick<RequestContext, 'reader'>): boolean {
    return (this.options.cache ?? (ctx.reader ? 'private' : 'public')) === 'public'
  }

  send(reply: FastifyReply): void {
    const { request } = reply
    const status = this.options.status ?? 200
    const coding = this.body.codingFor(acceptedCoding(request.headers['accept-encoding']))
    reply.header('content-type', this.type)
    reply.header('vary', 'Accept-Encoding')
    if (!reply.hasHeader('cache-control'))
      reply.header('cache-control', this.isShared(request.ctx) ? 'public, no-cache' : 'private, no-store')
    if (this.options.headers) reply.headers(this.options.headers)
    if (status === 200) {
      const etag = this.body.etag(coding)
      reply.header('etag', etag)
      if ((request.method === 'GET' || request.method === 'HEAD') && matches(request.headers['if-none-match'], etag)) {
        reply.removeHeader('content-type')
        reply.code(304).send()
        return
      }
    }
    reply.code(status)
    if (coding !== 'identity') reply.header('content-encoding', coding)
    const ready = this.body.peek(coding)
    if (ready) reply.send(ready.bytes)
    else
      this.body.in(coding).then(
        ({ bytes }) => reply.send(bytes),
        (error: unknown) => reply.send(error),
      )
  }
}

/** A page. Pages of who is signed in are `private, no-store`; the others `public, no-cache` with a strong ETag. */
export class HtmlResponse extends BytesResponse {
  constructor(html: string | Body, options: SendOptions = {}) {
    super('text/html; charset=utf-8', html, options)
  }
}

/** Sends the reader on to another page of ours. */
export class RedirectResponse extends Sendable {
  constructor(
    readonly location: string,
    readonly status: 301 | 302 | 303 | 307 | 308 = 303,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super()
  }

  send(reply: FastifyReply): void {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-store')
    reply.headers(this.headers).code(this.status).header('location', this.location).send()
  }
}

/** On to a path of ours, after a form was taken (303: the browser asks with GET). What comes from outside goes through `safePath` first. */
export const redirect = (path: string, status: RedirectResponse['status'] = 303): RedirectResponse =>
  new RedirectResponse(path, status)
