import { Controller, Get } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { beforeEach, expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { PUBLIC, Policy, SECRET_ADDRESS } from '../policies/policy.ts'
import { encode } from './encoded-body.ts'
import { HtmlResponse } from './html-response.ts'
import { Ctx, type RequestContext } from './request-context.ts'

let version = 1
let drawn = 0
const bodies = [1, 2].map((each) => encode(`<p>Version ${each}</p>`.repeat(100)))

const draw = (
  ctx: RequestContext,
  options: { cache?: 'private'; headers?: Record<string, string> } = {},
): HtmlResponse => {
  const made = version
  drawn++
  return ctx.reader
    ? new HtmlResponse('for one reader')
    : new HtmlResponse(bodies[made - 1]!, { ...options, fresh: () => made === version })
}

@Controller(':locale')
@Policy(PUBLIC)
class Pages {
  @Get('agenda')
  agenda(@Ctx() ctx: RequestContext): HtmlResponse {
    return draw(ctx, { headers: { link: '</x>; rel=alternate' } })
  }
  @Get('private')
  private(@Ctx() ctx: RequestContext): HtmlResponse {
    return draw(ctx, { cache: 'private' })
  }
  @Get('secret')
  @Policy(SECRET_ADDRESS)
  secret(@Ctx() ctx: RequestContext): HtmlResponse {
    return draw(ctx)
  }
}

let app: NestFastifyApplication
const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  app.getUrl().then((base) => fetch(base + path, { headers: { 'accept-encoding': 'br', ...headers }, method }))

beforeEach(async () => {
  version = 1
  drawn = 0
  app = await tinyApp([Pages])
  await app.listen(0, '127.0.0.1')
})

const told = (response: Response): Record<string, string> => {
  const {
    date: _,
    'x-request-id': __,
    connection: ___,
    'keep-alive': ____,
    ...rest
  } = Object.fromEntries(response.headers)
  return rest
}

test('a page that still holds is made once and answered alike', async () => {
  const first = await get('/en/agenda')
  const second = await get('/en/agenda')
  expect(drawn).toBe(1)
  expect(await second.text()).toBe(await first.text())
  expect(told(second)).toEqual(told(first))
  const ids = [first, second].map(({ headers }) => headers.get('x-request-id') ?? '')
  expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)])
  expect(ids[0]).not.toBe(ids[1])
  const etag = first.headers.get('etag') ?? ''
  const unchanged = await get('/en/agenda', { 'if-none-match': etag })
  expect([unchanged.status, unchanged.headers.get('etag'), await unchanged.text(), drawn]).toEqual([304, etag, '', 1])
  expect(unchanged.headers.has('content-type')).toBe(false)
})

test('a page that no longer holds is made anew', async () => {
  await get('/en/agenda')
  version = 2
  expect(await (await get('/en/agenda')).text()).toContain('Version 2')
  expect(drawn).toBe(2)
})

test.each([
  ['/en/agenda', { cookie: 'x=1' }],
  ['/en/agenda', { authorization: 'Bearer x' }],
  ['/en/agenda?day=2', {}],
  ['/en/private', {}],
  ['/en/secret', {}],
])('%s with %j is always made anew', async (path, headers) => {
  await get(path)
  await get(path, headers)
  await get(path, headers)
  expect(drawn).toBe(3)
})

test('other codings and HEAD are answered rightly', async () => {
  await get('/en/agenda')
  const plain = await get('/en/agenda', { 'accept-encoding': 'identity' })
  expect(plain.headers.has('content-encoding')).toBe(false)
  const head = await get('/en/agenda', {}, 'HEAD')
  expect([head.status, await head.text()]).toEqual([200, ''])
})
