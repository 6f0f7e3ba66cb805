import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { startApp, type TestApp } from '../../test/harness.ts'
import { emailFrom, type EmailAddress } from '../kernel/email-address.ts'
import { asId } from '../kernel/id.ts'
import { MeetingDirectory } from './meeting-directory.ts'
import { People } from './people.service.ts'

let house: TestApp
let nth = 0

beforeAll(async () => {
  house = await startApp({ now: '2022-09-27T09:00:00Z' })
  house.get(MeetingDirectory).provide({
    bySlug: async (slug) =>
      slug === 'unnm-2022'
        ? {
            id: asId('00000000-0000-7000-8000-000000000001'),
            slug,
            lastDay: Temporal.PlainDate.from('2022-10-19'),
            timeZone: 'Europe/Zurich',
            contactEmail: 'annual-meeting@example.org',
          }
        : undefined,
  })
})

/** An address that nobody has used. */
const somebody = (): EmailAddress => emailFrom(`delegate-${++nth}@mission.example.org`)!

type Browser = ReturnType<TestApp['browser']>

const ask = (browser: Browser, email: string, next?: string, door = '/en/sign-in') =>
  browser
    .post(door)
    .type('form')
    .send({ email, ...(next && { next }) })

const codeFor = async (address: string, which = 1): Promise<string> => {
  const { subject } = await house.mailbox.waitFor(address, which)
  return /\d{8}/.exec(subject ?? '')![0]
}

const enter = (browser: Browser, code: string, more: Record<string, string> = {}) =>
  browser
    .post('/en/sign-in/code')
    .type('form')
    .send({ code, ...more })

const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.get('/api/v1/sign-ins').set('accept', 'application/json')).status === 200

const signIn = async (browser: Browser, address = somebody(), next?: string, more = {}): Promise<EmailAddress> => {
  await ask(browser, address, next).expect(303)
  await enter(browser, await codeFor(address), more).expect(303)
  return address
}

const other = (code: string): string => String((Number(code) + 1) % 1e8).padStart(8, '0')

describe('somebody signs in', () => {
  test('with the code from the mail, and comes where they wanted', async () => {
    const browser = house.browser()
    const address = somebody()
    const asked = await ask(browser, address, '/en/unnm-2022/register').expect(303)
    expect(asked.headers['location']).toBe('/en/sign-in/code')
    expect((await browser.get('/en/sign-in/code').expect(200)).text).toContain(address)
    expect(await isSignedIn(browser)).toBe(false)
    const entered = await enter(browser, await codeFor(address)).expect(303)
    expect(entered.headers['location']).toBe('/en/unnm-2022/register')
    expect(await isSignedIn(browser)).toBe(true)
    expect(await house.get(People).byEmail(address)).toMatchObject({ email: address, language: 'en' })
  })

  test('typing it with spaces', async () => {
    const browser = house.browser()
    const address = somebody()
    await ask(browser, address)
    const code = await codeFor(address)
    await enter(browser, ` ${code.slice(0, 4)} ${code.slice(4)} `).expect(303)
    expect(await isSignedIn(browser)).toBe(true)
  })

  test('in French, by mail in French', async () => {
    const browser = house.browser()
    const address = somebody()
    await ask(browser, address, undefined, '/fr/sign-in').expect(303)
    const mail = await house.mailbox.waitFor(address)
    expect(mail.subject).toMatch(/^\d{8} est votre code Plenary$/)
    expect(mail.html).toContain('lang="fr"')
    expect(mail.text).toContain(`${house.url}/fr/sign-in/code`)
    expect(mail.from?.text).toBe('"Plenary" <plenary@plenary.test>')
  })

  test('as the same person each time, however the address is written', async () => {
    const address = somebody()
    await signIn(house.browser(), address)
    const browser = house.browser()
    const shouted = address.toUpperCase()
    await ask(browser, shouted)
    await enter(browser, await codeFor(shouted, 2)).expect(303)
    const { body } = await browser.get('/api/v1/sign-ins')
    expect(body).toHaveLength(2)
  })

  test('by a double click on "Continue", once', async () => {
    const browser = house.browser()
    const address = somebody()
    await ask(browser, address)
    const code = await codeFor(address)
    const answers = await Promise.all([enter(browser, code), enter(browser, code)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect((await browser.get('/api/v1/sign-ins').expect(200)).body).toHaveLength(1)
  })

  test('and is not sent to another site afterwards', async () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const browser = house.browser()
      const address = somebody()
      await ask(browser, address, next)
      const entered = await enter(browser, await codeFor(address)).expect(303)
      expect(entered.headers['location']).toBe('/en')
    }
  })
})

