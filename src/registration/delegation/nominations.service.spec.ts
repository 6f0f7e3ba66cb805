import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { wrongPlaces } from '../../../test/builders/places.ts'
import { RegistrationHouse, seated, TUESDAY, WEDNESDAY, type Delegate } from '../../../test/builders/registration.ts'
import type { Delegation } from '../../delegations/delegation.ts'
import { LastFocalPoint } from '../../delegations/focal-point.ts'
import { Forbidden, InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import type { PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Verification } from '../../meetings/registration-settings.ts'
import { Registration } from '../registration.entity.ts'
import { MoveNotOpen } from '../states.ts'
import type { Actor } from './delegation-turns.service.ts'
import type { Nominee } from './nomination.ts'

let house: RegistrationHouse
beforeAll(async () => {
  house = await RegistrationHouse.open()
})

const quota = (perDelegation: number, capacity = 20) =>
  ({
    day: 1,
    mode: 'in-person',
    capacity,
    quotas: [{ constituency: 'member-state', capacity, perDelegation }],
  }) as const
const online = { day: 1, mode: 'online', capacity: 100 } as const
const inPerson = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'none' } as const

const meetingWith = (verification: Verification, perDelegation = 3, more: object = {}) =>
  house.meeting({
    pools: [quota(perDelegation), online],
    registration: { verification: { default: verification }, ...more },
  })

/** A State's delegation with a focal point. */
const led = async (
  meeting: Meeting,
  state = 'ARG',
): Promise<{ delegation: Delegation; by: Actor; address: string }> => {
  const address = `${randomUUID()}@mission.example.org`
  const id = await house.focalPoints.invite(
    meeting.id,
    { constituency: 'member-state', state, organization: '' },
    { address: emailFrom(address)!, locale: 'es' },
    house.organiser,
  )
  const person = await house.database.transaction((tx) => house.people.ensure(tx, emailFrom(address)!, 'es'))
  return { delegation: await house.delegations.one(meeting.id, id), by: { person, as: 'focal-point' }, address }
}

const nominee = (name: string, more: Partial<Nominee> = {}): Nominee => ({
  names: { givenNames: name, familyName: '' },
  role: 'representative',
  jobTitle: '',
  wishes: [
    { day: TUESDAY, mode: 'in-person', meanwhile: true },
    { day: WEDNESDAY, mode: 'none', meanwhile: false },
  ],
  language: 'en',
  email: undefined,
  contact: undefined,
  ...more,
})

const names = (meeting: Meeting, delegation: Delegation, by: Actor, who: Nominee, submission: string = randomUUID()) =>
  house.nominations.nominate(meeting, delegation, by, who, submission)

const personOf = async (registration: string): Promise<Delegate> => {
  const [row] = await house.database.query<{ person_id: PersonId }>(
    'SELECT person_id FROM registration WHERE id = $1',
    [registration],
  )
  return { person: row!.person_id, claim: { constituency: 'member-state', state: 'ARG', organization: '' } }
}

const standsAt = async (meeting: Meeting, registration: string) =>
  house.day(meeting, await personOf(registration), TUESDAY)

const order = async ({ id }: Delegation) =>
  (await house.ranks.of(id))
    .toSorted((a, b) => a.rank! - b.rank!)
    .map(({ id: registration, role }) => `${role} ${registration}`)

