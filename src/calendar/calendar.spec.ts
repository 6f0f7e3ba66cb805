import ICAL from 'ical.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { CalendarHouse, type Attendee } from '../../test/builders/calendar-house.ts'
import { Database } from '../platform/database/database.ts'
import { Amendments } from '../registration/amendments.service.ts'
import { Registrations } from '../registration/registrations.service.ts'
import { Merging } from '../registration/review/merging.service.ts'
import { FetchNotes } from './fetch-notes.service.ts'
import { Follows } from './follows.service.ts'

let house: CalendarHouse
let root: string
beforeAll(async () => {
  house = await CalendarHouse.open()
  root = `/en/${house.meeting.slug}`
  await house.session('PL-1')
  await house.session('PL-2', { at: '14:00', to: '15:00' })
  await house.session('MS-1', {
    at: '16:00',
    to: '17:00',
    title: { en: 'Members in private' },
    rule: { attend: 'constituencies', constituencies: ['member-state'], show: 'unlisted' },
  })
  await house.session('BR-1', { at: '11:00', to: '11:30', kind: 'break' })
  await house.publish('Draft')
})

const events = (ics: string): Record<string, string>[] =>
  new ICAL.Component(ICAL.parse(ics))
    .getAllSubcomponents('vevent')
    .map((event) =>
      Object.fromEntries(
        ['uid', 'sequence', 'status', 'summary', 'dtstart'].map((name) => [
          name,
          String(event.getFirstPropertyValue(name)),
        ]),
      ),
    )
const titles = (ics: string): (string | undefined)[] => events(ics).map((event) => event['summary'])

const press = (who: Attendee, path: string, form: Record<string, string> = {}) =>
  house.http.post(`${root}${path}`).set('cookie', who.cookie).type('form').send(form)
const open = (who: Attendee, path: string) => house.http.get(`${root}${path}`).set('cookie', who.cookie)

/** The secret path of somebody's calendar, made if need be. */
const feedOf = async (who: Attendee, carries = 'attend', language = 'en'): Promise<string> => {
  await press(who, '/me/calendar', { carries, language }).expect(303)
  const { text } = await open(who, '/me/calendar').expect(200)
  return /\/feeds\/[\w-]+\.ics/.exec(text)![0]
}

describe('files', () => {
  test('the public agenda is one calendar, the same for everybody', async () => {
    const { text, headers } = await house.http.get(`${root}/agenda.ics`).expect(200)
    expect(titles(text)).toEqual(['Session PL-1', 'Session BR-1', 'Session PL-2'])
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(headers['cache-control']).toBe('public, no-cache')
    expect(headers['content-disposition']).toContain(`filename="${house.meeting.slug}-agenda.ics"`)
    await house.http
      .get(`${root}/agenda.ics`)
      .set('if-none-match', headers['etag']!)
      .set('accept-encoding', 'gzip, deflate')
      .expect(304)
  })

  test('one day, one kind, one format: each its own calendar, of the same events', async () => {
    const whole = events((await house.http.get(`${root}/agenda.ics`)).text)
    const asked = async (query: string) => house.http.get(`${root}/agenda.ics?${query}`).expect(200)
    const day = await asked('day=2022-10-18')
    expect(events(day.text)).toEqual(whole)
    expect(day.text).toContain('X-WR-CALNAME:Fourth Annual Meeting\\, 18 October')
    expect(day.headers['content-disposition']).toContain('filename="Fourth Annual Meeting 18 October.ics"')
    expect(titles((await asked('day=2')).text)).toEqual([])
    expect(titles((await asked('kind=break')).text)).toEqual(['Session BR-1'])
    expect(titles((await asked('kind=plenary&format=online')).text)).toEqual([])
    for (const query of ['day=2022-10-30', 'kind=party', 'day=1&day=2'])
      await house.http.get(`${root}/agenda.ics?${query}`).expect(404)
    const { text: page } = await house.http.get(`${root}/agenda?day=1`).expect(200)
    expect(page).toContain(`href="${root}/agenda.ics?day=2022-10-18"`)
  })

  test('a delegate’s has what only they may see', async () => {
    const ana = await house.attendee('member-state')
    const { text, headers } = await open(ana, '/agenda.ics').expect(200)
    expect(titles(text)).toContain('Members in private')
    expect(headers['cache-control']).toBe('private, no-store')
    await open(ana, '/sessions/MS-1.ics').expect(200)
    await house.http.get(`${root}/sessions/MS-1.ics`).expect(404)
  })

  test('one session by its code, in another language', async () => {
    const { text } = await house.http.get(`/fr/${house.meeting.slug}/sessions/pl-1.ics`).expect(200)
    expect(titles(text)).toEqual(['Séance PL-1'])
    await house.http.get(`${root}/sessions/XX-9.ics`).expect(404)
    await house.http.get(`/en/no-such-meeting/agenda.ics`).expect(404)
  })
})

