import { beforeAll, expect, test } from 'vitest'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { registrant } from '../builders/review.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample } from './people.ts'
import { Description, Program } from './program.ts'

// Reviewing by a program: the same commands as the pages, each held against the description.

let app: TestApp
let meeting: Meeting
let organiser: Program
const M = '/meetings/unnm-2022'
const NETWORK = { constituency: 'civil-society', organization: 'A network' }
const DAYS = [
  { day: '2022-10-18', mode: 'none' },
  { day: '2022-10-19', mode: 'online' },
]

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1)
  await app.database.transaction(async (tx) => {
    const people = app.get(People)
    await people.grant(tx, await people.ensure(tx, emailFrom('officer@example.org')!, 'en'), 'registration-officer')
  })
  organiser = new Program(app, await Description.of(app), 'officer@example.org')
  await organiser.signsIn({ desk: true })
})

interface Request {
  id: string
  seen: string
  names: { givenNames: string }
  questions: { id: string; answer: string | null }[]
  likely: { registration: string; reasons: string[] }[]
}

test('a program reviews: next, ask, decide on what was seen', async () => {
  const first = await registrant(app, meeting, { names: { givenNames: 'Amina', familyName: 'Odhiambo' } })
  const { request, counts } = await organiser.gets<{ request: Request; counts: { left: number } }>(
    200,
    'post',
    `${M}/review/next`,
    {},
  )
  expect(request).toMatchObject({ id: first.registration, names: { givenNames: 'Amina' }, likely: [] })
  expect(counts.left).toBe(1)

  const key = { 'idempotency-key': 'a question' }
  const ask = () =>
    organiser.gets<{ questions: Request['questions'] }>(
      201,
      'post',
      `${M}/registrations/${request.id}/questions`,
      { question: 'What is your function?' },
      key,
    )
  expect((await ask()).questions).toHaveLength(1)
  expect((await ask()).questions).toHaveLength(1)
  const stale = { decision: 'verify', seen: request.seen }
  await organiser.gets(409, 'post', `${M}/registrations/${request.id}/decision`, stale)

  const delegate = new Program(app, await Description.of(app), first.address)
  await app.mailbox.waitFor(first.address, 2)
  await delegate.signsIn()
  const { questions } = await delegate.gets<{ questions: Request['questions'] }>(
    200,
    'get',
    `${M}/registration/questions`,
  )
  const path = `${M}/registration/questions/${questions[0]!.id}`
  await delegate.gets(422, 'post', path, { answer: ' ' })
  await delegate.gets(200, 'post', path, { answer: 'Second Secretary' })
  await delegate.gets(404, 'post', `${M}/review/next`, {}) // whoever is not a reviewer

  const again = await organiser.gets<Request>(200, 'get', `${M}/registrations/${request.id}/review`)
  expect(again.questions[0]!.answer).toBe('Second Secretary')
  await organiser.gets(200, 'post', `${M}/registrations/${request.id}/decision`, {
    decision: 'verify',
    seen: again.seen,
  })
})

test('finds likely duplicates, tells them apart or merges them', async () => {
  const names = { givenNames: 'Badia', familyName: 'Hassan' }
  const [one, two] = [await registrant(app, meeting, { names }), await registrant(app, meeting, { names })]
  const { likely } = await organiser.gets<Request>(200, 'get', `${M}/registrations/${one.registration}/review`)
  expect(likely).toEqual([{ registration: two.registration, reasons: ['same-name', 'same-represented'] }])
  const merge = `${M}/registrations/${one.registration}/merge`
  const preview = await organiser.gets<{ kept: string; seen: object }>(200, 'get', `${merge}/${two.registration}`)
  await organiser.gets(200, 'post', merge, { absorb: two.registration, seen: preview.seen })
  await organiser.gets(200, 'post', merge, { absorb: two.registration })
  await organiser.gets(409, 'get', `${merge}/${two.registration}`)

  const [three, four] = [await registrant(app, meeting, { names }), await registrant(app, meeting, { names })]
  await organiser.gets(204, 'post', `${M}/registrations/${three.registration}/apart`, { other: four.registration })
  const after = await organiser.gets<Request>(200, 'get', `${M}/registrations/${three.registration}/review`)
  expect(after.likely.map(({ registration }) => registration)).toEqual([one.registration])
})

test('adds, invites, takes back, corrects', async () => {
  const who = { names: { givenNames: 'Chanda' }, email: 'chanda@ngo.example.org', claim: NETWORK, days: DAYS }
  const key = { 'idempotency-key': '8c4f3f0e-5d0a-4a34-9f1c-1d1f6f3f7a10' }
  const added = await organiser.gets<{ id: string }>(201, 'post', `${M}/registrations`, { ...who, verified: true }, key)
  const repeat = await organiser.gets<{ id: string }>(
    201,
    'post',
    `${M}/registrations`,
    { ...who, verified: true },
    key,
  )
  expect(repeat.id).toBe(added.id)
  await organiser.gets(409, 'post', `${M}/registrations`, who)
  await organiser.gets(422, 'post', `${M}/registrations`, { ...who, email: '' })

  const heldUntil = '2022-10-05T22:00:00Z'
  const addresses = ['dalia@ngo.example.org', 'chanda@ngo.example.org']
  const sent = await organiser.gets(200, 'post', `${M}/invitations`, {
    addresses,
    claim: NETWORK,
    days: DAYS,
    heldUntil,
  })
  expect(sent).toEqual({
    invited: [
      { address: 'dalia@ngo.example.org', outcome: 'invited' },
      { address: 'chanda@ngo.example.org', outcome: 'registered-already' },
    ],
  })
  const { invitations } = await organiser.gets<{ invitations: { id: string }[] }>(200, 'get', `${M}/invitations`)
  await organiser.gets(204, 'post', `${M}/invitations/${invitations[0]!.id}/resend`)
  await organiser.gets(204, 'delete', `${M}/invitations/${invitations[0]!.id}`)
  await organiser.gets(204, 'delete', `${M}/invitations/${invitations[0]!.id}`)
  await organiser.gets(404, 'post', `${M}/invitations/${invitations[0]!.id}/resend`)

  await organiser.gets(200, 'post', `${M}/bounces`, { address: who.email, response: '550 5.1.1' })
  await organiser.gets(200, 'put', `${M}/registrations/${added.id}/address`, { address: 'chanda@network.example.org' })
  await organiser.gets(
    404,
    'put',
    `${M}/registrations/${added.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}/address`,
    {
      address: 'x@example.org',
    },
  )
})
