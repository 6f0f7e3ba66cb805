import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RegistrationHouse, TUESDAY, WEDNESDAY, type Delegate } from '../../../test/builders/registration.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { OfferIsOver } from './offers.service.ts'

const tuesday = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'none' } as const
const room = (capacity: number) => ({ day: 1, mode: 'in-person', capacity }) as const
const OFFERS = { waitingList: { freed: 'offer', offerHours: 24 } } as const

let house: RegistrationHouse
beforeAll(async () => {
  house = await RegistrationHouse.open()
})
beforeEach(() => house.clock.set('2022-09-27T09:00:00Z'))

/** The room is full with one; the others wait for it in order, all verified. */
const oneInside = async (meeting: Meeting, waiting: number): Promise<Delegate[]> => {
  const people: Delegate[] = []
  for (let i = 0; i <= waiting; i++) {
    const person = await house.delegate()
    await house.registers(meeting, person, tuesday)
    await house.verifies(meeting, person)
    people.push(person)
  }
  return people
}

const on = (meeting: Meeting, person: Delegate) => house.day(meeting, person, TUESDAY)
const offerOf = async (meeting: Meeting, { person }: Delegate) => {
  const own = await house.registrations.own(meeting, person)
  return own?.standing.days.find((day) => day.day === TUESDAY)
}
const moves = async (meeting: Meeting, { person }: Delegate) => {
  const own = await house.registrations.own(meeting, person)
  return (await house.ledger.of(own!.id)).map(({ move }) => move)
}
const consistent = async (meeting: Meeting) => expect(await house.pools.recount(meeting.id)).toEqual([])

describe('a freed place', () => {
  test('is offered where the organiser says so: it counts as taken, and the online place is kept', async () => {
    const meeting = await house.meeting({ pools: [room(1)], registration: OFFERS })
    const [inside, first, second] = await oneInside(meeting, 2)
    await house.registrations.withdraw(meeting, inside!.person)
    expect(await offerOf(meeting, first!)).toEqual({
      day: TUESDAY,
      mode: 'in-person',
      status: 'offered',
      held: 'online',
      until: '2022-09-28T09:00:00.000Z',
    })
    expect(await on(meeting, second!)).toBe('waiting 1 online')
    expect((await house.pools.of(meeting.id, [TUESDAY]))[0]).toMatchObject({ taken: 1, capacity: 1 })
    expect(await moves(meeting, first!)).toEqual(['submit', 'verify', 'offer'])
    await consistent(meeting)
  })

  test('that is offered is theirs when they accept, and again changes nothing', async () => {
    const meeting = await house.meeting({ pools: [room(1)], registration: OFFERS })
    const [inside, first] = await oneInside(meeting, 1)
    await house.registrations.withdraw(meeting, inside!.person)
    for (let i = 0; i < 2; i++) await house.offers.accept(meeting, first!.person, { day: TUESDAY })
    expect(await on(meeting, first!)).toBe('confirmed in-person')
    expect(await moves(meeting, first!)).toEqual(['submit', 'verify', 'offer', 'accept'])
    await house.offers.refuse(meeting, first!.person, { day: TUESDAY })
    expect(await on(meeting, first!)).toBe('confirmed in-person')
    await consistent(meeting)
  })

  test('that is refused goes to the next; who refused keeps the online place and leaves the line', async () => {
    const meeting = await house.meeting({ pools: [room(1)], registration: OFFERS })
    const [inside, first, second] = await oneInside(meeting, 2)
    await house.registrations.withdraw(meeting, inside!.person)
    for (let i = 0; i < 2; i++) await house.offers.refuse(meeting, first!.person, { day: TUESDAY })
    expect(await on(meeting, first!)).toBe('confirmed online')
    expect(await on(meeting, second!)).toBe('offered online')
    await expect(house.offers.accept(meeting, first!.person, { day: TUESDAY })).rejects.toThrow(OfferIsOver)
    await consistent(meeting)
  })

  test('that is not answered ends, and goes to the next; who had it is told', async () => {
    const meeting = await house.meeting({ pools: [room(1)], registration: OFFERS })
    const [inside, first, second] = await oneInside(meeting, 2)
    await house.registrations.withdraw(meeting, inside!.person)
    await house.offers.sweep()
    expect(await on(meeting, first!)).toBe('offered online')
    house.clock.set('2022-09-28T09:00:00Z')
    await expect(house.offers.accept(meeting, first!.person, { day: TUESDAY })).rejects.toThrow(OfferIsOver)
    for (let i = 0; i < 2; i++) await house.offers.sweep()
    expect(await on(meeting, first!)).toBe('confirmed online')
    expect(await moves(meeting, first!)).toEqual(['submit', 'verify', 'offer', 'lapse'])
    expect(await offerOf(meeting, second!)).toMatchObject({ status: 'offered', until: '2022-09-29T09:00:00.000Z' })
    await consistent(meeting)
  })

  test('of a day that is near is only offered, whatever the organiser says', async () => {
    const meeting = await house.meeting({ pools: [room(1)] })
    const [inside, first] = await oneInside(meeting, 1)
    house.clock.set('2022-10-15T08:00:00Z')
    await house.registrations.withdraw(meeting, inside!.person)
    expect(await on(meeting, first!)).toBe('offered online')
    await consistent(meeting)
  })

  test('of a day that is over goes to nobody', async () => {
    const meeting = await house.meeting({ pools: [room(1)] })
    const [inside, first] = await oneInside(meeting, 1)
    house.clock.set('2022-10-18T22:00:00Z')
    await house.registrations.withdraw(meeting, inside!.person)
    expect(await on(meeting, first!)).toBe('waiting 1 online')
  })
})

