import { beforeAll, describe, expect, test } from 'vitest'
import { aMeeting, TUESDAY } from '../../../test/builders/registration.ts'
import { startApp, type TestApp } from '../../../test/harness.ts'
import { newId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { RegistrationSettings } from '../../meetings/registration-settings.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Database } from '../../platform/database/database.ts'
import { Pools, type PoolDefinition } from '../places/pools.service.ts'
import { Registrations } from '../registrations.service.ts'
import { Review } from '../review/review.service.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
})

const open = async (
  pools: PoolDefinition[] = [],
  openTo: string[][] = [],
  registration: Partial<RegistrationSettings> = {},
): Promise<Meeting> => {
  const meeting = aMeeting({
    openTo,
    registration: {
      ...registration,
      questions: registration.questions ?? [
        {
          id: 'badge',
          type: 'yes-no',
          required: true,
          label: { en: 'Do you hold a badge?', fr: 'Avez-vous un badge\u00a0?', es: '¿Tiene un pase?' },
          appliesTo: { mode: ['in-person'] },
        },
      ],
    },
  })
  await app.get(Database).transaction(async (tx) => {
    await app.get(Meetings).create(tx, meeting)
    await app.get(Pools).define(tx, meeting, pools)
  })
  return meeting
}

type Browser = ReturnType<TestApp['browser']>

/** Somebody at their browser, signed in by the code in their mail. */
const signedIn = async (address: string, locale = 'en', next?: string): Promise<Browser> => {
  const browser = app.browser()
  const post = (path: string, form: object) => browser.post(path).set('origin', app.url).type('form').send(form)
  await post(`/${locale}/sign-in`, { email: address, ...(next && { next }) }).expect(303)
  const { subject } = await app.mailbox.waitFor(address)
  const answer = await post(`/${locale}/sign-in/code`, { code: /\d{4} ?\d{4}/.exec(subject ?? '')?.[0] }).expect(303)
  if (next) expect(answer.headers['location']).toBe(next)
  return browser
}

const send = (browser: Browser, path: string, form: object) =>
  browser.post(path).set('origin', app.url).type('form').send(form)

const text = (html: string): string =>
  html
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

const heading = (html: string): string | undefined => /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1]

const fillIn = async (browser: Browser, root: string, days: Record<string, string>, claim: Record<string, string>) => {
  const names = { 'names[givenNames]': 'Ñ.', 'names[familyName]': 'N.', jobTitle: 'Second Secretary' }
  const after = async (step: string, form: object) =>
    (await send(browser, `${root}/register/${step}`, form).expect(303)).headers['location'] as string
  expect(await after('you', names)).toBe(`${root}/register/representing`)
  expect(await after('representing', claim)).toBe(`${root}/register/attendance`)
  expect(await after('attendance', days)).toBe(`${root}/register/needs`)
  expect(await after('needs', { 'answers[badge]': 'yes', language: root.slice(1, 3) })).toBe(`${root}/register/check`)
}

const day = (index: number, date: string, mode: string) => ({
  [`days[${index}][day]`]: date,
  [`days[${index}][mode]`]: mode,
  [`days[${index}][meanwhile]`]: 'yes',
})
const argentina = { 'claim[constituency]': 'member-state', 'claim[state]': 'ARG', 'claim[organization]': '' }
const bothDays = { ...day(0, TUESDAY, 'in-person'), ...day(1, '2022-10-19', 'online') }

const submissionOf = (html: string): string => /name="submissionId" value="([^"]+)"/.exec(html)![1]!

