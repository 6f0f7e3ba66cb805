import type { FastifyRequest } from 'fastify'
import { beforeAll, expect, test } from 'vitest'
import { Delegations } from '../../src/delegations/delegations.service.ts'
import { FOCAL_POINT } from '../../src/delegations/focal-point-policy.ts'
import { FocalPoints } from '../../src/delegations/focal-points.service.ts'
import { FactSources } from '../../src/access/facts.ts'
import { Forbidden, NotFound } from '../../src/kernel/domain-error.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { People } from '../../src/people/people.service.ts'
import type { RequestContext } from '../../src/platform/http/request-context.ts'
import { Policies } from '../../src/platform/policies/policies.ts'
import { DelegationTurns } from '../../src/registration/delegation/delegation-turns.service.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample, Organiser, Participant } from './people.ts'
import { Description, Program } from './program.ts'

// How a State takes part: its focal point asks with a note verbale, names people, orders, replaces and hands over.

let app: TestApp
let meeting: Meeting
let organiser: Organiser
let focalPoint: Participant
const SLUG = 'unnm-2022'
const MISSION = 'counsellor@mission.example.org'
const NOTE = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  await loadSample(app, 'meeting', 1, (file) => {
    Object.assign(file.meeting.registration, { verification: { default: 'focal-point' } })
  })
  meeting = await app.get(Meetings).named(SLUG)
  await app.database.transaction((tx) =>
    app.get(Pools).define(tx, meeting, [
      {
        day: 2,
        mode: 'in-person',
        capacity: 50,
        quotas: [{ constituency: 'member-state', capacity: 50, perDelegation: 2 }],
      },
    ]),
  )
  organiser = new Organiser(app)
  await organiser.acceptsInvitation()
  focalPoint = new Participant(app, MISSION)
  await focalPoint.signsIn(SLUG)
})

const personAt = async (address: string) => (await app.get(People).byEmail(emailFrom(address)!))!.id

/** Which days somebody attends, as the gate sees it at this moment. */
const daysOf = async (address: string) => [
  ...((await app.get(FactSources).factsOf(meeting.id, await personAt(address)))?.days ?? []),
]

const asks = async (visitor: Participant, state: string, note?: Buffer) => {
  await visitor.opens(`/en/${SLUG}/delegation`)
  visitor.fills('constituency', 'member-state').fills('state', state)
  if (note) visitor.uploads('note', 'note.pdf', note)
  await visitor.presses('Send the request')
}

test('a mission asks to be focal point with a note verbale, which only reviewers see', async () => {
  await asks(focalPoint, 'ARG')
  expect([focalPoint.status, focalPoint.errors]).toEqual([422, ['Choose a file']])
  await asks(focalPoint, 'ARG', Buffer.from('<html>not a PDF</html>'))
  expect(focalPoint.errors).toEqual([
    'This is not a whole PDF, JPEG or PNG file, whatever its name says. Save it as one of these, then try again',
  ])
  for (const _ of [1, 2]) await asks(focalPoint, 'ARG', Buffer.concat([NOTE, NOTE]))
  expect(focalPoint.text).toContain('The secretariat has your request since 27 September')

  // The wrong file: while nobody has answered, another takes its place, and the one before is dropped.
  const note = focalPoint.source.match(/name="(note-[^"]+)"/)![1]!
  await focalPoint.presses('Replace the note Argentina')
  expect([focalPoint.status, focalPoint.errors]).toEqual([422, ['Choose a file']])
  for (const _ of [1, 2]) await focalPoint.uploads(note, 'note.pdf', NOTE).presses('Replace the note Argentina')
  const kept = await app.database.query<{ size: number }>(`SELECT size FROM stored_file WHERE purpose = 'note-verbale'`)
  expect(kept).toEqual([{ size: NOTE.length }])

  await organiser.opens(`/en/desk/${SLUG}/delegations`)
  expect(organiser.text).toContain(`${MISSION} asks since 27 September`)
  const address = organiser.linkTo('note.pdf')
  const seen = await organiser.fetches(address)
  expect([seen.status, seen.headers['content-disposition'], seen.headers['cache-control']]).toEqual([
    200,
    `attachment; filename="note.pdf"; filename*=UTF-8''note.pdf`,
    'private, no-store',
  ])
  expect(seen.headers['x-content-type-options']).toBe('nosniff')
  expect(seen.body).toHaveLength(NOTE.length)
  const stranger = await focalPoint.fetches(address)
  expect(stranger.status).not.toBe(200)

  await organiser.presses('Approve')
  await app.mailbox.waitForSubject(MISSION, 'You are now a focal point of Argentina')
})

