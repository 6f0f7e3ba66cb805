import { beforeAll, describe, expect, test } from 'vitest'
import type { SessionId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { comes, officer, type Guest } from '../builders/participants.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample } from './people.ts'
import { Description, Program } from './program.ts'

// An organiser sizes the room, sees who waits, puts them in order and gives places out; pages and API alike.

const SLUG = 'unnm-2022'
const DAY = '2022-10-19'
const QUEUE = `${DAY}.in-person`
const DESK = `/en/desk/${SLUG}/places`
const API = `/api/v1/meetings/${SLUG}/places`

let app: TestApp
let meeting: Meeting
let organiser: Guest
let waiting: Guest[]

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1, (file) => {
    file.meeting.registration.seatPools = [{ day: 2, mode: 'in-person', capacity: 1 }]
    delete file.meeting.registration.daysOpenTo
  })
  organiser = await officer(app, meeting)
  waiting = []
  for (const [given, state] of [
    ['Ana', 'ARG'],
    ['Ben', 'BEN'],
    ['Cleo', 'BEN'],
    ['Dora', 'DNK'],
  ] as const)
    waiting.push(
      await comes(app, meeting, {
        given,
        days: ['none', 'in-person'],
        claims: { constituency: 'member-state', state },
      }),
    )
}, 120_000)

const get = (path: string) => app.http.get(path).set('cookie', organiser.cookie)
const post = (path: string, form: Record<string, string>) =>
  app.http.post(path).set('cookie', organiser.cookie).set('origin', app.url).type('form').send(form)
const put = (path: string, body: object) => app.http.put(path).set('cookie', organiser.cookie).send(body)
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('on the desk', () => {
  test('places are seen in three languages, with who waits', async () => {
    for (const locale of ['en', 'fr', 'es']) {
      const { status, text: html } = await get(`/${locale}/desk/${SLUG}/places`)
      expect(status).toBe(200)
      expect(html).toContain(`line?of=${QUEUE}`)
      expect(html).not.toContain('places:')
    }
    expect(text((await get(DESK)).text)).toContain('1 of 1')
  })

  test('nobody else sees them', async () => {
    for (const path of [DESK, `${DESK}/line?of=${QUEUE}`, API])
      for (const cookie of ['', waiting[0]!.cookie]) {
        const { status } = await app.http.get(path).set('cookie', cookie)
        expect([303, 401, 404]).toContain(status)
      }
  })

  test('a room smaller than what is taken is refused at its box, with what was typed', async () => {
    const { status, text: html } = await post(DESK, {
      day: DAY,
      'capacities[0][of]': QUEUE,
      'capacities[0][was]': '1/0/',
      'capacities[0][places]': '0',
      'capacities[0][heldBack]': '',
    })
    expect(status).toBe(422)
    expect(text(html)).toContain('1 place is taken already, and nobody is put out')
    expect(html).toContain(`href="#capacities-0-places-${DAY}"`)
    expect(html).toContain(`id="capacities-0-places-${DAY}"`)
  })

  test('a line is put in order with a reason, and a rule shows its effect before it is carried out', async () => {
    const list = await get(`${DESK}/line?of=${QUEUE}`)
    expect(text(list.text)).toMatch(/Ben.*Cleo.*Dora/)
    const dora = `${DESK}/line/${waiting[3]!.registration!}`
    expect((await get(`${dora}?of=${QUEUE}`)).status).toBe(200)
    const unreasoned = await post(`${dora}/move?of=${QUEUE}`, { to: '1', why: '' })
    expect(unreasoned.status).toBe(422)
    expect(text(unreasoned.text)).toContain('Give the reason')
    await post(`${dora}/move?of=${QUEUE}`, { to: '1', why: 'She opens the meeting' }).expect(303)
    expect(text((await get(`${DESK}/line?of=${QUEUE}`)).text)).toMatch(/Dora.*Ben.*Cleo/)

    const full = await post(`${dora}/give?of=${QUEUE}`, { do: 'give', why: 'She opens the meeting' })
    expect(full.status).toBe(422)

    await post(DESK, {
      day: DAY,
      'capacities[0][of]': QUEUE,
      'capacities[0][was]': '1/0/',
      'capacities[0][places]': '4',
      'capacities[0][heldBack]': '3',
    }).expect(303)
    const rule = `${DESK}/rule?of=${QUEUE}`
    const seen = await get(`${rule}&perDelegation=1&holdBack=1`)
    expect(text(seen.text)).toMatch(
      /2 people get a place\. Of 4 places, 3 are taken afterwards and 1 held back; 1 still wait/,
    )
    // What it does is all said before: who not, and why; that mails go out; that there is no way back.
    expect(text(seen.text)).toMatch(/Who still waits.*Cleo.*no place is left/)
    expect(text(seen.text)).toMatch(
      /A mail goes to each of these 2 people.*no way back.*Give 2 places and tell 2 people/,
    )
    const fingerprint = /name="fingerprint" value="([^"]+)"/.exec(seen.text)![1]!
    const other = await post(rule, { perDelegation: '1', holdBack: '0', fingerprint })
    expect(other.status).toBe(422)
    expect(text(other.text)).toContain('Something has changed since you looked')
    await post(rule, { perDelegation: '1', holdBack: '1', fingerprint }).expect(303)
    expect(text((await get(`${DESK}/line?of=${QUEUE}`)).text)).toMatch(/Cleo/)
    expect(await app.get(Pools).recount(meeting.id)).toEqual([])
  })

  test('a limit for a session makes it ask people to sign up', async () => {
    const html = (await get(DESK)).text
    const session = /value="(2022-10-18\.in-person\.[0-9a-f-]+)"/.exec(html)![1]!
    await post(`${DESK}/limits`, { of: session, constituency: '', places: '20' }).expect(303)
    expect((await post(`${DESK}/limits`, { of: session, constituency: '', places: '20' })).status).toBe(422)
    expect(text((await get(DESK)).text)).toContain('0 of 20')
  })

  test('freed places are offered from now on', async () => {
    expect((await post(`${DESK}/waiting-list`, { freed: 'offer', hours: '0' })).status).toBe(422)
    await post(`${DESK}/waiting-list`, { freed: 'offer', hours: '12' }).expect(303)
    await app.http.delete(`/api/v1/meetings/${SLUG}/registration`).set('cookie', waiting[0]!.cookie).expect(204)
    const own = await app.http.get(`/api/v1/meetings/${SLUG}/registration`).set('cookie', waiting[2]!.cookie)
    expect(own.body).toMatchObject({
      days: [{}, { status: 'offered', until: '2022-09-27T21:00:00.000Z' }, {}].slice(0, own.body.days.length),
    })
  })

  test('who is offered a place takes it over the API', async () => {
    const offers = `/api/v1/meetings/${SLUG}/registration/offers`
    for (let again = 0; again < 2; again++)
      await app.http.post(`${offers}/accept`).set('cookie', waiting[2]!.cookie).send({ day: DAY }).expect(204)
    const own = await app.http.get(`/api/v1/meetings/${SLUG}/registration`).set('cookie', waiting[2]!.cookie)
    expect(own.body.days.find((day: { day: string }) => day.day === DAY)).toMatchObject({ held: 'in-person' })
    await app.http.post(`${offers}/accept`).set('cookie', waiting[1]!.cookie).send({ day: DAY }).expect(409)
  })
})

