import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import type { EmailAddress } from '../../src/kernel/email-address.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { Invitations } from '../../src/people/invitations.service.ts'
import { Audit } from '../../src/platform/audit/audit.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant } from './people.ts'
import { Visitor } from './visitor.ts'

// An organiser lays down a meeting from nothing: what it is, its days, its rooms; and changes it as far as others allow.

let app: TestApp
let organiser: Organiser
let anybody: Visitor
const DESK = '/en/desk/forum-2027'

beforeAll(async () => {
  app = await startApp({ now: '2026-12-01T09:00:00Z' })
  organiser = await new Organiser(app).acceptsInvitation()
  anybody = new Visitor(app)
}, 120_000)

const fillsIn = (visitor: Visitor): Visitor => {
  for (const [name, text] of [
    ['firstDay', '2027-03-02'],
    ['lastDay', '2027-03-03'],
    ['title[en]', 'Forum on Mobility'],
    ['title[fr]', 'Forum sur la mobilité'],
    ['shortTitle[en]', 'Forum'],
    ['slug', 'forum-2027'],
    ['summary[en]', 'States meet.'],
    ['organizer[en]', 'The Network'],
    ['city[en]', 'Nairobi'],
    ['country', 'KEN'],
    ['timeZone', 'Africa/Nairobi'],
    ['venue[name][en]', 'UNON'],
    ['venue[address][en]', 'Gigiri'],
    ['contact[name][en]', 'Secretariat'],
    ['contact[email]', 'forum@example.org'],
  ] as const)
    visitor.fills(name, text)
  return visitor
}

test('a new meeting says all that is missing at once, and keeps what was typed', async () => {
  await organiser.opens('/en/desk')
  await organiser.opens('/en/desk/new')
  await organiser.fills('title[en]', 'Forum on Mobility').fills('slug', 'desk').presses('Create the meeting')
  expect(organiser.status).toBe(422)
  expect(organiser.errors.join()).toContain('used by the service itself')
  expect(organiser.errors.join()).toContain('Choose a time zone')
  expect(organiser.errors.join()).toContain('Give the first day')
  expect(organiser.source).toContain('Forum on Mobility')

  await fillsIn(organiser).presses('Create the meeting')
  expect(organiser.path).toBe(`${DESK}/settings/meeting?saved=new`)
  const meeting = await app.get(Meetings).named('forum-2027')
  expect(meeting.days.map(({ date }) => date.toString())).toEqual(['2027-03-02', '2027-03-03'])
})

test('the same form sent again finds its address taken', async () => {
  await organiser.opens('/en/desk/new')
  await fillsIn(organiser).presses('Create the meeting')
  expect(organiser.status).toBe(422)
  expect(organiser.errors).toEqual(['Choose another address: another meeting has it'])
})

test('nobody but its desk sees it, by any address, before it is announced', async () => {
  const addresses = [
    ...['/en/forum-2027', '/fr/forum-2027/agenda', '/en/forum-2027/agenda.ics', '/en/forum-2027/register'],
    ...['/api/v1/meetings/forum-2027', '/api/v1/meetings/forum-2027/agenda', '/forum-2027', '/en/forum-2027/privacy'],
  ]
  for (const address of addresses) expect([address, (await anybody.opens(address)).status]).toEqual([address, 404])
  expect((await anybody.opens('/en')).text).not.toContain('Forum')
  expect((await anybody.fetches('/api/v1/meetings')).text).not.toContain('forum-2027')
  expect((await anybody.opens('/en/sign-in?next=/en/forum-2027/register')).text).not.toContain('Forum')

  await organiser.opens(`${DESK}/settings/meeting`)
  expect(organiser.text).toContain('Registration opens on 1 January 2027')
  await organiser.presses('Announce the meeting')
  expect(organiser.text).toContain('Everybody can find the meeting now')
  expect((await anybody.opens('/en')).text).toContain('Forum on Mobility')
  await organiser.presses('Hide it again')
  expect((await anybody.opens('/en/forum-2027')).status).toBe(404)
  await organiser.opens(`${DESK}/settings/meeting`)
  await organiser.presses('Announce the meeting')
})

test('two organisers at once: the second sees what changed, keeps what was typed, and chooses', async () => {
  const second = await new Organiser(app).acceptsInvitation('second@example.org')
  await second.opens(`${DESK}/settings/meeting`)
  await organiser.opens(`${DESK}/settings/meeting`)
  await organiser.fills('city[en]', 'Mombasa').presses('Save')
  await second.fills('summary[en]', 'States meet again.').presses('Save')
  expect(second.status).toBe(409)
  expect(second.text).toContain('Someone else changed this meeting meanwhile:City')
  expect(second.source).toContain('States meet again.')
  await second.fills('city[en]', 'Mombasa').presses('Save')
  expect(second.status).toBe(200)
  expect(await app.get(Meetings).named('forum-2027')).toMatchObject({
    city: { en: 'Mombasa' },
    summary: { en: 'States meet again.' },
  })
})

