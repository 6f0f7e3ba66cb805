import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrongPlaces } from '../../../test/builders/places.ts'
import { RegistrationHouse, TUESDAY, WEDNESDAY, type Delegate } from '../../../test/builders/registration.ts'
import { DomainError } from '../../kernel/domain-error.ts'
import { newId, type MeetingId, type SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { EntityManager } from 'typeorm'
import { Pools, type PoolRow, type Queue } from './pools.service.ts'

// Whatever people and organisers do, in whatever order and at the same time: every pool recomputes to its counter, nobody
// holds twice, and no place stays free that somebody waits for.

const PEOPLE = 8
const STATES = ['ARG', 'ARG', 'BEN', 'CUB']
const WAITING = { waitingList: { freed: 'offer', offerHours: 24 }, floor: true } as const

type Deed =
  | { does: 'send' | 'withdraw' | 'accept' | 'refuse' | 'verify' | 'decline'; who: number }
  | { does: 'choose'; who: number; mode: 'in-person' | 'online'; floor: boolean; session: boolean }
  | { does: 'claim'; who: number; constituency: 'academia' | 'civil-society' }
  | { does: 'size'; queue: number; places: number; heldBack: number; states: boolean }
  | { does: 'order' | 'give' | 'offer'; who: number; queue: number; to: number }
  | { does: 'sweep'; hours: number }

const who = fc.nat(PEOPLE - 1)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('send' as const), who }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'withdraw' as const,
        'accept' as const,
        'refuse' as const,
        'verify' as const,
        'decline' as const,
      ),
      who,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('choose' as const),
      who,
      mode: fc.constantFrom('in-person' as const, 'online' as const),
      floor: fc.boolean(),
      session: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('claim' as const),
      who,
      constituency: fc.constantFrom('academia' as const, 'civil-society' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('size' as const),
      queue: fc.nat(3),
      places: fc.nat(4),
      heldBack: fc.nat(1),
      states: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom('order' as const, 'give' as const, 'offer' as const),
      who,
      queue: fc.nat(3),
      to: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('sweep' as const), hours: fc.constantFrom(1, 25) }) },
)

/** Deeds in groups: those of one group are done at the same time. */
const story = fc.array(fc.array(deed, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 5 })

class Scene {
  private constructor(
    readonly house: RegistrationHouse,
    readonly meeting: Meeting,
    readonly people: readonly Delegate[],
    readonly session: SessionId,
  ) {}

  static async set(house: RegistrationHouse): Promise<Scene> {
    house.clock.set('2022-09-27T09:00:00Z')
    const meeting = await house.meeting({
      pools: [
        {
          day: 1,
          mode: 'in-person',
          capacity: 2,
          quotas: [{ constituency: 'member-state', capacity: 2, perDelegation: 1 }],
        },
        { day: 1, mode: 'online', capacity: 4 },
        { day: 1, mode: 'floor', capacity: 1 },
      ],
      registration: WAITING,
    })
    const session = newId<'Session'>()
    await house.database.query(
      `INSERT INTO session (id, meeting_id, code, kind, title, abstract, day, format, interpretation, officers, items,
                            access, status, closed_uid, version, field_versions, created_at, changed_at)
       VALUES ($1, $2, 'S-1', 'side-event', '{"en":"A side event"}', '{}', $3, 'hybrid', '{}', '[]', '[]',
               '{"attend":"everyone","show":"programme"}', 'confirmed', $4, 1, '{}', now(), now())`,
      [session, meeting.id, TUESDAY, randomUUID()],
    )
    await house.database.transaction((tx) =>
      house.pools.define(tx, meeting, [
        { day: 1, mode: 'in-person', session, capacity: 1 },
        { day: 1, mode: 'online', session, capacity: 1 },
      ]),
    )
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, (_, index) =>
        index < STATES.length * 1.5
          ? house.delegate(STATES[index % STATES.length])
          : house.somebody({ constituency: 'civil-society', state: null, organization: `Association ${index}` }),
      ),
    )
    const scene = new Scene(house, meeting, people, session)
    await Promise.all(people.map((_, index) => scene.fillIn(index)))
    return scene
  }

  private async fillIn(index: number): Promise<void> {
    await this.house.fillsIn(
      this.meeting,
      this.people[index]!,
      {},
      {
        draft: {
          wishes: [
            {
              day: TUESDAY,
              mode: index % 4 ? 'in-person' : 'online',
              meanwhile: true,
              ...(index % 2 && { floor: true, sessions: [this.session] }),
            },
            { day: WEDNESDAY, mode: 'none', meanwhile: false },
          ],
        },
      },
    )
  }

  private queue(index: number): Queue {
    const queues: Queue[] = [
      { day: TUESDAY, mode: 'in-person', session: null },
      { day: TUESDAY, mode: 'online', session: null },
      { day: TUESDAY, mode: 'floor', session: null },
      { day: TUESDAY, mode: 'in-person', session: this.session },
    ]
    return queues[index]!
  }

  /** Does it; what the rules refuse is no fault, anything else is. */
  async does(deed: Deed): Promise<void> {
    try {
      await this.tries(deed)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
    }
  }

  private async tries(deed: Deed): Promise<void> {
    const { house, meeting } = this
    const by = house.organiser
    if (deed.does === 'sweep') {
      house.clock.advance({ hours: deed.hours })
      return house.offers.sweep()
    }
    if (deed.does === 'size') {
      const { places, heldBack } = deed
      const states = deed.states && deed.queue < 2
      const of = { ...this.queue(deed.queue), constituency: states ? 'member-state' : null }
      return house.capacities.set(
        meeting,
        [{ ...of, places, heldBack, perDelegation: states ? 1 + (places % 2) : null }],
        by,
      )
    }
    const { person } = this.people[deed.who]!
    if (deed.does === 'send') {
      await house.registrations.submit(meeting, person, {
        submissionId: randomUUID(),
        consents: { data: true, list: true },
      })
      return
    }
    const own = await house.registrations.own(meeting, person)
    if (!own) return
    if (deed.does === 'order' || deed.does === 'give' || deed.does === 'offer') {
      const { does, to } = deed
      const [queue, override] = [this.queue(deed.queue), { by, why: 'Because' }]
      if (does === 'order') return house.queues.move(meeting, own.id, queue, to, override)
      return house.queues.give(meeting, own.id, queue, does, override)
    }
    if (deed.does === 'withdraw') return house.registrations.withdraw(meeting, person)
    if (deed.does === 'accept' || deed.does === 'refuse') {
      await house.offers[deed.does](meeting, person, { day: TUESDAY, session: this.session })
      return house.offers[deed.does](meeting, person, { day: TUESDAY })
    }
    if (deed.does === 'verify') return house.review.verify(meeting, own.id, by)
    if (deed.does === 'decline') return house.review.decline(meeting, own.id, by)
    if (deed.does === 'claim')
      return house.amendments.claim(meeting, person, {
        constituency: deed.constituency,
        state: null,
        organization: 'Another one',
      })
    if (deed.does === 'choose') {
      const { mode, floor } = deed
      await house.registrations.choose(meeting, person, [
        { day: TUESDAY, mode, meanwhile: true, floor, sessions: deed.session ? [this.session] : [] },
      ])
      return
    }
  }
}

