import { beforeAll, expect, test } from 'vitest'
import { RegistrationHouse, TUESDAY, WEDNESDAY } from '../../test/builders/registration.ts'
import { FactSources } from '../access/facts.ts'
import { Groups } from '../agenda/groups.service.ts'
import { Audit } from '../platform/audit/audit.ts'
import { RegistrationFacts } from './registration-facts.service.ts'

let house: RegistrationHouse
let sources: FactSources
let groups: Groups
beforeAll(async () => {
  house = await RegistrationHouse.open()
  sources = new FactSources()
  groups = new Groups(house.database, new Audit(house.database, house.clock), house.clock)
  new RegistrationFacts(house.database, sources).onModuleInit()
})

const pools = [{ day: 1, mode: 'in-person', capacity: 1 } as const]
const days = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'online' } as const

test('a claim is not a fact: it becomes one when verified, and stops being one when it changes', async () => {
  const meeting = await house.meeting({ pools })
  const ana = await house.delegate()
  const facts = () => sources.factsOf(meeting.id, ana.person)
  expect(await facts()).toBeUndefined()
  await house.registers(meeting, ana, days)
  expect(await facts()).toMatchObject({ days: new Map() })
  expect((await facts())?.constituency).toBeUndefined()

  await house.verifies(meeting, ana)
  expect(await facts()).toMatchObject({
    person: ana.person,
    days: new Map([
      [TUESDAY, 'in-person'],
      [WEDNESDAY, 'online'],
    ]),
    constituency: 'member-state',
  })

  // However it came to be there, a claim beside what was verified counts for nothing.
  const claims = (constituency: string) =>
    house.database.query(`UPDATE registration SET claimed_constituency = $2 WHERE person_id = $1`, [
      ana.person,
      constituency,
    ])
  await claims('media')
  expect((await facts())?.constituency).toBe('member-state')
  await claims('member-state')

  await house.amendments.claim(meeting, ana.person, { constituency: 'media', organization: 'A newspaper' })
  expect(await facts()).toMatchObject({ days: new Map() })
  expect((await facts())?.constituency).toBeUndefined()
})

test('waiting alone makes nobody a participant; a place online held meanwhile does', async () => {
  const meeting = await house.meeting({ pools })
  const [ana, ben, cy] = await Promise.all([house.delegate(), house.delegate(), house.delegate()])
  for (const [each, meanwhile] of [
    [ana, true],
    [ben, true],
    [cy, false],
  ] as const) {
    await house.registers(meeting, each, { [TUESDAY]: 'in-person', [WEDNESDAY]: 'none' }, { meanwhile })
    await house.verifies(meeting, each)
  }
  const daysOf = async (person: (typeof ana)['person']) => [...(await sources.factsOf(meeting.id, person))!.days]
  expect(await daysOf(ana.person)).toEqual([[TUESDAY, 'in-person']])
  expect(await daysOf(ben.person)).toEqual([[TUESDAY, 'online']])
  expect(await daysOf(cy.person)).toEqual([])
})

test('declining and withdrawing take all facts away, and say when', async () => {
  const meeting = await house.meeting()
  const ana = await house.delegate()
  const { id } = await house.registers(meeting, ana, days)
  await house.verifies(meeting, ana)
  house.clock.advance({ hours: 1 })
  await house.review.decline(meeting, id, house.organiser)
  const facts = (await sources.factsOf(meeting.id, ana.person))!
  expect(facts.days.size).toBe(0)
  expect(facts.constituency).toBeUndefined()
  expect(facts.changed?.constituency?.toString()).toBe(house.clock.now().toString())
})

test('a day that is lost to a correction says when', async () => {
  const meeting = await house.meeting({ openTo: [['member-state']] })
  const ana = await house.delegate()
  const { id } = await house.registers(meeting, ana, days)
  await house.verifies(meeting, ana)
  house.clock.advance({ hours: 1 })
  await house.review.verify(meeting, id, house.organiser, { constituency: 'academia' })
  const facts = (await sources.factsOf(meeting.id, ana.person))!
  expect([...facts.days.keys()]).toEqual([WEDNESDAY])
  expect(facts.constituency).toBe('academia')
  expect(facts.changed?.days?.get(TUESDAY)?.toString()).toBe(house.clock.now().toString())
})

test('groups are facts of their own, in their meeting', async () => {
  const [meeting, other] = [await house.meeting(), await house.meeting()]
  const ana = await house.delegate()
  await groups.include(meeting.id, 'bureau', ana.person, house.organiser)
  expect(await sources.factsOf(meeting.id, ana.person)).toMatchObject({ groups: new Set(['bureau']), days: new Map() })
  expect(await sources.factsOf(other.id, ana.person)).toBeUndefined()
})

test('when somebody last came into a group or left one is known after they left', async () => {
  const meeting = await house.meeting()
  const ana = await house.delegate()
  const changed = async () => (await sources.factsOf(meeting.id, ana.person))?.changed?.groups?.toString()
  expect(await changed()).toBeUndefined()
  await groups.include(meeting.id, 'bureau', ana.person, house.organiser)
  const joined = house.clock.now().toString()
  house.clock.advance({ hours: 1 })
  await groups.include(meeting.id, 'bureau', ana.person, house.organiser)
  expect(await changed()).toBe(joined)
  await groups.exclude(meeting.id, 'bureau', ana.person, house.organiser)
  expect(await changed()).toBe(house.clock.now().toString())
})
