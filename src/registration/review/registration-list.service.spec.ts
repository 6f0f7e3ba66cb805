import { beforeAll, expect, test, vi } from 'vitest'
import { RegistrationHouse, TUESDAY, WEDNESDAY } from '../../../test/builders/registration.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'

let house: RegistrationHouse
let meeting: Meeting
beforeAll(async () => {
  house = await RegistrationHouse.open()
  meeting = await house.meeting({
    pools: [
      { day: 1, mode: 'in-person', capacity: 2, quotas: [{ constituency: 'member-state', capacity: 1 }] },
      { day: 1, mode: 'online', capacity: 9 },
    ],
  })
  const [arg, ben, un, draft] = [
    await house.delegate('ARG'),
    await house.delegate('BEN'),
    await house.somebody({ constituency: 'un-entity', state: null, organization: 'A 100% real agency' }),
    await house.delegate('CHE'),
  ]
  const days = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'online' } as const
  for (const [each, givenNames] of [
    [arg, 'First'],
    [ben, 'Second'],
    [un, 'Third'],
  ] as const) {
    house.clock.advance({ minutes: 1 })
    await house.registers(meeting, each, days, { draft: { names: { givenNames, familyName: 'Delegate' } } })
  }
  await house.fillsIn(meeting, draft, days)
  await house.verifies(meeting, arg)
})

const names = async (...asked: Parameters<typeof house.list.list> extends [unknown, ...infer Rest] ? Rest : never) =>
  (await house.list.list(meeting.id, ...asked)).rows.map((row) => row.names.givenNames)

test('lists what was sent, in order; a draft is only its owner’s', async () => {
  expect(await names()).toEqual(['First', 'Second', 'Third'])
  const { rows } = await house.list.list(meeting.id)
  expect(rows[1]).toMatchObject({
    claim: { constituency: 'member-state', state: 'BEN' },
    verified: null,
    standing: { days: [{ status: 'waiting', rank: 1, held: 'online' }, { status: 'requested' }] },
  })
})

test.each([
  [{ state: 'confirmed' }, ['First']],
  [{ constituency: 'un-entity' }, ['Third']],
  [{ country: 'BEN' }, ['Second']],
  [{ day: TUESDAY, mode: 'in-person' }, ['First', 'Third']],
  [{ day: TUESDAY, mode: 'in-person', place: 'waiting' }, ['Second']],
  [{ day: WEDNESDAY }, ['First', 'Second', 'Third']],
  [{ search: 'second del' }, ['Second']],
  [{ search: '100%' }, ['Third']],
  [{ search: '%' }, []],
  [{ state: 'requested', search: 'first' }, []],
] as const)('%j: %j', async (filter, expected) => {
  expect(await names(filter)).toEqual(expected)
})

test('page by page, nobody is left out or shown twice', async () => {
  const first = await house.list.list(meeting.id, {}, { limit: 2 })
  expect(first.rows).toHaveLength(2)
  expect(await names({}, { after: first.next!, limit: 2 })).toEqual(['Third'])
})

test('counts agree with what is held', async () => {
  expect(await house.list.counts(meeting.id)).toEqual({
    states: { requested: 2, confirmed: 1, declined: 0, withdrawn: 0 },
    days: [
      { day: TUESDAY, mode: 'in-person', capacity: 2, held: 2, waiting: 1 },
      { day: TUESDAY, mode: 'online', capacity: 9, held: 1, waiting: 0 },
      { day: WEDNESDAY, mode: 'in-person', capacity: null, held: 0, waiting: 0 },
      { day: WEDNESDAY, mode: 'online', capacity: null, held: 3, waiting: 0 },
    ],
  })
})

test('asks the database as often for three as for two', async () => {
  const spy = vi.spyOn(house.database, 'query')
  await house.list.list(meeting.id, {}, { limit: 2 })
  const forTwo = spy.mock.calls.length
  await house.list.list(meeting.id)
  expect(spy.mock.calls.length - forTwo).toBe(forTwo)
  spy.mockRestore()
})
