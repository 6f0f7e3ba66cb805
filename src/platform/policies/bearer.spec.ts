import { Controller, Delete, Get, Post } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { asId } from '../../kernel/id.ts'
import { Readers } from '../http/readers.ts'
import type { Reader } from '../http/request-context.ts'
import { routesOf } from '../http/routes.ts'
import { InvalidToken } from './bearer.ts'
import { Policy, PUBLIC, SIGNED_IN } from './policy.ts'
import { NO_TOKEN, TokenScope, type Scope } from './token-scope.ts'

@Controller('api/v1/agenda')
@Policy(PUBLIC)
@TokenScope('read-agenda', 'edit-agenda')
class Agenda {
  @Get()
  read(): object {
    return {}
  }
  @Post()
  edit(): object {
    return {}
  }
  @Post('releases')
  @TokenScope('publish')
  publish(): object {
    return {}
  }
}

@Controller()
@Policy(SIGNED_IN)
class Own {
  @Get('api/v1/me')
  @TokenScope(NO_TOKEN)
  me(): object {
    return {}
  }
  @Delete(':locale/me')
  page(): object {
    return {}
  }
}

const person: Reader = { person: asId<'Person'>('ana'), signIn: 's', opensDesk: true, language: 'en' }

/** Ana’s cookie is "ana"; her tokens are the names of what they are for. */
const start = (): Promise<NestFastifyApplication> =>
  tinyApp([Agenda, Own], {
    prepare: (app) => {
      const readers = app.get(Readers)
      readers.use(({ cookies: { who } }) => Promise.resolve(who === 'ana' ? person : undefined))
      readers.useTokens((token) =>
        token === 'none'
          ? Promise.reject(new InvalidToken())
          : Promise.resolve({ ...person, token: { id: asId('t'), scopes: token.split('+') as Scope[] } }),
      )
    },
  })

test.each([
  ['GET', '/api/v1/agenda', 'read-agenda', 200, undefined],
  ['GET', '/api/v1/agenda', 'publish', 403, 'Bearer realm="Plenary", error="insufficient_scope", scope="read-agenda"'],
  [
    'POST',
    '/api/v1/agenda',
    'read-agenda',
    403,
    'Bearer realm="Plenary", error="insufficient_scope", scope="edit-agenda"',
  ],
  ['POST', '/api/v1/agenda', 'read-agenda+edit-agenda', 201, undefined],
  [
    'POST',
    '/api/v1/agenda/releases',
    'edit-agenda',
    403,
    'Bearer realm="Plenary", error="insufficient_scope", scope="publish"',
  ],
  ['POST', '/api/v1/agenda/releases', 'publish', 201, undefined],
  ['GET', '/api/v1/me', 'read-agenda', 403, 'Bearer realm="Plenary", error="insufficient_scope"'],
  // Also where everybody may read: a program is told that its token is worth nothing.
  ['GET', '/api/v1/agenda', 'none', 401, 'Bearer realm="Plenary", error="invalid_token"'],
  ['GET', '/api/v1/me', '', 401, 'Bearer realm="Plenary"'],
  // A page knows no tokens.
  ['DELETE', '/en/me', 'read-agenda', 303, undefined],
])('%s %s with a token for "%s" is %i', async (method, url, token, status, challenge) => {
  const app = await start()
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  const reply = await app.inject({ method: method as 'GET', url, headers })
  expect([reply.statusCode, reply.headers['www-authenticate']]).toEqual([status, challenge])
})

test.each([
  ['bearer read-agenda', 403], // the scheme is written as one likes (RFC 9110, 11.1)
  ['Bearer', 403], // without a token: it is for nothing
  ['Basic cmVhZC1hZ2VuZGE6', 200], // another scheme says nothing, and the cookie counts
])('"%s" beside a cookie: what only somebody signed in may is %i', async (authorization, status) => {
  const app = await start()
  const { statusCode } = await app.inject({ url: '/api/v1/me', headers: { authorization, cookie: 'who=ana' } })
  expect(statusCode).toBe(status)
})

test('routes are listed with what a token must be for', async () => {
  const routes = routesOf(await start())
  expect(routes.map(({ method, path, tokenScope }) => `${method} ${path} ${tokenScope}`)).toEqual(
    expect.arrayContaining([
      'GET /api/v1/agenda read-agenda',
      'POST /api/v1/agenda edit-agenda',
      'POST /api/v1/agenda/releases publish',
      'GET /api/v1/me no-token',
    ]),
  )
})
