import { Controller, Get, Param, Post, Body } from '@nestjs/common'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { asId } from '../../kernel/id.ts'
import { HtmlResponse } from '../http/html-response.ts'
import { Readers } from '../http/readers.ts'
import { PUBLIC, Policy, SECRET_ADDRESS } from '../policies/policy.ts'
import { logTo, NestLog } from './log.ts'
import { isOperator } from './operator.ts'
import { addRequestLog } from './request-log.ts'

test.each([
  ['127.0.0.1', {}, undefined, true],
  ['::1', {}, undefined, true],
  ['127.0.0.1', { 'x-forwarded-for': '192.0.2.1' }, undefined, false],
  ['192.0.2.1', {}, undefined, false],
  ['192.0.2.1', { authorization: 'Bearer 0123456789abcdef' }, '0123456789abcdef', true],
  ['192.0.2.1', { authorization: 'Bearer 0123456789abcdeX' }, '0123456789abcdef', false],
  ['192.0.2.1', { authorization: 'Bearer undefined' }, undefined, false],
])('from %s with %j and the token %s: %s', (ip, headers, token, operator) => {
  expect(isOperator(ip, headers, token)).toBe(operator)
})

const lines: Record<string, unknown>[] = []
const logger = logTo('info', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) })

@Controller()
@Policy(PUBLIC)
class Pages {
  @Get('feeds/:secret.ics')
  @Policy(SECRET_ADDRESS)
  feed(@Param('secret') _secret: string): HtmlResponse {
    return new HtmlResponse('BEGIN:VCALENDAR')
  }
  @Post('api/echo')
  async echo(@Body() body: object): Promise<object> {
    await wait(1)
    new NestLog(logger).log('inside')
    return body
  }
}

test('the log names the route and the request, never the address or the cookie', async () => {
  const measured: unknown[] = []
  const app = await tinyApp([Pages], {
    prepare: (each) =>
      addRequestLog(each.getHttpAdapter().getInstance(), logger, {
        answered: (...told) => void measured.push(told.slice(0, 3)),
      }),
  })
  await app.inject({ url: '/feeds/s3cr3t.ics?who=ana', headers: { cookie: 'signin=s3cr3t', authorization: 's3cr3t' } })
  await app.inject('/nowhere/s3cr3t')
  expect(lines).toMatchObject([
    { method: 'GET', route: '/feeds/:secret.ics', status: 200, msg: 'answered' },
    { method: 'GET', route: 'unknown', status: 404 },
  ])
  expect(JSON.stringify(lines)).not.toContain('s3cr3t')
  expect(measured).toEqual([
    ['GET', '/feeds/:secret.ics', 200],
    ['GET', 'unknown', 404],
  ])
})

test('the log says by their random id who was answered', async () => {
  const ana = { person: asId<'Person'>('0190a7b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'), signIn: 's', opensDesk: false } as const
  const app = await tinyApp([Pages], {
    prepare: (each) => {
      each.get(Readers).use(() => Promise.resolve({ ...ana, language: 'en' }))
      addRequestLog(each.getHttpAdapter().getInstance(), logger, { answered: () => undefined })
    },
  })
  await app.inject({ url: '/feeds/x.ics', headers: { cookie: 'who=ana' } })
  await app.inject('/feeds/x.ics')
  expect(lines.slice(-2).map(({ person, status }) => [person, status])).toEqual([
    [ana.person, 200],
    [undefined, 200],
  ])
})

test('what is logged while a body is handled carries the id of its request', async () => {
  const app = await tinyApp([Pages])
  await app.listen(0, '127.0.0.1')
  const reply = await fetch(`${await app.getUrl()}/api/echo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
  })
  expect(lines.at(-1)).toMatchObject({ msg: 'inside', requestId: reply.headers.get('x-request-id') })
})
