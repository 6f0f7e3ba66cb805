import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { checkMeetingFile } from '../../src/desk/meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { readPdf } from '../pdf.ts'

// The Fourth Annual Meeting at Final, as search engines and feed readers find it.

let app: TestApp
let meeting: Meeting
const SLUG = 'unnm-2022'

beforeAll(async () => {
  app = await startApp({ now: '2022-10-15T15:00:00Z' })
  const file = checkMeetingFile(
    JSON.parse(readFileSync(new URL('../../samples/meeting.json', import.meta.url), 'utf8')),
  )
  const marked = file.sessions.find(({ code }) => code === 'PL-2')!
  Object.assign(marked, { abstract: { en: '**Who** is missing:\n\n- at *sea*\n- in the desert' } })
  meeting = await app.get(LoadMeeting).load(file)
})

const origin = (): string => app.settings.baseUrl.origin
const all = (text: string, tag: string): string[] =>
  [...text.matchAll(new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`, 'g'))].map(([, words]) => words!)

/** A new release with a change of one session, in the words of an organiser. */
const publish = async (code: string, title: string, label: 'Corr.1' | 'Final', note: string): Promise<void> => {
  const by = await app.database.transaction((tx) => app.get(People).ensure(tx, emailFrom('editor@example.org')!, 'en'))
  const copy = app.get(WorkingCopy)
  const session = await copy.byCode(meeting.id, code)
  await copy.edit(meeting.id, session.id, session.version, { title: { ...session.title, en: title } }, by)
  const { workingVersion } = await app.get(Publishing).review(meeting.id)
  await app.get(Publishing).publish(meeting.id, { workingVersion, label, note: { en: note }, by })
}

test.each(['json', 'jsonld', 'atom', 'ics'])(
  'agenda.%s is got once, compressed, and kept while nothing changes',
  async (form) => {
    const path = `/fr/${SLUG}/agenda.${form}`
    const first = await app.http.get(path).set('Accept-Encoding', 'br').expect(200)
    expect(first.headers['content-encoding']).toBe('br')
    expect(first.headers['cache-control']).toBe('public, no-cache')
    expect(first.headers['set-cookie']).toBeUndefined()
    await app.http.get(path).set('Accept-Encoding', 'br').set('If-None-Match', first.headers['etag']!).expect(304)
    await app.http.get(path.replace(SLUG, 'no-such-meeting')).expect(404)
  },
)

test('the page says in which other forms it is there, and each is', async () => {
  const { text } = await app.http.get(`/es/${SLUG}/agenda`)
  const links = [...text.matchAll(/<link rel="alternate" type="([^"]+)" href="([^"]+)"/g)]
  expect(links.length).toBeGreaterThan(3)
  for (const [, type, href] of links) {
    const { headers } = await app.http.get(href!).expect(200)
    expect(headers['content-type']).toContain(type!)
  }
})

describe('the agenda on paper', () => {
  const pdf = async (path: string) => {
    const answer = await fetch(app.url + path)
    expect(answer.status).toBe(200)
    return readPdf(new Uint8Array(await answer.arrayBuffer()))
  }

  test.each([
    ['en', 'Agenda, Fourth Annual Meeting (Final)', '13:15–14:30 Closed meeting Room XXVI', '1 of '],
    ['fr', 'Programme, Quatrième réunion annuelle (Final)', '13:15–14:30 Séance privée Salle XXVI', '1 sur '],
    ['es', 'Programa, Cuarta Reunión Anual (Final)', '13:15–14:30 Sesión privada Sala XXVI', '1 de '],
  ])('is a tagged document in %s that says on each sheet which version it is', async (locale, title, closed, page) => {
    const { text, roles, missing, pages, ...about } = await pdf(`/${locale}/${SLUG}/agenda.pdf`)
    expect(about).toEqual({ title, author: expect.any(String), language: locale, tagged: true })
    expect(missing).toBe(0)
    expect(roles).toEqual(expect.arrayContaining(['H1', 'H2', 'H3']))
    const plain = text.replace(/\s+/g, ' ')
    expect(plain).toContain(closed)
    expect(plain).toContain(page)
    const heads = plain.split(`${app.settings.baseUrl.host}/${SLUG}/final`).length - 1
    // Once a sheet, and once where the first sheet says what it is for.
    expect(heads).toBe(pages + 1)
    expect(plain).not.toMatch(/CL-1|CO-1|Executive Committee at/)
  })

  test('an old version says on each sheet by what it is superseded, and its short address says so too', async () => {
    const { text, pages } = await pdf(`/en/${SLUG}/agenda.pdf?label=rev.1`)
    expect(text.split('Superseded by Final').length - 1).toBe(pages + 1)
    const { text: page } = await app.http.get(`/${SLUG}/rev.1`).set('Accept-Language', 'en').redirects(1)
    expect(page).toContain('Superseded by Final')
    expect(page).toContain(`/en/${SLUG}/agenda.pdf?label=rev.1`)
    await app.http.get(`/en/${SLUG}/agenda.pdf?label=rev.9`).expect(404)
    await app.http.get(`/en/${SLUG}/agenda.pdf?label=a&label=b`).expect(404)
  })

  test('is made once for all who see the same', async () => {
    const { headers } = await app.http.get(`/en/${SLUG}/agenda.pdf`)
    await app.http.get(`/en/${SLUG}/agenda.pdf`).set('If-None-Match', headers['etag']!).expect(304)
  })
})

describe('for search engines', () => {
  test('the agenda is an event of events; what is closed has its time and room and no address', async () => {
    const { text } = await app.http.get(`/en/${SLUG}/agenda.jsonld`)
    const agenda = JSON.parse(text)
    expect(agenda).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Event',
      '@id': `${origin()}/en/${SLUG}`,
      startDate: '2022-10-18',
      endDate: '2022-10-19',
      eventAttendanceMode: 'https://schema.org/MixedEventAttendanceMode',
      organizer: { '@type': 'Organization', name: 'United Nations Network on Migration' },
    })
    const named = (name: string) => agenda.subEvent.find((one: { name: string }) => one.name.startsWith(name))
    expect(named('The Network workplan')).toMatchObject({
      url: `${origin()}/en/${SLUG}/sessions/PL-2`,
      startDate: '2022-10-18T11:30:00+02:00',
      inLanguage: ['en', 'fr', 'es'],
      eventStatus: 'https://schema.org/EventScheduled',
      location: [{ '@type': 'Place', name: 'Room XVII' }, { '@type': 'VirtualLocation' }],
    })
    expect(Object.keys(named('Closed meeting')).toSorted()).toEqual(
      ['@type', 'endDate', 'eventStatus', 'location', 'name', 'startDate'].toSorted(),
    )
    expect(text).not.toMatch(/CL-1|CO-1|Executive Committee at/)
    expect(named('The Network workplan').description).toBe('Who is missing:\n\n- at sea\n- in the desert')
  })

  test('pages carry their own part, which the policy of the page lets stand and which ends nothing', async () => {
    const { text } = await app.http.get(`/fr/${SLUG}/sessions/PL-2`)
    const data = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text)![1]!
    expect(data).not.toContain('<')
    expect(JSON.parse(data)).toMatchObject({
      '@type': 'Event',
      identifier: 'PL-2',
      superEvent: { '@id': `${origin()}/fr/${SLUG}` },
    })
    expect((await app.http.get(`/fr/${SLUG}`)).text).toContain('"@type":"Event"')
  })

  test('the sitemap leads to all that is public, in each language, and robots.txt to it', async () => {
    const { text, headers } = await app.http.get('/sitemap.xml').expect(200)
    expect(headers['content-type']).toBe('application/xml; charset=utf-8')
    const pages = all(text, 'loc')
    expect(pages).toEqual(
      expect.arrayContaining([`${origin()}/fr/${SLUG}/sessions/MS-1`, `${origin()}/es/${SLUG}/agenda`]),
    )
    expect(text).not.toMatch(/CL-1|CO-1|desk|\/me/)
    for (const page of pages.filter((_, index) => index % 9 === 0))
      await app.http.get(new URL(page).pathname).expect(200)
    expect((await app.http.get('/robots.txt').expect(200)).text).toContain(`Sitemap: ${origin()}/sitemap.xml`)
  })
})

describe('the feed of releases', () => {
  const feed = async (locale = 'en') => (await app.http.get(`/${locale}/${SLUG}/agenda.atom`).expect(200)).text

  test('has each release with what it changed, the latest first, under an id that stays', async () => {
    const text = await feed()
    expect(text).toMatch(
      /^<\?xml version="1\.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom" xml:lang="en">/,
    )
    expect(all(text, 'title').slice(1)).toEqual(['Final', 'Rev.1', 'Draft'])
    expect(all(text, 'id')).toEqual([
      `${origin()}/en/${SLUG}/agenda.atom`,
      `${origin()}/en/${SLUG}/releases/final#2022-10-14T10:00:00Z`,
      `${origin()}/en/${SLUG}/releases/rev.1#2022-10-07T10:00:00Z`,
      `${origin()}/en/${SLUG}/releases/draft#2022-09-26T07:00:00Z`,
    ])
    expect(all(text, 'summary')[0]).toMatch(/^What changed: 1 new, 2 moved\./)
    expect(all(await feed('fr'), 'summary')[0]).toMatch(/^Ce qui a changé\u00a0: 1 ajout, 2 déplacements\./)
    expect(all(text, 'updated')[0]).toBe(all(text, 'updated')[1])
  })

  test('has no word of a release that changed nothing for the public', async () => {
    const before = await feed()
    await publish('CL-1', 'The Committee & <others>', 'Final', 'Of the committee')
    await expect.poll(() => feed()).toBe(before)
    await publish('PL-2', 'Workplan & <b>budget</b>', 'Corr.1', 'Title of “PL-2” & more')
    await expect.poll(async () => all(await feed(), 'title')[1]).toBe('Corr.1')
    const after = await feed()
    expect(all(after, 'title').slice(1)).toEqual(['Corr.1', 'Final', 'Rev.1', 'Draft'])
    expect(all(after, 'summary')[0]).toContain('Title of “PL-2” &amp; more')
    expect(all(after, 'id').slice(2)).toEqual(all(before, 'id').slice(1))
    expect(after).not.toContain('committee')
  })
})
