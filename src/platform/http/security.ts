import type { FastifyInstance } from 'fastify'
import { DomainError } from '../../kernel/domain-error.ts'
import type { Settings } from '../config/settings.ts'

/** A form sent from somebody else's page. */
export class ForeignOrigin extends DomainError {
  readonly code = 'foreign-origin'
  readonly status = 403
}

/** The policy that keeps a page to our own files; with a nonce it may carry one style element (the desk's plan). */
export const contentSecurityPolicy = (https: boolean, styleNonce?: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${styleNonce ? ` 'nonce-${styleNonce}'` : ''}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    // Over plain http (a first start on a laptop) it would send every form to a port where nobody listens.
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ')

/** Sent with every answer. */
export const securityHeaders = ({ baseUrl }: Pick<Settings, 'baseUrl'>): Readonly<Record<string, string>> => {
  const https = baseUrl.protocol === 'https:'
  return {
    'content-security-policy': contentSecurityPolicy(https),
    'x-content-type-options': 'nosniff',
    // Not "no-referrer": browsers would then say "Origin: null" on our own forms.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
    ...(https && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What of a request tells where it was sent from. */
export interface Origins {
  method: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/**
 * Whether a state-changing request may come from where its browser says. Cookies are SameSite=Lax, and this is the second
 * lock: Sec-Fetch-Site where the browser sends it, else Origin against our own address. Programs send neither and carry
 * no cookie of somebody else.
 */
export const isFromHere = ({ method, headers }: Origins, baseUrl: URL): boolean => {
  if (SAFE.has(method)) return true
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return true
  if (typeof origin === 'string') {
    if (origin === baseUrl.origin) return true
    // The same machine by another of its names (127.0.0.1 for localhost): the page came from the host it is sent to.
    return site === undefined && URL.parse(origin)?.host === host
  }
  return site === undefined
}

/** Sends the headers with every answer, errors and redirects too. */
export const addSecurityHeaders = (fastify: FastifyInstance, settings: Pick<Settings, 'baseUrl'>): void => {
  const headers = securityHeaders(settings)
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}

/** Refuses forms from elsewhere before their body is read. */
export const addOriginCheck = (fastify: FastifyInstance, settings: Pick<Settings, 'baseUrl'>): void => {
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(isFromHere(request, settings.baseUrl) ? undefined : new ForeignOrigin())
  })
}