/** Lives through stories; what was wrong after any group of deeds, and nothing else, comes out. */
const wrongAfter = async (house: RegistrationHouse, groups: readonly (readonly Deed[])[]): Promise<string[]> => {
  const scene = await Scene.set(house)
  for (const group of groups) {
    const settled = await Promise.allSettled(group.map((each) => scene.does(each)))
    const faults = settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))
    const wrong = [...faults, ...(await wrongPlaces(house.database, scene.meeting.id))]
    if (wrong.length) return wrong
  }
  return []
}

const RUNS = Number(process.env['STORIES'] ?? 8)

test(
  'whatever is done, in whatever order and at the same time, places and lines agree',
  async () => {
    const house = await RegistrationHouse.open()
    await fc.assert(
      fc.asyncProperty(story, async (groups) => {
        expect(await wrongAfter(house, groups)).toEqual([])
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  },
  RUNS * 15_000,
)

/** Tells what is free from a reading of its own, as if nobody else did anything meanwhile. */
class UnlockedPools extends Pools {
  override async lock(tx: EntityManager, meeting: MeetingId, days: readonly string[]): Promise<PoolRow[]> {
    return this.of(meeting, days, tx)
  }

  override async takeLocked(
    tx: EntityManager,
    ...[registration, pools]: Parameters<Pools['takeLocked']> extends [EntityManager, ...infer Rest] ? Rest : never
  ): Promise<void> {
    await tx.query('UPDATE pool SET taken = taken + 1 WHERE id = ANY ($1::uuid[])', [pools])
    await tx.query(
      'INSERT INTO place (registration_id, pool_id, since) SELECT $1::uuid, pool, now() FROM unnest($2::uuid[]) AS pool',
      [registration, pools],
    )
  }
}

test('would not agree without the locks and the guard, so the test above can fail', async () => {
  const house = await RegistrationHouse.open(undefined, UnlockedPools)
  await house.database.asOwner('ALTER TABLE pool DROP CONSTRAINT pool_not_oversold')
  const all = Array.from({ length: PEOPLE }, (_, index): Deed => ({ does: 'send', who: index }))
  const leave = [1, 2, 3].map((index): Deed => ({ does: 'withdraw', who: index }))
  const change = [0, 4, 5, 6, 7].map((index): Deed => ({
    does: 'choose',
    who: index,
    mode: 'in-person',
    floor: false,
    session: true,
  }))
  expect(await wrongAfter(house, [all, [...leave, ...change]])).not.toEqual([])
}, 60_000)
