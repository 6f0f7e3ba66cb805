import ICAL from 'ical.js'
import { beforeAll, expect, test } from 'vitest'
import { CalendarHouse, type Attendee } from '../../test/builders/calendar-house.ts'
import { Registrations } from '../registration/registrations.service.ts'

// One calendar across all meetings of a person: Geneva, and New York a month later.

let house: CalendarHouse
let second: CalendarHouse
beforeAll(async () => {
  house = await CalendarHouse.open()
  await house.session('PL-1')
  await house.publish('Draft')
  second = await house.another({ slug: 'second-meeting', timeZone: 'America/New_York', shortTitle: { en: 'New York' } })
  await second.session('NY-1', { title: { en: 'In New York' } })
  await second.session('NY-2', { at: '15:00', to: '16:00', kind: 'side-event', title: { en: 'Beside it' } })
  await second.publish('Draft')
})

const read = (ics: string): ICAL.Component => new ICAL.Component(ICAL.parse(ics))
const titles = (ics: string): string[] =>
  read(ics)
    .getAllSubcomponents('vevent')
    .map((event) => String(event.getFirstPropertyValue('summary')))

const open = (who: Attendee, path: string) => house.http.get(path).set('cookie', who.cookie)
const press = (who: Attendee, path: string, form: Record<string, string> = {}) =>
  house.http.post(path).set('cookie', who.cookie).type('form').send(form)

const feedOf = async (who: Attendee, form: Record<string, string> = {}): Promise<string> => {
  await press(who, '/en/me/calendar', { carries: 'attend', language: 'en', ...form }).expect(303)
  return /\/feeds\/[\w-]+\.ics/.exec((await open(who, '/en/me/calendar').expect(200)).text)![0]
}

test('holds the sessions of every meeting they register for, each zone once', async () => {
  const ana = await house.attendee()
  const feed = await feedOf(ana)
  const first = await house.http.get(feed).expect(200)
  expect(titles(first.text)).toEqual(['Session PL-1'])
  await second.registers(ana.person)
  const { text } = await house.http.get(feed).set('if-none-match', first.headers['etag']!).expect(200)
  expect(titles(text).toSorted()).toEqual(['Beside it', 'In New York', 'Session PL-1'])
  expect(
    read(text)
      .getAllSubcomponents('vtimezone')
      .map((zone) => zone.getFirstPropertyValue('tzid')),
  ).toEqual(['America/New_York', 'Europe/Zurich'])
  expect(text).toContain('X-WR-CALNAME:My meetings')
  expect(text).toContain('Meeting: New York')
  expect(text).not.toContain('X-WR-TIMEZONE')
  await house.http.get(feed).set('if-none-match', 'W/"x"').expect(200)
})

test('the same event has the same UID, SEQUENCE and DTSTAMP in the calendar of its meeting', async () => {
  const ana = await house.attendee()
  const all = await feedOf(ana)
  await press(ana, `/en/${house.meeting.slug}/me/calendar`, { carries: 'attend', language: 'en' }).expect(303)
  const page = (await open(ana, `/en/${house.meeting.slug}/me/calendar`)).text
  const one = /\/feeds\/[\w-]+\.ics/.exec(page)![0]
  expect(one).not.toBe(all)
  const lines = (ics: string): string[] => ics.split('\r\n').filter((line) => /^(UID|SEQUENCE|DTSTAMP):/.test(line))
  expect(lines((await house.http.get(all)).text)).toEqual(lines((await house.http.get(one)).text))
})

test('an ended registration is said once, and the other meetings stay', async () => {
  const ana = await house.attendee()
  await second.registers(ana.person)
  const feed = await feedOf(ana, { sideEvents: 'without' })
  expect(titles((await house.http.get(feed)).text).toSorted()).toEqual(['In New York', 'Session PL-1'])
  await house.get(Registrations).withdraw(house.meeting, ana.person)
  expect(titles((await house.http.get(feed)).text).toSorted()).toEqual([
    'In New York',
    'No longer registered: Fourth Annual Meeting',
  ])
})

test('without any meeting it is empty and valid, and its page says how many sessions there would be', async () => {
  const ben = await house.visitor()
  const { text: page } = await open(ben, '/en/me/calendar').expect(200)
  expect(page).toContain('0 sessions')
  const { text } = await house.http.get(await feedOf(ben)).expect(200)
  expect(titles(text)).toEqual([])
  expect(read(text).getAllSubcomponents('vtimezone')).toHaveLength(1)
})

test('is replaced and stopped by itself, and stands beside the calendar of a meeting', async () => {
  const ana = await house.attendee()
  const old = await feedOf(ana)
  await open(ana, '/en/me/calendar/replace').expect(200)
  await press(ana, '/en/me/calendar/replace').expect(303)
  const fresh = await feedOf(ana)
  await house.http.get(old).expect(410)
  await house.http.get(fresh).expect(200)
  for (let twice = 0; twice < 2; twice++) await press(ana, '/en/me/calendar/stop').expect(303)
  await house.http.get(fresh).expect(410)
  await press(ana, '/en/me/calendar', { carries: 'nothing', language: 'en' }).expect(422)
  await house.http.get('/en/me/calendar').expect(303)
})

test('programs do the same over the API', async () => {
  const ana = await house.attendee()
  const api = (method: 'get' | 'put' | 'post' | 'delete', path = '') =>
    house.http[method](`/api/v1/me/calendar${path}`).set('cookie', ana.cookie)
  await api('get').expect(404)
  const { body } = await api('put').send({ carries: 'attend', language: 'fr', reminder: 15 }).expect(200)
  expect(body).toMatchObject({ carries: 'attend', language: 'fr', reminder: 15, sideEvents: true, name: null })
  expect((await api('get')).body).toEqual(body)
  const replaced = await api('post', '/replace').expect(200)
  expect(replaced.body.address).not.toBe(body.address)
  await api('delete').expect(204)
  await api('delete').expect(204)
  await house.http.get('/api/v1/me/calendar').expect(401)
})