describe('a code', () => {
  test('works in the browser that asked for it only, and there the link of the mail changes nothing', async () => {
    const [mine, theirs] = [house.browser(), house.browser()]
    const address = somebody()
    await ask(mine, address)
    const mail = await house.mailbox.waitFor(address)
    const link = /http:\/\/\S+/.exec(mail.text ?? '')![0].replace(house.url, '')
    expect(link).toBe('/en/sign-in/code')
    for (let n = 0; n < 3; n++) {
      await theirs.get(link).expect(200)
      await theirs.head(link).expect(200)
      await mine.get(link).expect(200)
    }
    const code = await codeFor(address)
    const elsewhere = await enter(theirs, code).expect(200)
    expect(elsewhere.text).toContain('Start again here')
    expect(elsewhere.text).not.toContain(address)
    expect(await isSignedIn(theirs)).toBe(false)
    await enter(mine, code).expect(303)
    expect(await isSignedIn(mine)).toBe(true)
  })

  test('is good for one use, and for none after signing out', async () => {
    for (const between of ['two minutes', 'signing out']) {
      const address = somebody()
      const { body } = await house.http.post('/api/v1/sign-in').send({ email: address }).expect(202)
      const answer = { challenge: (body as { challenge: string }).challenge, code: await codeFor(address) }
      const browser = house.browser()
      await browser.post('/api/v1/sign-in/code').send(answer).expect(200)
      if (between === 'signing out') await browser.delete('/api/v1/sign-ins/current').expect(204)
      else house.clock.advance({ minutes: 2 })
      const again = house.browser()
      await again.post('/api/v1/sign-in/code').send(answer).expect(422)
      expect(await isSignedIn(again)).toBe(false)
    }
  })

  test('once used, leaves nothing to enter in its browser', async () => {
    const browser = house.browser()
    const address = somebody()
    await ask(browser, address)
    const cookies = (await enter(browser, await codeFor(address)).expect(303)).headers['set-cookie']
    expect(String(cookies)).toMatch(/plenary-sign-in=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax/)
    expect((await browser.get('/en/sign-in/code').expect(303)).headers['location']).toBe('/en')
  })

  test('may be mistyped four times; the fifth ends it, also for who then types it right', async () => {
    const browser = house.browser()
    const address = somebody()
    await ask(browser, address)
    const code = await codeFor(address)
    for (let n = 0; n < 4; n++)
      expect((await enter(browser, other(code)).expect(422)).text).toContain('This is not the code in our newest mail')
    expect((await enter(browser, other(code)).expect(422)).text).toContain('Too many tries with this code')
    expect((await enter(browser, code).expect(422)).text).toContain('Too many tries with this code')
    expect(await isSignedIn(browser)).toBe(false)
  })

  test('mistyped by twenty at once still has five tries', async () => {
    const browser = house.browser()
    const address = somebody()
    await ask(browser, address)
    const code = await codeFor(address)
    const answers = await Promise.all(Array.from({ length: 20 }, () => enter(browser, other(code))))
    expect(answers.filter(({ text }) => text.includes('This is not the code')).length).toBe(4)
  })

  test('shows what was typed, with the error at the field', async () => {
    const browser = house.browser()
    await ask(browser, somebody())
    const { text } = await enter(browser, '481 206').expect(422)
    expect(text).toContain('value="481 206"')
    expect(text).toContain('<title>Error: Enter the code')
    expect(text).toMatch(/href="#code"/)
    expect((await enter(browser, '  ').expect(422)).text).toContain('Enter the eight digits of the code')
  })

  test('lives thirty minutes', async () => {
    for (const [minutes, status] of [
      [29, 303],
      [31, 422],
    ] as const) {
      const browser = house.browser()
      const address = somebody()
      await ask(browser, address)
      const code = await codeFor(address)
      house.clock.advance({ minutes })
      await enter(browser, code).expect(status)
    }
  })

  test('is replaced by a newer one', async () => {
    const browser = house.browser()
    const address = somebody()
    await ask(browser, address, '/en/unnm-2022/register')
    const first = await codeFor(address)
    await browser.post('/en/sign-in/code/again').expect(303)
    const second = await codeFor(address, 2)
    if (first !== second) await enter(browser, first).expect(422)
    const entered = await enter(browser, second).expect(303)
    expect(entered.headers['location']).toBe('/en/unnm-2022/register')
  })
})

