import { beforeAll, expect, test } from 'vitest'
import { RegistrationHouse, TUESDAY, WEDNESDAY, type Delegate } from '../../../test/builders/registration.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Capacity } from './capacities.service.ts'

const tuesday = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'none' } as const
const room = (capacity: number) => ({ day: 1, mode: 'in-person', capacity }) as const
const ALL = { day: TUESDAY, mode: 'in-person', session: null, constituency: null } as const
const STATES = { ...ALL, constituency: 'member-state' } as const

let house: RegistrationHouse
beforeAll(async () => {
  house = await RegistrationHouse.open()
})

const register = async (meeting: Meeting, states: readonly string[]): Promise<Delegate[]> => {
  const people: Delegate[] = []
  for (const state of states) {
    const person = await house.delegate(state)
    await house.registers(meeting, person, tuesday)
    people.push(person)
  }
  return people
}
const set = (meeting: Meeting, ...capacities: Capacity[]) => house.capacities.set(meeting, capacities, house.organiser)
const problems = async (work: Promise<unknown>): Promise<readonly FieldError[]> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof InvalidInput)) throw new Error(`It was not refused: ${String(error)}`)
  return error.fields
}
const days = (meeting: Meeting, people: readonly Delegate[]) =>
  Promise.all(people.map((person) => house.day(meeting, person, TUESDAY)))
const agrees = async (meeting: Meeting) => expect(await house.pools.recount(meeting.id)).toEqual([])

test('more places go to those in line; fewer than are taken are refused, and nobody is put out', async () => {
  const meeting = await house.meeting({ pools: [room(1)] })
  const people = await register(meeting, ['ARG', 'BEN', 'CUB', 'DNK'])
  await set(meeting, { ...ALL, places: 3 })
  expect(await days(meeting, people)).toEqual([...[1, 2, 3].map(() => 'requested in-person'), 'waiting 1 online'])
  expect(await problems(set(meeting, { ...ALL, places: 2 }))).toEqual([
    { pointer: '/0/places', message: 'places.below-taken', params: { count: 3 } },
  ])
  expect(await problems(set(meeting, { ...ALL, places: 4, heldBack: 2 }))).toHaveLength(1)
  await set(meeting, { ...ALL, places: 5, heldBack: 2 })
  expect(await house.capacities.of(meeting.id)).toMatchObject([{ places: 5, heldBack: 2, taken: 3, waiting: 1 }])
  await set(meeting, { ...ALL, places: 5, heldBack: 0 })
  expect((await days(meeting, people))[3]).toBe('requested in-person')
  await agrees(meeting)
})

test.each([
  [{ places: -1 }, ['/0/places']],
  [{ places: 1.5 }, ['/0/places']],
  [{ places: 1e9 }, ['/0/places']],
  [{ places: 3, heldBack: 4 }, ['/0/heldBack']],
  [{ places: 3, perDelegation: -2 }, ['/0/perDelegation']],
] as const)('%j is no capacity', async (numbers, pointers) => {
  const meeting = await house.meeting()
  expect((await problems(set(meeting, { ...ALL, ...numbers }))).map(({ pointer }) => pointer)).toEqual(pointers)
})

test('a quota that comes later counts who is there already', async () => {
  const meeting = await house.meeting({ pools: [room(5)] })
  await register(meeting, ['ARG', 'ARG', 'BEN'])
  expect(await problems(set(meeting, { ...STATES, places: 2 }))).toHaveLength(1)
  await set(meeting, { ...STATES, places: 3, perDelegation: 1 })
  await agrees(meeting)
  const [more] = await register(meeting, ['CUB'])
  expect(await house.day(meeting, more!, TUESDAY)).toBe('waiting 1 online')
  await set(meeting, { ...STATES, places: null })
  expect(await house.day(meeting, more!, TUESDAY)).toBe('requested in-person')
  await agrees(meeting)
})

test('a limit on a day that had none counts who is there already', async () => {
  const meeting = await house.meeting()
  await register(meeting, ['ARG', 'BEN'])
  expect(await problems(set(meeting, { ...ALL, places: 1 }))).toHaveLength(1)
  await set(meeting, { ...ALL, places: 2 })
  expect(await house.capacities.of(meeting.id)).toMatchObject([{ places: 2, taken: 2 }])
  await agrees(meeting)
})

test('what each delegation may have reaches those that exist; who has more keeps it, and no more than that', async () => {
  const meeting = await house.meeting({
    pools: [{ ...room(9), quotas: [{ constituency: 'member-state', capacity: 9, perDelegation: 3 }] }],
  })
  const [one, two, three] = await register(meeting, ['ARG', 'ARG', 'ARG'])
  const own = async () => (await house.pools.of(meeting.id, [TUESDAY])).find((pool) => pool.delegation === 'ARG')
  await set(meeting, { ...STATES, places: 9, perDelegation: 1 })
  expect(await own()).toMatchObject({ capacity: 3, taken: 3 })
  const [fourth] = await register(meeting, ['ARG'])
  for (const person of [one, two]) await house.registrations.withdraw(meeting, person!.person)
  expect(await own()).toMatchObject({ capacity: 1, taken: 1 })
  expect(await house.day(meeting, fourth!, TUESDAY)).toBe('waiting 1 online')
  await house.registrations.withdraw(meeting, three!.person)
  expect(await house.day(meeting, fourth!, TUESDAY)).toBe('requested in-person')
  await set(meeting, { ...STATES, places: 9, perDelegation: 2 })
  expect(await own()).toMatchObject({ capacity: 2, taken: 1, shrinksTo: null })
  await agrees(meeting)
})

test('a limit that comes while a rush is on counts everybody', async () => {
  const meeting = await house.meeting()
  const people = await Promise.all(Array.from({ length: 12 }, () => house.delegate()))
  await Promise.all(people.map((person) => house.fillsIn(meeting, person, tuesday)))
  const settled = await Promise.allSettled([
    ...people.map((person) => house.sends(meeting, person)),
    ...[40, 30, 20].map((places) => set(meeting, { ...ALL, places })),
    set(meeting, { ...STATES, places: 20, perDelegation: 15 }),
  ])
  expect(settled.filter(({ status }) => status === 'rejected')).toEqual([])
  await agrees(meeting)
})