test('a delegate registers in Spanish, and page and mail say the same, the weakest truth first', async () => {
  const meeting = await open([{ day: 1, mode: 'in-person', capacity: 5 }])
  const root = `/es/${meeting.slug}`
  const begin = await app.http.get(`${root}/register`).expect(303)
  expect(begin.headers['location']).toBe(`/es/sign-in?next=${encodeURIComponent(`${root}/register`)}`)
  const address = 'delegada@example.org'
  const browser = await signedIn(address, 'es', `${root}/register`)
  expect((await browser.get(`${root}/register`)).headers['location']).toBe(`${root}/register/you`)
  // No step is reached before those that it depends on.
  expect((await browser.get(`${root}/register/needs`).expect(303)).headers['location']).toBe(`${root}/register/you`)

  await fillIn(browser, root, bothDays, argentina)
  const check = await browser.get(`${root}/register/check`).expect(200)
  expect(text(check.text)).toContain('Argentina')
  expect(text(check.text)).toContain('Second Secretary')
  const form = { submissionId: submissionOf(check.text), 'consents[data]': 'yes' }
  const clicks = await Promise.all([1, 2, 3].map(() => send(browser, `${root}/register/check`, form)))
  expect(clicks.map((click) => [click.status, click.headers['location']])).toEqual(
    clicks.map(() => [303, `${root}/me/sent`]),
  )

  const sent = await browser.get(`${root}/me/sent`).expect(200)
  expect(heading(sent.text)).toBe('Tenemos su solicitud')
  expect(text(sent.text)).toContain('La secretaría comprueba su vínculo con la Argentina')
  expect(text(sent.text)).toContain('Solicitado: presencial. Se le reserva una plaza hasta que se decida.')
  expect(text(sent.text)).not.toContain('Confirmado')
  expect(sent.headers['cache-control']).toBe('private, no-store')

  const mail = await app.mailbox.waitForSubject(address, 'Tenemos su solicitud')
  expect(mail.text).toContain('Martes 18 de octubre: en examen')
  expect(mail.text).toContain('Las horas son las de Ginebra (UTC+2).')
  expect(mail.text).toContain(`${app.url}/es/${meeting.slug}/me`)
  expect(mail.replyTo?.value[0]?.address).toBe('annual-meeting@example.org')

  const person = await app.database.query<{ id: string }>('SELECT id FROM registration WHERE meeting_id = $1', [
    meeting.id,
  ])
  await app.get(Review).verify(meeting, person[0]!.id as never, newId<'Person'>())
  await app.mailbox.waitForSubject(address, 'Su inscripción está hecha')
  expect(heading((await browser.get(`${root}/me`)).text)).toBe('Su inscripción está hecha')
  expect(app.mailbox.to(address)).toHaveLength(3)
})

test('what is wrong is said above and beside the field, with what was typed still there', async () => {
  const meeting = await open()
  const root = `/en/${meeting.slug}`
  const browser = await signedIn('errors@example.org')
  const wrong = await send(browser, `${root}/register/you`, {
    'names[familyName]': '<b>"N."</b>',
    jobTitle: '',
  }).expect(422)
  expect(wrong.text).toContain('<title>Error: ')
  expect(wrong.text).toContain('href="#names-givenNames"')
  expect(wrong.text.match(/Give your given names/g)).toHaveLength(2)
  expect(wrong.text).toContain('value="&lt;b>&quot;N.&quot;&lt;/b>"')
  await send(browser, `${root}/register/you`, { 'names[givenNames]': 'N.' }).expect(303)
  const noState = { ...argentina, 'claim[state]': '' }
  const state = await send(browser, `${root}/register/representing`, noState).expect(422)
  expect(text(state.text)).toContain('Choose the State you represent')
  // A name instead of a code, without accents, in another language, is understood.
  await send(browser, `${root}/register/representing`, { ...argentina, 'claim[state]': 'perou' }).expect(303)
  const attendance = await send(browser, `${root}/register/attendance`, {}).expect(422)
  expect(attendance.text).toContain('href="#days-0-mode"')
  await send(browser, `${root}/register/attendance`, { ...bothDays, 'days[1][mode]': 'swimming' }).expect(422)
  await send(browser, `${root}/register/attendance`, bothDays).expect(303)
  const needs = await send(browser, `${root}/register/needs`, { language: 'en' }).expect(422)
  expect(needs.text).toContain('href="#answers-badge"')
  await send(browser, `${root}/register/needs`, { language: 'en', 'answers[badge]': 'no' }).expect(303)
  const consent = await send(browser, `${root}/register/check`, { submissionId: 'x' }).expect(422)
  expect(consent.text).toContain('href="#consents-data"')
})