describe('nothing is kept for an address that nobody has proved', () => {
  test('neither the address, in clear, nor a person, nor the code; and the mail is empty once it is sent', async () => {
    const address = somebody()
    await ask(house.browser(), address)
    const code = await codeFor(address)
    await expect
      .poll(
        async () => (await house.database.query(`SELECT 1 FROM mail WHERE lane = 'code' AND state = 'queued'`)).length,
      )
      .toBe(0)
    const tables = await house.database.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
        WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE'`,
    )
    for (const { name } of tables) {
      const found = await house.database.query(
        `SELECT 1 FROM ${name} t WHERE t::text ILIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%'`,
        [address, code],
      )
      expect([name, found.length]).toEqual([name, 0])
    }
  })

  test('and the answer is the same whether it is known or not', async () => {
    const known = await signIn(house.browser())
    const [one, two] = [house.browser(), house.browser()]
    const strip = ({ status, headers, text }: Awaited<ReturnType<typeof ask>>) => [
      status,
      headers['location'],
      text,
      Object.keys(headers).sort(),
    ]
    expect(strip(await ask(one, known))).toEqual(strip(await ask(two, somebody())))
    const [a, b] = [await one.get('/en/sign-in/code'), await two.get('/en/sign-in/code')]
    const anonymous = (text: string): string => text.replaceAll(/delegate-\d+@/g, 'x@')
    expect(anonymous(a.text)).toBe(anonymous(b.text))
  })

  test('nor does the time it takes depend on that: the database is asked the same', async () => {
    const known = await signIn(house.browser())
    const statements = async (address: string): Promise<unknown[]> => {
      const query = vi.spyOn(house.database, 'query')
      await ask(house.browser(), address).expect(303)
      // The courier and others work beside us, on their own time.
      const ours = /\b(sign_in|sign_in_code|person|identity|role|invitation)\b|INSERT INTO mail\b/
      const asked = query.mock.calls.map(([sql]) => sql).filter((sql) => ours.test(sql))
      query.mockRestore()
      return asked
    }
    const first = await statements(known)
    expect(first.length).toBeGreaterThan(1)
    expect(await statements(somebody())).toEqual(first)
  })
})

