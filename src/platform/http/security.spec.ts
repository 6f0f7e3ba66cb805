import { Body, Controller, Get, Post } from '@nestjs/common'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { PUBLIC, Policy } from '../policies/policy.ts'
import { HtmlResponse } from './html-response.ts'
import { safePath } from './safe-path.ts'
import { contentSecurityPolicy, isFromHere } from './security.ts'

@Controller(':locale')
@Policy(PUBLIC)
class Pages {
  @Get()
  home(): HtmlResponse {
    return new HtmlResponse('home')
  }
  @Post()
  send(@Body() body: object): HtmlResponse {
    return new HtmlResponse(JSON.stringify(body))
  }
}

const base = new URL('https://meetings.example.org')

test.each<[string, Record<string, string>, boolean]>([
  ['POST', { 'sec-fetch-site': 'same-origin' }, true],
  ['POST', { 'sec-fetch-site': 'cross-site' }, false],
  ['POST', { 'sec-fetch-site': 'same-site', origin: 'https://evil.example.org' }, false],
  ['POST', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test', host: 'evil.test' }, false],
  ['POST', { origin: 'https://meetings.example.org' }, true],
  ['POST', { origin: 'https://evil.test', host: 'meetings.example.org' }, false],
  ['POST', { origin: 'null', host: 'meetings.example.org' }, false],
  ['POST', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }, true],
  ['DELETE', { 'sec-fetch-site': 'cross-site' }, false],
  ['POST', {}, true],
  ['GET', { 'sec-fetch-site': 'cross-site' }, true],
])('%s with %o is taken: %s', (method, headers, taken) => {
  expect(isFromHere({ method, headers }, base)).toBe(taken)
})

test('a form from another site is refused before it is read', async () => {
  const app = await tinyApp([Pages])
  const form = { method: 'POST', url: '/fr', payload: 'a=1' } as const
  const type = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
  const foreign = await app.inject({ ...form, headers: { ...type, origin: 'https://evil.test' } })
  expect([foreign.statusCode, foreign.json<{ title: string }>().title]).toEqual([
    403,
    'Ce formulaire a été envoyé depuis un autre site',
  ])
  const own = await app.inject({ ...form, headers: { ...type, origin: 'http://localhost:3000' } })
  expect([own.statusCode, own.payload]).toEqual([200, '{"a":"1"}'])
})

test.each(['/en', '/', '/nowhere', '/sp'])('every answer carries the security headers (%s)', async (url) => {
  const { headers } = await (await tinyApp([Pages])).inject(url)
  expect(headers['content-security-policy']).toBe(contentSecurityPolicy(false))
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
  expect(headers).not.toHaveProperty('strict-transport-security')
  expect(headers).not.toHaveProperty('x-powered-by')
})

test('https adds HSTS and upgrades', async () => {
  const app = await tinyApp([Pages], { env: { BASE_URL: 'https://meetings.example.org' } })
  const { headers } = await app.inject('/en')
  expect(headers['strict-transport-security']).toContain('max-age=31536000')
  expect(headers['content-security-policy']).toContain('upgrade-insecure-requests')
})

test('the policy allows nothing inline, save a style element with a nonce', () => {
  expect(contentSecurityPolicy(true)).not.toMatch(/unsafe|\*|https:/)
  expect(contentSecurityPolicy(false, 'abc')).toContain("style-src 'self' 'nonce-abc'")
})

test.each([
  ['/en/demo?x=1#y', '/en/demo?x=1#y'],
  ['/en/../../x', '/x'],
  ['//evil.test', undefined],
  ['/\\evil.test', undefined],
  ['/en\\evil', undefined],
  ['https://evil.test', undefined],
  ['/..//evil.test', undefined],
  ['javascript:alert(1)', undefined],
  ['/a\nb', undefined],
  ['en', undefined],
  ['', undefined],
  [['/en'], undefined],
  [undefined, undefined],
])('goes on from %j to %s', (next, path) => {
  expect(safePath(next)).toBe(path)
})

test('a client that does not finish its request is let go', async () => {
  const app = await tinyApp([Pages], { patience: { request: 400, headers: 300, check: 100 } })
  await app.listen(0, '127.0.0.1')
  const { port } = app.getHttpServer().address() as AddressInfo
  const answer = await new Promise<string>((resolve, reject) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST /en HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":')
    })
    socket.on('data', (data) => (heard += data.toString()))
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
})
