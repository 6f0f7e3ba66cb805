import { setTimeout as wait } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { DAY_1 } from '../../test/builders/agenda.ts'
import { CalendarHouse, type Attendee } from '../../test/builders/calendar-house.ts'
import { Publishing } from '../agenda/publishing.service.ts'
import { Groups } from '../agenda/groups.service.ts'
import { Follows } from '../calendar/follows.service.ts'
import { Gate } from '../access/gate.service.ts'
import { Rounds } from './rounds.service.ts'
import { Telling } from './telling.service.ts'

// Who is told of a release, when, and of what: in the whole application, with a real mail server.

let house: CalendarHouse

const NOW = '2022-09-27T09:00:00Z'
const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)

beforeEach(async () => {
  house = await CalendarHouse.open(NOW)
  await house.session('PL-1')
  await house.session('PL-2', { at: '14:00', to: '15:00' })
  await house.publish('Draft')
  await heard()
})

/** What is queued about releases is done. */
const heard = async (): Promise<void> => {
  const owed = `SELECT 1 FROM pgboss.job WHERE state IN ('created', 'retry', 'active')
                   AND name IN ('agenda.release-published', 'circulation.tell') LIMIT 1`
  for (let tries = 0; tries < 400; tries++, await wait(25)) if (!(await house.app.database.query(owed)).length) return
  throw new Error('A release is not told of yet.')
}

const follows = async ({ person }: Attendee, code: string): Promise<void> => {
  const gate = house.get(Gate)
  const view = await gate.view(house.meeting, await gate.audience(house.meeting, person), 'en')
  await house.get(Follows).follow(house.meeting.id, person, view!, code)
}

const later = async (minutes: number): Promise<void> => {
  await heard()
  house.app.clock.advance({ minutes })
  await house.get(Telling).sweep()
}

interface Told {
  subject: string
  text: string
}

/** The mails about changes to somebody, oldest first. */
const toldTo = async ({ person, address }: Attendee): Promise<Told[]> => {
  const rows = await house.app.database.query<{ id: string }>(
    `SELECT id FROM mail WHERE person_id = $1 AND cause LIKE 'agenda.changed %'`,
    [person],
  )
  const about = () =>
    house.app.mailbox.to(address).filter((mail) => mail.headers.has('list') || mail.headers.has('list-unsubscribe'))
  for (let tries = 0; tries < 400 && about().length < rows.length; tries++) await wait(25)
  return about().map(({ subject = '', text = '' }) => ({
    subject: subject.replaceAll('\u00a0', ' '),
    text: text.replaceAll('\u00a0', ' '),
  }))
}
const subjects = async (who: Attendee): Promise<string[]> => (await toldTo(who)).map(({ subject }) => subject)

test('those with a session that moved get one mail, in their language, once however often it is tried', async () => {
  const [ana, luc, eve, ida] = [
    await house.attendee(),
    await house.attendee('academia', 'fr'),
    await house.attendee(),
    await house.attendee(),
  ]
  await follows(ana, 'PL-1')
  await follows(luc, 'PL-1')
  await follows(eve, 'PL-2')
  await house.edit('PL-1', { start: time('10:15'), room: house.otherRoom })
  await house.publish('Rev.1', {
    note: { en: 'The interpreters come later.', fr: 'Les interprètes arrivent plus tard.' },
  })
  await heard()
  expect(await toldTo(ana)).toEqual([])
  await later(15)
  const [round] = await house.get(Rounds).of(house.meeting.id)
  await Promise.all([house.get(Telling).tell(round!.id), house.get(Telling).sweep()])
  const [mail, ...more] = await toldTo(ana)
  expect(more).toEqual([])
  expect(mail!.subject).toMatch(/^Moved: Session PL-1/)
  expect(mail!.text).toContain('Now 18 October, 10:15–11:00 (was 10:00–11:00); now in Room 2 (was Room 1).')
  expect(mail!.text).toContain('The interpreters come later.')
  const [french] = await toldTo(luc)
  expect(french!.subject).toMatch(/^Déplacée : Séance PL-1/)
  expect(french!.text).toContain('nouvelle salle, Salle 2 (auparavant Salle 1)')
  // Another session, and none: who chose none takes part in all.
  expect(await subjects(eve)).toEqual([])
  expect(await subjects(ida)).toHaveLength(1)
  expect((await house.get(Rounds).of(house.meeting.id)).map(({ state, told }) => [state, told])).toEqual([['told', 3]])
})

