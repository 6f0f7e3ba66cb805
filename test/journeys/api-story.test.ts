import { glob, readFile } from 'node:fs/promises'
import ICAL from 'ical.js'
import { beforeAll, expect, test } from 'vitest'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, newestCode } from './people.ts'
import { Description, Program } from './program.ts'

// The story that Plenary is for, lived by programs: over JSON only, from the code in the mail to the revised calendar.
// Every answer on the way is held against the OpenAPI document that the application serves.

let app: TestApp
let meeting: Meeting
let description: Description
const AT = '/meetings/unnm-2022'
const SECRET = 'Modalities and calendar of the regional reviews'

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1)
  description = await Description.of(app)
})

interface Problem {
  type: string
  title: string
  detail?: string
  errors?: { pointer: string; detail: string }[]
}

interface Session {
  code?: string
  shown: string
  title?: { text: string; language: string }
  abstract?: { text: string }
  start: string
  uid: string
  sequence: number
  join?: string
}

interface Agenda {
  release: { label: string; note?: { text: string } }
  days: { sessions: Session[] }[]
}

const entry = (agenda: Agenda, code: string): Session | undefined =>
  agenda.days.flatMap(({ sessions }) => sessions).find((session) => session.code === code)

const agendaOf = (program: Program, query = ''): Promise<Agenda> => program.gets(200, 'get', `${AT}/agenda${query}`)

const nameOf = ({ type }: Problem): string => type.split('/').at(-1)!

const begin = (state: string) => ({
  names: { givenNames: 'Second', familyName: 'Secretary' },
  jobTitle: 'Second Secretary',
  claim: { constituency: 'member-state', state },
})

/** Registers a delegate who says they speak for a State, for the second day. */
const registers = async (program: Program, state: string): Promise<{ id: string; headline: string }> => {
  const { days, registration } = await program.gets<{
    days: { number: number; date: string; openTo: string[] }[]
    registration: { questions: { id: string; type: string; required: boolean; options?: { id: string }[] }[] }
  }>(200, 'get', AT)
  const open = days.filter(({ openTo }) => openTo.length === 0 || openTo.includes('member-state'))
  const answers = Object.fromEntries(
    registration.questions.filter(({ required }) => required).map(({ id, options }) => [id, options?.[0]?.id ?? 'yes']),
  )
  await program.gets(200, 'put', `${AT}/registration/draft`, begin(state))
  await program.gets(200, 'put', `${AT}/registration/draft`, {
    days: open.map(({ date }) => ({ day: date, mode: 'in-person' })),
    answers,
    language: program.language,
  })
  return program.gets(200, 'post', `${AT}/registration/submit`, { data: true }, { 'idempotency-key': 'my-first' })
}

interface Event {
  uid: string
  sequence: number
  start: string
  summary: string
  description: string
}

const eventsIn = (text: string): Event[] =>
  new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent').map((component) => {
    const { uid, sequence, startDate, summary, description: words } = new ICAL.Event(component)
    return { uid, sequence, start: startDate.toString(), summary, description: words }
  })

test('a reader reads the meetings and the draft agenda in each language', async () => {
  for (const [language, title] of [
    ['en', 'Fourth Annual Meeting of the United Nations Network on Migration'],
    ['fr', 'Quatrième réunion annuelle du Réseau des Nations Unies sur les migrations'],
    ['es', 'Cuarta Reunión Anual de la Red de las Naciones Unidas sobre la Migración'],
  ] as const) {
    const reader = new Program(app, description, '', language)
    const [first] = await reader.gets<{ slug: string; title: { text: string; language: string } }[]>(
      200,
      'get',
      '/meetings',
    )
    expect(first).toMatchObject({ slug: 'unnm-2022', title: { text: title, language } })
    const agenda = await agendaOf(reader)
    expect(agenda.release.label).toBe('Draft')
    expect(entry(agenda, 'MS-1')).toBeUndefined()
    expect(entry(agenda, 'PL-4')?.title?.language).toBe(language)
  }
  const reader = new Program(app, description, '')
  expect(await reader.gets(404, 'get', `${AT}/agenda?label=Rev.1`)).toMatchObject({ title: expect.any(String) })
  const states = await reader.gets<{ id: string; name: string }[]>(200, 'get', '/states?lang=fr&q=cote')
  expect(states).toContainEqual(expect.objectContaining({ id: 'CIV', name: 'Côte d’Ivoire' }))
})