test('they name people from a pasted table: good rows are taken, the others say what is wrong', async () => {
  await focalPoint.opens(`/en/${SLUG}/delegation`)
  expect(focalPoint.headline).toBe('Delegation: Argentina')
  await focalPoint
    .answers(
      'Paste the rows',
      [
        'Name\tRole\tE-mail\t19 October',
        'Ambassador\thead\t\tin person',
        'Second Secretary\trepresentative\tsecond@mission.example.org\tin person',
        'Attaché\tadviser\tattache@@mission\tin person',
      ].join('\n'),
    )
    .presses('Look at the rows')
  expect(focalPoint.headline).toBe('Check the rows')
  expect(focalPoint.errors).toEqual(['Give an e-mail address such as name@example.org'])
  await focalPoint.presses('Name these people')
  expect(focalPoint.text).toContain('2 people named.')
  expect(focalPoint.has('[name="people[0][email]"][value="attache@@mission"]')).toBe(true)
  await focalPoint.fills('people[0][email]', 'attache@mission.example.org').presses('Name these people')
  expect(focalPoint.headline).toBe('Delegation: Argentina')
  expect(focalPoint.text).toContain('2 of 2')
  expect(focalPoint.text).toContain('Whoever comes on top waits')
  const seats = () => [...focalPoint.text.matchAll(/Takes seat \d of \d/g)].map(([said]) => said)
  expect(seats()).toEqual(['Takes seat 1 of 2', 'Takes seat 2 of 2'])

  expect(await daysOf('second@mission.example.org')).toEqual([['2022-10-19', 'in-person']])
  expect(await daysOf('attache@mission.example.org')).not.toContainEqual(['2022-10-19', 'in-person'])
  await app.mailbox.waitForSubject('second@mission.example.org', 'You are registered')
  await app.mailbox.waitForSubject(MISSION, '(for Ambassador)')
})

test('who asks to join waits for them, and is confirmed', async () => {
  const minister = new Participant(app, 'minister@capital.example.org', 'fr')
  await minister.registers(SLUG, {
    job: 'Ministre',
    constituency: 'member-state',
    state: 'ARG',
    days: ['online'],
  })
  expect(minister.headline).toBe('Votre demande est chez votre point focal')
  await app.mailbox.waitForSubject(MISSION, 'Ministre asks to join Argentina')
  await focalPoint.opens(`/en/${SLUG}/delegation`)
  await focalPoint.presses('Confirm Ministre')
  await minister.opens(`/fr/${SLUG}/me`)
  expect(minister.headline).toBe('Votre inscription est faite')
})

test('they put people in order, without a script', async () => {
  await focalPoint.opens(`/en/${SLUG}/delegation`)
  const names = () =>
    [...focalPoint.source.matchAll(/<th role="rowheader"[^>]*><input[^>]*>([^<]+)/g)].map((match) => match[1])
  expect(names()).toEqual(['Ambassador', 'Second Secretary', 'Ministre', 'Attaché'])
  await focalPoint.presses('Up Ministre')
  expect(names()).toEqual(['Ambassador', 'Ministre', 'Second Secretary', 'Attaché'])
  await focalPoint.fills('people[3][role]', 'head').presses('Save roles and days')
  expect(focalPoint.errors).toEqual(['A delegation has one head. Give this person another role, or the head first'])
})

test('a person is replaced: the seat passes, and the one before has no access any more', async () => {
  await focalPoint.opens(`/en/${SLUG}/delegation`)
  await focalPoint.follows('Replace… Second Secretary')
  expect(focalPoint.headline).toBe('Replace Second Secretary')
  await focalPoint
    .answers('Given names', 'Counsellor')
    .answers('Own e-mail address', 'other@mission.example.org')
    .presses('Replace')
  expect(focalPoint.headline).toBe('Delegation: Argentina')
  expect(await daysOf('second@mission.example.org')).toEqual([])
  expect(await daysOf('other@mission.example.org')).toEqual([['2022-10-19', 'in-person']])
  expect(await app.get(Pools).recount(meeting.id)).toEqual([])
})

