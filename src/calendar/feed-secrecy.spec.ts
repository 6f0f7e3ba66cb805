import { pino, type DestinationStream } from 'pino'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { CalendarHouse, type Attendee } from '../../test/builders/calendar-house.ts'
import { FeedCalendars } from './feed-calendars.service.ts'

// The address of a feed is a secret that programs send with each fetch. It stands on its owner's page, and nowhere else.

let logged = ''
let house: CalendarHouse
let ana: Attendee
let root: string
let path: string
let secret: string
beforeAll(async () => {
  const memory: DestinationStream = { write: (line) => void (logged += line) }
  vi.spyOn(pino as { destination: () => DestinationStream }, 'destination').mockReturnValue(memory)
  house = await CalendarHouse.open(undefined, { logLevel: 'debug', metricsToken: 'operator' })
  root = `/en/${house.meeting.slug}`
  await house.session('PL-1')
  await house.publish('Draft')
  ana = await house.attendee()
  await house.http
    .post(`${root}/me/calendar`)
    .set('cookie', ana.cookie)
    .type('form')
    .send({ carries: 'attend', language: 'en' })
  const { text } = await house.http.get(`${root}/me/calendar`).set('cookie', ana.cookie)
  path = /\/feeds\/[\w-]+\.ics/.exec(text)![0]
  secret = /\/feeds\/([\w-]+)\./.exec(path)![1]!
})

/** All that an answer tells: who reads over somebody's shoulder, keeps answers, or is sent an error report. */
const toldBy = ({ headers, text }: { headers: Record<string, string>; text: string }): string =>
  JSON.stringify(headers) + text

describe('no log has it', () => {
  test('of what is answered: fetched, unchanged, asked for by HEAD, in the wrong way, at an address like it', async () => {
    const { headers } = await house.http.get(`${path}?from=phone`).expect(200)
    await house.http.get(path).set('if-none-match', headers['etag']!).expect(304)
    await house.http.head(path).expect(200)
    await house.http.post(path).expect(405)
    await house.http.get(`${path}/more`).expect(404)
    await house.http.get(path.replace('.ics', 'x.ics')).expect(410)
    await vi.waitFor(() =>
      expect(logged.match(/"route":"\/feeds\/:secret.ics","status":(200|304|410)/g)).toHaveLength(4),
    )
    expect(logged).not.toContain(secret)
  })

  test.each([
    ['Rev.1', 'what makes the calendar fails', () => new TypeError('view.days is not iterable')],
    ['Rev.2', 'whose words quote the address', () => new TypeError(`Cannot read ${path}`)],
    [
      'Rev.3',
      'the database fails, with the statement and its values',
      () =>
        Object.assign(new Error('deadlock detected'), {
          name: 'QueryFailedError',
          query: 'SELECT',
          parameters: [path],
        }),
    ],
  ] as const)('nor the report of an error, nor its answer (%s): %s', async (label, _what, error) => {
    const make = vi.spyOn(house.get(FeedCalendars), 'make').mockRejectedValueOnce(error())
    await house.edit('PL-1', { abstract: { en: `Another, of ${label}` } })
    await house.publish(label)
    const before = logged.length
    const answer = await house.http.get(path).set('accept', 'text/html,*/*').expect(500)
    expect(make).toHaveBeenCalled()
    make.mockRestore()
    await vi.waitFor(() => expect(logged.slice(before)).toContain('"status":500'))
    expect(logged.slice(before)).toContain('"route":"/feeds/:secret.ics","from":"Http","msg":"request failed"')
    expect(logged).not.toContain(secret)
    expect(toldBy(answer)).not.toContain(secret)
    expect(answer.headers).toMatchObject({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin' })
  })

  test('nor what operators measure', async () => {
    const { text } = await house.http.get('/metrics').set('authorization', 'Bearer operator').expect(200)
    expect(text).toContain('route="/feeds/:secret.ics"')
    expect(text).not.toContain(secret)
  })
})

describe('no other house learns it by a referrer', () => {
  test('from the page that shows it: no address of a page has it, and links that lead out say nothing of where they are', async () => {
    const { text, headers } = await house.http.get(`${root}/me/calendar`).set('cookie', ana.cookie).expect(200)
    expect(headers).toMatchObject({ 'referrer-policy': 'same-origin', 'cache-control': 'private, no-store' })
    const out = [...text.matchAll(/<a [^>]*href="(?:https?|webcal):\/\/(?!127\.0\.0\.1)[^>]*>/g)].map(([link]) => link)
    expect(out.length).toBeGreaterThan(2)
    for (const link of out) expect(link).toContain('rel="noreferrer"')
  })

  test('nor by what a feed answers, which nobody indexes or keeps for others', async () => {
    for (const ask of [path, path.replace('.ics', 'x.ics')]) {
      const { headers } = await house.http.get(ask)
      expect(headers).toMatchObject({ 'referrer-policy': 'same-origin', 'x-robots-tag': 'noindex' })
      expect(headers['cache-control']).toMatch(/^private/)
      expect(JSON.stringify(headers)).not.toContain(secret)
    }
  })

  test('nor anybody else’s page', async () => {
    const ben = await house.attendee()
    for (const page of ['', '/agenda', '/me', '/me/calendar', '/my-agenda', '/sessions/PL-1'])
      expect(toldBy(await house.http.get(root + page).set('cookie', ben.cookie))).not.toContain(secret)
  })
})