describe('naming people', () => {
  test('those in the room need do nothing, share a contact address, and are confirmed', async () => {
    const meeting = await meetingWith('focal-point')
    const { delegation, by, address } = await led(meeting)
    const [one, two] = [
      await names(meeting, delegation, by, nominee('Ambassador', { role: 'head' })),
      await names(meeting, delegation, by, nominee('Counsellor', { contact: emailFrom('mission@example.org') })),
    ]
    expect([await standsAt(meeting, one), await standsAt(meeting, two)]).toEqual([
      'confirmed in-person',
      'confirmed in-person',
    ])
    const reached = await house.people.byIds([(await personOf(one)).person, (await personOf(two)).person])
    expect([...reached.values()].map(({ email, contactEmail }) => [email, contactEmail])).toEqual(
      expect.arrayContaining([
        [undefined, address],
        [undefined, 'mission@example.org'],
      ]),
    )
  })

  test('whoever proves the named address finds themselves confirmed; their name stays theirs', async () => {
    const meeting = await meetingWith('focal-point')
    const { delegation, by } = await led(meeting)
    const address = emailFrom(`${randomUUID()}@example.org`)!
    const id = await names(meeting, delegation, by, nominee('Ana', { email: address }))
    const person = await house.database.transaction((tx) => house.people.ensure(tx, address, 'fr'))
    expect((await personOf(id)).person).toBe(person)
    expect(await house.registrations.own(meeting, person)).toMatchObject({
      state: 'confirmed',
      names: { givenNames: 'Ana' },
      verified: { constituency: 'member-state', state: 'ARG' },
    })
    await names(meeting, delegation, by, nominee('Somebody else', { email: address }))
    expect((await house.people.byId(person))?.givenNames).toBe('Ana')
  })

  test('a row that is sent twice names once', async () => {
    const meeting = await meetingWith('focal-point')
    const { delegation, by } = await led(meeting)
    const submission = randomUUID()
    const ids = await Promise.all([1, 2, 3].map(() => names(meeting, delegation, by, nominee('Ana'), submission)))
    expect(new Set(ids).size).toBe(1)
    expect(await house.ranks.of(delegation.id)).toHaveLength(1)
  })

  test('over the quota is waiting and online, never an error, however many focal points name at once', async () => {
    const meeting = await meetingWith('focal-point', 2)
    const { delegation, by } = await led(meeting)
    const ids = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((name) => names(meeting, delegation, by, nominee(name))),
    )
    const standing = await Promise.all(ids.map((id) => standsAt(meeting, id)))
    expect(standing.toSorted()).toEqual([
      'confirmed in-person',
      'confirmed in-person',
      'waiting 1 online',
      'waiting 2 online',
      'waiting 3 online',
    ])
    expect(await seated(house.database, meeting.id, TUESDAY, 'in-person')).toBe(2)
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })

  test('nobody is named after the first deadline, nor confirmed after the second; people are replaced after both', async () => {
    const meeting = await meetingWith('focal-point', 3, {
      nominateBy: '2022-10-01T00:00:00Z',
      confirmBy: '2022-10-05T00:00:00Z',
    })
    const { delegation, by } = await led(meeting)
    const ana = await names(meeting, delegation, by, nominee('Ana'))
    const ben = await house.delegate('ARG')
    const asked = await house.registers(meeting, ben, inPerson)
    const now = house.clock.now()
    try {
      house.clock.set('2022-10-02T00:00:00Z')
      await expect(names(meeting, delegation, by, nominee('Late'))).rejects.toMatchObject({
        fields: [{ pointer: '', message: 'delegation.nominate.closed' }],
      })
      house.clock.set('2022-10-06T00:00:00Z')
      await expect(house.nominations.confirm(meeting, delegation, by, asked.id)).rejects.toThrow(InvalidInput)
      const { role: _role, wishes: _wishes, ...eva } = nominee('Eva')
      const successor = await house.replacements.replace(meeting, delegation, by, ana, eva, 's')
      expect(await standsAt(meeting, successor)).toBe('confirmed in-person')
    } finally {
      house.clock.set(now)
    }
  })

  test('nobody is in two delegations', async () => {
    const meeting = await meetingWith('focal-point')
    const [argentina, chile] = [await led(meeting, 'ARG'), await led(meeting, 'CHL')]
    const email = emailFrom(`${randomUUID()}@example.org`)!
    await names(meeting, argentina.delegation, argentina.by, nominee('Ana', { email }))
    await expect(names(meeting, chile.delegation, chile.by, nominee('Ana', { email }))).rejects.toMatchObject({
      fields: [{ pointer: '/email', message: 'delegation.person.elsewhere' }],
    })
  })
})

