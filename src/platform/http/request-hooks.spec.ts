import { Controller, Get, Module, Param, Post, Body, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { Type as Nested } from 'class-transformer'
import { IsIn, MaxLength, ValidateNested } from 'class-validator'
import { afterEach, expect, test } from 'vitest'
import { PUBLIC, Policy, SIGNED_IN, role } from '../policies/policy.ts'
import { SettingsModule } from '../config/settings.module.ts'
import { settingsFrom } from '../config/settings.ts'
import { configureHttp, fastifyAdapter } from './configure-http.ts'
import { HtmlResponse } from './html-response.ts'
import { HttpModule } from './http.module.ts'
import { Ctx, type RequestContext } from './request-context.ts'
import { routesOf } from './routes.ts'

class Day {
  @IsIn(['online', 'in-person'])
  mode: string
}
class Days {
  @MaxLength(3)
  name: string
  @ValidateNested({ each: true })
  @Nested(() => Day)
  days: Day[]
}

@Controller(':locale')
class Pages {
  @Get()
  @Policy(PUBLIC)
  home(@Ctx() ctx: RequestContext) {
    return new HtmlResponse(`home in ${ctx.locale}, path "${ctx.path}"`)
  }
  @Get(':meeting/agenda')
  @Policy(PUBLIC)
  agenda(@Ctx() ctx: RequestContext, @Param('meeting') meeting: string) {
    return new HtmlResponse(`${meeting} in ${ctx.locale} at ${ctx.path}`)
  }
  @Post(':meeting/days')
  @Policy(PUBLIC)
  days(@Body() body: Days) {
    return body
  }
  @Get('me')
  @Policy(SIGNED_IN)
  me() {
    return new HtmlResponse('me')
  }
}

let app: NestFastifyApplication | undefined
const start = async (...controllers: Type[]): Promise<NestFastifyApplication> => {
  const settings = settingsFrom({})
  @Module({ imports: [SettingsModule.with(settings), HttpModule], controllers })
  class TestModule {}
  app = await NestFactory.create<NestFastifyApplication>(TestModule, fastifyAdapter(settings), { logger: false })
  configureHttp(app, settings)
  await app.init()
  return app
}
afterEach(async () => app?.close())

test('the address says the language', async () => {
  const app = await start(Pages)
  expect((await app.inject('/fr')).payload).toBe('home in fr, path ""')
  expect((await app.inject('/es/demo/agenda?day=2')).payload).toBe('demo in es at /demo/agenda')
  expect((await app.inject('/xx/demo/agenda')).statusCode).toBe(404)
  expect((await app.inject('/me')).statusCode).toBe(404)
})

test('other spellings and the bare front page lead on', async () => {
  const app = await start(Pages)
  const spanish = await app.inject('/sp/demo/agenda?day=2')
  expect([spanish.statusCode, spanish.headers.location]).toEqual([308, '/es/demo/agenda?day=2'])
  const front = await app.inject({ url: '/', headers: { 'accept-language': 'de, fr-CH;q=0.8, en;q=0.5' } })
  expect([front.statusCode, front.headers.location, front.headers.vary]).toEqual([302, '/fr', 'Accept-Language'])
})

test('who is signed out is led to the sign-in, and back', async () => {
  const app = await start(Pages)
  const reply = await app.inject('/en/me?x=1')
  expect([reply.statusCode, reply.headers.location]).toEqual([303, '/en/sign-in?next=%2Fen%2Fme%3Fx%3D1'])
})

test('a route without a policy, or with one nobody judges, stops the start', async () => {
  @Controller()
  class Silent {
    @Get('silent')
    silent() {
      return ''
    }
  }
  await expect(start(Silent)).rejects.toThrow('The route GET /silent does not say who may use it: add @Policy(...).')
  @Controller()
  @Policy(role('publish'))
  class Unjudged {
    @Get('unjudged')
    unjudged() {
      return ''
    }
  }
  await expect(start(Unjudged)).rejects.toThrow('The route GET /unjudged has the policy "role", which nobody judges.')
})

test('lists the routes with their policies', async () => {
  expect(routesOf(await start(Pages))).toContainEqual({ method: 'GET', path: '/:locale/me', policy: SIGNED_IN })
})