describe('staying signed in', () => {
  const cookie = (set: unknown): string =>
    [set].flat().find((each) => String(each).includes('plenary-sign-in')) as string

  test('lasts until the day after the meeting, for who ticks it', async () => {
    house.clock.set('2022-09-27T09:00:00Z')
    const browser = house.browser()
    const address = somebody()
    await ask(browser, address, '/en/unnm-2022/register')
    expect((await browser.get('/en/sign-in/code')).text).toContain('until the day after the meeting')
    const { headers } = await enter(browser, await codeFor(address), { stay: 'on' }).expect(303)
    const until = house.clock.now().until('2022-10-20T22:00:00Z').total('seconds')
    expect(cookie(headers['set-cookie'])).toContain(`Max-Age=${until};`)
    const value = cookie(headers['set-cookie']).split(';')[0]!
    for (const [now, status] of [
      ['2022-10-20T21:59:00Z', 200],
      ['2022-10-20T22:00:00Z', 401],
    ] as const) {
      house.clock.set(now)
      await house.http.get('/api/v1/sign-ins').set('cookie', value).expect(status)
    }
    house.clock.set('2022-09-27T09:00:00Z')
  })

  test('is not offered without a meeting, or when it is over', async () => {
    const browser = house.browser()
    await ask(browser, somebody())
    expect((await browser.get('/en/sign-in/code')).text).not.toContain('until the day after')
    house.clock.set('2022-11-01T09:00:00Z')
    await ask(browser, somebody(), '/en/unnm-2022')
    expect((await browser.get('/en/sign-in/code')).text).not.toContain('until the day after')
    house.clock.set('2022-09-27T09:00:00Z')
  })

  test('else it is a session of twelve hours', async () => {
    const browser = house.browser()
    const address = somebody()
    await ask(browser, address, '/en/unnm-2022')
    const { headers } = await enter(browser, await codeFor(address)).expect(303)
    expect(cookie(headers['set-cookie'])).not.toContain('Max-Age')
    house.clock.advance({ hours: 11, minutes: 59 })
    expect(await isSignedIn(browser)).toBe(true)
    house.clock.advance({ minutes: 1 })
    expect(await isSignedIn(browser)).toBe(false)
  })
})

describe('one’s sign-ins', () => {
  test('are listed, and can be ended one by one', async () => {
    const [here, there] = [house.browser(), house.browser()]
    const address = await signIn(here)
    await ask(there, address)
    await there
      .post('/en/sign-in/code')
      .set('user-agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0')
      .type('form')
      .send({ code: await codeFor(address, 2) })
      .expect(303)
    const { text } = await here.get('/en/me/sign-ins').expect(200)
    expect(text).toContain('Firefox, Linux')
    const { body } = (await here.get('/api/v1/sign-ins')) as { body: { id: string; current: boolean }[] }
    expect(body.map(({ current }) => current).sort()).toEqual([false, true])
    const foreign = body.find(({ current }) => !current)!.id
    await here.post(`/en/me/sign-ins/${foreign}/end`).expect(303)
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false])
    await here.post('/en/sign-out').expect(303)
    expect(await isSignedIn(here)).toBe(false)
  })

  test('are nobody else’s to end', async () => {
    const [ana, eve] = [house.browser(), house.browser()]
    await signIn(ana)
    await signIn(eve)
    const { body } = (await ana.get('/api/v1/sign-ins')) as { body: { id: string }[] }
    await eve.delete(`/api/v1/sign-ins/${body[0]!.id}`).expect(204)
    await eve.post('/en/me/sign-ins/end-others').expect(303)
    expect([await isSignedIn(ana), await isSignedIn(eve)]).toEqual([true, true])
  })

  test('can all be ended but this', async () => {
    const [here, there] = [house.browser(), house.browser()]
    const address = await signIn(here)
    await ask(there, address)
    await enter(there, await codeFor(address, 2))
    await here.post('/en/me/sign-ins/end-others').expect(303)
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false])
  })

  test('signing in again in the same browser ends the one before', async () => {
    const browser = house.browser()
    const address = await signIn(browser)
    const { body: old } = (await browser.get('/api/v1/sign-ins')) as { body: { id: string }[] }
    await ask(browser, address)
    await enter(browser, await codeFor(address, 2))
    const { body } = (await browser.get('/api/v1/sign-ins')) as { body: { id: string; current: boolean }[] }
    expect(body.map(({ current }) => current)).toEqual([true])
    expect(body[0]!.id).not.toBe(old[0]!.id)
  })

  test('looking at "sign out" ends nothing', async () => {
    const browser = house.browser()
    await signIn(browser)
    await browser.get('/en/sign-out').expect(200)
    expect(await isSignedIn(browser)).toBe(true)
  })
})

