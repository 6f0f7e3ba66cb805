import { beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { KeptForms } from '../../src/registration/form/kept-forms.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, newestCode, Participant } from './people.ts'

let app: TestApp
let meeting: Meeting
beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting')
})

const KEPT = 'You had been signed out. What you typed is here as you left it, and not saved yet.'

/** All sign-ins end: hours went by, or the browser was cleared elsewhere. */
const signInsEnd = () => app.database.query('DELETE FROM sign_in')

const kept = () => app.database.query<{ person_id: string }>('SELECT person_id FROM kept_form')

/** Signs in again from the page on which somebody was sent there. */
const signsInAgain = async (who: Participant, address = who.address): Promise<void> => {
  expect(who.path).toContain('/sign-in?next=')
  const before = app.mailbox.to(address).length
  await who.fills('email', address).presses(who.t('people:signIn.send'))
  await who.fills('code', await newestCode(app, address, before + 1)).presses(who.t('people:code.continue'))
}

test('a step that is sent after the sign-in has ended opens again with what was typed, and says so', async () => {
  const ana = await new Participant(app, 'ana@example.org').signsIn(meeting.slug)
  ana.fills('names[givenNames]', 'Ana').fills('names[familyName]', 'Kept')
  await signInsEnd()
  await ana.presses('Save and continue')
  const note = 'What you typed is kept for an hour'
  expect(ana.text).toContain(note)
  // It stands there whatever becomes of the address that is given.
  await ana.fills('email', 'ana at example.org').presses('Send me')
  expect([ana.status, ana.text]).toEqual([422, expect.stringContaining(note)])
  await ana.follows('Français')
  expect(ana.text).toContain('Ce que vous avez saisi est conservé')
  await ana.follows('English')
  await ana.fills('email', 'anna@example.org').presses('Send me')
  await ana.follows('Another address')
  expect(ana.text).toContain(note)
  await signsInAgain(ana)
  expect(ana.path).toBe(`/en/${meeting.slug}/register/you`)
  expect(ana.text).toContain(KEPT)
  expect(ana.errors).toEqual([])
  expect(ana.has('input[name="names[familyName]"][value="Kept"]')).toBe(true)
  await ana.presses('Save and continue')
  expect(ana.path).toBe(`/en/${meeting.slug}/register/representing`)
  expect(await kept()).toEqual([])

  ana.takes('claim[constituency]', 'civil-society').fills('claim[organization]', 'A network')
  await signInsEnd()
  await ana.presses('Save and continue')
  await signsInAgain(ana)
  expect(ana.has('input[value="civil-society"][checked]')).toBe(true)
  await ana.presses('Save and continue')
  ana.takes('days[0][mode]', 'online').takes('days[1][mode]', 'none')
  await signInsEnd()
  await ana.presses('Save and continue')
  await signsInAgain(ana)
  expect(ana.text).toContain(KEPT)
  expect(ana.has('input[name="days[0][mode]"][value="online"][checked]')).toBe(true)
  await ana.presses('Save and continue')
  ana.takes('answers[spoken-language]', 'fr').fills('answers[accessibility]', 'Captions')
  await signInsEnd()
  await ana.presses('Save and continue')
  await signsInAgain(ana)
  expect(ana.text).toContain('Choose files again.')
  expect(ana.source.includes('>Captions</textarea>')).toBe(true)
  await ana.presses('Save and continue')
  ana.ticks('consents[data]')
  await signInsEnd()
  await ana.presses('Send')
  await signsInAgain(ana)
  expect(ana.text).toContain(KEPT)
  await ana.presses('Send')
  expect(ana.headline).toBe('We have your request')
})

test('so does a change of what was sent', async () => {
  const ana = await new Participant(app, 'ana@example.org').signsIn(meeting.slug)
  await ana.opens(`/en/${meeting.slug}/register/needs`)
  ana.fills('answers[accessibility]', 'Sign language')
  await signInsEnd()
  await ana.presses('Save')
  await signsInAgain(ana)
  expect(ana.text).toContain('What you typed is here as you left it')
  expect(ana.source.includes('>Sign language</textarea>')).toBe(true)
  await ana.presses('Save')
  expect(ana.text).toContain('Sign language')
  expect(await kept()).toEqual([])
})

test('it is shown to nobody else, and in no other browser', async () => {
  const ben = await new Participant(app, 'ben@example.org').signsIn(meeting.slug)
  ben.fills('names[givenNames]', 'Benvolio')
  await signInsEnd()
  await ben.presses('Save and continue')
  expect(await kept()).toHaveLength(1)
  // Somebody else at the same computer.
  await signsInAgain(ben, 'eva@example.org')
  expect([ben.path, ben.text.includes(KEPT), ben.source.includes('Benvolio')]).toEqual([
    `/en/${meeting.slug}/register/you`,
    false,
    false,
  ])
  const elsewhere = await new Participant(app, 'ben@example.org').signsIn(meeting.slug)
  expect([elsewhere.path, elsewhere.text.includes(KEPT)]).toEqual([`/en/${meeting.slug}/register/you`, false])
})

test('after an hour it is gone', async () => {
  const eva = await new Participant(app, 'late@example.org').signsIn(meeting.slug)
  eva.fills('names[givenNames]', 'Eva')
  await signInsEnd()
  await eva.presses('Save and continue')
  const [job] = await app.database.query<{ minutes: number }>(
    `SELECT extract(epoch FROM start_after - $1::timestamptz)::int / 60 AS minutes FROM pgboss.job
      WHERE name = 'registration.forget-forms' ORDER BY created_on DESC LIMIT 1`,
    [app.clock.now().toString()],
  )
  expect(job?.minutes).toBe(60)
  app.clock.advance({ minutes: 60 })
  await signsInAgain(eva)
  expect([eva.path, eva.text.includes(KEPT)]).toEqual([`/en/${meeting.slug}/register/you`, false])
  await app.get(KeptForms).forget()
  expect(await kept()).toEqual([])
})

test('a form that does not say whose it is, or is too long, is not kept', async () => {
  const forms = app.get(KeptForms)
  const at = { meeting: meeting.id, step: 'you' as const }
  const names = { givenNames: 'Mallory' }
  const { person_id: person } = (await app.database.query<{ person_id: string }>('SELECT person_id FROM identity'))[0]!
  expect(await forms.keep(at, { names })).toBeUndefined()
  expect(await forms.keep(at, { names, whose: person })).toBeUndefined()
  const whose = forms.whose(person as Parameters<KeptForms['whose']>[0])
  expect(await forms.keep(at, { whose, jobTitle: 'x'.repeat(100_001) })).toBeUndefined()
  expect(await kept()).toEqual([])
  expect(await forms.keep(at, { whose, names })).toBeDefined()
})