test('an announced meeting keeps its address; one whose agenda is published keeps its zone and dates, too', async () => {
  await organiser.opens(`${DESK}/settings/meeting`)
  await organiser.fills('slug', 'forum').presses('Save')
  expect(organiser.errors.join()).toContain('Keep the address')

  await loadSample(app, 'meeting')
  await organiser.opens('/en/desk/unnm-2022/settings/meeting')
  await organiser.fills('timeZone', 'Africa/Nairobi').presses('Save')
  expect(organiser.errors.join()).toContain('Keep the time zone')
  await organiser.opens('/en/desk/unnm-2022/settings/days')
  expect(organiser.text).toContain('The agenda is published and in people')
})

test('days are added, named, given to some, moved together and taken away', async () => {
  await organiser.opens(`${DESK}/settings/days`)
  await organiser.fills('date', '2027-03-01').presses('Add the day')
  expect(organiser.text).toMatch(/Monday 1 March 2027.*Tuesday 2 March 2027.*Wednesday 3 March 2027/)
  await organiser.opens(`${DESK}/settings/days/2027-03-02`)
  await organiser.fills('title[en]', 'Opening').takes('openTo', 'some').presses('Save')
  expect(organiser.errors).toEqual(['Choose at least one constituency'])
  await organiser.answers('Which constituencies', 'Member States').presses('Save')
  expect(organiser.text).toContain('Opening. Open to Member States.')

  await organiser.fills('firstDay', '2027-04-05').presses('Move the whole meeting')
  const moved = await app.get(Meetings).named('forum-2027')
  expect(moved.days.map(({ date, number }) => `${number} ${date}`)).toEqual([
    '1 2027-04-05',
    '2 2027-04-06',
    '3 2027-04-07',
  ])
  expect(moved.registration.opens).toBe('2027-02-05T06:00:00Z')
  await organiser.opens(`${DESK}/settings/days/2027-04-07/remove`)
  await organiser.presses('Remove the day')
  expect(organiser.text).not.toContain('7 April')
  await organiser.opens('/en/desk/unnm-2022/settings/days/2022-10-18/remove')
  expect(organiser.text).toContain('sessions are on this day')
})

test('rooms are added, put in order, changed, and removed only when nothing is in them', async () => {
  for (const [name, seats] of [
    ['Room XX', '300'],
    ['Room XXI', ''],
  ] as const) {
    await organiser.opens(`${DESK}/settings/rooms/new`)
    await organiser.fills('name[en]', name).fills('capacity', seats).presses('Save')
  }
  const order = async (): Promise<string[]> =>
    (await app.get(Meetings).named('forum-2027')).rooms.map(({ key, capacity }) => `${key} ${capacity}`)
  expect(await order()).toEqual(['xx 300', 'xxi null'])
  await organiser.presses('Down')
  expect(await order()).toEqual(['xxi null', 'xx 300'])
  await organiser.opens(`${DESK}/settings/rooms/xx`)
  await organiser.fills('capacity', 'many').presses('Save')
  expect(organiser.errors).toEqual(['Give a whole number'])
  await organiser.fills('capacity', '250').presses('Save')
  expect(await order()).toEqual(['xxi null', 'xx 250'])
  await organiser.opens(`${DESK}/settings/rooms/xx/remove`)
  await organiser.presses('Remove the room')
  expect(await order()).toEqual(['xxi null'])
  const { rooms } = await app.get(Meetings).named('unnm-2022')
  await organiser.opens(`/en/desk/unnm-2022/settings/rooms/${rooms[0]!.key}/remove`)
  expect(organiser.text).toMatch(/sessions? (is|are) in this room/)
})

test('a meeting like an earlier one is looked at first, then made, on other days and without people', async () => {
  await organiser.opens('/en/desk/new/copy')
  await organiser.presses('Continue')
  expect(organiser.errors).toEqual(['Choose a meeting'])
  await organiser.fills('from', 'unnm-2022').presses('Continue')
  await organiser.fills('slug', 'unnm-2022').fills('firstDay', '2027-10-19').presses('Look at the copy first')
  expect(organiser.errors).toEqual(['Choose another address: another meeting has it'])
  await organiser
    .fills('slug', 'unnm-2027')
    .fills('title[en]', 'Ninth Annual Meeting')
    .presses('Look at the copy first')
  expect(organiser.text).toMatch(/Tuesday 19 October 2027Like Tuesday 18 October 2022: \d+ sessions/)
  expect(await app.get(Meetings).bySlug('unnm-2027')).toBeUndefined()
  await organiser.presses('Create the meeting')
  expect(organiser.path).toBe('/en/desk/unnm-2027/settings/meeting?saved=new')
  const copy = await app.get(Meetings).named('unnm-2027')
  expect(copy).toMatchObject({ announced: false, releaseVersion: 0, title: { en: 'Ninth Annual Meeting' } })
  expect(copy.rooms.length).toBeGreaterThan(3)
  expect((await organiser.opens('/en/desk/unnm-2027/agenda')).text).toContain('not published')
})

