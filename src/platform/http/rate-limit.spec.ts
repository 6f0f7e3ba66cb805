import { Controller, Get } from '@nestjs/common'
import { expect, test, vi } from 'vitest'
import { freshDatabase } from '../../../test/harness.ts'
import { tinyApp } from '../../../test/tiny-app.ts'
import { Secrets } from '../secrets/secrets.ts'
import { PUBLIC, Policy } from '../policies/policy.ts'
import { addGeneralLimit } from './general-limit.ts'
import { HtmlResponse } from './html-response.ts'
import { clientOf } from './network-address.ts'
import { RATE_LIMITS } from './rate-limit-rules.ts'
import { RateLimits } from './rate-limit.ts'
import { TooManyRequests } from './too-many-requests.ts'

const secrets = new Secrets({ secretKeys: [Buffer.alloc(32, 7)] })
const database = await freshDatabase()
const most = RATE_LIMITS['sign-in-to'].points

const takes = async (limits: RateLimits, key: string, times: number): Promise<string[]> => {
  const outcomes: string[] = []
  for (let i = 0; i < times; i++)
    outcomes.push(
      await limits.take('sign-in-to', key).then(
        () => 'taken',
        (error: Error) => error.name,
      ),
    )
  return outcomes
}

test('two processes count together, each key for itself', async () => {
  const [one, other] = [new RateLimits(database, secrets), new RateLimits(database, secrets)]
  expect(await takes(one, 'ana@example.org', most - 2)).not.toContain('TooManyRequests')
  expect(await takes(other, 'ana@example.org', 3)).toEqual(['taken', 'taken', 'TooManyRequests'])
  expect(await takes(one, 'ben@example.org', 1)).toEqual(['taken'])
  await other.forget('sign-in-to', 'ana@example.org')
  expect(await takes(one, 'ana@example.org', 1)).toEqual(['taken'])
})

test('one subscriber of IPv6 is one client, whichever of their addresses they ask from', async () => {
  const limits = new RateLimits(database, secrets)
  const { points } = RATE_LIMITS['invitation-from']
  await limits.take('invitation-from', '2001:db8:1:2::1', points)
  await expect(limits.take('invitation-from', '2001:db8:1:2:ffff::9')).rejects.toThrow(TooManyRequests)
  await limits.take('invitation-from', '2001:db8:1:3::1')
})

test('says how long to wait', async () => {
  const limits = new RateLimits(database, secrets)
  const refusal: unknown = await limits.take('sign-in-to', 'eve@example.org', most + 1).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(TooManyRequests)
  const { retryAfter } = refusal as TooManyRequests
  expect(retryAfter).toBeGreaterThan(RATE_LIMITS['sign-in-to'].seconds - 60)
  expect(retryAfter).toBeLessThanOrEqual(RATE_LIMITS['sign-in-to'].seconds)
})

test('keeps no mailbox and no network address', async () => {
  await new RateLimits(database, secrets).take('sign-in-from', '192.0.2.1')
  const rows = await database.query<{ key: string }>('SELECT key FROM rate_limit')
  expect(rows.length).toBeGreaterThan(0)
  for (const { key } of rows) expect(key).not.toMatch(/example|192/)
})

test('goes on counting alone while the database does not answer', async () => {
  const broken = await freshDatabase()
  await broken.close()
  expect(await takes(new RateLimits(broken, secrets), 'ana@example.org', most + 1)).toEqual([
    ...Array.from({ length: most }, () => 'taken'),
    'TooManyRequests',
  ])
})

test('300 people behind one address sign in within five minutes, with mistakes', () => {
  expect(RATE_LIMITS['sign-in-from'].points).toBeGreaterThanOrEqual(300 * 3)
  expect(RATE_LIMITS['code-tried-from'].points).toBeGreaterThanOrEqual(300 * 5)
})

@Controller(':locale')
@Policy(PUBLIC)
class Pages {
  @Get()
  home(): HtmlResponse {
    return new HtmlResponse('home')
  }
}

test('one client that asks too much waits, the others do not, nor does this machine', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const app = await tinyApp([Pages], {
    prepare: (each) => addGeneralLimit(each.getHttpAdapter().getInstance(), { points: 2, seconds: 60 }),
  })
  const ask = async (remoteAddress: string): Promise<number> =>
    (await app.inject({ url: '/fr', remoteAddress })).statusCode
  expect([await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.1')]).toEqual([200, 200, 429])
  expect([await ask('192.0.2.2'), await ask('127.0.0.1'), await ask('127.0.0.1'), await ask('127.0.0.1')]).toEqual([
    200, 200, 200, 200,
  ])
  const refused = await app.inject({ url: '/fr', remoteAddress: '192.0.2.1', headers: { accept: 'application/json' } })
  expect(refused.headers['retry-after']).toBe('60')
  expect(refused.json()).toMatchObject({ title: 'Trop de demandes', detail: 'Patientez 60 secondes, puis réessayez.' })
  vi.useRealTimers()
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s is the client %s', (ip, client) => {
  expect(clientOf(ip)).toBe(client)
})
