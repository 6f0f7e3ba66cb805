import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { delegationName, type Delegation, type DelegationOf } from '../../src/delegations/delegation.ts'
import { Delegations } from '../../src/delegations/delegations.service.ts'
import { FocalPoints } from '../../src/delegations/focal-points.service.ts'
import { STATES } from '../../src/delegations/state.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { DelegationId, PersonId, RegistrationId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { People } from '../../src/people/people.service.ts'
import { readTable } from '../../src/platform/tables/read-table.ts'
import { Amendments } from '../../src/registration/amendments.service.ts'
import { Imports } from '../../src/registration/import/imports.service.ts'
import { Nominations } from '../../src/registration/delegation/nominations.service.ts'
import type { Nominee } from '../../src/registration/delegation/nomination.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { Additions } from '../../src/registration/review/additions.service.ts'
import { Arrangements } from '../../src/registration/review/arrangements.service.ts'
import { Merging } from '../../src/registration/review/merging.service.ts'
import { Review } from '../../src/registration/review/review.service.ts'
import { Undoing } from '../../src/registration/review/undoing.service.ts'
import { aMeeting, TUESDAY, WEDNESDAY } from '../builders/registration.ts'
import { registrant } from '../builders/review.ts'
import { startApp, type TestApp } from '../harness.ts'
import { Participant } from './people.ts'

// Whichever way somebody comes to represent a State or an organization, its focal point sees them on its page.

let app: TestApp
let meeting: Meeting
let organiser: PersonId
const PERU: DelegationOf = { constituency: 'member-state', state: 'PER', organization: '' }
const CHILE: DelegationOf = { constituency: 'member-state', state: 'CHL', organization: '' }
const SOCIETY: DelegationOf = { constituency: 'civil-society', state: null, organization: 'Réseau Santé' }

/** A delegation and who speaks for it. */
interface Led {
  delegation: Delegation
  focalPoint: Participant
  person: PersonId
}
let peru: Led
let chile: Led
let society: Led

const leads = async (of: DelegationOf): Promise<Led> => {
  const address = `${randomUUID()}@focal.example.org`
  const id = await app
    .get(FocalPoints)
    .invite(meeting.id, of, { address: emailFrom(address)!, locale: 'en' }, organiser)
  await app.mailbox.waitFor(address, 1)
  const focalPoint = await new Participant(app, address).signsIn(meeting.slug)
  const { id: person } = (await app.get(People).byEmail(emailFrom(address)!))!
  return { delegation: await app.get(Delegations).one(meeting.id, id), focalPoint, person }
}

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  const made = aMeeting({ registration: { verification: { default: 'focal-point' } } })
  organiser = await app.database.transaction((tx) =>
    app.get(People).ensure(tx, emailFrom('organiser@example.org')!, 'en'),
  )
  await app.database.transaction(async (tx) => {
    await app.get(Meetings).create(tx, made)
    await app.get(Pools).define(tx, made, [
      {
        day: 1,
        mode: 'in-person',
        capacity: 50,
        quotas: [
          { constituency: 'member-state', capacity: 50, perDelegation: 5 },
          { constituency: 'civil-society', capacity: 50, perDelegation: 1 },
        ],
      },
    ])
  })
  meeting = await app.get(Meetings).byId(made.id)
  ;[peru, chile, society] = [await leads(PERU), await leads(CHILE), await leads(SOCIETY)]
})

/** The part of a delegation's page where somebody stands: asking to join, or in it; undefined when they are not there. */
const seenBy = async ({ focalPoint, delegation }: Led, name: string): Promise<'asks' | 'in it' | undefined> => {
  await focalPoint.opens(`/en/${meeting.slug}/delegation/${delegation.id}`)
  expect(focalPoint.headline).toBe(`Delegation: ${delegationName(delegation, 'en')}`)
  const [asks, people] = focalPoint.source.split('id="team"')
  if (asks!.includes(`<strong>${name}</strong>`)) return 'asks'
  return people!.includes(name) ? 'in it' : undefined
}

const recounts = async () => expect(await app.get(Pools).recount(meeting.id)).toEqual([])

const add = (name: string, claim: DelegationOf, verified = true): Promise<RegistrationId> =>
  app.get(Additions).add(meeting, organiser, {
    names: { givenNames: name, familyName: '' },
    jobTitle: '',
    email: `${randomUUID()}@example.org`,
    contactEmail: '',
    claim,
    wishes: [
      { day: TUESDAY, mode: 'in-person', meanwhile: true },
      { day: WEDNESDAY, mode: 'none', meanwhile: false },
    ],
    language: 'en',
    verified,
    submissionId: randomUUID(),
  })

const nominee = (name: string, role: Nominee['role'] = 'representative'): Nominee => ({
  names: { givenNames: name, familyName: '' },
  role,
  jobTitle: '',
  wishes: [
    { day: TUESDAY, mode: 'in-person', meanwhile: true },
    { day: WEDNESDAY, mode: 'none', meanwhile: false },
  ],
  language: 'en',
  email: undefined,
  contact: undefined,
})

