import type { FastifyInstance } from 'fastify'
import { translator } from '../i18n/i18n.ts'
import { addressed, preferredLocale } from './locale-negotiation.ts'
import type { Readers } from './readers.ts'

const queryOf = (url: string): string => {
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark)
}

/**
 * Gives every request its context, leads other spellings of a language to the right one (`/sp/…` to `/es/…`)
 * and the bare front page to the language the browser likes best.
 */
export const addRequestContext = (fastify: FastifyInstance): void => {
  // Fastify wants the shape known beforehand; the hook below fills it before anybody reads it.
  fastify.decorateRequest('ctx')
  fastify.addHook('onRequest', (request, reply, done) => {
    const { url } = request
    const query = queryOf(url)
    const pathname = query ? url.slice(0, -query.length) : url
    const address = addressed(pathname)
    const inAddress = address.kind === 'locale'
    const locale = inAddress ? address.locale : preferredLocale(request.headers['accept-language'])
    request.ctx = {
      requestId: request.id,
      locale,
      t: translator(locale),
      path: inAddress ? address.rest : pathname,
      url,
      ip: request.ip,
    }
    reply.header('x-request-id', request.id)
    if (pathname === '/') {
      void reply.headers({ vary: 'Accept-Language', 'cache-control': 'no-cache' }).redirect(`/${locale}${query}`, 302)
      return
    }
    if (address.kind === 'elsewhere') {
      void reply.header('cache-control', 'public, max-age=3600').redirect(address.location + query, 308)
      return
    }
    if (!inAddress && request.routeOptions.url?.startsWith('/:locale')) {
      reply.callNotFound()
      return
    }
    done()
  })
}

/** Finds out who asks. Requests without a cookie cost nothing. Comes after the plugin that parses cookies. */
export const addReaders = (fastify: FastifyInstance, readers: Readers): void => {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { cookie, authorization } = request.headers
    if (cookie === undefined && authorization === undefined) {
      done()
      return
    }
    readers.of(request).then(
      (reader) => {
        if (reader) request.ctx.reader = reader
        done()
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    )
  })
}
