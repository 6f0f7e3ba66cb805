import { expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { asset } from './assets.ts'

test('serves files for ever, under an address that changes with them', async () => {
  const first = asset('look.css', 'a { color: red }'.repeat(100))
  const second = asset('look.css', 'a { color: blue }')
  expect(first).toMatch(/^\/assets\/look\.[0-9a-f]{12}\.css$/)
  expect(second).not.toBe(first)
  expect(asset('look.css', 'a { color: blue }')).toBe(second)

  const app = await tinyApp([])
  const reply = await app.inject({ url: first, headers: { 'accept-encoding': 'gzip, br' } })
  expect(reply.headers).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
    'x-content-type-options': 'nosniff',
  })
  expect((await app.inject('/assets/look.000000000000.css')).statusCode).toBe(404)
  expect((await app.inject('/assets/../package.json')).statusCode).toBe(404)
})
