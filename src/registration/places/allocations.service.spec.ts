import { beforeAll, expect, test } from 'vitest'
import { RegistrationHouse, TUESDAY, WEDNESDAY, type Delegate } from '../../../test/builders/registration.ts'
import { ChangedMeanwhile } from '../../kernel/domain-error.ts'

const tuesday = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'none' } as const
const QUEUE = { day: TUESDAY, mode: 'in-person', session: null } as const
const RULE = { perDelegation: 1, holdBack: 1 }

let house: RegistrationHouse
beforeAll(async () => {
  house = await RegistrationHouse.open()
})

test('one a State, then by time, hold back one: seen before, carried out once, and nothing else', async () => {
  const meeting = await house.meeting({ pools: [{ day: 1, mode: 'in-person', capacity: 0 }] })
  await house.capacities.set(meeting, [{ ...QUEUE, constituency: null, places: 4, heldBack: 4 }], house.organiser)
  const people: Delegate[] = []
  for (const state of ['ARG', 'ARG', 'BEN', 'ARG', 'ARG']) {
    people.push(await house.delegate(state))
    await house.registers(meeting, people.at(-1)!, tuesday)
  }
  const stand = () => Promise.all(people.map((person) => house.day(meeting, person, TUESDAY)))
  const seen = await house.allocations.preview(meeting, QUEUE, RULE)
  expect(seen).toMatchObject({ total: 4, taken: 0, waiting: 5, plan: { left: 0, blocked: [] } })
  expect(seen.how).toBe('give')
  const line = await house.queues.list(meeting.id, QUEUE)
  expect(seen.staying).toEqual(line.rows.slice(3).map(({ registration }) => ({ registration, because: 'full' })))
  expect(seen.plan.given.map(({ by }) => by)).toEqual(['delegation', 'delegation', 'time'])
  expect((await stand())[0]).toBe('waiting 1 online')

  const carryOut = () => house.allocations.carryOut(meeting, QUEUE, RULE, seen.fingerprint, house.organiser)
  await carryOut()
  const after = [
    'requested in-person',
    'requested in-person',
    'requested in-person',
    'waiting 1 online',
    'waiting 2 online',
  ]
  expect(await stand()).toEqual(after)
  await expect(carryOut()).rejects.toThrow(ChangedMeanwhile)
  expect(await stand()).toEqual(after)
  expect(await house.capacities.of(meeting.id)).toMatchObject([{ places: 4, heldBack: 1, taken: 3 }])
  expect(await house.pools.recount(meeting.id)).toEqual([])
  const own = await house.registrations.own(meeting, people[0]!.person)
  expect((await house.ledger.of(own!.id)).at(-1)).toMatchObject({ move: 'seat', by: house.organiser })
})
