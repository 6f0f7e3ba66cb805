import type { FastifyRequest } from 'fastify'
import { DomainError } from '../../kernel/domain-error.ts'
import type { Reader } from '../http/request-context.ts'
import { isForPrograms } from '../http/routes.ts'
import { NotSignedIn } from './policies.ts'
import { NO_TOKEN, type RouteScope, type Scope } from './token-scope.ts'

/** No token at all, one that was never made, has ended or was stopped: all answer alike. */
export class InvalidToken extends DomainError {
  readonly code = 'invalid-token'
  readonly status = 401
}

/** The token is good, but was made for something else, or for another meeting. */
export class InsufficientScope extends DomainError {
  readonly code = 'insufficient-scope'
  readonly status = 403

  constructor(readonly scope?: Scope) {
    super()
  }
}

/** What only people do, signed in: no scope would help. */
export class NotForTokens extends DomainError {
  readonly code = 'not-for-tokens'
  readonly status = 403
}

/**
 * The token that a request to the API carries, empty when it is malformed; pages take none. Only the Authorization header is looked at (RFC 6750, 2.1):
 * addresses and bodies end up in logs and histories.
 */
export const bearerIn = ({
  routeOptions,
  headers: { authorization },
}: Pick<FastifyRequest, 'headers' | 'routeOptions'>): string | undefined => {
  if (!isForPrograms(routeOptions.url)) return undefined
  const found = /^bearer(?:$| +(.*)$)/i.exec(authorization ?? '')
  return found ? (found[1] ?? '').trim() : undefined
}

/**
 * Whether a token was made for what a route does; whoever signed in without one is not asked.
 * @throws InsufficientScope, NotForTokens
 */
export const insistOnScope = (reader: Reader | undefined, scope: RouteScope | undefined): void => {
  if (!reader?.token) return
  if (scope === undefined || scope === NO_TOKEN) throw new NotForTokens()
  if (!reader.token.scopes.includes(scope)) throw new InsufficientScope(scope)
}

/** The WWW-Authenticate header that goes with a refusal (RFC 6750, 3), if one does. */
export const challengeOf = (error: unknown): string | undefined => {
  const realm = 'Bearer realm="Plenary"'
  if (error instanceof InvalidToken) return `${realm}, error="invalid_token"`
  if (error instanceof InsufficientScope)
    return `${realm}, error="insufficient_scope"${error.scope ? `, scope="${error.scope}"` : ''}`
  if (error instanceof NotForTokens) return `${realm}, error="insufficient_scope"`
  return error instanceof NotSignedIn ? realm : undefined
}
