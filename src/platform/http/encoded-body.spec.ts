import fc from 'fast-check'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Controller, Get } from '@nestjs/common'
import { expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { PUBLIC, Policy } from '../policies/policy.ts'
import { acceptedCoding, encode, PackedBody } from './encoded-body.ts'
import { HtmlResponse } from './html-response.ts'

const long = 'The programme of the meeting. '.repeat(200)

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['*', 'br'],
  ['br;q=0, *', 'gzip'],
  ['br;q=0.1, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', 'identity'],
  ['identity', 'identity'],
  ['BR', 'br'],
])('for Accept-Encoding "%s" sends %s', (header, coding) => {
  expect(acceptedCoding(header)).toBe(coding)
})

test('every coding gives the same content back, under an ETag of its own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      const body = encode(bytes)
      const [plain, br, gzip] = [await body.in('identity'), await body.in('br'), await body.in('gzip')]
      expect(plain.bytes.equals(bytes)).toBe(true)
      expect(brotliDecompressSync(br.bytes).equals(bytes)).toBe(true)
      expect(gunzipSync(gzip.bytes).equals(bytes)).toBe(true)
      expect(new Set([plain.etag, br.etag, gzip.etag]).size).toBe(3)
      expect(encode(bytes).etag('br')).toBe(br.etag)
    }),
    { numRuns: 30 },
  )
})

test('requests that ask at once share one compression', async () => {
  const body = encode(long)
  const [one, two] = await Promise.all([body.in('br'), body.in('br')])
  expect(one).toBe(two)
  expect(body.peek('br')).toBe(one)
})

test.each([
  ['long', long],
  ['short', 'short'],
])('packed, a %s body is what it was, in every coding and under the same ETags', async (_, words) => {
  const body = encode(words)
  const packed = await PackedBody.of(body)
  for (const accepted of ['identity', 'gzip', 'br'] as const) {
    const coding = body.codingFor(accepted)
    expect(packed.codingFor(accepted)).toBe(coding)
    expect(packed.etag(coding)).toBe(body.etag(coding))
    expect((await packed.in(coding)).bytes).toEqual((await body.in(coding)).bytes)
  }
})

test('packed, a body takes the memory of its gzip', async () => {
  const packed = await PackedBody.of(encode(long))
  expect(packed.weight).toBeLessThan(long.length / 5)
  expect([packed.peek('gzip')?.bytes.length, packed.peek('identity')]).toEqual([packed.weight, undefined])
})

const kept = encode(long)

@Controller(':locale')
@Policy(PUBLIC)
class Pages {
  @Get('kept')
  kept(): HtmlResponse {
    return new HtmlResponse(kept)
  }
  @Get('short')
  short(): HtmlResponse {
    return new HtmlResponse('short')
  }
}

test('sends what the client takes, and 304 to who has it in that coding', async () => {
  const app = await tinyApp([Pages])
  const br = await app.inject({ url: '/en/kept', headers: { 'accept-encoding': 'br, gzip' } })
  expect(br.headers).toMatchObject({
    'content-encoding': 'br',
    vary: 'Accept-Encoding',
    'cache-control': 'public, no-cache',
    'content-type': 'text/html; charset=utf-8',
    'content-length': String(br.rawPayload.length),
  })
  expect(brotliDecompressSync(br.rawPayload).toString()).toBe(long)
  const plain = await app.inject('/en/kept')
  expect([plain.payload, plain.headers['content-encoding']]).toEqual([long, undefined])
  expect(plain.headers.etag).not.toBe(br.headers.etag)

  const again = (etag: unknown, coding: string): Promise<{ statusCode: number; payload: string }> =>
    app.inject({ url: '/en/kept', headers: { 'accept-encoding': coding, 'if-none-match': String(etag) } })
  expect(await again(br.headers.etag, 'br')).toMatchObject({ statusCode: 304, payload: '' })
  expect(await again(`"x", W/${String(br.headers.etag)}`, 'br')).toMatchObject({ statusCode: 304 })
  expect(await again(br.headers.etag, 'gzip')).toMatchObject({ statusCode: 200 })
  expect(await again('"other"', 'br')).toMatchObject({ statusCode: 200 })
})

test('HEAD says what GET would', async () => {
  const app = await tinyApp([Pages])
  const headers = { 'accept-encoding': 'br' }
  const get = await app.inject({ url: '/en/kept', headers })
  const head = await app.inject({ method: 'HEAD', url: '/en/kept', headers })
  expect([head.statusCode, head.payload]).toEqual([200, ''])
  for (const name of ['etag', 'content-length', 'content-encoding', 'content-type', 'cache-control', 'vary'])
    expect([name, head.headers[name]]).toEqual([name, get.headers[name]])
})

test('short bodies are sent as they are', async () => {
  const reply = await (await tinyApp([Pages])).inject({ url: '/en/short', headers: { 'accept-encoding': 'br' } })
  expect([reply.payload, reply.headers['content-encoding']]).toEqual(['short', undefined])
})