test('a full room says so and offers the waiting list with a place online meanwhile; a freed seat is told', async () => {
  const meeting = await open([
    { day: 1, mode: 'in-person', capacity: 1 },
    { day: 1, mode: 'online', capacity: 9 },
  ])
  const root = `/en/${meeting.slug}`
  const days = { ...day(0, TUESDAY, 'in-person'), ...day(1, '2022-10-19', 'none') }
  const register = async (address: string) => {
    const browser = await signedIn(address)
    await fillIn(browser, root, days, argentina)
    await send(browser, `${root}/register/check`, { submissionId: address, 'consents[data]': 'yes' }).expect(303)
    return browser
  }
  const ana = await register('ana@example.org')
  const ben = await signedIn('ben@example.org')
  await send(ben, `${root}/register/you`, { 'names[givenNames]': 'Ben' })
  await send(ben, `${root}/register/representing`, argentina)
  const form = await ben.get(`${root}/register/attendance`).expect(200)
  expect(text(form.text)).toContain('Full: waiting list')
  expect(text(form.text)).toContain('The room is full.')
  expect(text(form.text)).toContain('Keep a place online for me meanwhile')
  await send(ben, `${root}/register/attendance`, days)
  await send(ben, `${root}/register/needs`, { language: 'en', 'answers[badge]': 'no' })
  await send(ben, `${root}/register/check`, { submissionId: 'ben', 'consents[data]': 'yes' }).expect(303)
  const page = text((await ben.get(`${root}/me`)).text)
  expect(page).toContain('We have your request')
  expect(page).toContain('Waiting list, number 1 Asked for: in person. A place online is kept for you meanwhile.')

  const review = app.get(Review)
  const ids = await app.database.query<{ id: never }>(
    'SELECT id FROM registration WHERE meeting_id = $1 ORDER BY submitted_at, id',
    [meeting.id],
  )
  for (const { id } of ids) await review.verify(meeting, id, newId<'Person'>())
  expect(heading((await ben.get(`${root}/me`)).text)).toBe('You are number 1 on the waiting list')

  expect(text((await ana.get(`${root}/me/withdraw`)).text)).toContain('You give back your place on 18 October')
  await send(ana, `${root}/me/withdraw`, {}).expect(303)
  expect(heading((await ana.get(`${root}/me`)).text)).toBe('Your registration is withdrawn')
  expect(heading((await ben.get(`${root}/me`)).text)).toBe('You are registered')
  await app.mailbox.waitForSubject('ben@example.org', 'You are registered')
  // Coming back starts from the former answers.
  expect((await ana.get(`${root}/register`)).headers['location']).toBe(`${root}/register/check`)
})

test('a day that is not for a constituency has its door shut', async () => {
  const meeting = await open([], [['un-entity', 'civil-society'], []])
  const root = `/en/${meeting.slug}`
  const browser = await signedIn('shut@example.org')
  await send(browser, `${root}/register/you`, { 'names[givenNames]': 'N.' })
  await send(browser, `${root}/register/representing`, argentina)
  const form = await browser.get(`${root}/register/attendance`).expect(200)
  expect(text(form.text)).toContain('Not open to Member States.')
  expect(text(form.text)).toContain('This day is for United Nations entities and civil society')
  expect(form.text).not.toContain('days[0]')
})

test('what was sent is changed part by part, at once', async () => {
  const meeting = await open([{ day: 1, mode: 'in-person', capacity: 1 }])
  const root = `/en/${meeting.slug}`
  const browser = await signedIn('change@example.org')
  await fillIn(browser, root, bothDays, argentina)
  await send(browser, `${root}/register/check`, { submissionId: 'c', 'consents[data]': 'yes' }).expect(303)
  expect((await browser.get(`${root}/register`)).headers['location']).toBe(`${root}/me`)
  const form = await browser.get(`${root}/register/attendance`).expect(200)
  expect(form.text).toMatch(/value="in-person"[^>]*checked/)
  const toOnline = { ...bothDays, 'days[0][mode]': 'online' }
  expect((await send(browser, `${root}/register/attendance`, toOnline).expect(303)).headers['location']).toBe(
    `${root}/me`,
  )
  expect(text((await browser.get(`${root}/me`)).text)).toContain('Asked for: online.')
  const none = { ...bothDays, 'days[0][mode]': 'none', 'days[1][mode]': 'none' }
  const refused = await send(browser, `${root}/register/attendance`, none).expect(422)
  expect(text(refused.text)).toContain('to give up all of them, withdraw')
  await send(browser, `${root}/register/you`, { 'names[givenNames]': 'New', jobTitle: 'Counsellor' }).expect(303)
  expect(text((await browser.get(`${root}/me`)).text)).toContain('Counsellor')
})

