import { Controller, Get, Post } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { asId } from '../../kernel/id.ts'
import { HtmlResponse } from '../http/html-response.ts'
import { Readers } from '../http/readers.ts'
import { routesOf } from '../http/routes.ts'
import { Policies } from './policies.ts'
import { Policy, PUBLIC, SIGNED_IN, role, type RolePolicy } from './policy.ts'
import { NO_TOKEN, TokenScope } from './token-scope.ts'

@Controller()
@Policy(SIGNED_IN)
class Pages {
  @Get(':locale')
  @Policy(PUBLIC)
  home(): HtmlResponse {
    return new HtmlResponse('home')
  }
  @Get(':locale/me')
  me(): HtmlResponse {
    return new HtmlResponse('me')
  }
  @Post(':locale/me')
  change(): HtmlResponse {
    return new HtmlResponse('changed')
  }
  @Get('api/v1/me')
  @TokenScope(NO_TOKEN)
  json(): { me: true } {
    return { me: true }
  }
  @Get(':locale/desk/:meeting/publish')
  @Policy(role('publish'))
  publish(): HtmlResponse {
    return new HtmlResponse('publish')
  }
}

const person = { person: asId<'Person'>('ana'), signIn: 's', language: 'en' } as const

/** Ana signs in at the front door, Olga at the desk's; only Olga may publish. */
const start = (): Promise<NestFastifyApplication> =>
  tinyApp([Pages], {
    prepare: (app) => {
      app
        .get(Readers)
        .use(({ cookies: { who } }) =>
          Promise.resolve(
            who === 'olga'
              ? { ...person, person: asId<'Person'>('olga'), opensDesk: true }
              : who === 'desk-stranger'
                ? { ...person, opensDesk: true }
                : who
                  ? { ...person, opensDesk: false }
                  : undefined,
          ),
        )
      app
        .get(Policies)
        .judge<RolePolicy>('role', (ctx, _request, { right }) => right === 'publish' && ctx.reader?.person === 'olga')
    },
  })

test.each([
  ['GET', '/en/me?x=1', '', 303, '/en/sign-in?next=%2Fen%2Fme%3Fx%3D1'],
  ['POST', '/fr/me', '', 303, '/fr/sign-in'],
  ['GET', '/api/v1/me', '', 401, undefined],
  ['GET', '/api/v1/me', 'ana', 200, undefined],
  ['GET', '/en/me', 'ana', 200, undefined],
  ['GET', '/es/desk/demo/publish', '', 303, '/es/desk/sign-in?next=%2Fes%2Fdesk%2Fdemo%2Fpublish'],
  ['GET', '/es/desk/demo/publish', 'ana', 303, '/es/desk/sign-in?next=%2Fes%2Fdesk%2Fdemo%2Fpublish'],
  ['GET', '/es/desk/demo/publish', 'desk-stranger', 404, undefined],
  ['GET', '/es/desk/demo/publish', 'olga', 200, undefined],
] as const)('%s %s by "%s" is %i', async (method, url, who, status, location) => {
  const app = await start()
  const reply = await app.inject({ method, url, ...(who && { cookies: { who } }) })
  expect([reply.statusCode, reply.headers.location]).toEqual([status, location])
})

test('a route without a policy stops the start', async () => {
  @Controller()
  class Silent {
    @Get('silent')
    silent(): string {
      return ''
    }
  }
  await expect(tinyApp([Silent])).rejects.toThrow('The route GET /silent does not say who may use it')
})

test('a route of the API that says nothing of tokens stops the start', async () => {
  @Controller('api/v1/silent')
  @Policy(PUBLIC)
  class Silent {
    @Get()
    silent(): string {
      return ''
    }
  }
  await expect(tinyApp([Silent])).rejects.toThrow(
    'The route GET /api/v1/silent does not say which tokens may use it: add @TokenScope(...)',
  )
})

test('a policy that nobody judges stops the start', async () => {
  await expect(tinyApp([Pages])).rejects.toThrow('has the policy "role", which nobody judges')
})

test('a route that a plugin brings without a policy stops the start', async () => {
  await expect(
    tinyApp([], {
      prepare: (app) =>
        void app
          .getHttpAdapter()
          .getInstance()
          .get('/plugin', () => 'hello'),
    }),
  ).rejects.toThrow('The route GET /plugin does not say who may use it')
})

test('a policy has one judge', async () => {
  const app = await start()
  expect(() => app.get(Policies).judge('role', () => true)).toThrow('already has a judge')
})

test('routes are listed with their policies', async () => {
  const routes = routesOf(await start())
  expect(routes).toContainEqual({ method: 'GET', path: '/:locale', policy: PUBLIC })
  expect(routes).toContainEqual({ method: 'POST', path: '/:locale/me', policy: SIGNED_IN })
  expect(routes).toContainEqual({ method: 'GET', path: '/:locale/desk/:meeting/publish', policy: role('publish') })
})
