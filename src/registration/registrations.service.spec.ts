import { beforeAll, describe, expect, test, vi } from 'vitest'
import { RegistrationHouse, seated, TUESDAY, WEDNESDAY, type Delegate } from '../../test/builders/registration.ts'
import { InvalidInput, NotFound } from '../kernel/domain-error.ts'
import { MoveNotOpen } from './states.ts'
import { RegistrationIsOver, RegistrationNotOpen } from './windows.ts'

let house: RegistrationHouse
beforeAll(async () => {
  house = await RegistrationHouse.open()
})

const room = (capacity: number) => ({ day: 1, mode: 'in-person', capacity }) as const
const online = (capacity: number) => ({ day: 1, mode: 'online', capacity }) as const
const inPerson = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'none' } as const
const atHome = { [TUESDAY]: 'online', [WEDNESDAY]: 'none' } as const

const mails = async (person: string) =>
  house.database.query<{ move: string; state: string }>(
    `SELECT c.move, c.to_state AS state FROM registration_change c JOIN registration r ON r.id = c.registration_id
       JOIN pgboss.job j ON j.data->>'change' = c.id::text WHERE r.person_id = $1 ORDER BY c.number`,
    [person],
  )

describe('registering', () => {
  test('what is typed is saved as it goes, and sent once complete', async () => {
    const meeting = await house.meeting({ pools: [room(1)] })
    const ana = await house.delegate()
    await house.registrations.saveDraft(meeting, ana.person, { names: { givenNames: 'Ana', familyName: '' } }, 'es')
    await house.registrations.saveDraft(meeting, ana.person, { claim: ana.claim }, 'es')
    const draft = await house.registrations.own(meeting, ana.person)
    expect(draft).toMatchObject({ state: 'draft', draft: { names: { givenNames: 'Ana' }, claim: { state: 'ARG' } } })

    const send = { submissionId: 'a', consents: { data: true, list: true } }
    await expect(house.registrations.submit(meeting, ana.person, send)).rejects.toThrow(InvalidInput)
    const own = await house.registers(meeting, ana, inPerson)
    expect(own).toMatchObject({ state: 'requested', names: { givenNames: 'N.' }, verified: null, draft: {} })
    expect(await house.day(meeting, ana, TUESDAY)).toBe('requested in-person')
    expect(await house.day(meeting, ana, WEDNESDAY)).toBe('none')
  })

  test('who sends reads at once what they would read a moment later', async () => {
    const meeting = await house.meeting({ pools: [room(1), { day: 1, mode: 'online', capacity: 9 }] })
    for (const person of [await house.delegate(), await house.delegate()]) {
      await house.fillsIn(meeting, person, inPerson)
      const send = { submissionId: 'a', consents: { data: true, list: true } }
      const sent = await house.registrations.submit(meeting, person.person, send)
      expect(sent).toEqual(await house.registrations.own(meeting, person.person))
    }
  })

  test('nobody passes somebody in line who could have the place', async () => {
    const meeting = await house.meeting({ pools: [room(1)] })
    const [first, second, third] = [await house.delegate(), await house.delegate(), await house.delegate()]
    await house.registers(meeting, first, inPerson)
    await house.registers(meeting, second, inPerson)
    await house.database.query("UPDATE pool SET capacity = 2 WHERE meeting_id = $1 AND mode = 'in-person'", [
      meeting.id,
    ])
    await house.registers(meeting, third, inPerson)
    expect(await house.day(meeting, third, TUESDAY)).toContain('waiting')
  })

  test('who waits for their own quota holds up nobody else', async () => {
    const quotas = [{ constituency: 'academia', capacity: 1 }]
    const meeting = await house.meeting({ pools: [{ ...room(9), quotas }] })
    const academic = () => house.somebody({ constituency: 'academia', state: null, organization: 'A university' })
    await house.registers(meeting, await academic(), inPerson)
    const second = await academic()
    await house.registers(meeting, second, inPerson)
    expect(await house.day(meeting, second, TUESDAY)).toContain('waiting')
    const ana = await house.delegate()
    const locks = vi.spyOn(house.pools, 'lock')
    await house.registers(meeting, ana, inPerson)
    expect(await house.day(meeting, ana, TUESDAY)).toBe('requested in-person')
    expect(locks).not.toHaveBeenCalled()
    locks.mockRestore()
  })

  test('without agreeing that the data is used, nothing is sent', async () => {
    const meeting = await house.meeting()
    const ana = await house.delegate()
    await house.registrations.saveDraft(meeting, ana.person, { claim: ana.claim }, 'en')
    await expect(
      house.registrations.submit(meeting, ana.person, { submissionId: 'a', consents: { data: false, list: false } }),
    ).rejects.toMatchObject({
      fields: expect.arrayContaining([expect.objectContaining({ pointer: '/consents/data' })]),
    })
  })

  test('a claim that needs no checking is confirmed at once', async () => {
    const meeting = await house.meeting({ pools: [room(1)] })
    const prof = await house.somebody({ constituency: 'academia', state: null, organization: 'A university' })
    expect(await house.registers(meeting, prof, inPerson)).toMatchObject({
      state: 'confirmed',
      verified: { constituency: 'academia' },
    })
    expect(await house.day(meeting, prof, TUESDAY)).toBe('confirmed in-person')
  })

  test('opens with its window, is a request after it, and ends with the meeting', async () => {
    const meeting = await house.meeting({ pools: [room(5), online(5)] })
    const [early, late, after, prof] = await Promise.all([
      house.delegate(),
      house.delegate(),
      house.delegate(),
      house.somebody({ constituency: 'academia', state: null, organization: 'A university' }),
    ])
    const now = house.clock.now()
    try {
      house.clock.set('2022-09-26T06:59:59Z')
      await expect(house.registers(meeting, early, inPerson)).rejects.toThrow(RegistrationNotOpen)
      house.clock.set('2022-10-14T09:00:00Z')
      await house.registers(meeting, late, inPerson)
      expect(await house.day(meeting, late, TUESDAY)).toBe('requested online') // closed for the room only
      house.clock.set('2022-10-18T05:00:00Z')
      await house.registers(meeting, prof, inPerson)
      expect(await house.day(meeting, prof, TUESDAY)).toBe('requested')
      expect((await house.registrations.own(meeting, prof.person))?.state).toBe('requested')
      await house.verifies(meeting, prof)
      expect(await house.day(meeting, prof, TUESDAY)).toBe('confirmed in-person')
      house.clock.set('2022-10-19T22:00:00Z')
      await expect(house.registers(meeting, after, atHome)).rejects.toThrow(RegistrationIsOver)
    } finally {
      house.clock.set(now)
    }
  })
})

