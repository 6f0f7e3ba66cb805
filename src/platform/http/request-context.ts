import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Id, PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { TFunction } from '../i18n/i18n.ts'
import type { Scope } from '../policies/token-scope.ts'

export type ApiTokenId = Id<'ApiToken'>

/** A program of somebody's asks, with a token that was made for it. */
export interface TokenHeld {
  id: ApiTokenId
  scopes: readonly Scope[]
}

/** Who is signed in. */
export interface Reader {
  person: PersonId
  /** The sign-in (not its secret), so that it can be ended; with a token there is none, and this is the token's id. */
  signIn: string
  /** Whether this sign-in was made at the desk's own door and so opens it. */
  opensDesk: boolean
  /** When a second factor was last given in this sign-in; put off is it in a development install only. */
  secondFactor?: Temporal.Instant | 'put-off'
  /** Present when a token asks in their name: it may less than they do. */
  token?: TokenHeld
  language: Locale
}

/** What every handler may know about the request it answers. */
export interface RequestContext {
  readonly requestId: string
  /** From the address; where the address says nothing, what the reader's browser likes best. */
  readonly locale: Locale
  readonly t: TFunction
  /** The path after the language, without the query: `/demo/agenda`, or empty for the front page. */
  readonly path: string
  /** The address as asked for, with the query: `/en/demo/agenda?day=2`. */
  readonly url: string
  readonly ip: string
  reader?: Reader
}

declare module 'fastify' {
  interface FastifyRequest {
    ctx: RequestContext
  }
}

/** Gives a handler its `RequestContext`. */
export const Ctx = createParamDecorator(
  (_: unknown, context: ExecutionContext): RequestContext => context.switchToHttp().getRequest<FastifyRequest>().ctx,
)