test('another delegation is not theirs: its page does not exist for them', async () => {
  const other = new Participant(app, 'focal@chile.example.org')
  await other.signsIn(SLUG)
  await asks(other, 'CHL', NOTE)
  await organiser.opens(`/en/desk/${SLUG}/delegations`)
  await organiser.presses('Approve')
  await focalPoint.opens(`/en/${SLUG}/delegation`)
  const page = focalPoint.path
  await other.opens(page)
  expect(other.status).toBe(404)
  await other.opens(`/en/${SLUG}/delegation`)
  expect(other.headline).toBe('Delegation: Chile')
  // Nor is theirs one of another meeting: the policy says so itself, before any page looks.
  const ctx = { reader: { person: await personAt(MISSION) }, locale: 'en' } as RequestContext
  const admitted = (slug: string): Promise<void> => {
    const params = { meeting: slug, delegation: page.split('/').at(-1) }
    return app.get(Policies).admit(FOCAL_POINT, ctx, { params, routeOptions: {} } as unknown as FastifyRequest)
  }
  await admitted(SLUG)
  await expect(admitted((await loadSample(app, 'meeting-briefing')).slug)).rejects.toThrow(NotFound)
})

test('they hand over; it acts at once and is told; the last one goes through the secretariat', async () => {
  await focalPoint.opens(`/en/${SLUG}/delegation`)
  expect(focalPoint.text).toContain('You are the only focal point.')
  await focalPoint.answers('E-mail address', 'successor@mission.example.org').presses('Name as focal point')
  await app.mailbox.waitFor('successor@mission.example.org', 1)
  const successor = new Participant(app, 'successor@mission.example.org')
  await successor.signsIn(SLUG)
  await successor.opens(`/en/${SLUG}/delegation`)
  expect(successor.headline).toBe('Delegation: Argentina')
  await successor.follows(`Remove… ${MISSION}`)
  await successor.presses('Remove')
  await app.mailbox.waitForSubject(MISSION, 'You are not a focal point of Argentina any more')
  await focalPoint.opens(successor.path.split('#')[0]!)
  expect(focalPoint.status).toBe(404)
  // Nor is obeyed what they had sent a moment before: each command asks again, in its turn.
  const argentina = (await app.get(Delegations).of(meeting.id)).find(({ state }) => state === 'ARG')!
  const actor = { person: await personAt(MISSION), as: 'focal-point' } as const
  const late = app.database.transaction((tx) => app.get(DelegationTurns).begin(tx, meeting, argentina, actor))
  await expect(late).rejects.toThrow(Forbidden)
  await successor.opens(`/en/${SLUG}/delegation`)
  expect(successor.text).toContain('Ambassador')
  expect(successor.text).toContain('You are the only focal point.')

  await organiser.opens(`/en/desk/${SLUG}/delegations`)
  await organiser.follows('Argentina')
  await organiser.follows('Remove… successor@mission.example.org')
  expect(organiser.headline).toBe('Remove successor@mission.example.org as focal point')
  expect(organiser.text).toContain('The delegation has no focal point after that, so requests go to the secretariat.')
  await successor.opens(`/en/${SLUG}/delegation`)
  expect(successor.headline).toBe('Delegation: Argentina')
  await organiser.presses('Remove')
  expect([organiser.headline, organiser.text]).toEqual(['Argentina', expect.stringContaining('none')])
  await successor.opens(`/en/${SLUG}/delegation`)
  expect(successor.headline).toBe('Become the focal point of a delegation')
})