describe('places', () => {
  test('the last place goes to exactly one of two who ask at once', async () => {
    const meeting = await house.meeting({ pools: [room(1), online(9)] })
    const [ana, ben] = await Promise.all([house.delegate('ARG'), house.delegate('BEN')])
    await Promise.all([house.registers(meeting, ana, inPerson), house.registers(meeting, ben, inPerson)])
    const days = await Promise.all([house.day(meeting, ana, TUESDAY), house.day(meeting, ben, TUESDAY)])
    expect(days.sort()).toEqual(['requested in-person', 'waiting 1 online'])
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })

  test('200 who ask at once for 50 leave 50 seated, nobody lost, nobody twice', async () => {
    const meeting = await house.meeting({ pools: [room(50), online(500)] })
    const people = await Promise.all(Array.from({ length: 200 }, () => house.delegate()))
    for (const each of people) await house.fillsIn(meeting, each, inPerson)
    const consents = { data: true, list: false }
    await Promise.all(
      people.map(({ person }) => house.registrations.submit(meeting, person, { submissionId: person, consents })),
    )
    expect(await seated(house.database, meeting.id, TUESDAY, 'in-person')).toBe(50)
    expect(await seated(house.database, meeting.id, TUESDAY, 'online')).toBe(150)
    const ranks = await house.database.query<{ count: number }>(
      'SELECT count(DISTINCT registration_id)::int AS count FROM waiting_entry WHERE meeting_id = $1',
      [meeting.id],
    )
    expect(ranks[0]?.count).toBe(150)
    expect(await house.pools.recount(meeting.id)).toEqual([])
  }, 60_000)

  test('the database itself refuses one place too many', async () => {
    const meeting = await house.meeting({ pools: [room(1)] })
    await expect(
      house.database.query('UPDATE pool SET taken = capacity + 1 WHERE meeting_id = $1', [meeting.id]),
    ).rejects.toThrow('pool_not_oversold')
  })

  test('a quota is a ceiling: over it one waits, though the room has places', async () => {
    const meeting = await house.meeting({
      pools: [{ ...room(9), quotas: [{ constituency: 'member-state', capacity: 3, perDelegation: 2 }] }, online(9)],
    })
    const delegates: Delegate[] = []
    for (const state of ['ARG', 'ARG', 'ARG', 'BEN', 'CHE']) {
      const each = await house.delegate(state)
      delegates.push(each)
      await house.registers(meeting, each, inPerson)
    }
    const days = await Promise.all(delegates.map((each) => house.day(meeting, each, TUESDAY)))
    expect(days).toEqual([
      'requested in-person',
      'requested in-person',
      'waiting 1 online', // the third of one delegation
      'requested in-person',
      'waiting 2 online', // the fourth of the constituency
    ])
    const un = await house.somebody({ constituency: 'un-entity', state: null, organization: 'IOM' })
    await house.registers(meeting, un, inPerson)
    expect(await house.day(meeting, un, TUESDAY)).toBe('requested in-person')

    // The first in line is blocked by their own delegation, so the place goes on, and they keep their rank.
    await house.registrations.withdraw(meeting, delegates[3]!.person)
    expect(await house.day(meeting, delegates[2]!, TUESDAY)).toBe('waiting 1 online')
    expect(await house.day(meeting, delegates[4]!, TUESDAY)).toBe('requested in-person')
    await house.registrations.withdraw(meeting, delegates[0]!.person)
    expect(await house.day(meeting, delegates[2]!, TUESDAY)).toBe('requested in-person')
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })

  test('a freed place goes to the first in line, who is told; nobody overtakes', async () => {
    const meeting = await house.meeting({ pools: [room(1), online(2)] })
    const [ana, ben, cy] = await Promise.all([house.delegate(), house.delegate(), house.delegate()])
    await house.registers(meeting, ana, inPerson)
    await house.registers(meeting, ben, inPerson)
    await house.registers(meeting, cy, inPerson, { meanwhile: false })
    expect(await house.day(meeting, cy, TUESDAY)).toBe('waiting 2')

    await house.registrations.choose(meeting, ana.person, [{ day: TUESDAY, mode: 'online', meanwhile: false }])
    expect(await house.day(meeting, ana, TUESDAY)).toBe('requested online')
    expect(await house.day(meeting, ben, TUESDAY)).toBe('requested in-person')
    expect(await house.day(meeting, cy, TUESDAY)).toBe('waiting 1')
    expect((await mails(ben.person)).map((mail) => mail.move)).toEqual(['submit', 'seat'])
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })

  test('a larger room is given to those in line, in order', async () => {
    const meeting = await house.meeting({ pools: [room(1), online(9)] })
    const [ana, ben, cy, dan] = await Promise.all([
      house.delegate(),
      house.delegate(),
      house.delegate(),
      house.delegate(),
    ])
    for (const each of [ana, ben, cy, dan]) await house.registers(meeting, each, inPerson)
    await house.database.transaction((tx) => house.pools.define(tx, meeting, [room(3)]))
    expect(await house.registrations.serve(meeting)).toHaveLength(2)
    expect(await house.day(meeting, cy, TUESDAY)).toBe('requested in-person')
    expect(await house.day(meeting, dan, TUESDAY)).toBe('waiting 1 online')
    expect(await house.registrations.serve(meeting)).toEqual([])
  })

  test('a room made smaller puts nobody out', async () => {
    const meeting = await house.meeting({ pools: [room(2)] })
    for (const each of [await house.delegate(), await house.delegate()]) await house.registers(meeting, each, inPerson)
    await house.database.transaction((tx) => house.pools.define(tx, meeting, [room(1)]))
    expect(await seated(house.database, meeting.id, TUESDAY, 'in-person')).toBe(2)
  })

  test('who joins the line while the only place is given back does not wait for a free place', async () => {
    for (let round = 0; round < 12; round++) {
      const meeting = await house.meeting({ pools: [room(1)] })
      const [holder, ...others] = await Promise.all(Array.from({ length: 5 }, () => house.delegate()))
      await house.registers(meeting, holder!, inPerson)
      await Promise.all(others.map((each) => house.fillsIn(meeting, each, inPerson)))
      await Promise.all([
        ...others.map((each) => house.sends(meeting, each)),
        house.registrations.withdraw(meeting, holder!.person),
      ])
      expect(await seated(house.database, meeting.id, TUESDAY, 'in-person')).toBe(1)
      expect(await house.pools.recount(meeting.id)).toEqual([])
    }
  }, 60_000)

  test('twenty change their minds at once: every count still agrees', async () => {
    const meeting = await house.meeting({ pools: [room(5), online(8), { day: 2, mode: 'in-person', capacity: 3 }] })
    const people = await Promise.all(Array.from({ length: 20 }, (_, i) => house.delegate(['ARG', 'BEN'][i % 2])))
    await Promise.all(
      people.map((each) => house.registers(meeting, each, { [TUESDAY]: 'in-person', [WEDNESDAY]: 'in-person' })),
    )
    await Promise.all(
      people.map(async ({ person }, i) => {
        if (i % 4 === 0) await house.registrations.withdraw(meeting, person)
        else if (i % 4 === 1)
          await house.registrations.choose(meeting, person, [{ day: TUESDAY, mode: 'online', meanwhile: false }])
        else if (i % 4 === 2)
          await house.registrations.choose(meeting, person, [{ day: WEDNESDAY, mode: 'none', meanwhile: false }])
      }),
    )
    expect(await house.pools.recount(meeting.id)).toEqual([])
    const [left] = await house.database.query<{ free: number; waiting: number }>(
      `SELECT (SELECT sum(capacity - taken)::int FROM pool WHERE meeting_id = $1 AND mode = 'in-person') AS free,
              (SELECT count(*)::int FROM waiting_entry WHERE meeting_id = $1 AND mode = 'in-person') AS waiting`,
      [meeting.id],
    )
    // No place is free while somebody waits for it.
    expect(Math.min(left!.free, left!.waiting)).toBe(0)
  }, 60_000)
})

