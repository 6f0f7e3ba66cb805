import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { Groups } from '../../src/agenda/groups.service.ts'
import { Follows } from '../../src/calendar/follows.service.ts'
import { newId, type PersonId, type RegistrationId } from '../../src/kernel/id.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { MeetingDay } from '../../src/meetings/meeting-day.entity.ts'
import { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { StoredFiles } from '../../src/platform/files/stored-files.service.ts'
import { Mailroom } from '../../src/platform/mail/mailroom.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { KeptForms } from '../../src/registration/form/kept-forms.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { Inquiries } from '../../src/registration/review/inquiries.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { Retention } from '../../src/privacy/retention.service.ts'
import { Erasure } from '../../src/privacy/erasure.service.ts'
import { Export } from '../../src/privacy/export.service.ts'
import { everythingLogged, everythingStored, placesOf } from '../builders/everything-stored.ts'
import { aMeeting, TUESDAY, WEDNESDAY } from '../builders/registration.ts'
import { startApp, type TestApp } from '../harness.ts'
import { Participant } from './people.ts'
import { Visitor } from './visitor.ts'

// A person who has done everything there is to do has all of it shown, taken along and erased; nothing of theirs is found
// afterwards in any row, file or line of the log, and what others have stands as it stood.

/** Words that only this person's data have, one for each thing that a person can write, or that is written of them. */
const WORDS = {
  given: 'Zephyrinqa',
  family: 'Quillontara',
  address: 'zq.wyvern@brambleholt.example',
  job: 'Keeperofwyverns',
  organization: 'Thistlemoorians',
  answer: 'Marrowglint',
  draft: 'Vexilloquartz',
  question: 'Gorsewhistle',
  reply: 'Fennelbrayed',
  reason: 'Hobbledrake',
  file: 'Larkspurdan',
  fileName: 'Plumbrellow',
  calendar: 'Snickertwine',
  table: 'Umberquell',
  refusal: 'Wolvenbrisk',
  ofMany: 'Pimpelquast',
  undone: 'Quorzelbund',
} as const

let app: TestApp
let log: ReturnType<typeof everythingLogged>
let meeting: Meeting
let other: Meeting
let person: PersonId
let registration: RegistrationId
let ben: PersonId
let organiser: PersonId
let zephyrinqa: Participant

const lay = (made: Meeting, capacity: number): Promise<void> =>
  app.database.transaction(async (tx) => {
    await tx.insert(Meeting, made)
    await tx.insert(MeetingDay, made.days)
    await app.get(Pools).define(tx, made, [
      { day: 1, mode: 'in-person', capacity },
      { day: 1, mode: 'online', capacity: 10 },
    ])
  })

const register = async (who: PersonId, names: { givenNames: string; familyName: string }, more: object = {}) => {
  await app.get(Registrations).saveDraft(
    meeting,
    who,
    {
      names,
      jobTitle: 'Adviser',
      claim: { constituency: 'civil-society', state: null, organization: 'Society' },
      wishes: [
        { day: TUESDAY, mode: 'in-person', meanwhile: true },
        { day: WEDNESDAY, mode: 'none', meanwhile: false },
      ],
      answers: {},
      language: 'en',
      ...more,
    },
    'en',
  )
  return app
    .get(Registrations)
    .submit(meeting, who, { submissionId: randomUUID(), consents: { data: true, list: true } })
}

beforeAll(async () => {
  log = everythingLogged()
  app = await startApp({ now: '2022-09-27T09:00:00Z', settings: { logLevel: 'trace' } })
  const questions = [
    { id: 'diet', type: 'long-text' as const, required: false, label: { en: 'What do you eat?' } },
    { id: 'letter', type: 'file' as const, required: false, label: { en: 'A letter' } },
  ]
  meeting = aMeeting({ registration: { questions } })
  other = aMeeting()
  await lay(meeting, 1)
  await lay(other, 1)
  const { database } = app
  organiser = await database.transaction((tx) => app.get(People).ensure(tx, emailFrom('organiser@example.org')!, 'en'))
  ben = await database.transaction((tx) => app.get(People).ensure(tx, emailFrom('ben@example.org')!, 'en'))
  zephyrinqa = await new Participant(app, WORDS.address).signsIn(meeting.slug)
  person = (await app.get(People).byEmail(emailFrom(WORDS.address)!))!.id

  const letter = await database.transaction((tx) =>
    app.get(StoredFiles).keep(tx, {
      meeting: meeting.id,
      purpose: 'answer',
      name: `${WORDS.fileName}.pdf`,
      bytes: Buffer.from(`%PDF-1.7\n1 0 obj <<>> endobj\n% ${WORDS.file}\ntrailer <<>>\n%%EOF\n`),
      by: person,
    }),
  )
  await register(
    person,
    { givenNames: WORDS.given, familyName: WORDS.family },
    {
      jobTitle: WORDS.job,
      claim: { constituency: 'civil-society', state: null, organization: WORDS.organization },
      answers: { diet: WORDS.answer },
    },
  )
  await register(ben, { givenNames: 'Ben', familyName: 'Second' })
  const own = await app.get(Registrations).own(meeting, person)
  registration = own!.id
  // As the form's own way of keeping a file would leave it.
  await database.query(
    `UPDATE registration SET answers = answers || jsonb_build_object('letter', $2::text) WHERE id = $1`,
    [registration, letter],
  )
  await app.get(Registrations).saveDraft(
    other,
    person,
    {
      names: { givenNames: WORDS.given, familyName: WORDS.family },
      jobTitle: WORDS.draft,
      answers: { diet: WORDS.draft },
    },
    'en',
  )
  await app
    .get(Inquiries)
    .ask(meeting, registration, organiser, { question: WORDS.question, submissionId: randomUUID() })
  const [inquiry] = await app.get(Inquiries).askedOf(meeting.id, person)
  await app.get(Inquiries).answer(meeting, person, inquiry!.id, WORDS.reply)
  await app.get(Review).verify(meeting, registration, organiser, undefined, WORDS.reason)
  await app.get(Groups).include(meeting.id, 'bureau', person, organiser)
  await database.transaction((tx) => app.get(People).grant(tx, person, 'translator', meeting.id, organiser))
  await plantElsewhere()
})

/** What comes by ways that take others to walk: a delegation, a table that an organiser handed in, mail about the person. */
const plantElsewhere = async (): Promise<void> => {
  const { database } = app
  const [delegation, importing, now] = [newId<'Delegation'>(), newId<'Import'>(), app.clock.now().toString()]
  await database.query(
    `INSERT INTO delegation (id, meeting_id, constituency, organization, name_key, created_at) VALUES ($1, $2, 'civil-society', 'Society', 'society', $3)`,
    [delegation, meeting.id, now],
  )
  await database.query(
    `INSERT INTO focal_point (id, delegation_id, person_id, state, why, created_at, changed_at) VALUES ($1, $2, $3, 'active', $4, $5, $5)`,
    [newId(), delegation, person, WORDS.refusal, now],
  )
  await database.query(
    `INSERT INTO registration_import (id, meeting_id, by, file_name, state, columns, mapping, total, created_at, changed_at)
     VALUES ($1, $2, $3, 'people.csv', 'checked', '[]', '[]', 1, $4, $4)`,
    [importing, meeting.id, organiser, now],
  )
  await database.query('INSERT INTO registration_import_row (import_id, number, cells) VALUES ($1, 1, $2)', [
    importing,
    JSON.stringify([WORDS.table, WORDS.address.toUpperCase()]),
  ])
  const bulk = newId()
  await database.query(
    `INSERT INTO registration_bulk (id, meeting_id, by, action, terms, state, created_at, finished_at)
     VALUES ($1, $2, $3, 'decline', $4, 'done', $5, $5)`,
    [bulk, meeting.id, organiser, JSON.stringify({ why: WORDS.ofMany }), now],
  )
  await database.query(
    `INSERT INTO registration_bulk_item (bulk_id, position, registration_id, outcome) VALUES ($1, 1, $2, 'done')`,
    [bulk, registration],
  )
  await database.query(
    `INSERT INTO registration_undo (registration_id, by, last_change, before) VALUES ($1, $2, 0, $3)
     ON CONFLICT (registration_id) DO UPDATE SET before = excluded.before`,
    [registration, organiser, JSON.stringify({ organization: WORDS.undone })],
  )
  await database.query(
    `INSERT INTO feed (id, meeting_id, person_id, secret_digest, secret_sealed, carries, language, created_at, name)
     VALUES ($1, $2, $3, '\\x01', '\\x02', 'follow', 'en', $4, $5)`,
    [newId(), other.id, person, now, WORDS.calendar],
  )
  const form = { whose: app.get(KeptForms).whose(person), names: { givenNames: WORDS.given } }
  expect(await app.get(KeptForms).keep({ meeting: other.id, step: 'you' }, form)).toBeDefined()
  // Refused by the mail server: the words of what is owed to others are kept until somebody sends them again.
  app.mailbox.refuse('focal@example.org', 550)
  await database.transaction((tx) =>
    app.get(Mailroom).post(tx, {
      cause: 'told about somebody',
      to: { address: emailFrom('focal@example.org')! },
      locale: 'en',
      subject: `${WORDS.given} ${WORDS.family} asks to join`,
      html: `<p>${WORDS.given} ${WORDS.family}</p>`,
      text: `${WORDS.given} ${WORDS.family} (${WORDS.address}) asks to join.`,
    }),
  )
  await database.transaction((tx) =>
    app.get(Mailroom).post(tx, {
      cause: 'written to an address',
      to: { address: emailFrom(WORDS.address)! },
      locale: 'en',
      subject: 'To an address',
      html: '<p>x</p>',
      text: 'x',
    }),
  )
}

const noMailOwed = async (): Promise<void> => {
  for (let tries = 0; tries < 200; tries++, await wait(50))
    if (!(await app.database.query(`SELECT 1 FROM mail WHERE state = 'queued'`)).length) return
  throw new Error('Mail is still owed.')
}

/** The codes that came, oldest first; other mail may come in between. */
const codes = (): string[] =>
  app.mailbox.to(WORDS.address).flatMap(({ subject }) => /^(\d{4}\s?\d{4}) /.exec(subject ?? '')?.[1] ?? [])

/** The code that comes after so many others, when it is there. */
const codeAfter = async (known: number): Promise<string> => {
  for (let tries = 0; tries < 200 && codes().length === known; tries++) await wait(50)
  return codes()[known]!
}

const everyWord = Object.values(WORDS)

test('the words can be found before: in rows, in a file, in the list’s own words', async () => {
  await noMailOwed()
  const found = placesOf(everyWord, await everythingStored(app.urls.ownerDatabaseUrl))
  for (const word of everyWord)
    expect(
      found.some((place) => place.endsWith(`: ${word}`)),
      word,
    ).toBe(true)
  for (const table of ['identity', 'registration_finder', 'stored_file', 'registration_question', 'mail'])
    expect(
      found.some((place) => place.startsWith(`public.${table}.`)),
      table,
    ).toBe(true)
})

test('all of it is shown to its owner, and can be taken along', async () => {
  await zephyrinqa.opens('/en/me/data')
  expect([zephyrinqa.status, zephyrinqa.headline]).toEqual([200, 'Your data'])
  const file = await zephyrinqa.fetches('/en/me/data.json')
  expect(file.headers['content-disposition']).toBe('attachment; filename="plenary.json"')
  // A reason given to many is shown where it was given to them; how things stood before is for taking back a deed.
  const { file: _bytes, ofMany: _reason, undone: _before, question, reply, ...inRows } = WORDS
  for (const word of [...Object.values(inRows), question, reply]) {
    expect(zephyrinqa.text.toLowerCase(), word).toContain(word.toLowerCase())
    expect(file.text.toLowerCase(), word).toContain(word.toLowerCase())
  }
  expect(zephyrinqa.source).not.toMatch(/privacy:/)
  const letter = await zephyrinqa.fetches(zephyrinqa.linkTo('Download the file'))
  expect(String(letter.body)).toContain(WORDS.file)
})

test('nobody else gets at it', async () => {
  const stranger = await new Participant(app, 'stranger@example.org').signsIn(meeting.slug)
  const letter = (await app.get(Export).of(person)).find(({ table }) => table === 'stored_file')!.rows[0]!.id
  await stranger.opens(`/en/me/data/files/${String(letter)}`)
  expect(stranger.status).toBe(404)
  await new Visitor(app).opens('/en/me/data').then((visitor) => expect(visitor.path).toContain('/sign-in'))
})

test('a wrong code erases nothing', async () => {
  await zephyrinqa.opens('/en/me/data/erase')
  const known = codes().length
  await zephyrinqa.presses('Send me a code')
  expect(zephyrinqa.text).toContain(`We sent a code to ${WORDS.address}`)
  await codeAfter(known)
  await zephyrinqa.answers('Code', '0000 0000').presses('Erase everything now')
  expect([zephyrinqa.status, zephyrinqa.errors.length]).toEqual([422, 1])
  expect(await app.get(People).byId(person)).toBeDefined()
})

test('with a code all of it goes, and the place with it; what others have stands', async () => {
  const before = await app.get(Registrations).own(meeting, ben)
  expect(before?.standing.days[0]?.status).toBe('waiting')
  const known = codes().length
  await zephyrinqa.opens('/en/me/data/erase').then((each) => each.presses('Send'))
  await zephyrinqa.answers('Code', await codeAfter(known)).presses('Erase everything now')
  expect([zephyrinqa.path, zephyrinqa.headline]).toEqual(['/en/me/erased', 'Everything about you is erased'])
  await zephyrinqa.opens('/en/me/data')
  expect(zephyrinqa.path).toContain('/sign-in')
  await noMailOwed()

  const after = await app.get(Registrations).own(meeting, ben)
  expect(after?.standing.days[0]).toMatchObject({ status: 'requested', held: 'in-person' })
  expect(placesOf(everyWord, await everythingStored(app.urls.ownerDatabaseUrl))).toEqual([])
  expect(log.text()).toContain('answered')
  expect(everyWord.filter((word) => log.text().toLowerCase().includes(word.toLowerCase()))).toEqual([])
})

test('what was decided stays true, under a random number', async () => {
  const [kept] = await app.database.query<{ state: string; claimed_constituency: string }>(
    'SELECT state, claimed_constituency FROM registration WHERE id = $1',
    [registration],
  )
  expect(kept).toEqual({ state: 'withdrawn', claimed_constituency: 'civil-society' })
  const moves = await app.database.query<{ move: string }>(
    'SELECT move FROM registration_change WHERE registration_id = $1 ORDER BY number',
    [registration],
  )
  expect(moves.map(({ move }) => move)).toEqual(['submit', 'ask', 'answer', 'verify', 'withdraw'])
  const entries = await app.database.query<{ action: string }>(
    `SELECT action FROM audit_entry WHERE subject = $1 AND action = 'person.erased'`,
    [person],
  )
  expect(entries).toHaveLength(1)
  for (const table of ['kept_form', 'feed', 'follow', 'session_group_member', 'role', 'sign_in', 'identity'])
    expect(await app.database.query(`SELECT 1 FROM ${table} WHERE person_id = $1`, [person]), table).toEqual([])
  expect(await app.get(Groups).of(meeting.id, person)).toEqual(new Set())
  expect(await app.get(Follows).of(meeting.id, person)).toEqual(new Set())
})

test('a reason that was being given to many while one of them was erased goes when all is done', async () => {
  const { database } = app
  await database.query(`UPDATE registration_bulk SET state = 'running', terms = $1`, [
    JSON.stringify({ why: WORDS.ofMany, day: '2022-10-18' }),
  ])
  const terms = async () => (await database.query<{ terms: object }>('SELECT terms FROM registration_bulk'))[0]?.terms
  await app.get(Retention).carryOut()
  expect(await terms()).toHaveProperty('why')
  await database.query(`UPDATE registration_bulk SET state = 'done'`)
  await app.get(Retention).carryOut()
  expect(await terms()).toEqual({ day: '2022-10-18' })
})

test('erasing again changes nothing', async () => {
  const before = await everythingStored(app.urls.ownerDatabaseUrl)
  await app.get(Erasure).erase(person, person)
  const after = await everythingStored(app.urls.ownerDatabaseUrl)
  for (const [at, text] of before) if (at.startsWith('public.')) expect(after.get(at), at).toBe(text)
})

test('they can register again, as somebody new', async () => {
  const again = await new Participant(app, WORDS.address).signsIn(meeting.slug)
  expect(again.path).toContain('/register')
  expect((await app.get(People).byEmail(emailFrom(WORDS.address)!))?.id).not.toBe(person)
})