describe('following', () => {
  test('a button follows, another unfollows; twice is once', async () => {
    const ben = await house.attendee()
    for (const _ of [1, 2])
      await press(ben, '/sessions/PL-2/follow').expect(303).expect('location', `${root}/sessions/PL-2`)
    const api = `/api/v1/meetings/${house.meeting.slug}/follows`
    const { body } = await house.http.get(api).set('cookie', ben.cookie).expect(200)
    expect(body).toEqual({
      follows: [
        {
          code: 'PL-2',
          title: 'Session PL-2',
          day: '2022-10-18',
          start: '2022-10-18T14:00:00+02:00',
          status: 'confirmed',
        },
      ],
    })
    await house.http.put(`${api}/pl-1`).set('cookie', ben.cookie).expect(204)
    for (const _ of [1, 2])
      await press(ben, '/sessions/PL-2/unfollow', { next: `${root}/me` }).expect('location', `${root}/me`)
    const feed = await feedOf(ben, 'follow')
    expect(titles((await house.http.get(feed)).text)).toEqual(['Session PL-1'])
  })

  test('what one may not see cannot be followed, nor a pause', async () => {
    const ben = await house.attendee()
    await press(ben, '/sessions/MS-1/follow').expect(404)
    await press(ben, '/sessions/BR-1/follow').expect(404)
  })

  test('a page of somebody else is not where the button leads', async () => {
    const ben = await house.attendee()
    await press(ben, '/sessions/PL-1/follow', { next: '//evil.example' }).expect('location', `${root}/sessions/PL-1`)
  })

  test('nobody signed out follows or has a calendar', async () => {
    await house.http.post(`${root}/sessions/PL-1/follow`).expect(303)
    await house.http.get(`${root}/me/calendar`).expect(303)
    await house.http.get(`/api/v1/meetings/${house.meeting.slug}/follows`).expect(401)
  })
})