describe('before and after', () => {
  test('the door says when registration opens, and that it is over', async () => {
    const meeting = await open()
    const root = `/en/${meeting.slug}`
    const now = app.clock.now()
    try {
      app.clock.set('2022-09-20T09:00:00Z')
      expect(text((await app.http.get(`${root}/register`).expect(200)).text)).toContain(
        'It opens on 26 September 2022 at 09:00',
      )
      app.clock.set('2022-10-20T09:00:00Z')
      expect(text((await app.http.get(`${root}/register`).expect(200)).text)).toContain('Registration is over')
    } finally {
      app.clock.set(now)
    }
  })

  test('another person sees nothing of it', async () => {
    const meeting = await open()
    const stranger = await signedIn('stranger@example.org')
    expect(text((await stranger.get(`/en/${meeting.slug}/me`).expect(200)).text)).toContain('You have not registered')
    await app.http.get(`/en/${meeting.slug}/me`).expect(303)
  })
})

test('the same over JSON', async () => {
  const meeting = await open([{ day: 1, mode: 'in-person', capacity: 1 }])
  const browser = await signedIn('program@example.org')
  const api = `/api/v1/meetings/${meeting.slug}/registration`
  await app.http.get(api).expect(401)
  await browser.get(api).expect(404)
  const offer = await browser.get(`${api}/offer?constituency=member-state&state=Perou`).expect(200)
  expect(offer.body[0]).toEqual({
    day: TUESDAY,
    door: 'open',
    rooms: [
      { mode: 'in-person', room: 'nearly-full' },
      { mode: 'online', room: 'left' },
    ],
    sessions: [],
  })
  const begin = { names: { givenNames: 'N.' }, claim: { constituency: 'member-state', state: 'perou' } }
  const draft = await browser.put(`${api}/draft`).send(begin).expect(200)
  expect(draft.body).toMatchObject({ state: 'draft', draft: { claim: { state: 'PER' } } })
  const early = await browser.post(`${api}/submit`).send({ data: true }).expect(422)
  expect(early.body.errors[0]).toMatchObject({ pointer: '/days/0/mode' })
  await browser.put(`${api}/draft`).send({ unknown: 1 }).expect(422)
  const days = [
    { day: TUESDAY, mode: 'in-person' },
    { day: '2022-10-19', mode: 'none' },
  ]
  await browser
    .put(`${api}/draft`)
    .send({ days, answers: { badge: 'yes' }, language: 'fr' })
    .expect(200)
  const submit = () => browser.post(`${api}/submit`).set('idempotency-key', 'k1').send({ data: true })
  const [first, second] = await Promise.all([submit(), submit()])
  expect(first.status).toBe(200)
  expect(second.body).toEqual(first.body)
  expect(first.body).toMatchObject({
    state: 'requested',
    headline: 'We have your request',
    days: [{ day: TUESDAY, status: 'requested', held: 'in-person' }, { status: 'none' }],
  })
  const moved = await browser
    .patch(`${api}/days`)
    .send({ days: [{ day: TUESDAY, mode: 'online' }] })
    .expect(200)
  expect(moved.body.days[0]).toMatchObject({ mode: 'online', held: 'online' })
  const changed = await browser.patch(api).send({ jobTitle: 'Counsellor' }).expect(200)
  expect(changed.body.jobTitle).toBe('Counsellor')
  await browser.delete(api).expect(204)
  await browser.delete(api).expect(204)
  expect((await browser.get(api)).body.state).toBe('withdrawn')
  expect(await app.get(Pools).recount(meeting.id)).toEqual([])
})

test('States are named and sorted as the UN does in each language', async () => {
  const { body } = await app.http.get('/api/v1/states?lang=es&q=cote').expect(200)
  expect(body).toEqual([{ id: 'CIV', name: 'Côte d’Ivoire', status: 'member' }])
  const all = await app.http.get('/api/v1/states?lang=fr').expect(200)
  expect(all.body).toHaveLength(195)
})

test('a program and a page see one registration', async () => {
  const meeting = await open()
  const browser = await signedIn('both@example.org')
  await fillIn(browser, `/en/${meeting.slug}`, bothDays, argentina)
  const { body } = await browser.get(`/api/v1/meetings/${meeting.slug}/registration`).expect(200)
  expect(body.draft.days).toHaveLength(2)
  const [row] = await app.database.query<{ person_id: never }>('SELECT person_id FROM registration WHERE id = $1', [
    body.id,
  ])
  expect((await app.get(Registrations).own(meeting, row!.person_id))?.draft.claim?.state).toBe('ARG')
})