test('releases that follow each other are told of together, and what was moved back is not', async () => {
  const [ana, eve] = [await house.attendee(), await house.attendee()]
  await follows(ana, 'PL-1')
  await follows(eve, 'PL-2')
  await house.edit('PL-1', { room: house.otherRoom })
  await house.publish('Rev.1')
  await later(10)
  await house.edit('PL-1', { room: house.room })
  await house.edit('PL-2', { start: time('14:30') })
  await house.publish('Rev.2')
  await later(10)
  expect([await subjects(ana), await subjects(eve)]).toEqual([[], []])
  await later(5)
  expect(await subjects(ana)).toEqual([])
  expect(await subjects(eve)).toHaveLength(1)
})

test('what changes within 24 hours of the start is told of at once', async () => {
  const ana = await house.attendee()
  await follows(ana, 'PL-1')
  house.app.clock.set('2022-10-17T09:00:00Z')
  await house.cancel('PL-1')
  await house.publish('Rev.1')
  await heard()
  expect((await toldTo(ana))[0]?.subject).toMatch(/^Cancelled: Session PL-1/)
})

test('nobody is told of what the organiser publishes quietly; what comes next is told of from there', async () => {
  const ana = await house.attendee()
  await house.edit('PL-1', { room: house.otherRoom })
  await house.publish('Rev.1', { tell: false })
  await later(60)
  expect(await toldTo(ana)).toEqual([])
  await house.edit('PL-1', { start: time('10:15') })
  await house.publish('Rev.2')
  await later(60)
  const [mail] = await toldTo(ana)
  expect(mail!.text).toContain('Now 18 October, 10:15–11:00 (was 10:00–11:00).')
  expect(mail!.text).not.toContain('was Room 1')
})

test('a quiet release joins what waits: nobody is told what does not hold any more', async () => {
  const ana = await house.attendee()
  await house.edit('PL-1', { room: house.otherRoom })
  await house.publish('Rev.1')
  await heard()
  await house.edit('PL-1', { start: time('10:15') })
  await house.publish('Rev.2', { tell: false })
  await later(15)
  expect((await toldTo(ana))[0]!.text).toContain(
    'Now 18 October, 10:15–11:00 (was 10:00–11:00); now in Room 2 (was Room 1).',
  )
})

test('a release withdrawn before anybody was told leaves nothing to tell; one withdrawn later is told of, if so chosen', async () => {
  const ana = await house.attendee()
  const publishing = house.get(Publishing)
  await house.edit('PL-1', { room: house.otherRoom })
  const first = await house.publish('Rev.1')
  await heard()
  await publishing.withdraw(house.meeting.id, first.id, house.organiser)
  await later(60)
  expect(await toldTo(ana)).toEqual([])
  const second = await house.publish('Rev.2')
  await later(60)
  await publishing.withdraw(house.meeting.id, second.id, house.organiser)
  await later(60)
  const told = await toldTo(ana)
  expect(told.map(({ text }) => /now in Room \d \(was Room \d\)/i.exec(text)?.[0].toLowerCase())).toEqual([
    'now in room 2 (was room 1)',
    'now in room 1 (was room 2)',
  ])
  const third = await house.publish('Rev.3')
  await later(60)
  await publishing.withdraw(house.meeting.id, third.id, house.organiser, { tell: false })
  await later(60)
  expect(await toldTo(ana)).toHaveLength(3)
})

test('who stopped it with one click is not written to, and may change their mind', async () => {
  const [ana, eve] = [await house.attendee(), await house.attendee()]
  await house.edit('PL-1', { room: house.otherRoom })
  await house.publish('Rev.1')
  await later(15)
  await toldTo(ana)
  const lines = house.app.mailbox.to(ana.address).flatMap(({ headerLines }) => headerLines.map(({ line }) => line))
  expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  const url = /<(.*)>/s.exec(lines.find((line) => line.startsWith('List-Unsubscribe:'))!.replace(/\s/g, ''))![1]!
  const { pathname } = new URL(url)
  // Looking at it stops nothing; the mail program's POST does, without cookies or an origin.
  expect((await house.http.get(pathname)).text).toContain('Stop this mail')
  const stop = () => house.http.post(pathname).type('form').send('List-Unsubscribe=One-Click')
  expect((await stop()).status).toBe(200)
  expect((await stop()).status).toBe(200)
  for (const wrong of [pathname.slice(0, -4) + 'AAAA', pathname.replace('/me/mail/', '/me/mail/x')])
    expect((await house.http.post(wrong)).status).toBe(404)
  await house.edit('PL-1', { room: house.room })
  await house.publish('Rev.2')
  await later(15)
  expect([(await toldTo(ana)).length, (await toldTo(eve)).length]).toEqual([1, 2])
  const page = `/en/${house.meeting.slug}/me/mail`
  expect((await house.http.get(page).set('Cookie', ana.cookie)).text).toMatch(/value="none"[^>]*checked/)
  const { origin } = new URL(house.app.url)
  const choose = house.http.post(page).set('Cookie', ana.cookie).set('Origin', origin).type('form')
  expect((await choose.send('changes=mine')).status).toBe(303)
  await house.cancel('PL-1')
  await house.publish('Rev.3')
  await later(15)
  expect(await toldTo(ana)).toHaveLength(2)
})

