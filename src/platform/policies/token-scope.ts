import { RequestMethod } from '@nestjs/common'
import { METHOD_METADATA } from '@nestjs/common/constants.js'
import { routeFact } from './route-fact.ts'

/** What an API token may be made for, named by what people do. */
export const SCOPES = [
  'read-agenda',
  'edit-agenda',
  'publish',
  'read-registrations',
  'review-registrations',
  'export-registrations',
  'configure-meeting',
] as const
export type Scope = (typeof SCOPES)[number]

export const isScope = (value: string): value is Scope => SCOPES.some((scope) => scope === value)

/** A person's own matters, and signing in: no token does that for them. */
export const NO_TOKEN = 'no-token'
/** The one scope that a token needs for a route, or that none will do. */
export type RouteScope = Scope | typeof NO_TOKEN

declare module 'fastify' {
  interface FastifyContextConfig {
    tokenScope?: RouteScope
  }
}

/**
 * Declares what a token must be made for to use a route of the API, or all routes of a controller that say nothing
 * themselves; there a second scope is that of whatever does more than read. Every route of the API says it, or the
 * application does not start.
 */
export const TokenScope = (reads: RouteScope, changes: RouteScope = reads): ClassDecorator & MethodDecorator =>
  routeFact('tokenScope', (handler) =>
    Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.GET ? reads : changes,
  )