describe('who asks to join', () => {
  test('waits for the focal point, who confirms', async () => {
    const meeting = await meetingWith('focal-point')
    const { delegation, by } = await led(meeting)
    const ana = await house.delegate('ARG')
    const own = await house.registers(meeting, ana, inPerson)
    expect(own.standing).toMatchObject({ state: 'requested', decidedBy: 'focal-point' })
    for (const _ of [1, 2]) await house.nominations.confirm(meeting, delegation, by, own.id)
    expect(await house.registrations.own(meeting, ana.person)).toMatchObject({ state: 'confirmed' })
  })

  test('waits for the secretariat where the delegation has no focal point', async () => {
    const meeting = await meetingWith('focal-point')
    const own = await house.registers(meeting, await house.delegate('BRA'), inPerson)
    expect(own.standing.decidedBy).toBe('secretariat')
  })

  test('in two steps, is with the focal point first and the secretariat then', async () => {
    const meeting = await meetingWith('focal-point-then-secretariat')
    const { delegation, by } = await led(meeting)
    const ana = await house.delegate('ARG')
    const { id } = await house.registers(meeting, ana, inPerson)
    for (const _ of [1, 2]) await house.nominations.confirm(meeting, delegation, by, id)
    expect((await house.registrations.own(meeting, ana.person))?.standing).toMatchObject({
      state: 'requested',
      decidedBy: 'secretariat',
    })
    await house.verifies(meeting, ana)
    expect((await house.registrations.own(meeting, ana.person))?.state).toBe('confirmed')
  })

  test('is declined with a reason, and the place goes to the next', async () => {
    const meeting = await meetingWith('focal-point', 1)
    const { delegation, by } = await led(meeting)
    const [ana, ben] = [await house.delegate('ARG'), await house.delegate('ARG')]
    const asked = await house.registers(meeting, ana, inPerson)
    await house.registers(meeting, ben, inPerson)
    expect(await house.day(meeting, ben, TUESDAY)).toBe('waiting 1 online')
    for (const _ of [1, 2]) await house.nominations.decline(meeting, delegation, by, asked.id, 'Not ours')
    expect((await house.registrations.own(meeting, ana.person))?.state).toBe('declined')
    expect(await house.day(meeting, ben, TUESDAY)).toBe('requested in-person')
  })

  test('a focal point’s own registration is confirmed at once', async () => {
    const meeting = await meetingWith('focal-point-then-secretariat')
    const { by } = await led(meeting)
    const own = await house.registers(
      meeting,
      { person: by.person, claim: { constituency: 'member-state', state: 'ARG', organization: '' } },
      inPerson,
    )
    expect(own.state).toBe('confirmed')
  })
})

describe('a focal point acts for their own delegation only', () => {
  test('of another they can change nothing', async () => {
    const meeting = await meetingWith('focal-point')
    const [argentina, chile] = [await led(meeting, 'ARG'), await led(meeting, 'CHL')]
    const ana = await house.registers(meeting, await house.delegate('ARG'), inPerson)
    const { role: _role, wishes: _wishes, ...eva } = nominee('Eva')
    await expect(house.nominations.confirm(meeting, argentina.delegation, chile.by, ana.id)).rejects.toThrow(Forbidden)
    await expect(house.nominations.confirm(meeting, chile.delegation, chile.by, ana.id)).rejects.toThrow(NotFound)
    await expect(house.nominations.decline(meeting, chile.delegation, chile.by, ana.id, '')).rejects.toThrow(NotFound)
    await expect(house.replacements.replace(meeting, chile.delegation, chile.by, ana.id, eva, 'x')).rejects.toThrow(
      NotFound,
    )
    await expect(names(meeting, argentina.delegation, chile.by, nominee('Eva'))).rejects.toThrow(Forbidden)
    expect((await house.ranks.of(chile.delegation.id)).length).toBe(0)
  })

  test('who was removed a moment ago is none any more; the last one goes through the secretariat', async () => {
    const meeting = await meetingWith('focal-point')
    const { delegation, by } = await led(meeting)
    const other = await house.database.transaction((tx) =>
      house.people.ensure(tx, emailFrom(`${randomUUID()}@example.org`)!, 'en'),
    )
    const address = (await house.people.byId(other))!.email!
    for (const _ of [1, 2]) await house.focalPoints.name(delegation, { address, locale: 'en' }, by.person)
    await names(meeting, delegation, by, nominee('Ana'))
    for (const _ of [1, 2]) await house.focalPoints.remove(delegation, by.person, other)
    await expect(names(meeting, delegation, by, nominee('Ben'))).rejects.toThrow(Forbidden)
    expect(await house.ranks.of(delegation.id)).toHaveLength(1)
    await expect(house.focalPoints.remove(delegation, other, other)).rejects.toThrow(LastFocalPoint)
    await house.focalPoints.removeAny(delegation, other, house.organiser)
    expect(await house.focalPoints.of(delegation.id)).toEqual([])
  })
})

