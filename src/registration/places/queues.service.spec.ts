import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RegistrationHouse, TUESDAY, WEDNESDAY, type Delegate } from '../../../test/builders/registration.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import { newId, type DelegationId, type RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { NoRoom } from './queues.service.ts'

const tuesday = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'none' } as const
const room = (capacity: number) => ({ day: 1, mode: 'in-person', capacity }) as const
const QUEUE = { day: TUESDAY, mode: 'in-person', session: null } as const
const because = (why = 'The keynote speaker') => ({ by: house.organiser, why })

let house: RegistrationHouse
beforeAll(async () => {
  house = await RegistrationHouse.open()
})
beforeEach(() => house.clock.set('2022-09-27T09:00:00Z'))

const idOf = async (meeting: Meeting, { person }: Delegate): Promise<RegistrationId> =>
  (await house.registrations.own(meeting, person))!.id

/** So many who register for Tuesday in the room, in this order. */
const register = async (meeting: Meeting, states: readonly string[]): Promise<Delegate[]> => {
  const people: Delegate[] = []
  for (const state of states) {
    const person = await house.delegate(state)
    await house.registers(meeting, person, tuesday)
    people.push(person)
  }
  return people
}

const line = async (meeting: Meeting, people: readonly Delegate[]): Promise<string> => {
  const { rows } = await house.queues.list(meeting.id, QUEUE)
  const ids = await Promise.all(people.map((person) => idOf(meeting, person)))
  return rows.map(({ registration }) => 'abcdefgh'[ids.indexOf(registration)]).join('')
}

const move = async (meeting: Meeting, person: Delegate, to: number) =>
  house.queues.move(meeting, await idOf(meeting, person), QUEUE, to, because())

describe('an organiser', () => {
  test('puts people further up or down, and everybody reads the number that follows', async () => {
    const meeting = await house.meeting({ pools: [room(0)] })
    const people = await register(meeting, ['ARG', 'BEN', 'CUB', 'DNK'])
    const [a, b, c, d] = people as [Delegate, Delegate, Delegate, Delegate]
    for (let again = 0; again < 2; again++) {
      await move(meeting, d, 1)
      expect(await line(meeting, people)).toBe('dabc')
    }
    await move(meeting, a, 4)
    expect(await line(meeting, people)).toBe('dbca')
    await move(meeting, c, 2)
    expect(await line(meeting, people)).toBe('dcba')
    await move(meeting, b, 99)
    expect(await line(meeting, people)).toBe('dcab')
    expect(await house.day(meeting, b, TUESDAY)).toBe('waiting 4 online')
    const e = (await register(meeting, ['ESP']))[0]!
    expect(await line(meeting, [...people, e])).toBe('dcabe')
    const [last] = (await house.ledger.of(await idOf(meeting, b))).slice(-1)
    expect(last).toMatchObject({ move: 'reorder', by: house.organiser, why: 'The keynote speaker' })
    await house.capacities.set(meeting, [{ ...QUEUE, constituency: null, places: 2 }], house.organiser)
    expect(await line(meeting, [...people, e])).toBe('abe')
  })

  test('needs a reason', async () => {
    const meeting = await house.meeting({ pools: [room(0)] })
    const [a] = await register(meeting, ['ARG', 'BEN'])
    const id = await idOf(meeting, a!)
    await expect(house.queues.move(meeting, id, QUEUE, 2, because(' '))).rejects.toThrow(InvalidInput)
    await expect(house.queues.give(meeting, id, QUEUE, 'give', because(''))).rejects.toThrow(InvalidInput)
  })

  test('gives or offers out of turn what is held back, and never over the capacity', async () => {
    const meeting = await house.meeting({ pools: [room(1)] })
    await house.capacities.set(meeting, [{ ...QUEUE, constituency: null, places: 3, heldBack: 2 }], house.organiser)
    const people = await register(meeting, ['ARG', 'BEN', 'CUB', 'DNK'])
    const [, b, c, d] = people as [Delegate, Delegate, Delegate, Delegate]
    expect(await line(meeting, people)).toBe('bcd')
    const ids = await Promise.all([b, c, d].map((each) => idOf(meeting, each)))
    for (let again = 0; again < 2; again++) await house.queues.give(meeting, ids[1]!, QUEUE, 'give', because())
    expect(await house.day(meeting, c, TUESDAY)).toBe('requested in-person')
    await house.queues.give(meeting, ids[2]!, QUEUE, 'offer', because())
    expect(await house.day(meeting, d, TUESDAY)).toBe('offered online')
    await expect(house.queues.give(meeting, ids[0]!, QUEUE, 'give', because())).rejects.toThrow(NoRoom)
    expect(await house.pools.recount(meeting.id)).toEqual([])
    expect(await house.capacities.of(meeting.id)).toMatchObject([
      { places: 3, heldBack: 0, taken: 3, offered: 1, waiting: 1 },
    ])
  })

  test('can only offer a place of a day that is near', async () => {
    const meeting = await house.meeting({ pools: [room(0)] })
    const [a] = await register(meeting, ['ARG'])
    house.clock.set('2022-10-16T09:00:00Z')
    await house.capacities.set(meeting, [{ ...QUEUE, constituency: null, places: 1, heldBack: 1 }], house.organiser)
    await house.queues.give(meeting, await idOf(meeting, a!), QUEUE, 'give', because())
    expect(await house.day(meeting, a!, TUESDAY)).toBe('offered online')
  })
})

test('a delegation’s own positions are filled in its order, also when it changes', async () => {
  const meeting = await house.meeting({ pools: [room(0)] })
  const people = await register(meeting, ['ARG', 'BEN', 'ARG', 'CUB', 'ARG'])
  const [{ id: delegation }] = (await house.database.query<{ id: DelegationId }>(
    `INSERT INTO delegation (id, meeting_id, constituency, state, created_at) VALUES ($1, $2, 'member-state', 'ARG', now())
     ON CONFLICT ON CONSTRAINT delegation_once DO UPDATE SET state = excluded.state RETURNING id`,
    [newId(), meeting.id],
  )) as [{ id: DelegationId }]
  const order = async (letters: string) => {
    for (const [index, letter] of [...letters].entries())
      await house.database.query(
        'UPDATE registration SET delegation_id = $2, delegation_role = $3, delegation_rank = $4 WHERE id = $1',
        [await idOf(meeting, people['abcde'.indexOf(letter)]!), delegation, 'representative', index + 1],
      )
    await house.database.transaction((tx) => house.line.followOrder(tx, delegation))
  }
  expect(await line(meeting, people)).toBe('abcde')
  await order('eca')
  expect(await line(meeting, people)).toBe('ebcda')
  expect(await house.day(meeting, people[0]!, TUESDAY)).toBe('waiting 5 online')
  // A position of theirs moves up; who fills it is for the delegation to say.
  await move(meeting, people[0]!, 2)
  expect(await line(meeting, people)).toBe('ecbad')
  await house.capacities.set(meeting, [{ ...QUEUE, constituency: null, places: 2 }], house.organiser)
  expect(await line(meeting, people)).toBe('bad')
})
