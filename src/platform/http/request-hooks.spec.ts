import { Controller, Get, Param } from '@nestjs/common'
import { expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { asId } from '../../kernel/id.ts'
import { PUBLIC, Policy } from '../policies/policy.ts'
import { HtmlResponse } from './html-response.ts'
import { Readers } from './readers.ts'
import { Ctx, type RequestContext } from './request-context.ts'

@Controller(':locale')
@Policy(PUBLIC)
class Pages {
  @Get()
  home(@Ctx() ctx: RequestContext): HtmlResponse {
    return new HtmlResponse(`home in ${ctx.locale}, path "${ctx.path}"`)
  }

  @Get('who')
  who(@Ctx() ctx: RequestContext): HtmlResponse {
    return new HtmlResponse(ctx.reader?.person ?? 'nobody')
  }

  @Get(':meeting/agenda')
  agenda(@Ctx() ctx: RequestContext, @Param('meeting') meeting: string): HtmlResponse {
    return new HtmlResponse(`${meeting} in ${ctx.locale} at ${ctx.path}, ${ctx.url}`)
  }
}

test('the address says the language', async () => {
  const app = await tinyApp([Pages])
  expect((await app.inject('/fr')).payload).toBe('home in fr, path ""')
  expect((await app.inject('/fr/')).payload).toBe('home in fr, path ""')
  expect((await app.inject('/es/demo/agenda?day=2')).payload).toBe('demo in es at /demo/agenda, /es/demo/agenda?day=2')
  expect((await app.inject('/xx/demo/agenda')).statusCode).toBe(404)
  expect((await app.inject('/demo/agenda')).statusCode).toBe(404)
})

test.each([
  ['/sp/demo/agenda?day=2', '/es/demo/agenda?day=2'],
  ['/SP', '/es'],
  ['/fr-CH/demo/agenda', '/fr/demo/agenda'],
])('%s leads to %s', async (asked, location) => {
  const reply = await (await tinyApp([Pages])).inject(asked)
  expect([reply.statusCode, reply.headers.location]).toEqual([308, location])
})

test.each([
  ['de, fr-CH;q=0.8, en;q=0.5', '/fr'],
  ['es-419', '/es'],
  ['zh', '/en'],
  [undefined, '/en'],
])('the bare front page leads who reads %s to %s', async (language, location) => {
  const app = await tinyApp([Pages])
  const reply = await app.inject({ url: '/', headers: language ? { 'accept-language': language } : {} })
  expect([reply.statusCode, reply.headers.location, reply.headers.vary]).toEqual([302, location, 'Accept-Language'])
})

test('every answer names its request; a client cannot choose the name', async () => {
  const app = await tinyApp([Pages])
  const reply = await app.inject({ url: '/en', headers: { 'x-request-id': 'mine', 'request-id': 'mine' } })
  expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test('who asks is found out from the cookie, and their pages are kept by nobody', async () => {
  const app = await tinyApp([Pages])
  const reader = { person: asId<'Person'>('ana'), signIn: 's', opensDesk: false, language: 'fr' } as const
  app.get(Readers).use((request) => Promise.resolve(request.cookies.signin === 'good' ? reader : undefined))
  const nobody = await app.inject('/en/who')
  expect([nobody.payload, nobody.headers['cache-control']]).toEqual(['nobody', 'public, no-cache'])
  const ana = await app.inject({ url: '/en/who', cookies: { signin: 'good' } })
  expect([ana.payload, ana.headers['cache-control']]).toEqual(['ana', 'private, no-store'])
})
