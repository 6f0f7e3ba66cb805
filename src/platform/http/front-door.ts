import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { acceptedCoding, type Coding } from './encoded-body.ts'
import { matches, type BytesResponse } from './html-response.ts'

interface Kept {
  response: BytesResponse
  fresh: () => boolean
  /** As registered, for the count of requests by route. */
  route: string
  /** Header lists as node:http sends them, one a coding. */
  headers: Partial<Record<Coding, string[]>>
}

/** More addresses than any meeting has public pages; the oldest makes room. */
const MOST = 1000

/**
 * Answers what everybody may see and is already made, before the framework wakes: most requests before a meeting are for
 * the same few pages. A response is kept when it says by `fresh` whether it still holds; it is given only to those
 * who send no cookie and no authorization, and only while `fresh()` is true.
 */
export class FrontDoor {
  private readonly kept = new Map<string, Kept>()
  /** Told of each answer, for the metrics. */
  answered: ((route: string, status: number) => void) | undefined
  /** While the server finishes, the framework answers: it says "connection: close". */
  closing = false

  constructor(private readonly always: Readonly<Record<string, string>>) {}

  /** Keeps a response, if it may be given to everybody and can say whether it still holds. */
  keep(request: FastifyRequest, response: BytesResponse): void {
    const { fresh, status = 200 } = response.options
    const { url, config } = request.routeOptions
    if (!fresh || status !== 200 || request.method !== 'GET' || config.policy?.name !== 'public') return
    if (!response.isShared(request.ctx) || isPersonal(request.raw) || request.url.includes('?')) return
    this.kept.delete(request.url)
    this.kept.set(request.url, { response, fresh, route: url ?? '', headers: {} })
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MOST) break
      this.kept.delete(oldest)
    }
  }

  /** Answers, or returns false: then the framework does. */
  answer(request: IncomingMessage, reply: ServerResponse): boolean {
    const kept = this.kept.get(request.url ?? '')
    if (!kept || request.method !== 'GET' || this.closing || isPersonal(request)) return false
    if (!kept.fresh()) {
      this.kept.delete(request.url ?? '')
      return false
    }
    const { body } = kept.response
    const coding = body.codingFor(acceptedCoding(request.headers['accept-encoding']))
    const encoded = body.peek(coding)
    if (!encoded) return false
    const headers = (kept.headers[coding] ??= this.headersOf(kept.response, coding, encoded.bytes.length))
    // As the framework answers: whether a page was made anew just now is nobody's to learn, not even by a header that is missing.
    const id = ['x-request-id', randomUUID()]
    if (matches(request.headers['if-none-match'], encoded.etag)) {
      reply.writeHead(304, [...this.unchanged(kept.response, coding), ...id]).end()
      this.answered?.(kept.route, 304)
    } else {
      reply.writeHead(200, [...headers, ...id]).end(encoded.bytes)
      this.answered?.(kept.route, 200)
    }
    return true
  }

  /** The headers of a 304: those of the content stay away. */
  private unchanged({ body, options }: BytesResponse, coding: Coding): string[] {
    const cache = { 'cache-control': 'public, no-cache', vary: 'Accept-Encoding', etag: body.etag(coding) }
    return Object.entries({ ...this.always, ...cache, ...options.headers }).flat()
  }

  private headersOf(response: BytesResponse, coding: Coding, length: number): string[] {
    return [
      ...this.unchanged(response, coding),
      ...(coding === 'identity' ? [] : ['content-encoding', coding]),
      'content-type',
      response.type,
      'content-length',
      String(length),
    ]
  }
}

const isPersonal = ({ headers }: IncomingMessage): boolean =>
  headers.cookie !== undefined || headers.authorization !== undefined
