import { Injectable, type INestApplication } from '@nestjs/common'
import type { FastifyInstance } from 'fastify'
import { LOCALES } from '../../kernel/locale.ts'
import type { PolicyKind } from '../policies/policy.ts'
import type { RouteScope } from '../policies/token-scope.ts'

/** A route of the running application. */
export interface Route {
  method: string
  /** As registered: `/:locale/:meeting/agenda`. */
  path: string
  policy?: PolicyKind
  /** What a token must be made for; in the API. */
  tokenScope?: RouteScope
}

/** Whether a path is of the interface for programs; there tokens are taken, and nowhere else. */
export const isForPrograms = (path: string | undefined): boolean => path?.startsWith('/api/v1/') === true

/** `/:locale/feeds/:secret.ics` as an expression; only ever run on addresses that no route took. */
const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(':locale', `(${LOCALES.join('|')})`)
      .replace(/:\w+/g, '[^/]+')
      .replace(/\*/g, '.*')}/?$`,
  )

/** All routes, as Fastify registered them: none can be forgotten. */
@Injectable()
export class Routes {
  private readonly routes: Route[] = []

  /** Watches routes being registered; call before the first one is. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url, config }) => {
      for (const each of [method].flat()) {
        // Fastify answers HEAD by the handler, and the policy, of GET.
        if (each !== 'HEAD')
          this.routes.push({ method: each, path: url, policy: config?.policy, tokenScope: config?.tokenScope })
      }
    })
  }

  all(): readonly Route[] {
    return this.routes
  }

  /** The methods that routes take at an address where the given one found nothing. */
  methodsInsteadOf(method: string, pathname: string): string[] {
    // A parameter with an expression of its own says itself what it takes.
    const methods = this.routes
      .filter(({ path }) => !path.includes('(') && patternOf(path).test(pathname))
      .map((route) => route.method)
    if (methods.includes(method)) return []
    return [...new Set(methods.flatMap((other) => (other === 'GET' ? ['GET', 'HEAD'] : [other])))].sort()
  }
}

/** Lists every route with its policy, for tests that must not miss one (the leak matrix, the OpenAPI document). */
export const routesOf = (app: INestApplication): readonly Route[] => app.get(Routes).all()