test('two focal points who remove each other at once leave one of them', async () => {
  const meeting = await meetingWith('focal-point')
  for (const state of ['ARG', 'BRA', 'CHL', 'FRA', 'KEN', 'PER']) {
    const { delegation, by } = await led(meeting, state)
    const address = emailFrom(`${randomUUID()}@example.org`)!
    await house.focalPoints.name(delegation, { address, locale: 'en' }, by.person)
    const other = (await house.people.byEmail(address))!.id
    const tries = await Promise.allSettled([
      house.focalPoints.remove(delegation, other, by.person),
      house.focalPoints.remove(delegation, by.person, other),
    ])
    expect(await house.focalPoints.of(delegation.id), state).toHaveLength(1)
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    for (const each of tries) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(Forbidden)
  }
})

describe('order', () => {
  test('two focal points who put people in order at once do so one after the other', async () => {
    const meeting = await meetingWith('focal-point', 5)
    const { delegation, by } = await led(meeting)
    const address = emailFrom(`${randomUUID()}@mission.example.org`)!
    await house.focalPoints.name(delegation, { address, locale: 'en' }, by.person)
    const person = await house.database.transaction((tx) => house.people.ensure(tx, address, 'en'))
    for (const name of ['Ada', 'Bo', 'Cy']) await names(meeting, delegation, by, nominee(name))
    const order = async () => {
      const people = (await house.ranks.of(delegation.id)).toSorted((one, other) => one.rank! - other.rank!)
      expect(people.map(({ rank }) => rank)).toEqual([1, 2, 3])
      return people.map(({ id }): string => id) as [string, string, string]
    }
    for (let round = 0; round < 5; round++) {
      const [first, middle, last] = await order()
      await Promise.all([
        house.ranks.move(meeting, delegation, by, first, 'down'),
        house.ranks.move(meeting, delegation, { person, as: 'focal-point' }, last, 'up'),
      ])
      expect([
        [middle, last, first],
        [last, first, middle],
      ]).toContainEqual(await order())
    }
  })

  test('of two who would be head at once, one waits for the other and then is not', async () => {
    const meeting = await meetingWith('focal-point')
    const { delegation, by } = await led(meeting)
    const former: Registration[] = []
    for (const name of ['One', 'Two']) {
      const id = await names(meeting, delegation, by, nominee(name, { role: 'head' }))
      // Whoever withdraws keeps what they were, for when they come back.
      await house.registrations.withdraw(meeting, (await personOf(id)).person)
      former.push(await house.database.manager.findOneByOrFail(Registration, { id }))
    }
    const [one, two] = former as [Registration, Registration]
    expect([one.delegationRole, two.delegationRole]).toEqual(['head', 'head'])
    const [asked, goOn] = [Promise.withResolvers<object>(), Promise.withResolvers<void>()]
    const first = house.database.transaction(async (tx) => {
      asked.resolve(await house.memberships.roleKept(tx, one))
      await goOn.promise
      await tx.update(Registration, one.id, { state: 'confirmed' })
    })
    expect(await asked.promise).toEqual({})
    let over = 0
    const others = [
      house.database.transaction((tx) => house.memberships.roleKept(tx, two)),
      names(meeting, delegation, by, nominee('Three', { role: 'head' })),
    ]
    const ended = Promise.allSettled(others.map((each) => Promise.resolve<unknown>(each).finally(() => over++)))
    await vi.waitFor(async () => {
      const [row] = await house.database.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
      )
      expect(row!.n + over).toBe(2)
    })
    goOn.resolve()
    await first
    expect(await ended).toMatchObject([
      { value: { delegationRole: 'representative' } },
      { reason: { fields: [{ message: 'delegation.role.one-head' }] } },
    ])
  })

  test('heads come first, then representatives, alternates and advisers, each as they are ranked', async () => {
    const meeting = await meetingWith('focal-point', 9)
    const { delegation, by } = await led(meeting)
    const adviser = await names(meeting, delegation, by, nominee('Adviser', { role: 'adviser' }))
    const second = await names(meeting, delegation, by, nominee('Second'))
    const first = await names(meeting, delegation, by, nominee('First'))
    const head = await names(meeting, delegation, by, nominee('Head', { role: 'head' }))
    await house.ranks.move(meeting, delegation, by, first, 'up')
    await house.ranks.move(meeting, delegation, by, first, 'up')
    expect(await order(delegation)).toEqual([
      `head ${head}`,
      `representative ${first}`,
      `representative ${second}`,
      `adviser ${adviser}`,
    ])
    await expect(
      house.ranks.assign(meeting, delegation, by, new Map([[adviser, 'head']]), (id) => `/${id}`),
    ).rejects.toMatchObject({ fields: [{ message: 'delegation.role.one-head' }] })
    await expect(names(meeting, delegation, by, nominee('Another', { role: 'head' }))).rejects.toThrow(InvalidInput)
  })

  test('the delegation’s own positions in a queue are filled in its order', async () => {
    const meeting = await meetingWith('focal-point', 1)
    const { delegation, by } = await led(meeting)
    const chile = await led(meeting, 'CHL')
    await names(meeting, delegation, by, nominee('Seated'))
    const one = await names(meeting, delegation, by, nominee('One'))
    await names(meeting, chile.delegation, chile.by, nominee('Chile seated'))
    const between = await names(meeting, chile.delegation, chile.by, nominee('Chile waits'))
    const two = await names(meeting, delegation, by, nominee('Two'))
    const stands = () => Promise.all([one, between, two].map((id) => standsAt(meeting, id)))
    expect(await stands()).toEqual(['waiting 1 online', 'waiting 2 online', 'waiting 3 online'])
    await house.ranks.move(meeting, delegation, by, two, 'up')
    expect(await stands()).toEqual(['waiting 3 online', 'waiting 2 online', 'waiting 1 online'])
  })
})