test('programs sign in by the same commands', async () => {
  const address = somebody()
  const asked = await house.http.post('/api/v1/sign-in').send({ email: address }).expect(202)
  const { challenge } = asked.body as { challenge: string }
  const code = await codeFor(address)
  const refused = await house.http
    .post('/api/v1/sign-in/code')
    .send({ challenge, code: other(code) })
    .expect(422)
  expect(refused.body).toMatchObject({ errors: [{ pointer: '/code' }] })
  await house.http.post('/api/v1/sign-in/code').send({ challenge: 'made up', code }).expect(422)
  const program = house.browser()
  const signedIn = await program.post('/api/v1/sign-in/code').send({ challenge, code }).expect(200)
  expect(signedIn.body).toMatchObject({ opensDesk: false })
  expect(await isSignedIn(program)).toBe(true)
  await program.delete('/api/v1/sign-ins/current').expect(204)
  await program.get('/api/v1/sign-ins').expect(401)
  await house.http.post('/api/v1/sign-in').send({ email: 'nobody' }).expect(422)
  await house.http.post('/api/v1/sign-in').send({ email: address, role: 'organiser' }).expect(422)
})

test('a new key in front of SECRET_KEYS signs nobody out, and codes that are under way still work', async () => {
  const [before, between] = [house.browser(), house.browser()]
  await signIn(before)
  const address = somebody()
  const asked = await ask(between, address)
  const settings = { secretKeys: [randomBytes(32), ...house.settings.secretKeys] }
  const rotated = await startApp({ beside: house, settings })
  const pairs = (set: unknown): string =>
    [set]
      .flat()
      .map((each) => String(each).split(';')[0])
      .join('; ')
  const entered = await rotated.http
    .post('/en/sign-in/code')
    .set('cookie', pairs(asked.headers['set-cookie']))
    .type('form')
    .send({ code: await codeFor(address) })
    .expect(303)
  await rotated.http.get('/api/v1/sign-ins').set('cookie', pairs(entered.headers['set-cookie'])).expect(200)
  const session = (await before.get('/api/v1/sign-ins').expect(200)).request.cookies
  await rotated.http.get('/api/v1/sign-ins').set('cookie', session).expect(200)
  // Without the old key, what it made is worth nothing.
  const dropped = await startApp({ beside: house, settings: { secretKeys: settings.secretKeys.slice(0, 1) } })
  await dropped.http.get('/api/v1/sign-ins').set('cookie', session).expect(401)
  await Promise.all([rotated.stop(), dropped.stop()])
}, 60_000)

test('a forged or altered challenge is nobody’s', async () => {
  const browser = house.browser()
  const address = somebody()
  const { headers } = await ask(browser, address)
  const set = [headers['set-cookie']].flat().find((each) => String(each).includes('plenary-code'))!
  const [pair = ''] = set.split(';')
  const altered = pair.slice(0, -3) + (pair.endsWith('AAA') ? 'BBB' : 'AAA')
  const code = await codeFor(address)
  const answer = await house.http
    .post('/en/sign-in/code')
    .set('cookie', altered)
    .type('form')
    .send({ code })
    .expect(200)
  expect(answer.text).toContain('Start again here')
})

test('nobody’s mailbox is flooded, and 300 people behind one address sign in within five minutes', async () => {
  const address = somebody()
  const answers = []
  for (let n = 0; n < 12; n++) answers.push((await ask(house.browser(), address)).status)
  expect(answers.filter((status) => status === 303)).toHaveLength(10)
  const refused = await ask(house.browser(), address)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  const statuses = await Promise.all(
    Array.from({ length: 300 }, async () => (await ask(house.browser(), somebody())).status),
  )
  expect(new Set(statuses)).toEqual(new Set([303]))
}, 60_000)