describe('who holds an offer', () => {
  const offered = async (waiting = 2) => {
    const meeting = await house.meeting({ pools: [room(1)], registration: OFFERS })
    const [inside, ...others] = await oneInside(meeting, waiting)
    await house.registrations.withdraw(meeting, inside!.person)
    return { meeting, first: others[0]!, second: others[1]! }
  }

  test('and wants to be online lets it go', async () => {
    const { meeting, first, second } = await offered()
    await house.registrations.choose(meeting, first.person, [{ day: TUESDAY, mode: 'online', meanwhile: false }])
    expect(await on(meeting, first)).toBe('confirmed online')
    expect(await on(meeting, second)).toBe('offered online')
    await consistent(meeting)
  })

  test('and withdraws gives back both places', async () => {
    const { meeting, first, second } = await offered()
    await house.registrations.withdraw(meeting, first.person)
    expect(await on(meeting, first)).toBe('withdrawn')
    expect(await on(meeting, second)).toBe('offered online')
    await consistent(meeting)
  })

  test('keeps it when they are verified again, or their claim is corrected', async () => {
    const { meeting, first } = await offered()
    const own = await house.registrations.own(meeting, first.person)
    await house.review.verify(meeting, own!.id, house.organiser, { constituency: 'academia' })
    expect(await on(meeting, first)).toBe('offered online')
    await consistent(meeting)
  })
})

test('an offer that ends, is accepted, refused and withdrawn from all at once ends in one state', async () => {
  for (let round = 0; round < 4; round++) {
    house.clock.set('2022-09-27T09:00:00Z')
    const meeting = await house.meeting({ pools: [room(1)], registration: OFFERS })
    const [inside, first, second] = await oneInside(meeting, 2)
    await house.registrations.withdraw(meeting, inside!.person)
    const own = (await house.registrations.own(meeting, first!.person))!
    const settled = await Promise.allSettled([
      house.offers.accept(meeting, first!.person, { day: TUESDAY }),
      house.offers.refuse(meeting, first!.person, { day: TUESDAY }),
      house.review.verify(meeting, own.id, house.organiser, { constituency: 'academia' }),
      round % 2 ? house.registrations.withdraw(meeting, first!.person) : house.offers.sweep(),
    ])
    for (const each of settled)
      if (each.status === 'rejected') expect(['OfferIsOver', 'MoveNotOpen']).toContain(each.reason.constructor.name)
    const [one, other] = [await on(meeting, first!), await on(meeting, second!)]
    expect([
      ['confirmed in-person', 'waiting 1 online'],
      ['confirmed online', 'offered online'],
      ['withdrawn', 'offered online'],
    ]).toContainEqual([one, other])
    await consistent(meeting)
  }
})