const names = ({ delegation, person }: Led, name: string, role?: Nominee['role']): Promise<RegistrationId> =>
  app.get(Nominations).nominate(meeting, delegation, { person, as: 'focal-point' }, nominee(name, role), randomUUID())

const leave = (id: RegistrationId) => app.get(Arrangements).withdraw(meeting, id, organiser)

const membership = async (id: RegistrationId) => {
  const [row] = await app.database.query<{ delegation: DelegationId | null; role: string | null; endorsed: boolean }>(
    `SELECT delegation_id AS delegation, delegation_role AS role, endorsed_at IS NOT NULL AS endorsed
       FROM registration WHERE id = $1`,
    [id],
  )
  return row!
}

describe('adding by hand', () => {
  test('somebody checked is in the delegation; somebody else asks, and its focal point is told', async () => {
    await leave(await add('Adela', PERU))
    const adela = await add('Adelina', PERU)
    expect(await seenBy(peru, 'Adelina')).toBe('in it')
    const unchecked = await add('Ursula', PERU, false)
    expect(await seenBy(peru, 'Ursula')).toBe('asks')
    await app.mailbox.waitForSubject(peru.focalPoint.address, 'Ursula asks to join Peru')
    await peru.focalPoint.presses('Confirm Ursula')
    expect(await seenBy(peru, 'Ursula')).toBe('in it')
    expect(await seenBy(chile, 'Adelina')).toBeUndefined()
    for (const id of [adela, unchecked]) await leave(id)
  })

  test('whoever the secretariat confirmed is given a role and an order like the others', async () => {
    const id = await add('Rosalia', PERU)
    await seenBy(peru, 'Rosalia')
    const row = /name="(people\[\d+\])\[id\]" value="([^"]+)"/.exec(
      peru.focalPoint.source.slice(peru.focalPoint.source.indexOf(`value="${id}"`) - 40),
    )
    await peru.focalPoint.fills(`${row![1]}[role]`, 'head').presses('Save roles and days')
    expect((await membership(id)).role).toBe('head')
    await leave(id)
  })
})

describe('an import', () => {
  const HEAD = 'Given names;Family names;E-mail;Contact address;Constituency;State;Organization;Day 1;Day 2;Verified\n'
  const imported = async (rows: readonly string[]): Promise<void> => {
    const imports = app.get(Imports)
    const table = await readTable({ text: `${HEAD}${rows.join('\n')}\n` })
    const id = await imports.begin(meeting, organiser, 'list.csv', table)
    await imports.start(meeting, id, organiser)
    await expect.poll(async () => (await imports.one(meeting.id, id)).state, { timeout: 15_000 }).toBe('done')
    const problems = await imports.rows(id, ['problem'])
    expect(problems.map((row) => row.problems)).toEqual([])
  }
  const address = () => `${randomUUID()}@example.org`

  test('puts each into their delegation, however an organization is typed, and counts them under its quota', async () => {
    await imported([
      `Imelda;;${address()};;Member State;Peru;;in person;not attending;yes`,
      `Imanol;;${address()};;Member State;Chile;;in person;not attending;no`,
      `Ilse;;${address()};;Civil society;;RESEAU  sante;in person;not attending;yes`,
      `Ines;;${address()};;Civil society;;Réseau Santé;in person;not attending;yes`,
      `Ivo;;${address()};;Civil society;;Another network;in person;not attending;yes`,
    ])
    expect(await seenBy(peru, 'Imelda')).toBe('in it')
    expect(await seenBy(chile, 'Imanol')).toBe('asks')
    await chile.focalPoint.presses('Confirm Imanol')
    expect(await seenBy(chile, 'Imanol')).toBe('in it')
    expect([await seenBy(society, 'Ilse'), await seenBy(society, 'Ines')]).toEqual(['in it', 'in it'])
    expect(society.focalPoint.text).toContain('1 of 1')
    expect(society.focalPoint.text).toContain('Waiting list')
    expect(await seenBy(society, 'Ivo')).toBeUndefined()
    await recounts()
  })

  test('makes the delegation of a State that had none, and confirms a focal point’s own row at once', async () => {
    await imported([
      `Kofi;;${address()};;Member State;Kenya;;in person;not attending;no`,
      `Own;;${peru.focalPoint.address};;Member State;Peru;;in person;not attending;no`,
    ])
    const kenya = await leads({ constituency: 'member-state', state: 'KEN', organization: '' })
    expect(await seenBy(kenya, 'Kofi')).toBe('asks')
    expect(await seenBy(peru, 'Own')).toBe('in it')
  })

  test('asks the database as often for a hundred people of delegations as for one', async () => {
    const query = vi.spyOn(app.database, 'query')
    const counted = async (people: number): Promise<number> => {
      const claims = Array.from({ length: people }, (_, n) => ({ ...PERU, state: STATES[n % STATES.length]!.iso3 }))
      await app.database.transaction(async (tx) => {
        query.mockClear()
        await app.get(Delegations).forClaims(tx, meeting.id, claims)
      })
      return query.mock.calls.length
    }
    try {
      // The first ones find nothing at all of the meeting read.
      await counted(1)
      expect([await counted(2), await counted(100), await counted(100)]).toEqual([3, 3, 1])
    } finally {
      query.mockRestore()
    }
  })
})