describe('changing', () => {
  test('to the room when it is full keeps the place online', async () => {
    const meeting = await house.meeting({ pools: [room(1), online(9)] })
    const [ana, ben] = await Promise.all([house.delegate(), house.delegate()])
    await house.registers(meeting, ana, inPerson)
    await house.registers(meeting, ben, atHome)
    const wish = { day: TUESDAY, mode: 'in-person', meanwhile: true } as const
    await house.registrations.choose(meeting, ben.person, [wish])
    expect(await house.day(meeting, ben, TUESDAY)).toBe('waiting 1 online')
    await house.registrations.choose(meeting, ben.person, [{ ...wish, mode: 'online' }])
    expect(await house.day(meeting, ben, TUESDAY)).toBe('requested online')
  })

  test('leaving every day is withdrawing, so it is refused', async () => {
    const meeting = await house.meeting()
    const ana = await house.delegate()
    await house.registers(meeting, ana, atHome)
    await expect(
      house.registrations.choose(meeting, ana.person, [{ day: TUESDAY, mode: 'none', meanwhile: false }]),
    ).rejects.toThrow(InvalidInput)
  })

  test('a day that is not for their constituency cannot be chosen, and is given back with the claim', async () => {
    const meeting = await house.meeting({ pools: [room(1)], openTo: [['un-entity']] })
    const un = await house.somebody({ constituency: 'un-entity', state: null, organization: 'IOM' })
    const both = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'online' } as const
    await house.registers(meeting, un, both)
    const ana = await house.delegate()
    await house.registers(meeting, ana, both)
    expect(await house.day(meeting, ana, TUESDAY)).toBeUndefined()

    await house.amendments.claim(meeting, un.person, { constituency: 'member-state', state: 'ARG' })
    expect(await house.day(meeting, un, TUESDAY)).toBeUndefined()
    expect(await house.day(meeting, un, WEDNESDAY)).toBe('requested online')
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })

  test('a new claim counts against its own quota', async () => {
    const quotas = [{ constituency: 'member-state', capacity: 1 }]
    const meeting = await house.meeting({ pools: [{ ...room(5), quotas }, online(5)] })
    const [ana, ben] = await Promise.all([
      house.delegate(),
      house.somebody({ constituency: 'media', state: null, organization: 'A newspaper' }),
    ])
    await house.registers(meeting, ana, inPerson)
    await house.registers(meeting, ben, inPerson)
    await house.amendments.claim(meeting, ben.person, { constituency: 'member-state', state: 'BEN' })
    expect(await house.day(meeting, ben, TUESDAY)).toBe('waiting 1 online')
    await house.amendments.claim(meeting, ana.person, { constituency: 'media', organization: 'A newspaper' })
    expect(await house.day(meeting, ana, TUESDAY)).toBe('requested in-person')
    expect(await house.day(meeting, ben, TUESDAY)).toBe('requested in-person')
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })

  test('a new name suspends what was verified, a new job title does not', async () => {
    const meeting = await house.meeting({ pools: [room(1)] })
    const ana = await house.delegate()
    await house.registers(meeting, ana, inPerson)
    await house.verifies(meeting, ana)
    const names = { givenNames: 'N.', familyName: 'N.' }
    await house.amendments.you(meeting, ana.person, { names, jobTitle: 'First Secretary' })
    expect(await house.day(meeting, ana, TUESDAY)).toBe('confirmed in-person')
    await house.amendments.you(meeting, ana.person, { names: { ...names, familyName: 'M.' }, jobTitle: '' })
    expect(await house.day(meeting, ana, TUESDAY)).toBe('requested in-person') // the place stays theirs
    await house.verifies(meeting, ana)
    expect(await house.day(meeting, ana, TUESDAY)).toBe('confirmed in-person')
  })

  test('who withdrew may come back, as they were or not; who was declined asks the organiser', async () => {
    const meeting = await house.meeting({ pools: [room(1)] })
    const [ana, ben] = await Promise.all([house.delegate(), house.delegate()])
    await house.registers(meeting, ana, inPerson)
    await house.verifies(meeting, ana)
    await house.registers(meeting, ben, inPerson)
    await house.registrations.withdraw(meeting, ana.person)
    expect(await house.day(meeting, ben, TUESDAY)).toBe('requested in-person')
    expect((await house.registrations.own(meeting, ana.person))?.draft).toMatchObject({ claim: ana.claim })
    expect((await house.registers(meeting, ana, inPerson)).state).toBe('confirmed')
    expect(await house.day(meeting, ana, TUESDAY)).toBe('waiting 1 online')

    const own = await house.registrations.own(meeting, ben.person)
    await house.review.decline(meeting, own!.id, house.organiser, 'Not of this delegation')
    expect(await house.day(meeting, ana, TUESDAY)).toBe('confirmed in-person')
    await expect(house.registers(meeting, ben, inPerson)).rejects.toThrow(MoveNotOpen)
    await house.verifies(meeting, ben)
    expect(await house.day(meeting, ben, TUESDAY)).toBe('waiting 1 online')
  })
})

