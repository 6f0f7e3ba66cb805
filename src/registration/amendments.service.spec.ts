import { beforeAll, expect, test } from 'vitest'
import { RegistrationHouse, TUESDAY, WEDNESDAY } from '../../test/builders/registration.ts'
import { InvalidInput } from '../kernel/domain-error.ts'

let house: RegistrationHouse
beforeAll(async () => {
  house = await RegistrationHouse.open()
})

const days = { [TUESDAY]: 'online', [WEDNESDAY]: 'none' } as const

test('a change of several parts is made whole or not at all', async () => {
  const meeting = await house.meeting()
  const ana = await house.delegate('ARG')
  await house.registers(meeting, ana, days)
  const before = await house.registrations.own(meeting, ana.person)
  await expect(
    house.amendments.amend(meeting, ana.person, {
      claim: { constituency: 'member-state', state: 'PER' },
      names: { givenNames: 'Ana', familyName: '' },
      language: 'tlh',
    }),
  ).rejects.toThrow(InvalidInput)
  expect(await house.registrations.own(meeting, ana.person)).toEqual(before)

  await house.amendments.amend(meeting, ana.person, {
    claim: { constituency: 'member-state', state: 'PER' },
    names: { givenNames: 'Ana', familyName: '' },
    jobTitle: 'Minister',
    language: 'es',
  })
  expect(await house.registrations.own(meeting, ana.person)).toMatchObject({
    names: { givenNames: 'Ana', familyName: '' },
    jobTitle: 'Minister',
    claim: { state: 'PER' },
    language: 'es',
  })
})

test('a new name suspends what was verified in every meeting of the person that is not over', async () => {
  const [one, other] = [await house.meeting(), await house.meeting()]
  const academic = await house.somebody({ constituency: 'academia', state: null, organization: 'A university' })
  const ben = await house.delegate('PER')
  for (const meeting of [one, other]) {
    await house.registers(meeting, ben, days)
    await house.verifies(meeting, ben)
  }
  await house.registers(one, academic, days)
  const names = { givenNames: 'Benedicto', familyName: 'N.' }
  await house.amendments.amend(one, ben.person, { names })
  await house.amendments.amend(one, academic.person, { names })
  for (const meeting of [one, other]) {
    const own = await house.registrations.own(meeting, ben.person)
    expect([own?.state, own?.verified]).toEqual(['requested', null])
    expect((await house.ledger.of(own!.id)).at(-1)).toMatchObject({ move: 'suspend', toState: 'requested' })
    // The place is kept while somebody looks again.
    expect(await house.day(meeting, ben, TUESDAY)).toBe('requested online')
  }
  // Nobody checks academia here.
  expect((await house.registrations.own(one, academic.person))?.state).toBe('confirmed')
  await house.amendments.amend(one, ben.person, { names })
  const own = await house.registrations.own(one, ben.person)
  expect((await house.ledger.of(own!.id)).filter(({ move }) => move === 'suspend')).toHaveLength(1)
})

test('a meeting that is over keeps what was verified in it', async () => {
  const meeting = await house.meeting()
  const eva = await house.delegate('FRA')
  await house.registers(meeting, eva, days)
  await house.verifies(meeting, eva)
  const now = house.clock.now()
  house.clock.set('2022-11-01T09:00:00Z')
  await house.database.transaction(async (tx) => {
    const all = await house.turns.ofPerson(tx, eva.person)
    expect(await house.suspensions.suspend(tx, all, { by: null, because: 'address' })).toEqual([])
  })
  house.clock.set(now)
  expect((await house.registrations.own(meeting, eva.person))?.state).toBe('confirmed')
})
