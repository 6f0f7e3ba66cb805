import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { RateLimits } from '../../src/platform/http/rate-limit.ts'
import { RATE_LIMITS } from '../../src/platform/http/rate-limit-rules.ts'
import { TRIES } from '../../src/people/sign-in-code.ts'
import { startApp, type TestApp } from '../harness.ts'

// A conference centre opens its doors: all who are in it have one network address.

let app: TestApp
beforeAll(async () => {
  app = await startApp({ now: '2022-10-18T06:30:00Z', settings: { trustProxy: true } })
})

const PEOPLE = 300
/** How many of them do something at the same moment. */
const AT_ONCE = 40

/** Somebody's browser, as far as the server can tell. */
class Browser {
  private readonly cookies = new Map<string, string>()
  /** What it was answered, in order. */
  readonly statuses: number[] = []

  constructor(readonly networkAddress: string) {}

  async opens(path: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const response = await fetch(`${app.url}${path}`, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        'x-forwarded-for': this.networkAddress,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(form && { body: new URLSearchParams(form) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (name) this.cookies.set(name, value ?? '')
    }
    await response.arrayBuffer()
    this.statuses.push(response.status)
    return response
  }

  get isSignedIn(): Promise<boolean> {
    return this.opens('/api/v1/sign-ins').then(({ status }) => status === 200)
  }
}

const codeFor = async (email: string, nth = 1): Promise<string> =>
  /\d{8}/.exec((await app.mailbox.waitFor(email, nth, 60_000)).subject ?? '')![0]

const another = (code: string): string => String((Number(code) + 1) % 1e8).padStart(8, '0')

/** All the way, as people go it: page by page, and every third mistypes the code once. */
const signsIn = async (browser: Browser, nth: number): Promise<void> => {
  const email = `${randomUUID()}@mission.example.org`
  await browser.opens('/en/sign-in')
  // Who is refused has no code to wait for; what they were answered is counted below.
  if ((await browser.opens('/en/sign-in', { email })).status !== 303) return
  await browser.opens('/en/sign-in/code')
  const code = await codeFor(email)
  if (nth % 3 === 0) await browser.opens('/en/sign-in/code', { code: another(code) })
  await browser.opens('/en/sign-in/code', { code })
}

/** Asks for one code after the other, and guesses at each for as long as it lets them. */
const guesses = async (browser: Browser, email: string): Promise<{ codes: number; tries: number; end: Response }> => {
  for (let codes = 0, tries = 0; ; codes++) {
    const asked = await browser.opens('/en/sign-in', { email })
    if (asked.status !== 303) return { codes, tries, end: asked }
    if (codes > 30) throw new Error('Nobody stops who asks for code after code.')
    const wrong = another(await codeFor(email, codes + 1))
    for (let again = true; again; tries++) {
      const answer = await browser.opens('/en/sign-in/code', { code: wrong })
      if (answer.status === 429) return { codes, tries, end: answer }
      // The last one says that it was the last, so there is no point in another.
      again = tries % TRIES < TRIES - 1
    }
  }
}

test('300 people behind one address sign in, faster than in five minutes, and none meets a limit', async () => {
  const browsers = Array.from({ length: PEOPLE }, () => new Browser('203.0.113.7'))
  const arrivals = browsers.entries()
  const begin = performance.now()
  const door = async (): Promise<void> => {
    for (const [nth, browser] of arrivals) await signsIn(browser, nth)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, door))
  // Limits count by the real clock: slower than this, they would not have been tested.
  expect(performance.now() - begin).toBeLessThan(300_000)
  expect(browsers.flatMap(({ statuses }) => statuses).filter((status) => status === 429)).toEqual([])
  expect((await Promise.all(browsers.map((browser) => browser.isSignedIn))).filter(Boolean)).toHaveLength(PEOPLE)
}, 300_000)

test('who guesses at the codes of one mailbox has fifty tries of a hundred million, and then must wait', async () => {
  const browser = new Browser('198.51.100.9')
  const email = 'minister@example.org'
  const { codes, tries, end } = await guesses(browser, email)
  expect(codes).toBe(RATE_LIMITS['sign-in-to'].points)
  expect(tries).toBe(RATE_LIMITS['sign-in-to'].points * TRIES)
  expect(end.status).toBe(429)
  expect(Number(end.headers.get('retry-after'))).toBeGreaterThan(60)
  // The last code was tried too often: right, it opens nothing.
  await browser.opens('/en/sign-in/code', { code: await codeFor(email, codes) })
  expect(await browser.isSignedIn).toBe(false)
  // From elsewhere the mailbox is no easier to guess at, or to flood.
  expect((await new Browser('192.0.2.200').opens('/en/sign-in', { email })).status).toBe(429)
}, 60_000)

test('one network address that goes on guessing is stopped, and its neighbours are not', async () => {
  const guesser = new Browser('198.51.100.66')
  const email = 'ambassador@example.org'
  await guesser.opens('/en/sign-in', { email })
  const wrong = another(await codeFor(email))
  const { points } = RATE_LIMITS['code-tried-from']
  // All but the last ten of its guesses, counted as they are; the ten are made.
  await app.get(RateLimits).take('code-tried-from', guesser.networkAddress, points - 10)
  const before = guesser.statuses.length
  for (let guess = 0; guess < 11; guess++) await guesser.opens('/en/sign-in/code', { code: wrong })
  const statuses = guesser.statuses.slice(before)
  expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  expect(statuses.at(-1)).toBe(429)

  const neighbour = new Browser('198.51.100.67')
  await signsIn(neighbour, 1)
  expect(await neighbour.isSignedIn).toBe(true)
}, 60_000)