describe('replacing somebody', () => {
  const successor = (name: string, email?: string) => {
    const { role: _role, wishes: _wishes, ...who } = nominee(name, { email: email ? emailFrom(email) : undefined })
    return who
  }

  test('seat, role and rank pass in one transaction, and nothing is left to the one before', async () => {
    const meeting = await meetingWith('focal-point', 1)
    const { delegation, by } = await led(meeting)
    const ana = await names(meeting, delegation, by, nominee('Ana', { role: 'head' }))
    const waits = await names(meeting, delegation, by, nominee('Waits'))
    const eva = await house.replacements.replace(meeting, delegation, by, ana, successor('Eva'), 'once')
    expect(await house.replacements.replace(meeting, delegation, by, ana, successor('Eva'), 'once')).toBe(eva)
    expect(await standsAt(meeting, eva)).toBe('confirmed in-person')
    expect(await standsAt(meeting, waits)).toBe('waiting 1 online')
    expect(await standsAt(meeting, ana)).toBe('withdrawn')
    expect(await order(delegation)).toEqual([`head ${eva}`, `representative ${waits}`])
    expect(await house.registrations.own(meeting, (await personOf(ana)).person)).toMatchObject({ verified: null })
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })

  test('a position in line passes as well', async () => {
    const meeting = await meetingWith('focal-point', 1)
    const { delegation, by } = await led(meeting)
    await names(meeting, delegation, by, nominee('Seated'))
    const first = await names(meeting, delegation, by, nominee('First'))
    await names(meeting, delegation, by, nominee('Second'))
    const eva = await house.replacements.replace(meeting, delegation, by, first, successor('Eva'), randomUUID())
    expect(await standsAt(meeting, eva)).toBe('waiting 1 online')
  })

  test('who asked to join on their own gives back what they held, to the next in line', async () => {
    const meeting = await meetingWith('focal-point', 2)
    const { delegation, by } = await led(meeting)
    const ana = await names(meeting, delegation, by, nominee('Ana'))
    const address = `${randomUUID()}@example.org`
    const person = await house.database.transaction((tx) => house.people.ensure(tx, emailFrom(address)!, 'en'))
    const claim = { constituency: 'member-state', state: 'ARG', organization: '' }
    await house.registers(meeting, { person, claim }, inPerson)
    const waits = await names(meeting, delegation, by, nominee('Waits'))
    await house.replacements.replace(meeting, delegation, by, ana, successor('Eva', address), randomUUID())
    expect(await house.day(meeting, { person, claim }, TUESDAY)).toBe('confirmed in-person')
    expect(await standsAt(meeting, waits)).toBe('confirmed in-person')
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })

  test('two focal points at once: one of them replaces, the other reads that somebody did', async () => {
    const meeting = await meetingWith('focal-point', 1)
    const { delegation, by } = await led(meeting)
    const waits = async () => house.pools.recount(meeting.id)
    const ana = await names(meeting, delegation, by, nominee('Ana'))
    const outsider = await names(meeting, delegation, by, nominee('Outsider'))
    const tries = await Promise.allSettled(
      ['Eva', 'Leo', 'Mia', 'Zoe'].map((name) =>
        house.replacements.replace(meeting, delegation, by, ana, successor(name), randomUUID()),
      ),
    )
    const done = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(done).toHaveLength(1)
    for (const each of tries) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(MoveNotOpen)
    expect(await standsAt(meeting, done[0]!)).toBe('confirmed in-person')
    expect(await standsAt(meeting, outsider)).toBe('waiting 1 online')
    expect(await seated(house.database, meeting.id, TUESDAY, 'in-person')).toBe(1)
    expect(await waits()).toEqual([])
  })
})

