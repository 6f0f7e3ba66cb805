import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { PlannedReleases } from '../../src/agenda/planned-releases.service.ts'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import { Releases } from '../../src/agenda/releases.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import type { SessionChanges } from '../../src/agenda/session.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { anOrganiser, letters } from './desk.ts'
import { loadSample } from './people.ts'
import type { Visitor } from './visitor.ts'

// An organiser publishes: looks at what changes for whom, chooses, says it in three languages, now or at a set time.

let app: TestApp
let meeting: Meeting
let desk: string
let organiser: Visitor

beforeAll(async () => {
  app = await startApp({ now: '2022-10-15T09:00:00Z' })
  meeting = await loadSample(app, 'meeting')
  desk = `/en/desk/${meeting.slug}`
  organiser = await anOrganiser(app, 'organiser@example.org')
})

const PAST = ['Draft', 'Rev.1', 'Final']
const time = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text)

const edits = async (code: string, changes: SessionChanges): Promise<void> => {
  const copy = app.get(WorkingCopy)
  const { id, version } = await copy.byCode(meeting.id, code)
  const by = await app.database.transaction((tx) => app.get(People).ensure(tx, emailFrom('editor@example.org')!, 'en'))
  await copy.edit(meeting.id, id, version, changes, by)
}
const labels = async (): Promise<string[]> => (await app.get(Releases).all(meeting.id)).map(({ label }) => label)
const follower = async (address: string, code: string): Promise<void> => {
  const { id } = await app.get(WorkingCopy).byCode(meeting.id, code)
  await app.database.transaction(async (tx) => {
    const person = await app.get(People).ensure(tx, emailFrom(address)!, 'fr')
    await app.database.query(
      'INSERT INTO follow (person_id, meeting_id, session_id, since) VALUES ($1, $2, $3, now())',
      [person, meeting.id, id],
      tx,
    )
  })
}

test('who unticks a session is shown numbers and note anew before anything is published', async () => {
  const { sessions } = (await app.get(Publishing).review(meeting.id)).content
  const [one, two] = sessions.filter(({ kind, access }) => kind === 'panel' && access.show === 'programme')
  await edits(one!.code, { title: { en: 'A panel with a new title', fr: 'Un autre titre' } })
  await edits(two!.code, { start: time('15:10') })
  await follower('luc@example.org', two!.code)
  await organiser.opens(`${desk}/publish`)
  expect(organiser.headline).toBe('Publish Corr.1')
  expect(organiser.text).toContain('2 of 2 changes')
  expect(organiser.text).toContain('1 person with an affected session: Français 1')
  const note = organiser.valueOf('note[en]')
  expect(note).toContain('“A panel with a new title”')
  expect(note).toContain('15:10')
  organiser.unticks(`pick-${two!.code.toLowerCase()}`)
  await organiser.presses('Publish')
  expect(await labels()).toEqual(PAST)
  expect(organiser.text).toContain('You chose other sessions.')
  expect(organiser.text).toContain('1 of 2 changes')
  expect(organiser.text).toContain('0 people with an affected session')
  expect(organiser.valueOf('note[en]')).not.toContain('15:10')
  expect(organiser.valueOf('note[fr]')).toContain('nouveau titre')
  await organiser.presses('Publish')
  expect(await labels()).toEqual([...PAST, 'Corr.1'])
  expect(organiser.headline).toBe('Publish Corr.2')
  expect(organiser.text).toContain('1 of 1 changes')
})

test('a note that names a closed session is refused where it does, with all that was typed', async () => {
  const closed = (await app.get(Publishing).review(meeting.id)).content.sessions.find(
    ({ access }) => access.show === 'closed',
  )!
  await organiser.opens(`${desk}/publish`)
  organiser.fills('note[es]', `También ${closed.code}.`)
  await organiser.presses('Publish')
  expect(organiser.status).toBe(422)
  expect(organiser.errors.join()).toContain(`Take out what names ${closed.code}`)
  expect(organiser.valueOf('note[es]')).toBe(`También ${closed.code}.`)
  expect(await labels()).toEqual([...PAST, 'Corr.1'])
})

test('what is planned can be seen and called off, and is published at its time', async () => {
  const plans = async (): Promise<void> => {
    await organiser.opens(`${desk}/publish`)
    organiser.takes('when', 'at').fills('on', '2022-10-15').fills('at', '20:00')
    await organiser.presses('Publish')
  }
  await organiser.opens(`${desk}/publish`)
  organiser.takes('when', 'at').fills('on', '2022-10-14').fills('at', '09:00')
  await organiser.presses('Publish')
  expect(organiser.errors.join()).toContain('still to come')
  await plans()
  expect(organiser.text).toContain('Corr.2 is planned for 15 October 2022 at 20:00.')
  await organiser.presses('Call it off')
  expect(organiser.text).not.toContain('is planned for')
  await plans()
  app.clock.set('2022-10-15T18:00:00Z')
  await app.get(PlannedReleases).sweep()
  expect(await labels()).toEqual([...PAST, 'Corr.1', 'Corr.2'])
  await organiser.opens(`${desk}/publish`)
  expect(organiser.headline).toBe('Everything is published')
})

