import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RegistrationHouse, TUESDAY, WEDNESDAY, type Delegate } from '../../../test/builders/registration.ts'
import { newId, type SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { PoolDefinition } from './pools.service.ts'
import type { Wish } from '../registration.ts'

let house: RegistrationHouse
beforeAll(async () => {
  house = await RegistrationHouse.open()
})
beforeEach(() => house.clock.set('2022-09-27T09:00:00Z'))

const FLOOR = { floor: true } as const
const room = (capacity: number): PoolDefinition => ({ day: 1, mode: 'in-person', capacity })
const floor = (capacity: number): PoolDefinition => ({ day: 1, mode: 'floor', capacity })

/** A session on Tuesday, with an access rule. */
const session = async (meeting: Meeting, access: object = { attend: 'everyone', show: 'programme' }) => {
  const id = newId<'Session'>() as SessionId
  await house.database.query(
    `INSERT INTO session (id, meeting_id, code, kind, title, abstract, day, format, interpretation, officers, items, access,
                          status, closed_uid, version, field_versions, created_at, changed_at)
     VALUES ($1, $2, $3, 'side-event', '{"en":"A side event"}', '{}', $4, 'hybrid', '{}', '[]', '[]', $5, 'confirmed', $6, 1,
             '{}', now(), now())`,
    [id, meeting.id, `S-${id.slice(-8)}`, TUESDAY, JSON.stringify(access), randomUUID()],
  )
  return id
}

const define = (meeting: Meeting, ...pools: PoolDefinition[]) =>
  house.database.transaction((tx) => house.pools.define(tx, meeting, pools))

const register = async (meeting: Meeting, wish: Partial<Wish>, state = 'ARG'): Promise<Delegate> => {
  const person = await house.delegate(state)
  const wishes = [
    { day: TUESDAY, mode: 'online', meanwhile: true, ...wish } as const,
    { day: WEDNESDAY, mode: 'none', meanwhile: false } as const,
  ]
  await house.registers(meeting, person, {}, { draft: { wishes } })
  await house.verifies(meeting, person)
  return person
}

const choose = (meeting: Meeting, { person }: Delegate, wish: Partial<Wish>) =>
  house.registrations.choose(meeting, person, [{ day: TUESDAY, mode: 'online', meanwhile: true, ...wish }])

const tuesday = async (meeting: Meeting, { person }: Delegate) =>
  (await house.registrations.own(meeting, person))!.standing.days.find((each) => each.day === TUESDAY)

/** `confirmed`, or `waiting 2`. */
const floorOf = async (meeting: Meeting, person: Delegate) => {
  const of = (await tuesday(meeting, person))?.floor
  return of && [of.status, of.rank].filter(Boolean).join(' ')
}
const sessionsOf = async (meeting: Meeting, person: Delegate) =>
  (await tuesday(meeting, person))?.sessions?.map(({ status, mode, rank }) =>
    [status, mode, rank].filter(Boolean).join(' '),
  )

const agrees = async (meeting: Meeting) => expect(await house.pools.recount(meeting.id)).toEqual([])

describe('the floor online', () => {
  test('is limited: who finds it full follows, and waits for it', async () => {
    const meeting = await house.meeting({ pools: [floor(1)], registration: FLOOR })
    const speaks = await register(meeting, { floor: true })
    const waits = await register(meeting, { floor: true })
    const follows = await register(meeting, {})
    expect(await floorOf(meeting, speaks)).toBe('confirmed')
    expect(await tuesday(meeting, waits)).toMatchObject({ status: 'confirmed', held: 'online' })
    expect(await floorOf(meeting, waits)).toBe('waiting 1')
    expect(await floorOf(meeting, follows)).toBeUndefined()
    expect(await house.list.count(meeting.id, { place: 'waiting' }), 'takes part, and waits for no day').toBe(0)
    await choose(meeting, speaks, { floor: false })
    expect(await floorOf(meeting, waits)).toBe('confirmed')
    await agrees(meeting)
  })

  test('is given back with the place online, and asked for again with it', async () => {
    const meeting = await house.meeting({ pools: [room(1), floor(1)], registration: FLOOR })
    const speaks = await register(meeting, { floor: true })
    const waits = await register(meeting, { floor: true })
    await choose(meeting, speaks, { mode: 'in-person' })
    expect(await floorOf(meeting, speaks)).toBe('requested')
    expect(await floorOf(meeting, waits)).toBe('confirmed')
    await choose(meeting, speaks, {})
    expect(await floorOf(meeting, speaks)).toBe('waiting 1')
    await house.registrations.withdraw(meeting, waits.person)
    expect(await floorOf(meeting, speaks)).toBe('confirmed')
    await agrees(meeting)
  })

  test('is nobody’s where the meeting does not tell it apart', async () => {
    const meeting = await house.meeting({ pools: [floor(1)] })
    expect(await floorOf(meeting, await register(meeting, { floor: true }))).toBeUndefined()
    const [day] = await house.availability.of(
      meeting,
      { constituency: 'member-state', state: 'ARG' },
      house.registrations.today(meeting),
    )
    expect(day?.floor).toBeUndefined()
  })
})

describe('a session that asks people to sign up', () => {
  const withSession = async (capacity: number, pools: PoolDefinition[] = [], access?: object) => {
    const meeting = await house.meeting({ pools })
    const id = await session(meeting, access)
    await define(meeting, { day: 1, mode: 'online', session: id, capacity })
    return { meeting, id }
  }

  test('has places and a queue of its own', async () => {
    const { meeting, id } = await withSession(1)
    const one = await register(meeting, { sessions: [id] })
    const two = await register(meeting, { sessions: [id] })
    expect(await sessionsOf(meeting, one)).toEqual(['confirmed online'])
    expect(await sessionsOf(meeting, two)).toEqual(['waiting online 1'])
    await choose(meeting, one, { sessions: [] })
    expect(await sessionsOf(meeting, one)).toBeUndefined()
    expect(await sessionsOf(meeting, two)).toEqual(['confirmed online'])
    const [day] = await house.availability.of(
      meeting,
      { constituency: 'member-state', state: 'ARG' },
      house.registrations.today(meeting),
    )
    expect(day?.sessions).toEqual([{ session: id, room: { online: 'full' } }])
    await agrees(meeting)
  })

  test('needs the day in that mode: who changes the day changes the session, who loses it loses both', async () => {
    const { meeting, id } = await withSession(1, [room(1)])
    await define(meeting, { day: 1, mode: 'in-person', session: id, capacity: 0 })
    const one = await register(meeting, { sessions: [id] })
    const two = await register(meeting, { sessions: [id] })
    await choose(meeting, one, { mode: 'in-person' })
    expect(await sessionsOf(meeting, one)).toEqual(['waiting in-person 1'])
    expect(await sessionsOf(meeting, two)).toEqual(['confirmed online'])
    await house.registrations.withdraw(meeting, one.person)
    expect((await house.queues.counts(meeting.id)).length).toBe(0)
    await agrees(meeting)
  })

  test('waits for the day: who is given the room has the session there', async () => {
    const { meeting, id } = await withSession(0, [room(1), { day: 1, mode: 'online', capacity: 0 }])
    const inside = await register(meeting, { mode: 'in-person' })
    const waits = await register(meeting, { mode: 'in-person', sessions: [id] })
    expect(await sessionsOf(meeting, waits)).toEqual(['requested'])
    await house.registrations.withdraw(meeting, inside.person)
    expect(await sessionsOf(meeting, waits)).toEqual(['confirmed in-person'])
    await agrees(meeting)
  })

  test('is offered as a day is, and taken or let go', async () => {
    const { meeting, id } = await withSession(1)
    await house.database.query(
      `UPDATE meeting SET registration = registration || '{"waitingList":{"freed":"offer","offerHours":24}}' WHERE id = $1`,
      [meeting.id],
    )
    const [one, two, three] = [
      await register(meeting, { sessions: [id] }),
      await register(meeting, { sessions: [id] }),
      await register(meeting, { sessions: [id] }),
    ] as const
    await house.registrations.withdraw(meeting, one.person)
    expect(await sessionsOf(meeting, two)).toEqual(['offered online'])
    await house.offers.refuse(meeting, two.person, { day: TUESDAY, session: id })
    expect(await sessionsOf(meeting, two)).toBeUndefined()
    await house.offers.accept(meeting, three.person, { day: TUESDAY, session: id })
    expect(await sessionsOf(meeting, three)).toEqual(['confirmed online'])
    await agrees(meeting)
  })

  test.each([
    [{ attend: 'constituencies', constituencies: ['media'], show: 'listed' }, undefined],
    [{ attend: 'constituencies', constituencies: ['member-state'], show: 'listed' }, ['confirmed online']],
    [{ attend: 'invited', groups: ['bureau'], show: 'unlisted' }, undefined],
  ])('%j is only for whom it is for', async (access, stands) => {
    const { meeting, id } = await withSession(5, [], access)
    expect(await sessionsOf(meeting, await register(meeting, { sessions: [id] }))).toEqual(stands)
    await agrees(meeting)
  })

  test('a session of nobody, or without places of its own, is no wish', async () => {
    const meeting = await house.meeting()
    const id = await session(meeting)
    expect(await sessionsOf(meeting, await register(meeting, { sessions: [id, newId<'Session'>()] }))).toBeUndefined()
  })
})