describe('a replacement and a withdrawal at once', () => {
  test('one of them comes first: the seat is the successor’s, or that of the next in line', async () => {
    const meeting = await meetingWith('focal-point', 1)
    const { role: _role, wishes: _wishes, ...eva } = nominee('Eva')
    for (const state of ['ARG', 'BRA', 'CHL', 'FRA', 'KEN', 'PER']) {
      const { delegation, by } = await led(meeting, state)
      const ana = await names(meeting, delegation, by, nominee('Ana'))
      const waits = await names(meeting, delegation, by, nominee('Waits'))
      const { person } = await personOf(ana)
      const [replaced] = await Promise.allSettled([
        house.replacements.replace(meeting, delegation, by, ana, eva, randomUUID()),
        house.registrations.withdraw(meeting, person),
      ])
      const seats = [await standsAt(meeting, waits)]
      if (replaced.status === 'fulfilled') seats.push(await standsAt(meeting, replaced.value))
      else expect(replaced.reason).toBeInstanceOf(MoveNotOpen)
      expect(seats, state).toEqual(
        replaced.status === 'fulfilled' ? ['waiting 1 online', 'confirmed in-person'] : ['confirmed in-person'],
      )
      expect(await standsAt(meeting, ana)).toBe('withdrawn')
      expect(await wrongPlaces(house.database, meeting.id)).toEqual([])
      await house.nominations.remove(meeting, delegation, by, waits)
      if (replaced.status === 'fulfilled') await house.nominations.remove(meeting, delegation, by, replaced.value)
    }
  })
})

describe('what proves itself', () => {
  const domains = { emailDomains: { 'un-entity': ['iom.int'], 'member-state': ['mfa.example'] } }

  const registers = async (address: string, claim: Delegate['claim'], proved = true) => {
    const meeting = await house.meeting({
      registration: { verification: { default: 'focal-point-or-email-domain' }, ...domains },
    })
    const person = await house.database.transaction((tx) =>
      proved ? house.people.ensure(tx, emailFrom(address)!, 'en') : house.people.invite(tx, emailFrom(address)!, 'en'),
    )
    return (await house.registers(meeting, { person, claim }, { [TUESDAY]: 'online', [WEDNESDAY]: 'none' })).state
  }
  const entity = { constituency: 'un-entity', state: null, organization: 'IOM' }

  test.each([
    [`${randomUUID()}@IOM.int`, true, 'confirmed'],
    [`${randomUUID()}@iom.int`, false, 'requested'],
    [`${randomUUID()}@iom.int.example.org`, true, 'requested'],
    [`${randomUUID()}@notiom.int`, true, 'requested'],
  ])('%s, proven: %s, is %s', async (address, proved, state) => {
    expect(await registers(address, entity, proved)).toBe(state)
  })

  test('a domain never speaks for a State', async () => {
    const claim = { constituency: 'member-state', state: 'ARG', organization: '' }
    expect(await registers(`${randomUUID()}@mfa.example`, claim)).toBe('requested')
  })

  test('an organization is found by its name however it is typed', async () => {
    const meeting = await meetingWith('secretariat')
    const of = { constituency: 'civil-society', state: null, organization: 'Réseau Santé–Migration' }
    const id = await house.database.transaction((tx) => house.delegations.ensure(tx, meeting.id, of))
    const ana = await house.somebody({ ...of, organization: 'RESEAU  sante migration' })
    await house.registers(meeting, ana, inPerson)
    const [row] = await house.database.query<{ delegation_id: string }>(
      'SELECT delegation_id FROM registration WHERE person_id = $1',
      [ana.person],
    )
    expect(row?.delegation_id).toBe(id)
  })
})