test('what somebody may not see is not told to them, though they follow it still', async () => {
  const [ana, bea] = [await house.attendee(), await house.attendee()]
  for (const one of [ana, bea]) {
    await follows(one, 'PL-1')
    await follows(one, 'PL-2')
  }
  await house.get(Groups).include(house.meeting.id, 'bureau', bea.person, house.organiser)
  await house.restrict('PL-1', { attend: 'invited', groups: ['bureau'], show: 'closed' })
  await house.publish('Rev.1')
  await later(15)
  // What left by restriction is not mentioned.
  expect([await subjects(ana), await subjects(bea)]).toEqual([[], []])
  await house.edit('PL-1', { room: house.otherRoom, title: { en: 'The secret title' } })
  await house.edit('PL-2', { start: time('14:30') })
  await house.publish('Rev.2', { note: { en: 'A session has moved.' } })
  await later(15)
  const [[toAna], [toBea]] = [await toldTo(ana), await toldTo(bea)]
  expect(toBea!.text).toContain('The secret title')
  expect(`${toAna!.subject} ${toAna!.text}`).not.toMatch(/secret title|PL-1|Room 2/i)
  expect(toAna!.subject).toMatch(/^Moved: Session PL-2/)
})

test('what waits can be told now, or called off; then it is not told of at all', async () => {
  const ana = await house.attendee()
  const rounds = house.get(Rounds)
  await house.edit('PL-1', { room: house.otherRoom })
  await house.publish('Rev.1')
  await heard()
  const [first] = await rounds.of(house.meeting.id)
  await rounds.hasten(house.meeting.id, first!.id, house.organiser)
  await heard()
  expect(await toldTo(ana)).toHaveLength(1)
  await house.edit('PL-1', { room: house.room })
  await house.publish('Rev.2')
  await heard()
  const [second] = await rounds.of(house.meeting.id)
  await rounds.callOff(house.meeting.id, second!.id, house.organiser)
  await later(60)
  expect(await toldTo(ana)).toHaveLength(1)
})

test('a process that ends in the middle of telling leaves off there, and nobody is told twice', async () => {
  const people = await Promise.all(Array.from({ length: 3 }, () => house.attendee()))
  await house.edit('PL-1', { room: house.otherRoom })
  await house.publish('Rev.1')
  await heard()
  const [round] = await house.get(Rounds).of(house.meeting.id)
  house.app.clock.advance({ minutes: 15 })
  // As if it had written to one and then died.
  await house.get(Rounds).take(round!.id)
  const [one] = people.map(({ person }) => person).sort()
  await house.app.database.query('UPDATE circulation_round SET after_person = $2 WHERE id = $1', [round!.id, one])
  await Promise.all([house.get(Telling).sweep(), house.get(Telling).sweep()])
  const told = await Promise.all(people.map(async (each) => (await toldTo(each)).length))
  expect(told.toSorted()).toEqual([0, 1, 1])
  expect((await house.get(Rounds).of(house.meeting.id))[0]).toMatchObject({ state: 'told', told: 2, afterPerson: null })
})

test('a meeting without a quiet period tells at once', async () => {
  const ana = await house.attendee()
  await house.get(Rounds).setQuietMinutes(house.meeting.id, 0, house.organiser)
  await house.edit('PL-1', { day: Temporal.PlainDate.from(DAY_1), start: time('10:15') })
  await house.publish('Rev.1')
  await heard()
  expect(await toldTo(ana)).toHaveLength(1)
})
