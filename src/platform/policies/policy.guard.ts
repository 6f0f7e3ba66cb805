import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { insistOnScope } from './bearer.ts'
import { Policies } from './policies.ts'

/** Asks before every handler whether this request may pass. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(private readonly policies: Policies) {}

  canActivate(context: ExecutionContext): true | Promise<true> {
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const { policy, tokenScope } = request.routeOptions.config
    insistOnScope(request.ctx.reader, tokenScope)
    if (policy?.name === 'public' && this.policies.isHidden(policy, request) === false) return true
    return this.policies.admit(policy, request.ctx, request).then(() => true as const)
  }
}