describe('twice is once', () => {
  test('a second click, and a second window, see the first result; one mail', async () => {
    const meeting = await house.meeting({ pools: [room(5)] })
    const ana = await house.delegate()
    await house.registrations.saveDraft(meeting, ana.person, { claim: ana.claim }, 'en')
    const send = { submissionId: 'one', consents: { data: true, list: false } }
    const draft = {
      names: { givenNames: 'N.', familyName: '' },
      language: 'en',
      wishes: [
        { day: TUESDAY, mode: 'in-person', meanwhile: true },
        { day: WEDNESDAY, mode: 'none', meanwhile: false },
      ],
    } as const
    await house.registrations.saveDraft(meeting, ana.person, draft, 'en')
    const clicks = Array.from({ length: 5 }, () => house.registrations.submit(meeting, ana.person, send))
    const other = house.registrations.submit(meeting, ana.person, { ...send, submissionId: 'two' })
    await Promise.all([...clicks, other])
    expect(await house.day(meeting, ana, TUESDAY)).toBe('requested in-person')
    expect(await mails(ana.person)).toEqual([{ move: 'submit', state: 'requested' }])
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })

  test('every other command', async () => {
    const meeting = await house.meeting({ pools: [room(5), online(5)] })
    const ana = await house.delegate()
    const { id } = await house.registers(meeting, ana, atHome)
    const wish = { day: TUESDAY, mode: 'in-person', meanwhile: true } as const
    const twice = async (command: () => Promise<unknown>) => {
      await Promise.all([command(), command()])
      await command()
    }
    await twice(() => house.registrations.choose(meeting, ana.person, [wish]))
    await twice(() => house.review.verify(meeting, id, house.organiser))
    await twice(() => house.amendments.claim(meeting, ana.person, { constituency: 'member-state', state: 'BEN' }))
    await twice(() => house.review.decline(meeting, id, house.organiser, 'Twice'))
    await twice(() => house.review.verify(meeting, id, house.organiser))
    await twice(() => house.registrations.withdraw(meeting, ana.person))
    expect((await mails(ana.person)).map((mail) => mail.move)).toEqual([
      'submit',
      'choose',
      'verify',
      'suspend',
      'decline',
      'verify',
      'withdraw',
    ])
    expect(await house.pools.recount(meeting.id)).toEqual([])
  })
})

test('each change is written with who, when and why, and cannot be rewritten', async () => {
  const meeting = await house.meeting()
  const ana = await house.delegate()
  const { id } = await house.registers(meeting, ana, atHome)
  await house.review.decline(meeting, id, house.organiser, 'Twice on the list')
  expect(await house.ledger.of(id)).toMatchObject([
    { move: 'submit', by: ana.person, fromState: 'draft', toState: 'requested' },
    { move: 'decline', by: house.organiser, why: 'Twice on the list', toState: 'declined' },
  ])
  await expect(house.database.query(`UPDATE registration_change SET why = 'Asked for'`)).rejects.toThrow()
  await expect(house.database.query(`UPDATE registration_change SET move = 'withdraw'`)).rejects.toThrow()
  await expect(house.database.query('DELETE FROM registration_change')).rejects.toThrow()
})

test('an organiser finds nobody in another meeting', async () => {
  const [meeting, other] = [await house.meeting(), await house.meeting()]
  const { id } = await house.registers(meeting, await house.delegate(), atHome)
  await expect(house.review.verify(other, id, house.organiser)).rejects.toThrow(NotFound)
  await expect(house.list.one(other.id, id)).rejects.toThrow(NotFound)
})