test('no two shapes in the description have the same name, or one would stand in for the other', async () => {
  const names = new Map<string, string[]>()
  for await (const file of glob('src/**/*.{ts,tsx}'))
    if (!/\.spec\./.test(file))
      for (const [, name] of (await readFile(file, 'utf8')).matchAll(/\bclass (\w+Dto)\b/g))
        names.set(name!, [...(names.get(name!) ?? []), file])
  expect([...names].filter(([, files]) => files.length > 1)).toEqual([])
})

test('what a program does wrong is said by name, by pointer and in its language', async () => {
  const program = new Program(app, description, 'clumsy@example.org', 'fr')
  const unknown = await program.gets<Problem>(422, 'post', '/sign-in', { email: program.address, admin: true })
  expect(nameOf(unknown)).toBe('invalid-input')
  expect(unknown.errors?.map(({ pointer }) => pointer)).toEqual(['/admin'])
  const noAddress = await program.gets<Problem>(422, 'post', '/sign-in', { email: 'nobody' })
  expect(noAddress.errors?.[0]).toMatchObject({ pointer: '/email', detail: expect.stringMatching(/adresse/) })

  const { challenge } = await program.gets<{ challenge: string }>(202, 'post', '/sign-in', { email: program.address })
  const code = await newestCode(app, program.address, 1)
  const other = code.startsWith('1') ? `2${code.slice(1)}` : `1${code.slice(1)}`
  const wrong = await program.gets<Problem>(422, 'post', '/sign-in/code', { challenge, code: other })
  expect(nameOf(wrong)).toBe('code-refused')
  expect(wrong.errors?.[0]?.pointer).toBe('/code')
  expect(nameOf(await program.gets(401, 'get', `${AT}/registration`))).toBe('not-signed-in')
  const signedIn = await program.gets(200, 'post', '/sign-in/code', { challenge, code })
  // Sent again at once it answers the same; later the code is spent.
  expect(await program.gets(200, 'post', '/sign-in/code', { challenge, code })).toEqual(signedIn)
  app.clock.advance({ minutes: 2 })
  const used = await program.gets<Problem>(422, 'post', '/sign-in/code', { challenge, code })
  expect(nameOf(used)).toBe('code-refused')

  expect(nameOf(await program.gets(404, 'get', `${AT}/registration`))).toBe('not-found')
  await program.gets(200, 'put', `${AT}/registration/draft`, begin('ARG'))
  const early = await program.gets<Problem>(422, 'post', `${AT}/registration/submit`, { data: true })
  expect(early.errors?.length).toBeGreaterThan(0)
  for (const { pointer } of early.errors!) expect(pointer).toMatch(/^\/(days|answers)\//)
  const nested = await program.gets<Problem>(422, 'put', `${AT}/registration/draft`, {
    claim: { constituency: 'member-state', verified: true },
  })
  expect(nested.errors?.[0]?.pointer).toBe('/claim/verified')
  // Null is what is absent.
  const nothing = { jobTitle: null, answers: null, language: null }
  const draft = await program.gets(200, 'put', `${AT}/registration/draft`, nothing)
  expect(draft).toEqual(await program.gets(200, 'put', `${AT}/registration/draft`, {}))
  expect(nameOf(await program.gets(404, 'get', `${AT}/working-copy`))).toBe('not-found')
})

const toldOfLast = async (): Promise<unknown> => {
  const [newest] = await app.database.query<{ data: { told: boolean } }>(
    `SELECT data FROM audit_entry WHERE action = 'agenda.published' ORDER BY at DESC, id DESC LIMIT 1`,
  )
  return newest?.data.told
}

test('a delegate registers, an organiser verifies, revises and publishes, and the calendar follows', async () => {
  const delegate = new Program(app, description, 'second.secretary@mission.example.org', 'fr')
  await delegate.signsIn()
  const sent = await registers(delegate, 'ARG')
  expect(sent.headline).toMatch(/^Nous avons votre demande|^Votre demande est chez/)
  await app.mailbox.waitForSubject(delegate.address, sent.headline)

  // Sent again, with the same key, another, or none: the same answer, nothing new, no second mail.
  const keys: Record<string, string>[] = [{ 'idempotency-key': 'my-first' }, { 'idempotency-key': 'other' }, {}]
  for (const headers of keys)
    expect(await delegate.gets(200, 'post', `${AT}/registration/submit`, { data: true }, headers)).toEqual(sent)
  expect(app.mailbox.to(delegate.address)).toHaveLength(2)

  const claimant = new Program(app, description, 'somebody@example.net')
  await claimant.signsIn()
  await registers(claimant, 'BOL')

  const organiser = new Program(app, description, 'organiser@example.org')
  await app.database.transaction(async (tx) => {
    const person = await app.get(People).ensure(tx, emailFrom(organiser.address)!, 'en')
    await app.get(People).grant(tx, person, 'organiser', meeting.id)
  })
  // A code asked for at the front door opens no desk.
  expect(await organiser.signsIn()).toMatchObject({ opensDesk: false })
  await organiser.gets(404, 'get', `${AT}/registrations`)
  expect(await organiser.signsIn({ desk: true })).toMatchObject({ opensDesk: true })

  const { registrations } = await organiser.gets<{
    registrations: { id: string; email: string; verified: unknown }[]
  }>(200, 'get', `${AT}/registrations?state=requested&search=mission.example.org`)
  expect(registrations.map(({ id }) => id)).toEqual([sent.id])
  const decision = `${AT}/registrations/${sent.id}/decision`
  const decided = await organiser.gets(200, 'post', decision, { decision: 'verify' })
  expect(decided).toMatchObject({ state: 'confirmed', verified: { constituency: 'member-state', state: 'ARG' } })
  expect(await organiser.gets(200, 'post', decision, { decision: 'verify' })).toEqual(decided)
  await delegate.gets(404, 'post', decision, { decision: 'decline' })
  expect(await delegate.gets(200, 'get', `${AT}/registration`)).toMatchObject({
    state: 'confirmed',
    verified: { constituency: 'member-state', state: 'ARG' },
  })

  // The own calendar, before anything changes.
  expect(nameOf(await delegate.gets(404, 'get', `${AT}/calendar`))).toBe('no-feed')
  const wish = { carries: 'attend', language: 'fr' }
  const calendar = await delegate.gets<{ address: string }>(200, 'put', `${AT}/calendar`, wish)
  expect(await delegate.gets(200, 'put', `${AT}/calendar`, wish)).toEqual(calendar)
  const badWish = await delegate.gets<Problem>(422, 'put', `${AT}/calendar`, { carries: 'everything', language: 'fr' })
  expect(badWish.errors?.[0]?.pointer).toBe('/carries')
  const stranger = new Program(app, description, '')
  const subscribed = async (): Promise<Event[]> => eventsIn((await stranger.fetches(calendar.address)).text)
  const before = (await subscribed()).find(({ summary }) => summary.includes('Ouverture avec les États Membres'))!

  // The revision.
  const copy = await organiser.gets<{
    workingVersion: number
    sessions: { id: string; code: string; version: number; title: Record<string, string> }[]
  }>(200, 'get', `${AT}/working-copy`)
  const opening = copy.sessions.find(({ code }) => code === 'PL-4')!
  const french = 'Ouverture avec les États Membres : mettre en œuvre la Déclaration'
  const change = { version: opening.version, start: '10:15', title: { fr: french } }
  const edited = await organiser.gets(200, 'patch', `${AT}/working-copy/PL-4`, change)
  expect(edited).toMatchObject({ start: '10:15', title: { fr: french, en: opening.title['en'] } })
  const stale = await organiser.gets<Problem>(409, 'patch', `${AT}/working-copy/PL-4`, { ...change, start: '10:20' })
  expect(nameOf(stale)).toBe('changed-meanwhile')
  const noTime = await organiser.gets<Problem>(422, 'patch', `${AT}/working-copy/PL-4`, { version: 2, start: '25:00' })
  expect(noTime.errors?.map(({ pointer }) => pointer)).toEqual(['/start'])
  expect(entry(await agendaOf(stranger), 'PL-4')?.start).toContain('T10:00:00')

  const order = {
    label: 'Rev.1',
    note: { en: 'PL-4 starts 15 minutes later.', fr: 'PL-4 commence 15 minutes plus tard.' },
    tell: false,
  }
  const moved = await organiser.gets<Problem>(409, 'post', `${AT}/releases`, {
    ...order,
    workingVersion: copy.workingVersion,
  })
  expect(nameOf(moved)).toMatch(/working-copy-moved|changed-meanwhile/)
  const { workingVersion } = await organiser.gets<{ workingVersion: number }>(200, 'get', `${AT}/working-copy`)
  const skipped = await organiser.gets<Problem>(422, 'post', `${AT}/releases`, {
    ...order,
    label: 'Rev.7',
    workingVersion,
  })
  expect(nameOf(skipped)).toBe('label-cannot-follow')
  const release = await organiser.gets(201, 'post', `${AT}/releases`, { ...order, workingVersion })
  expect(release).toMatchObject({ label: 'Rev.1' })
  expect(await organiser.gets(201, 'post', `${AT}/releases`, { ...order, workingVersion })).toEqual(release)
  expect(await toldOfLast()).toBe(false)

  // Everybody sees the revision; the Member States' session whole only who is verified.
  const now = await agendaOf(stranger)
  expect(now.release).toMatchObject({ label: 'Rev.1', note: { text: order.note.en } })
  expect(entry(now, 'PL-4')?.start).toContain('T10:15:00')
  expect(entry(await agendaOf(stranger, '?label=Draft'), 'PL-4')?.start).toContain('T10:00:00')
  for (const other of [stranger, claimant]) {
    const shown = entry(await agendaOf(other), 'MS-1')!
    expect(shown.shown).toBe('listed')
    expect(shown).not.toHaveProperty('abstract')
    expect(shown).not.toHaveProperty('join')
    expect(JSON.stringify(await agendaOf(other))).not.toContain(SECRET)
    const papers = await other.gets<{ key: string }[]>(200, 'get', `${AT}/materials`)
    expect(papers.map(({ key }) => key)).toContain('agenda-provisional')
    expect(papers.map(({ key }) => key)).not.toContain('reviews-note')
    await other.gets(other === stranger ? 401 : 404, 'get', `${AT}/registrations`)
  }
  const whole = entry(await agendaOf(delegate), 'MS-1')!
  expect(whole.shown).toBe('attend')
  expect(whole.abstract?.text).toContain('Modalités et calendrier des examens régionaux')
  const papers = await delegate.gets<{ key: string; sessions: string[]; files: { language: string; url: string }[] }[]>(
    200,
    'get',
    `${AT}/materials`,
  )
  const note = papers.find(({ key }) => key === 'reviews-note')!
  expect(note.sessions).toEqual(['MS-1'])
  const file = note.files.find(({ language }) => language === 'fr')!
  expect((await delegate.fetches(file.url)).status).toBe(200)
  expect((await claimant.fetches(file.url)).status).toBe(404)

  // The way in: shut until a quarter of an hour before, then open to who may attend.
  const door = whole.join!
  expect((await delegate.fetches(door, 'post')).headers['location']).toBeUndefined()
  app.clock.set('2022-10-19T06:50:00Z')
  for (const program of [delegate, claimant]) await program.signsIn()
  expect((await delegate.fetches(door, 'post')).headers['location']).toBe('https://join.example.org/unnm4/ms-1')
  expect((await claimant.fetches(door, 'post')).headers['location']).toBeUndefined()
  app.clock.set('2022-09-28T09:00:00Z')

  // The calendar: the same event, later, with a higher sequence; following is another command.
  const after = (await subscribed()).find(({ uid }) => uid === before.uid)!
  expect(after.start).toBe('2022-10-19T10:15:00')
  expect(after.sequence).toBeGreaterThan(before.sequence)
  expect(after.summary).toContain('mettre en œuvre la Déclaration')
  expect((await subscribed()).some(({ description: words }) => words.includes('Modalités et calendrier'))).toBe(true)
  await delegate.signsIn()
  for (let again = 0; again < 2; again++) await delegate.gets(204, 'put', `${AT}/follows/pl-4`)
  expect(await delegate.gets(200, 'get', `${AT}/follows`)).toMatchObject({ follows: [{ code: 'PL-4' }] })
  await delegate.gets(200, 'put', `${AT}/calendar`, { ...wish, carries: 'follow' })
  expect((await subscribed()).map(({ uid }) => uid)).toEqual([before.uid])

  // Gone at once when its owner says so; withdrawing closes every door.
  const replaced = await delegate.gets<{ address: string }>(200, 'post', `${AT}/calendar/replace`)
  expect((await stranger.fetches(calendar.address)).status).toBe(410)
  expect((await stranger.fetches(replaced.address)).status).toBe(200)
  for (let again = 0; again < 2; again++) await delegate.gets(204, 'delete', `${AT}/calendar`)
  for (let again = 0; again < 2; again++) await delegate.gets(204, 'delete', `${AT}/registration`)
  expect(entry(await agendaOf(delegate), 'MS-1')?.shown).toBe('listed')
  await delegate.gets(204, 'delete', '/sign-ins/current')
  await delegate.gets(401, 'get', '/sign-ins')
})
