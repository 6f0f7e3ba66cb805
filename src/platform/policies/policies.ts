import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { DomainError, Forbidden, NotFound } from '../../kernel/domain-error.ts'
import { RedirectResponse } from '../http/html-response.ts'
import type { RequestContext } from '../http/request-context.ts'
import { isForPrograms, Routes } from '../http/routes.ts'
import type { PolicyKind } from './policy.ts'

/** The request lacks a sign-in; pages lead to one instead. */
export class NotSignedIn extends DomainError {
  readonly code = 'not-signed-in'
  readonly status = 401
}

/** Somebody who may, once they give their second factor; pages lead to where it is given. */
export class SecondFactorNeeded extends DomainError {
  readonly code = 'second-factor-needed'
  readonly status = 403
}

/** May this request pass? `false` gives the usual answer; an error says more. */
export type Verdict = boolean | DomainError

/** Decides for one policy name. */
export type Judge<P extends PolicyKind = PolicyKind> = (
  ctx: RequestContext,
  request: FastifyRequest,
  policy: P,
) => Verdict | Promise<Verdict>

/** Whether what a request asks for does not exist yet for anybody but organisers; at once, where that is known. */
export type Veil = (request: FastifyRequest) => boolean | Promise<boolean>

/** Ends a request by sending the reader elsewhere; the error filter turns it into the redirect. */
export class SentElsewhere extends Error {
  constructor(readonly response: RedirectResponse) {
    super('sent elsewhere')
  }
}

/** Who judges which policy, and the answer to those who may not pass. */
@Injectable()
export class Policies implements OnApplicationBootstrap {
  private readonly judges = new Map<string, Judge>()
  private veil: Veil = () => false

  constructor(private readonly routes: Routes) {
    this.judge('public', () => true)
    this.judge('secret-address', () => true)
    this.judge('signed-in', (ctx) => ctx.reader !== undefined)
  }

  /** Registers who decides for a policy name; call in `onModuleInit`. */
  judge<P extends PolicyKind>(name: P['name'], judge: Judge<P>): void {
    if (this.judges.has(name)) throw new Error(`The policy "${name}" already has a judge.`)
    // Only policies of this name reach this judge, and the name decides the type.
    this.judges.set(name, judge as Judge)
  }

  /** Says what is hidden from all but organisers, whatever the policy of a route; call in `onModuleInit`. */
  hide(veil: Veil): void {
    this.veil = veil
  }

  /** Whether what a request asks for is hidden from all but organisers. */
  isHidden(policy: PolicyKind, request: FastifyRequest): boolean | Promise<boolean> {
    return policy.desk ? false : this.veil(request)
  }

  /** Every route has a policy that somebody judges, and in the API a scope for tokens, or the application does not start. */
  onApplicationBootstrap(): void {
    for (const { method, path, policy, tokenScope } of this.routes.all()) {
      if (!policy) throw new Error(`The route ${method} ${path} does not say who may use it: add @Policy(...).`)
      if (!this.judges.has(policy.name))
        throw new Error(`The route ${method} ${path} has the policy "${policy.name}", which nobody judges.`)
      if (isForPrograms(path) && !tokenScope)
        throw new Error(`The route ${method} ${path} does not say which tokens may use it: add @TokenScope(...).`)
    }
  }

  /** Returns when the request may pass; otherwise throws what to answer. */
  async admit(policy: PolicyKind | undefined, ctx: RequestContext, request: FastifyRequest): Promise<void> {
    const judge = policy && this.judges.get(policy.name)
    if (!judge) throw new NotFound()
    if (await this.isHidden(policy, request)) throw new NotFound()
    const verdict = await judge(ctx, request, policy)
    if (verdict === true) return
    if (verdict instanceof SecondFactorNeeded && isPage(request))
      throw sentTo(`/${ctx.locale}/desk/second-factor`, ctx, request)
    if (verdict instanceof Error) throw verdict
    throw refusal(policy, ctx, request)
  }
}

const isPage = (request: FastifyRequest): boolean =>
  request.routeOptions.url?.startsWith('/:locale') === true && !/\.[a-z]+$/.test(request.routeOptions.url)

/** To a door, and from there on to what was asked for. */
const sentTo = (door: string, ctx: RequestContext, request: FastifyRequest): SentElsewhere => {
  const asked = request.method === 'GET' || request.method === 'HEAD'
  return new SentElsewhere(new RedirectResponse(asked ? `${door}?next=${encodeURIComponent(ctx.url)}` : door))
}

/** A sign-in where that may help; else "forbidden", or at the desk "not found", as strangers need not know what is there. */
const refusal = (policy: PolicyKind, ctx: RequestContext, request: FastifyRequest): Error => {
  const signInHelps = policy.desk ? ctx.reader?.opensDesk !== true : ctx.reader === undefined
  if (signInHelps && isPage(request)) {
    return sentTo(`/${ctx.locale}${policy.desk ? '/desk' : ''}/sign-in`, ctx, request)
  }
  if (ctx.reader === undefined) return new NotSignedIn()
  return policy.desk ? new NotFound() : new Forbidden()
}