test('people who are still to be told are on the page, with the way to tell them now', async () => {
  for (let tries = 0; tries < 200 && !organiser.text.includes('are told on'); tries++, await wait(50))
    await organiser.opens(`${desk}/publish`)
  await organiser.presses('Tell them now')
  const mail = await app.mailbox.waitForSubject('luc@example.org', 'Déplacée')
  expect(mail.text).toContain('15')
})

test('the messages stand there under the label and with the note that were chosen, the first of them open', async () => {
  const { sessions } = (await app.get(Publishing).review(meeting.id)).content
  const [one, two] = sessions.filter(({ kind, access }) => kind === 'panel' && access.show === 'programme')
  const { roomId: room } = await app.get(WorkingCopy).byCode(meeting.id, one!.code)
  const { start } = await app.get(WorkingCopy).byCode(meeting.id, two!.code)
  await edits(one!.code, { room: null })
  await edits(two!.code, { start: start!.add({ minutes: 5 }) })
  const underRev2 = () => letters(organiser).map(({ text }) => text.includes('Rev.2'))
  await organiser.opens(`${desk}/publish`)
  expect(underRev2()).toEqual(Array(6).fill(false))
  organiser.takes('label', 'Rev.2').fills('note[fr]', 'La salle ouvre plus tard.')
  await organiser.presses('Show it with this note')
  expect(underRev2()).toEqual(Array(6).fill(true))
  const french = letters(organiser).filter(({ language }) => language === 'fr')
  for (const { text } of french) expect(text).toContain('La salle ouvre plus tard.')
  expect(organiser.source.match(/<details open><summary lang/g)).toHaveLength(1)
  await edits(one!.code, { room })
  await edits(two!.code, { start })
})

test('releases are compared, an old one is put back as edits, and one published by mistake is withdrawn', async () => {
  const current = async () => (await app.get(Releases).current(meeting.id))!
  const mistake = await current()
  const draft = (await app.get(Releases).all(meeting.id))[0]!
  await organiser.opens(`${desk}/releases/compare?from=${draft.id}&to=${mistake.id}`)
  expect(organiser.headline).toBe('Draft compared with Corr.2')
  expect(organiser.text).toContain('A panel with a new title')
  await organiser.opens(`${desk}/releases/${mistake.id}/withdraw`)
  await organiser.takes('tell', 'no').presses('Withdraw it')
  expect((await current()).label).toBe('Corr.1')
  expect(organiser.text).toContain('Withdrawn on')
  await organiser.opens(`${desk}/releases/${draft.id}/put-back`)
  expect(organiser.text).toContain('MS-1')
  await organiser.presses('Put it back')
  await organiser.opens(`${desk}/releases/compare?from=${draft.id}&to=working-copy`)
  // What was published since was announced, and so is cancelled; everything else is as it was.
  const { content } = await app.get(Publishing).review(meeting.id)
  const was = (await app.get(Releases).byId(meeting.id, draft.id))!.content
  const back = content.sessions.filter(({ id }) => was.sessions.some((session) => session.id === id))
  expect(back.map(({ title, startsAt, room }) => ({ title, startsAt, room }))).toEqual(
    was.sessions.map(({ title, startsAt, room }) => ({ title, startsAt, room })),
  )
  expect(content.sessions.find(({ code }) => code === 'MS-1')?.status).toBe('cancelled')
  expect((await current()).label).toBe('Corr.1')
})

test('the same agenda goes out under another label, and it is said where it can be read', async () => {
  await organiser.opens(`${desk}/publish`)
  await organiser.presses('Publish')
  const before = await labels()
  expect(organiser.headline).toBe('Everything is published')
  await organiser.follows('Publish it under another label')
  await organiser.takes('label', 'Rev.2').fills('note[en]', '').presses('Publish')
  expect(organiser.errors).toHaveLength(1)
  await organiser.fills('note[en]', 'Adopted as it stands.').presses('Publish')
  expect(await labels()).toEqual([...before, 'Rev.2'])
  expect(organiser.text).toContain('Rev.2 is published: everybody sees it now.')
  expect(organiser.text).toContain(`/${meeting.slug}/rev.2`)
  await organiser.follows('Read it as the public does')
  expect(organiser.text).toContain('Rev.2')
})