test('the same over the interface for programs; each command can be sent again', async () => {
  await organiser.opens(`/en/desk/${SLUG}/delegations`)
  await organiser
    .fills('constituency', 'member-state')
    .fills('state', 'PER')
    .answers('E-mail address', 'focal@peru.example.org')
    .presses('Invite')
  expect(organiser.headline).toBe('Peru')
  await app.mailbox.waitFor('focal@peru.example.org', 1)
  const api = new Program(app, await Description.of(app), 'focal@peru.example.org', 'es')
  await api.signsIn()
  const root = `/meetings/${SLUG}/my-delegations`
  const [mine] = await api.gets<{ id: string }[]>(200, 'get', root)
  expect(mine).toMatchObject({ name: 'Perú', state: 'PER' })
  const of = `${root}/${mine!.id}`
  const people = [
    { givenNames: 'Embajadora', role: 'head', days: { '2022-10-19': 'in-person' } },
    { givenNames: '', role: 'adviser', days: {} },
  ]
  const twice = async (work: () => Promise<void>) => {
    for (const _ of [1, 2]) await work()
  }
  await twice(async () => {
    expect(await api.gets(200, 'post', `${of}/people`, { people }, { 'idempotency-key': 'list-1' })).toEqual([
      { id: expect.any(String) as string },
      { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/givenNames' })]) as object[] },
    ])
  })
  const before = await api.gets<{ people: { id: string }[] }>(200, 'get', of)
  expect(before).toMatchObject({
    people: [
      {
        givenNames: 'Embajadora',
        role: 'head',
        state: 'confirmed',
        days: expect.arrayContaining([expect.objectContaining({ day: '2022-10-19', seat: 1 })]) as object[],
      },
    ],
    quotas: expect.arrayContaining([{ day: '2022-10-19', mode: 'in-person', taken: 1, capacity: 2 }]) as object[],
  })
  const head = `${of}/people/${before.people[0]!.id}`
  const successor = { givenNames: 'Consejero', email: 'consejero@peru.example.org' }
  await twice(async () => {
    await api.gets(201, 'post', `${head}/replace`, successor, { 'idempotency-key': 'r' })
  })
  const after = await api.gets<{ people: { id: string }[] }>(200, 'get', of)
  expect(after).toMatchObject({ people: [{ givenNames: 'Consejero', role: 'head' }] })
  await twice(async () => {
    await api.gets(204, 'patch', `${of}/people/${after.people[0]!.id}`, { days: { '2022-10-19': 'online' } })
  })
  const own = `${of}/focal-points/${await personAt('focal@peru.example.org')}`
  expect(await api.gets(409, 'delete', own)).toMatchObject({
    type: expect.stringContaining('last-focal-point') as string,
  })
})

test('a program replaces the note of its own request while nobody has answered it, and no other’s', async () => {
  const of = { meeting: meeting.id, state: 'BRA' }
  const asking = async (address: string) => {
    const api = new Program(app, await Description.of(app), address, 'en')
    await api.signsIn()
    const person = await personAt(address)
    await app
      .get(FocalPoints)
      .ask(
        of.meeting,
        { constituency: 'member-state', state: of.state, organization: '' },
        { person, note: { name: 'first.pdf', type: 'application/pdf', bytes: NOTE } },
      )
    const [asked] = await api.gets<{ id: string; state: string }[]>(
      200,
      'get',
      `/meetings/${SLUG}/my-delegations/requests`,
    )
    expect(asked).toMatchObject({ state: 'requested' })
    const replaces = async (id: string, name: string): Promise<number> => {
      const at = `/meetings/${SLUG}/my-delegations/requests/${id}/note`
      return (await api.uploads('put', at, 'note', { name, bytes: Buffer.concat([NOTE, NOTE]) })).status
    }
    return { id: asked!.id, replaces }
  }
  const [one, other] = [await asking('one@brazil.example.org'), await asking('other@brazil.example.org')]
  expect(await other.replaces(one.id, 'theirs.pdf')).toBe(404)
  for (const _ of [1, 2]) expect(await one.replaces(one.id, 'second.pdf')).toBe(204)
  const names = async () =>
    (
      await app.database.query<{ name: string }>(
        `SELECT name FROM stored_file s JOIN note_verbale n ON n.file_id = s.id JOIN delegation d ON d.id = n.delegation_id
          WHERE d.state = 'BRA' ORDER BY name`,
      )
    ).map(({ name }) => name)
  expect(await names()).toEqual(['first.pdf', 'second.pdf'])
  await app.get(FocalPoints).approve(meeting.id, one.id, await personAt('organiser@example.org'))
  expect(await one.replaces(one.id, 'third.pdf')).toBe(409)
  expect(await names()).toEqual(['first.pdf', 'second.pdf'])
})
