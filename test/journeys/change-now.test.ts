import { beforeAll, expect, test } from 'vitest'
import { Releases } from '../../src/agenda/releases.service.ts'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { anOrganiser, letters } from './desk.ts'
import { loadSample } from './people.ts'
import type { Visitor } from './visitor.ts'

// On the morning of the meeting a room is lost: one form on a phone, and those affected know.

let app: TestApp
let meeting: Meeting
let desk: string
let organiser: Visitor

beforeAll(async () => {
  app = await startApp({ now: '2022-10-18T06:00:00Z' })
  meeting = await loadSample(app, 'meeting')
  desk = `/en/desk/${meeting.slug}`
  organiser = await anOrganiser(app, 'organiser@example.org')
  for (const [address, code] of Object.entries({ 'sol@example.org': 'PA-1B', 'mar@example.org': 'PA-1C' })) {
    const { id } = await app.get(WorkingCopy).byCode(meeting.id, code)
    await app.database.transaction(async (tx) => {
      const person = await app.get(People).ensure(tx, emailFrom(address)!, 'es')
      await app.database.query(
        'INSERT INTO follow (person_id, meeting_id, session_id, since) VALUES ($1, $2, $3, now())',
        [person, meeting.id, id],
        tx,
      )
    })
  }
})

const inForce = async (code: string) =>
  (await app.get(Releases).current(meeting.id))!.content.sessions.find((session) => session.code === code)!

test('what is missing or impossible is said where it is, and nothing typed is lost', async () => {
  await organiser.opens(`${desk}/now`)
  await organiser.presses('See who is affected')
  expect(organiser.status).toBe(422)
  await organiser.opens(`${desk}/now`)
  organiser.fills('session', 'PA-1B').takes('what', 'time').fills('day', '2022-10-18').fills('start', '15:00')
  await organiser.presses('See who is affected')
  expect(organiser.status).toBe(422)
  expect(organiser.valueOf('start')).toBe('15:00')
  organiser.fills('end', '15:00')
  await organiser.presses('See who is affected')
  expect(organiser.errors.join()).toContain('after the start')
})

test('a session moves, alone, and who follows it is told at once in their language', async () => {
  const before = await inForce('PA-1B')
  const room = meeting.rooms.find(({ id, onlineOnly, capacity }) => id !== before.room && !onlineOnly && capacity)!
  await organiser.opens(`${desk}/now?session=PA-1B`)
  organiser.takes('what', 'time').fills('day', '2022-10-19').fills('start', '18:30').fills('end', '19:30')
  await organiser.presses('See who is affected')
  expect(organiser.status).toBe(200)
  expect(organiser.text).toContain('Published at once as Corr.1')
  expect(organiser.text).toContain('Told by mail1')
  expect(organiser.valueOf('note[fr]')).toContain('nouvel horaire, 19 octobre')
  await organiser.fills('note[en]', 'Because of a leak in the roof.').presses('Publish now')
  expect(organiser.text).toContain('Published. Pages and calendars show it')
  expect(await inForce('PA-1B')).toMatchObject({ day: '2022-10-19', start: '18:30', end: '19:30', room: before.room })
  const mail = await app.mailbox.waitForSubject('sol@example.org', 'Trasladada')
  expect(mail.text?.replaceAll('\u00a0', ' ')).toContain('de las 18.30 a las 19.30 horas')
  expect(room).toBeDefined()
})

test('who pressed twice, or comes with a page of before, publishes nothing again', async () => {
  await organiser.opens(`${desk}/now?session=PA-1B`)
  await organiser.takes('what', 'cancel').presses('See who is affected')
  const second = await anOrganiser(app, 'second@example.org')
  await second.opens(`${desk}/now?session=PA-1B`)
  await second.takes('what', 'cancel').presses('See who is affected')
  await organiser.presses('Publish now')
  await second.presses('Publish now')
  expect(second.status).not.toBe(200)
  expect((await app.get(Releases).all(meeting.id)).map(({ label }) => label)).toEqual([
    'Draft',
    'Rev.1',
    'Final',
    'Corr.1',
    'Corr.2',
  ])
  expect((await inForce('PA-1B')).status).toBe('cancelled')
})

test('before it is published, the message stands there as somebody made up would get it; looking sends nothing', async () => {
  const mails = () => app.database.query<{ count: string }>('SELECT count(*) FROM mail')
  const before = await mails()
  await organiser.opens(`${desk}/now?session=PA-1C`)
  organiser.takes('what', 'time').fills('day', '2022-10-19').fills('start', '18:30').fills('end', '19:30')
  await organiser.presses('See who is affected')
  await organiser.fills('note[es]', 'Por una fuga de agua.').presses('Show it with this note')
  const shown = letters(organiser)
  expect(shown.map(({ language }) => language)).toEqual(['en', 'fr', 'es'])
  expect(organiser.text).toContain('To somebody registered')
  expect(organiser.text).not.toContain('mar@example.org')
  expect(await mails()).toEqual(before)

  // What is sent is what was shown, but for the address that stops it.
  await organiser.presses('Publish now')
  const sent = await app.mailbox.waitForSubject('mar@example.org', 'Trasladada')
  const spanish = shown.find(({ language }) => language === 'es')!
  expect(sent.subject).toBe(spanish.subject)
  expect(sent.text?.trimEnd().replace(/(me\/mail\/)\S+/, '$1…')).toBe(spanish.text)
  expect(spanish.text).toContain('Por una fuga de agua.')
})