test('the API sizes places and tells how far they are taken', async () => {
  const { body } = await put(API, { capacities: [{ day: DAY, mode: 'in-person', places: 3 }] }).expect(200)
  expect(body.capacities).toContainEqual(expect.objectContaining({ day: DAY, mode: 'in-person', places: 3, taken: 3 }))
  await put(API, { capacities: [{ day: DAY, mode: 'in-person', places: 2 }] }).expect(422)
  await put(API, { capacities: [{ day: '2030-01-01', mode: 'in-person', places: 2 }] }).expect(404)
  const preview = await get(`${API}/rule?day=${DAY}&mode=in-person&perDelegation=1`)
  expect(preview.body).toMatchObject({ total: 3, taken: 3, plan: { given: [] } })
})

test('a program finds what there is to choose, and chooses it: days, the floor, sessions that ask people to sign up', async () => {
  const at = `/api/v1/meetings/${SLUG}/registration`
  const ask = () => app.http.get(`${at}/offer?constituency=member-state&state=BEN`).set('cookie', waiting[2]!.cookie)
  type DayOffer = { day: string; floor?: string; sessions: { session: string; title: string; about: string }[] }
  const ofAll = await app.database.query<{ id: SessionId }>(
    `SELECT id FROM session WHERE meeting_id = $1 AND day = '2022-10-18' AND access ->> 'attend' = 'everyone'`,
    [meeting.id],
  )
  await app.database.transaction((tx) =>
    app.get(Pools).define(
      tx,
      meeting,
      ofAll.map(({ id }) => ({ day: 1, mode: 'in-person', session: id, capacity: 20 })),
    ),
  )
  const [first, second] = (await ask().expect(200)).body as DayOffer[]
  expect(first!.floor).toBeUndefined()
  expect(first!.sessions[0]).toEqual({
    session: expect.any(String),
    title: expect.stringMatching(/./),
    about: expect.stringMatching(/\d/),
    rooms: [{ mode: 'in-person', room: 'left' }],
  })
  expect(second!.sessions).toEqual([])
  await app.database.transaction(async (tx) => {
    await app.get(Meetings).configureRegistration(tx, meeting.id, (settings) => ({ ...settings, floor: true }))
    await app.get(Pools).define(tx, meeting, [{ day: 2, mode: 'floor', capacity: 0 }])
  })
  const floors = ((await ask().expect(200)).body as DayOffer[]).map(({ floor }) => floor)
  expect(floors.slice(0, 2)).toEqual(['left', 'full'])

  const session = first!.sessions[0]!.session
  const days = [
    { day: first!.day, mode: 'in-person', sessions: [session] },
    { day: second!.day, mode: 'online', floor: true },
  ]
  const chosen = await app.http.patch(`${at}/days`).set('cookie', waiting[2]!.cookie).send({ days }).expect(200)
  expect(chosen.body.days.slice(0, 2)).toMatchObject([
    { held: 'in-person', sessions: [{ session, mode: 'in-person' }] },
    { held: 'online', floor: { status: 'waiting', rank: 1 } },
  ])
  const nobody = [{ day: first!.day, mode: 'in-person', sessions: ['not an id'] }]
  await app.http.patch(`${at}/days`).set('cookie', waiting[2]!.cookie).send({ days: nobody }).expect(422)
})