describe('an organiser changes whom somebody represents', () => {
  test('they leave one delegation for the other; asking, they ask there, and its focal point is told', async () => {
    const [moved, asking] = [await add('Moira', PERU), await add('Aska', PERU, false)]
    for (const id of [moved, asking]) await app.get(Arrangements).represent(meeting, id, organiser, CHILE, 'Corrected')
    expect([await seenBy(peru, 'Moira'), await seenBy(peru, 'Aska')]).toEqual([undefined, undefined])
    expect([await seenBy(chile, 'Moira'), await seenBy(chile, 'Aska')]).toEqual(['in it', 'asks'])
    await app.mailbox.waitForSubject(chile.focalPoint.address, 'Aska asks to join Chile')
    for (const id of [moved, asking]) await leave(id)
  })

  test('taken back, they are in the first again as what it named them, unless somebody else is head by then', async () => {
    const head = await names(chile, 'Hedda', 'head')
    const change = async () => {
      await app.get(Undoing).remember(meeting.id, head, organiser)
      await app.get(Arrangements).represent(meeting, head, organiser, PERU)
    }
    await change()
    expect(await membership(head)).toEqual({ delegation: peru.delegation.id, role: null, endorsed: false })
    await app.get(Undoing).undo(meeting, head, organiser)
    expect(await membership(head)).toEqual({ delegation: chile.delegation.id, role: 'head', endorsed: true })
    expect(await seenBy(chile, 'Hedda')).toBe('in it')
    await change()
    const another = await names(chile, 'Another', 'head')
    await app.get(Undoing).undo(meeting, head, organiser)
    expect((await membership(head)).role).toBe('representative')
    for (const id of [head, another]) await leave(id)
    await recounts()
  })
})

test('a head who withdrew and is verified again is no second head', async () => {
  const first = await names(chile, 'Firmina', 'head')
  await app.get(Review).decline(meeting, first, organiser, 'By mistake')
  expect(await seenBy(chile, 'Firmina')).toBeUndefined()
  const second = await names(chile, 'Secunda', 'head')
  await app.get(Review).verify(meeting, first, organiser)
  expect(await seenBy(chile, 'Firmina')).toBe('in it')
  expect([(await membership(first)).role, (await membership(second)).role]).toEqual(['representative', 'head'])
  for (const id of [first, second]) await leave(id)
})

describe('merging two registrations', () => {
  const registers = async (claim: DelegationOf, name: string) =>
    (
      await registrant(app, meeting, {
        claim: { ...claim },
        names: { givenNames: name, familyName: '' },
        days: ['in-person', 'none'],
      })
    ).registration

  test('whose verified claim counts leads into its delegation, also when the other one is kept', async () => {
    const kept = await registers(CHILE, 'Kept')
    const other = await names(peru, 'Peruvian', 'adviser')
    await app.get(Merging).merge(meeting, kept, other, organiser)
    expect(await membership(kept)).toEqual({ delegation: peru.delegation.id, role: 'adviser', endorsed: true })
    expect(await seenBy(peru, 'Kept')).toBe('in it')
    expect(await seenBy(chile, 'Kept')).toBeUndefined()
    await recounts()
    await leave(kept)
  })

  test('in one delegation, what it named either is kept; of another delegation nothing is', async () => {
    const kept = await registers(CHILE, 'Twice')
    const other = await names(chile, 'Twice over', 'alternate')
    await app.get(Merging).merge(meeting, kept, other, organiser)
    expect(await membership(kept)).toEqual({ delegation: chile.delegation.id, role: 'alternate', endorsed: true })
    const alien = await registers(PERU, 'Elsewhere')
    await app.get(Merging).merge(meeting, kept, alien, organiser)
    expect(await membership(kept)).toMatchObject({ delegation: chile.delegation.id, role: 'alternate' })
    await recounts()
    await leave(kept)
  })
})

test('who changes their name after being named asks the focal point again, who confirms them', async () => {
  const email = emailFrom(`${randomUUID()}@example.org`)!
  const { delegation, person } = peru
  const id = await app
    .get(Nominations)
    .nominate(meeting, delegation, { person, as: 'focal-point' }, { ...nominee('Named'), email }, randomUUID())
  const owner = await app.database.transaction((tx) => app.get(People).ensure(tx, email, 'en'))
  await app.get(Amendments).you(meeting, owner, { names: { givenNames: 'Renamed', familyName: '' }, jobTitle: '' })
  expect(await seenBy(peru, 'Renamed')).toBe('asks')
  await peru.focalPoint.presses('Confirm Renamed')
  expect(await seenBy(peru, 'Renamed')).toBe('in it')
  await leave(id)
})