test('a file is looked at, all that is wrong is said by its place, and a good one becomes a hidden meeting', async () => {
  const file = await readFile(new URL('../../samples/meeting-briefing.json', import.meta.url), 'utf8')
  const broken = file.replace('"Europe/Zurich"', '"Geneva"').replace(/"code": "[^"]+"/, '"code": "a b"')
  await organiser.opens('/en/desk/new/file')
  await organiser.presses('Look at the file')
  expect(organiser.errors).toEqual(['Choose a file'])
  await organiser.uploads('file', 'a.json', Buffer.from(broken)).presses('Look at the file')
  expect(organiser.status).toBe(422)
  // The two papers of that session are then papers of none, which everybody could read.
  expect(organiser.text).toContain('4 problems')
  expect(organiser.text).toContain('/meeting/timeZoneGive an IANA time zone such as Europe/Zurich')
  await organiser.uploads('file', 'a.json', Buffer.from('{')).presses('Look at the file')
  expect(organiser.text).toContain('This is no JSON')
  await organiser.uploads('file', 'a.json', Buffer.from('['.repeat(90_000))).presses('Look at the file')
  expect(organiser.text).toContain('This is no JSON')
  const nameless = { sessions: [{ ...JSON.parse(file).sessions[0], people: [{ role: 'chair', name: null }] }] }
  await organiser
    .uploads('file', 'a.json', Buffer.from(JSON.stringify({ ...JSON.parse(file), ...nameless })))
    .presses('Look at the file')
  expect(organiser.text).toContain('/sessions/0/people/0/nameGive words in at least one of en, fr and es')
  const untitled = { sessions: [{ ...JSON.parse(file).sessions[0], title: { fr: 'Ouverture' }, materials: [] }] }
  await organiser
    .uploads(
      'file',
      'a.json',
      Buffer.from(JSON.stringify({ ...JSON.parse(file), ...untitled, materials: [], releases: [] })),
    )
    .presses('Look at the file')
  await organiser.fills('slug', 'untitled-2027').presses('Create the meeting')
  expect(organiser.status).toBe(422)
  expect(organiser.text).toContain('/sessions/0/title/en')
  await organiser.uploads('file', 'a.json', Buffer.from(file)).presses('Look at the file')
  await organiser.fills('slug', 'unnm-2022').presses('Create the meeting')
  expect(organiser.errors).toEqual(['Choose another address: another meeting has it'])
  await organiser.fills('slug', 'briefing-2027').presses('Create the meeting')
  expect(organiser.path).toContain('/desk/briefing-2027/settings/meeting')
  expect((await anybody.opens('/en/briefing-2027')).status).toBe(404)
})

test('all of it is in the audit, with who did it', async () => {
  const meeting = await app.get(Meetings).named('forum-2027')
  const entries = await app.get(Audit).inMeeting(meeting.id, { limit: 1000 })
  expect(entries.every(({ actor }) => actor !== undefined)).toBe(true)
  expect(new Set(entries.map(({ action }) => action))).toEqual(
    new Set([
      ...['meeting.created', 'meeting.announced', 'meeting.hidden', 'meeting.changed', 'meeting.dates-moved'],
      ...['meeting.day-added', 'meeting.day-changed', 'meeting.day-removed'],
      ...['room.added', 'room.changed', 'room.moved', 'room.removed'],
    ]),
  )
})

test('who organises one meeting only lays down no other', async () => {
  const meeting = await app.get(Meetings).named('forum-2027')
  const email = 'one@example.org' as EmailAddress
  const link = await app.get(Invitations).create({ role: 'organiser', meeting: meeting.id, email })
  const one = new Visitor(app)
  await one.opens(new URL(link).pathname)
  await one.presses('')
  expect((await one.opens(`${DESK}/settings/meeting`)).status).toBe(200)
  expect((await one.opens('/en/desk/new')).status).toBe(404)
  const participant = new Participant(app, 'ana@example.org')
  expect((await participant.opens('/en/desk/new')).path).toContain('/desk/sign-in')
})