test('a program saves the floor and sessions in a draft, and reads them back as they were', async () => {
  const guest = new Program(app, await Description.of(app), 'drafting@example.org')
  await guest.signsIn()
  const sessions = (
    await app.database.query<{ id: string }>(
      `SELECT id FROM session WHERE meeting_id = $1 AND day = '2022-10-18' ORDER BY id LIMIT 2`,
      [meeting.id],
    )
  ).map(({ id }) => id)
  expect(sessions).toHaveLength(2)
  const days = [
    { day: '2022-10-18', mode: 'in-person', meanwhile: true, sessions },
    { day: DAY, mode: 'online', meanwhile: false, floor: true, sessions: [] },
    { day: '2022-10-20', mode: 'online', meanwhile: false, floor: false },
  ]
  const at = `/meetings/${SLUG}/registration`
  const saved = await guest.gets<{ draft: object }>(200, 'put', `${at}/draft`, { days })
  expect(saved.draft).toEqual({ days })
  await guest.gets(200, 'put', `${at}/draft`, { jobTitle: 'Adviser' })
  const read = await guest.gets<{ draft: object }>(200, 'get', at)
  expect(read.draft).toEqual({ jobTitle: 'Adviser', days })
  await guest.gets(422, 'put', `${at}/draft`, { days: [{ ...days[1], floor: 'perhaps' }] })
  await guest.gets(422, 'put', `${at}/draft`, { days: [{ ...days[0], sessions: 'all' }] })
  expect((await guest.gets<{ draft: object }>(200, 'get', at)).draft).toEqual(read.draft)
})

test('a program registers somebody out of turn for a reason, which their history says; not without one', async () => {
  // One place is left, and held back.
  const { capacities } = (await get(API)).body as { capacities: { day: string; mode: string; taken: number }[] }
  const { taken } = capacities.find((each) => each.day === DAY && each.mode === 'in-person')!
  const held = { day: DAY, mode: 'in-person', places: taken + 1, heldBack: 1 }
  await put(API, { capacities: [held] }).expect(200)
  const at = `/api/v1/meetings/${SLUG}/registrations`
  const add = (email: string, more: object) =>
    app.http
      .post(at)
      .set('cookie', organiser.cookie)
      .send({
        names: { givenNames: 'Efua' },
        email,
        claim: { constituency: 'civil-society', organization: 'A network' },
        days: [
          { day: '2022-10-18', mode: 'none' },
          { day: DAY, mode: 'in-person' },
        ],
        verified: true,
        ...more,
      })
  const counted = async () =>
    (await app.database.query('SELECT 1 FROM registration WHERE meeting_id = $1', [meeting.id])).length
  const before = await counted()
  for (const why of ['', '  ']) {
    const { body } = await add('efua@example.org', { why }).expect(422)
    expect(body.errors).toEqual([{ pointer: '/why', detail: expect.stringMatching(/reason|why/i) }])
  }
  expect(await counted()).toBe(before)

  const place = (id: string) =>
    app.database.query('SELECT state, held FROM day_choice WHERE registration_id = $1 AND day = $2', [id, DAY])
  const history = async (id: string) =>
    ((await get(`${at}/${id}/history`).expect(200)).body.history as { move: string; why: string; by: string }[]).map(
      ({ move, why }) => [move, why],
    )
  const waits = (await add('efua@example.org', {}).expect(201)).body as { id: string }
  expect(await place(waits.id)).toEqual([{ state: 'waiting', held: 'online' }])
  expect(await history(waits.id)).toEqual([['add', '']])

  const why = 'Speaks at the opening'
  const served = (await add('speaker@example.org', { why }).expect(201)).body as { id: string }
  expect(await place(served.id)).toEqual([{ state: 'held', held: 'in-person' }])
  expect(await history(served.id)).toEqual([
    ['seat', why],
    ['add', ''],
  ])
  // Nothing is held back any more.
  const { body } = await add('late@example.org', { why }).expect(422)
  expect(body.errors).toMatchObject([{ pointer: '/why' }])
})
