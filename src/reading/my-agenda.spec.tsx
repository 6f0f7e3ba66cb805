import ICAL from 'ical.js'
import { renderToString } from 'preact-render-to-string'
import { beforeAll, describe, expect, test } from 'vitest'
import { CalendarHouse, type Attendee } from '../../test/builders/calendar-house.ts'
import { Follows } from '../calendar/follows.service.ts'
import { Database } from '../platform/database/database.ts'
import { QrCode } from '../ui/qr.tsx'

let house: CalendarHouse
let mine: string
beforeAll(async () => {
  house = await CalendarHouse.open()
  mine = `/en/${house.meeting.slug}/my-agenda`
  await house.session('PL-1')
  await house.session('PL-2', { at: '10:30', to: '11:30', room: house.otherRoom })
  await house.session('PL-3', { at: '14:00', to: '15:00' })
  await house.session('BR-1', { at: '12:00', to: '13:00', kind: 'break' })
  await house.session('MS-1', {
    at: '16:00',
    to: '17:00',
    title: { en: 'Members in private' },
    rule: { attend: 'constituencies', constituencies: ['member-state'], show: 'unlisted' },
  })
  await house.publish('Draft')
})

const open = (who: Attendee, path = '') => house.http.get(mine + path).set('cookie', who.cookie)
const ticked = (html: string): string[] =>
  [...html.matchAll(/<input[^>]*name="session"[^>]*>/g)]
    .filter(([box]) => / checked/.test(box))
    .map(([box]) => /value="([^"]+)"/.exec(box)![1]!)
const pathIn = (html: string): string => /<path stroke="#000000" d="([^"]+)"/.exec(html)![1]!
const boxes = (html: string): number => (html.match(/name="session"/g) ?? []).length
const titles = (ics: string): string[] =>
  new ICAL.Component(ICAL.parse(ics))
    .getAllSubcomponents('vevent')
    .map((event) => String(event.getFirstPropertyValue('summary')))

describe('without an account', () => {
  test('the choice stands in the address: shown by day, with what clashes, to take along and to change', async () => {
    const empty = (await house.http.get(mine).expect(200)).text
    expect(empty).toContain('No session is chosen yet')
    expect([ticked(empty), boxes(empty)]).toEqual([[], 3])
    const { text } = await house.http.get(`${mine}?session=PL-1&session=pl-2`).expect(200)
    expect(ticked(text)).toEqual(['PL-1', 'PL-2'])
    expect(text.match(/At the same time as another session/g)).toHaveLength(2)
    const ics = `/en/${house.meeting.slug}/agenda.ics?session=PL-1&session=PL-2`
    expect(text).toContain(`href="${ics.replace('&', '&amp;')}"`)
    expect(text).toMatch(/href="webcal:\/\/[^"]*agenda\.ics\?session=PL-1&amp;session=PL-2"/)
    expect(text).toMatch(/<form[^>]*method="get"/)
    const address = /href="(webcal:[^"]+)"/.exec(text)![1]!.replace('&amp;', '&')
    expect(text).toContain(pathIn(renderToString(<QrCode of={address} label="" />)))
    const file = await house.http.get(ics).expect(200)
    expect(titles(file.text)).toEqual(['Session PL-1', 'Session PL-2'])
    expect(file.text).toContain('REFRESH-INTERVAL')
  })

  test('a choice too long for a code is taken along by its address', async () => {
    const long = await house.another({ slug: 'long-meeting' })
    const codes = Array.from({ length: 30 }, (_, number) => `LONG-CODE-${number}`)
    for (const code of codes) await long.session(code, { room: null })
    await long.publish('Draft')
    const chosen = (some: string[]) =>
      house.http.get(`/en/long-meeting/my-agenda?${some.map((code) => `session=${code}`).join('&')}`).expect(200)
    expect((await chosen(codes.slice(0, 3))).text).toContain('QR code of a calendar')
    const { text } = await chosen(codes)
    expect(text).not.toContain('QR code')
    expect(text).toContain('These are too many for a code.')
  })

  test('what a reader may not see is passed over like what is not there', async () => {
    const ask = async (code: string) => {
      const { text } = await house.http.get(`${mine}?session=PL-1&session=${code}`).expect(200)
      const { text: ics } = await house.http
        .get(`/en/${house.meeting.slug}/agenda.ics?session=PL-1&session=${code}`)
        .expect(200)
      return [text.replaceAll(code, ''), ics]
    }
    const [hidden, nothing, pause] = await Promise.all(['MS-1', 'XX-9', 'BR-1'].map(ask))
    expect(hidden).toEqual(nothing)
    expect(pause).toEqual(nothing)
    expect(hidden!.join()).not.toContain('Members in private')
    expect(titles((await house.http.get(`/en/${house.meeting.slug}/agenda.ics?session=XX-9`)).text)).toEqual([])
  })

  test('a revision says what became of the chosen sessions, and which version this is', async () => {
    const revised = await house.another({ slug: 'revised-meeting' })
    await revised.session('PL-1', { room: null })
    await revised.session('PL-2', { room: null, at: '14:00', to: '15:00' })
    await revised.publish('Draft')
    await revised.edit('PL-1', { start: Temporal.PlainTime.from('09:00') })
    await revised.cancel('PL-2')
    await revised.publish('Rev.1')
    const { text } = await house.http.get('/en/revised-meeting/my-agenda?session=PL-1&session=PL-2').expect(200)
    const read = text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    expect(read).toMatch(/Rev\.1 Agenda of .*What changed: 1 moved, 1 cancelled/)
    expect(read).toMatch(/Session PL-1 .*Moved was 10:00–11:00/)
    expect(read).toMatch(/Session PL-2 .*Cancelled/)
  })

  test('its session’s page leads there, and a file of it is made for nobody else', async () => {
    const { text } = await house.http.get(`/en/${house.meeting.slug}/sessions/PL-3`).expect(200)
    expect(text).toContain(`href="${mine}?session=PL-3"`)
    await house.http.post(mine).type('form').send({ session: 'PL-1' }).expect(303)
    expect(await house.get(Database).query('SELECT FROM follow')).toEqual([])
  })
})

