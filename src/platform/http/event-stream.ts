import type { FastifyReply } from 'fastify'
import { Sendable } from './html-response.ts'

/** One open line to a page. */
export interface Line {
  /** Says something; a page that does not listen any more is let go. */
  say(event: string, data: string): void
  close(): void
}

/** More than this unread, and nobody is there. */
const UNREAD = 64_000

/**
 * An answer that stays open and tells a page what happens (server-sent events, HTML 9.2). Whoever makes one counts the lines
 * and closes them when the process ends.
 */
export class EventStream extends Sendable {
  constructor(
    private readonly opened: (line: Line) => void,
    private readonly closed: (line: Line) => void,
  ) {
    super()
  }

  send(reply: FastifyReply): void {
    const { raw, request } = reply
    reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies pass on what comes, when it comes.
      'x-accel-buffering': 'no',
    })
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
    raw.writeHead(200)
    if (request.method === 'HEAD') {
      raw.end()
      return
    }
    const line: Line = {
      say: (event, data) => {
        if (raw.writableLength > UNREAD) raw.destroy()
        else raw.write(`event: ${event}\ndata: ${data}\n\n`)
      },
      close: () => raw.end(),
    }
    raw.once('close', () => this.closed(line))
    // A page that is cut off asks again after so many milliseconds.
    raw.write('retry: 5000\n\n')
    this.opened(line)
  }
}