describe('a person’s own calendar', () => {
  test('lives through a revision: the same event, moved, with a higher SEQUENCE', async () => {
    const mine = await CalendarHouse.open()
    await mine.session('PL-1')
    await mine.publish('Draft')
    const ana = await mine.attendee()
    const path = `/fr/${mine.meeting.slug}/me/calendar`
    await mine.http
      .post(path)
      .set('cookie', ana.cookie)
      .type('form')
      .send({ carries: 'attend', language: 'fr' })
      .expect(303)
    const { text: page } = await mine.http.get(path).set('cookie', ana.cookie)
    const feed = /\/feeds\/[\w-]+\.ics/.exec(page)![0]
    const before = await mine.http.get(feed).expect(200)
    expect(events(before.text)).toMatchObject([{ summary: 'Séance PL-1', sequence: '0', status: 'TENTATIVE' }])

    mine.app.clock.set('2022-10-07T08:00:00Z')
    await mine.edit('PL-1', { start: Temporal.PlainTime.from('14:00'), end: Temporal.PlainTime.from('15:00') })
    const unpublished = await mine.http.get(feed).set('if-none-match', before.headers['etag']!)
    expect(unpublished.status).toBe(304)

    await mine.publish('Rev.1')
    const after = await mine.http.get(feed).set('if-none-match', before.headers['etag']!).expect(200)
    expect(events(after.text)).toMatchObject([
      { uid: events(before.text)[0]!['uid'], sequence: '1', status: 'CONFIRMED', dtstart: '2022-10-18T14:00:00' },
    ])
  })

  test('unchanged is answered without rendering; gzip, brotli and HEAD agree', async () => {
    const ana = await house.attendee()
    const feed = await feedOf(ana)
    const fetch = (coding: string) => house.http.get(feed).set('accept-encoding', coding)
    const [plain, gzip] = [await fetch('identity'), await fetch('gzip')]
    expect(gzip.text).toBe(plain.text)
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(gzip.headers['etag']).not.toBe(plain.headers['etag'])
    for (const { headers } of [plain, gzip])
      expect(headers).toMatchObject({
        'cache-control': 'private, no-cache',
        'x-robots-tag': 'noindex',
        vary: 'Accept-Encoding',
      })
    const head = await house.http.head(feed).set('accept-encoding', 'gzip').expect(200)
    expect(head.headers['etag']).toBe(gzip.headers['etag'])
    const unchanged = await fetch('gzip').set('if-none-match', `"other", ${gzip.headers['etag']}`).expect(304)
    expect(unchanged.headers['etag']).toBe(gzip.headers['etag'])
    expect(unchanged.headers['cache-control']).toBe('private, no-cache')
    await fetch('identity').set('if-none-match', gzip.headers['etag']!).expect(200)
    // No write for a fetch that says nothing new.
    const written = async () => {
      await house.get(FetchNotes).write()
      return house
        .get(Database)
        .query('SELECT xmin::text, ctid::text FROM feed UNION ALL SELECT xmin::text, ctid::text FROM feed_client')
    }
    const before = await written()
    await fetch('gzip').set('if-none-match', gzip.headers['etag']!).expect(304)
    await fetch('gzip').expect(200)
    expect(await written()).toEqual(before)
  })

  test('asked for without end, it says when to come back, and others are answered meanwhile', async () => {
    const [ana, ben] = [await house.attendee(), await house.attendee()]
    const [hers, his] = [await feedOf(ana), await feedOf(ben)]
    const { headers } = await house.http.get(hers).expect(200)
    let last = { status: 0, headers: {} as Record<string, string>, text: '' }
    for (let fetch = 0; fetch < 121; fetch++) last = await house.http.get(hers).set('if-none-match', headers['etag']!)
    expect(last.status).toBe(429)
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    expect(last.headers['x-robots-tag']).toBe('noindex')
    expect(last.text).toBe('')
    await house.http.get(his).expect(200)
  })

  test('shows what its owner may see at this moment', async () => {
    const ana = await house.attendee('member-state')
    const feed = await feedOf(ana)
    const first = await house.http.get(feed)
    expect(titles(first.text)).toContain('Members in private')
    // Somebody else's State: a claim again, and what it opened is shut until an organiser confirms it.
    await house.get(Amendments).claim(house.meeting, ana.person, {
      constituency: 'member-state',
      state: 'BRA',
      organization: '',
    })
    const second = await house.http.get(feed).set('if-none-match', first.headers['etag']!).expect(200)
    expect(second.text).not.toContain('Members in private')
    expect(titles(second.text)).toEqual([])
  })

  test('a stricter rule acts on save, in every language', async () => {
    await house.session('RS-1', { at: '18:00', to: '19:00', title: { en: 'Soon restricted', fr: 'Bientôt fermée' } })
    await house.publish('Rev.1')
    const ben = await house.attendee()
    const feed = await feedOf(ben, 'attend', 'fr')
    expect(titles((await house.http.get(feed)).text)).toContain('Bientôt fermée')
    await house.restrict('RS-1', { attend: 'constituencies', constituencies: ['member-state'], show: 'closed' })
    const { text } = await house.http.get(feed)
    expect(text).not.toMatch(/Bientôt|RS-1/)
    const { text: agenda } = await house.http.get(`/fr/${house.meeting.slug}/agenda.ics`)
    expect(titles(agenda)).toContain('Séance privée')
    expect(agenda).not.toMatch(/Bientôt|RS-1/)
  })

  test('replaced, the old address is gone; stopped, the new one too; never issued answers the same', async () => {
    const ana = await house.attendee()
    const old = await feedOf(ana)
    await open(ana, '/me/calendar/replace').expect(200)
    await press(ana, '/me/calendar/replace').expect(303)
    const fresh = await feedOf(ana)
    expect(fresh).not.toBe(old)
    await house.http.get(fresh).expect(200)
    await press(ana, '/me/calendar/stop').expect(303)
    await press(ana, '/me/calendar/stop').expect(303)
    const answers = await Promise.all([old, fresh, '/feeds/never-issued.ics'].map((path) => house.http.get(path)))
    for (const { status, text, headers } of answers) {
      expect([status, text]).toEqual([410, ''])
      expect(headers['cache-control']).toBe('private, no-store')
    }
    await press(ana, '/me/calendar/replace').expect(404)
  })

  test('its address is kept as a digest and sealed, never as it is', async () => {
    const ana = await house.attendee()
    const secret = /feeds\/([\w-]+)\.ics/.exec(await feedOf(ana))![1]!
    const [row] = await house
      .get(Database)
      .query<{ whole: string }>('SELECT feed::text AS whole FROM feed WHERE person_id = $1', [ana.person])
    expect(row!.whole).not.toContain(secret)
    expect(row!.whole).not.toContain(Buffer.from(secret).toString('hex'))
  })

  test('made under a key that was dropped, it gets a new address', async () => {
    const ana = await house.attendee()
    const lost = await feedOf(ana)
    await house
      .get(Database)
      .query(`UPDATE feed SET secret_sealed = 'x', secret_digest = 'y' WHERE person_id = $1`, [ana.person])
    const fresh = /\/feeds\/[\w-]+\.ics/.exec((await open(ana, '/me/calendar').expect(200)).text)![0]
    expect(fresh).not.toBe(lost)
    await house.http.get(fresh).expect(200)
  })

  test('many fetches are noted in one statement, and who asked at the old address is not said to have asked at the new', async () => {
    const notes = house.get(FetchNotes)
    const feeds = await Promise.all([1, 2, 3].map(async () => feedOf(await house.attendee())))
    await notes.write()
    const statements: string[] = []
    const database = house.get(Database)
    const ask = database.query.bind(database)
    database.query = (sql, ...rest) => {
      if (sql.includes('feed_client')) statements.push(sql.trim().slice(0, 6))
      return ask(sql, ...rest)
    }
    try {
      for (const feed of feeds) await house.http.get(feed).set('user-agent', 'vdirsyncer/0.19.0').expect(200)
      expect(statements.filter((word) => word === 'INSERT')).toEqual([])
      await notes.write()
      expect(statements.filter((word) => word === 'INSERT')).toEqual(['INSERT'])
    } finally {
      database.query = ask
    }
    const ana = await house.attendee()
    await house.http.get(await feedOf(ana)).expect(200)
    house.app.clock.advance({ seconds: 1 })
    await press(ana, '/me/calendar/replace').expect(303)
    expect((await open(ana, '/me/calendar')).text).toContain('No calendar has asked yet')
  })

  test('its owner sees which kind of program asked, and whether it has the newest', async () => {
    const ana = await house.attendee()
    const feed = await feedOf(ana)
    expect((await open(ana, '/me/calendar')).text).toContain('No calendar has asked yet')
    await house.http.get(feed).set('user-agent', 'Google-Calendar-Importer')
    const { text } = await open(ana, '/me/calendar')
    expect(text).toContain('Up to date')
    expect(text).toContain('27 September')
    await press(ana, '/me/calendar', { carries: 'follow', language: 'es' })
    expect((await open(ana, '/me/calendar')).text).toContain('Not yet up to date')
  })

  test('their own page shows what they follow, what clashes, and how the calendar stands', async () => {
    await house.session('PL-9', { at: '14:30', to: '15:30', room: house.otherRoom })
    await house.publish('Rev.2')
    const ana = await house.attendee()
    expect((await open(ana, '/me')).text).toContain('You follow no session yet')
    for (const code of ['PL-1', 'PL-2', 'PL-9']) await press(ana, `/sessions/${code}/follow`)
    const { text } = await open(ana, '/me').expect(200)
    expect(text).toContain('You follow 3 sessions.')
    expect(text.match(/At the same time as another session/g)).toHaveLength(2)
    expect(text).toContain('Set up your calendar')
    await house.http.get(await feedOf(ana, 'follow'))
    expect((await open(ana, '/me')).text).toContain('Your calendar is up to date')
  })

  test('carries what its owner chose, under the name they gave it, with their reminder', async () => {
    const ana = await house.attendee()
    await house.session('SE-1', { at: '19:30', to: '20:00', kind: 'side-event' })
    await house.publish('Rev.3')
    const feed = await feedOf(ana)
    const before = await house.http.get(feed).expect(200)
    expect(titles(before.text)).toContain('Session SE-1')
    expect(before.text).not.toContain('VALARM')
    expect(before.headers['content-disposition']).toContain('filename="Fourth Annual Meeting my sessions.ics"')
    await press(ana, '/me/calendar', {
      ...{ carries: 'attend', language: 'en', sideEvents: 'without' },
      ...{ reminder: '15', name: ' Genève,\nmoi ' },
    }).expect(303)
    const after = await house.http.get(feed).set('if-none-match', before.headers['etag']!).expect(200)
    expect(titles(after.text)).not.toContain('Session SE-1')
    expect(after.text).toContain('X-WR-CALNAME:Genève\\, moi')
    expect(after.text).toContain('TRIGGER:-PT15M')
    expect(after.headers['content-disposition']).toContain("filename*=UTF-8''Gen%C3%A8ve%2C%20moi.ics")
    const { text: page } = await open(ana, '/me/calendar')
    expect(page).toContain('value="Genève, moi"')
    expect(page).toMatch(/value="15"[^>]*checked/)
    await press(ana, '/me/calendar', { carries: 'attend', language: 'en', reminder: '7' }).expect(422)
    await press(ana, '/me/calendar', { carries: 'attend', language: 'en', name: 'x'.repeat(61) }).expect(422)
  })

  test('a choice that is none is said, and nothing is made', async () => {
    const ana = await house.attendee()
    await press(ana, '/me/calendar', { carries: 'everything', language: 'en' }).expect(422)
    expect((await open(ana, '/me/calendar')).text).not.toContain('/feeds/')
  })

  test('when the registration ends it holds one event that says so', async () => {
    const ana = await house.attendee()
    const feed = await feedOf(ana)
    const { headers } = await house.http.get(feed)
    await house.get(Registrations).withdraw(house.meeting, ana.person)
    const { text } = await house.http.get(feed).set('if-none-match', headers['etag']!).expect(200)
    expect(titles(text)).toEqual(['No longer registered: Fourth Annual Meeting'])
    expect((await open(ana, '/me/calendar')).text).toContain('Your registration has ended')
  })

  test('of two registrations that become one, what either followed is followed, and the calendar of the closed one ends', async () => {
    const [ana, ben] = [await house.attendee(), await house.attendee()]
    for (const [who, code] of [
      [ana, 'PL-1'],
      [ben, 'PL-1'],
      [ben, 'PL-2'],
    ] as const)
      await press(who, `/sessions/${code}/follow`).expect(303)
    const [kept, closed] = [await feedOf(ana, 'follow'), await feedOf(ben, 'follow')]
    const [one, two] = await Promise.all(
      [ana, ben].map(({ person }) => house.get(Registrations).own(house.meeting, person)),
    )
    const { headers } = await house.http.get(kept)
    for (let twice = 0; twice < 2; twice++)
      await house.get(Merging).merge(house.meeting, one!.id, two!.id, house.organiser)
    const { text } = await house.http.get(kept).set('if-none-match', headers['etag']!).expect(200)
    expect(titles(text)).toEqual(['Session PL-1', 'Session PL-2'])
    expect(titles((await house.http.get(closed)).text)).toEqual(['No longer registered: Fourth Annual Meeting'])
    expect(await house.get(Follows).of(house.meeting.id, ben.person)).toEqual(new Set())
  })

  test('the mail of who is confirmed leads to it, and brings no event of its own, which would stand there twice', async () => {
    await house.attendee()
    const { received } = house.app.mailbox
    await expect
      .poll(() => received.some(({ mail }) => mail.text?.includes(`${root}/me/calendar`)), { timeout: 10_000 })
      .toBe(true)
    for (const { mail } of received) expect(mail.attachments).toEqual([])
  })

  test('the page says how to subscribe in each language', async () => {
    const ana = await house.attendee()
    await feedOf(ana)
    for (const locale of ['en', 'fr', 'es']) {
      const { text } = await house.http
        .get(`/${locale}/${house.meeting.slug}/me/calendar`)
        .set('cookie', ana.cookie)
        .expect(200)
      expect(text).toMatch(/href="webcal:\/\/127\.0\.0\.1:\d+\/feeds\//)
      expect(text).toContain('https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F')
      expect(text).toContain('https://outlook.office.com/calendar/0/addfromweb?url=http')
      expect(text).not.toMatch(/calendar:(page|way|client)\./)
    }
  })
})