describe('signed in', () => {
  test('they choose many at once, and what they follow elsewhere is the same', async () => {
    const ana = await house.attendee('member-state')
    const save = (codes: string[]) =>
      house.http.post(mine).set('cookie', ana.cookie).type('form').send({ session: codes }).expect(303)
    const before = (await open(ana)).text
    expect(boxes(before)).toBe(4)
    for (let twice = 0; twice < 2; twice++) await save(['PL-1', 'MS-1'])
    const { text } = await open(ana, '?saved').expect(200)
    expect(text).toContain('Saved.')
    expect(ticked(text)).toEqual(['PL-1', 'MS-1'])
    expect(text).not.toContain('agenda.ics?session=')
    // The address of somebody else's choice changes nothing of theirs.
    expect(ticked((await open(ana, '?session=PL-3')).text)).toEqual(['PL-1', 'MS-1'])
    await save(['PL-3'])
    expect(ticked((await open(ana)).text)).toEqual(['PL-3'])
    await save([])
    expect(ticked((await open(ana)).text)).toEqual([])
  })

  test('what they may not see any more stays followed while they choose others', async () => {
    const ana = await house.attendee('member-state')
    const ben = await house.attendee()
    await house.http
      .post(mine)
      .set('cookie', ana.cookie)
      .type('form')
      .send({ session: ['MS-1'] })
      .expect(303)
    const [{ id }] = (await house
      .get(Database)
      .query<{ id: string }>(`SELECT id FROM session WHERE code = 'MS-1' AND meeting_id = $1`, [house.meeting.id])) as [
      { id: string },
    ]
    await house
      .get(Database)
      .query('INSERT INTO follow (person_id, meeting_id, session_id, since) VALUES ($1, $2, $3, now())', [
        ben.person,
        house.meeting.id,
        id,
      ])
    await house.http
      .post(mine)
      .set('cookie', ben.cookie)
      .type('form')
      .send({ session: ['PL-1'] })
      .expect(303)
    expect(ticked((await open(ben)).text)).toEqual(['PL-1'])
    expect(await house.get(Follows).of(house.meeting.id, ben.person)).toContain(id)
  })
})
