import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../platform/clock.ts'

/**
 * Our cookies: the sign-in; the code that this browser asked for, to sign in or for a new address; the key to what it sent
 * when it was signed in no more.
 */
export type CookieName = 'sign-in' | 'code' | 'address' | 'typed'

/** The value of one cookie in a Cookie header (RFC 6265, 5.4); the first wins, as a later one may be planted. */
export const cookieIn = (header: string | undefined, name: string): string | undefined => {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return undefined
}

/**
 * Sets and reads our cookies. Over https their names begin with `__Host-`, so that no other host of the domain can
 * plant one (RFC 6265bis, 4.1.3.2).
 */
export class Cookies {
  private readonly secure: boolean

  constructor(
    baseUrl: URL,
    private readonly clock: Clock,
  ) {
    this.secure = baseUrl.protocol === 'https:'
  }

  read(request: Pick<FastifyRequest, 'headers'>, name: CookieName): string | undefined {
    return cookieIn(request.headers.cookie, this.fullName(name)) || undefined
  }

  /** Without `until` it lasts until the browser is closed. As a Max-Age, so that a wrong clock there does no harm. */
  set(reply: FastifyReply, name: CookieName, value: string, until?: Temporal.Instant): void {
    reply.setCookie(this.fullName(name), value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
      ...(until && { maxAge: Math.max(0, Math.floor(until.since(this.clock.now()).total('seconds'))) }),
    })
  }

  clear(reply: FastifyReply, name: CookieName): void {
    reply.clearCookie(this.fullName(name), { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure })
  }

  private fullName(name: CookieName): string {
    return `${this.secure ? '__Host-' : ''}plenary-${name}`
  }
}
