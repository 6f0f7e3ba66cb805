import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Delegation } from '../../src/delegations/delegation.ts'
import { DomainError, NotFound } from '../../src/kernel/domain-error.ts'
import { emailFrom, type EmailAddress } from '../../src/kernel/email-address.ts'
import { newId, type PersonId, type RegistrationId, type SessionId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import type { Actor } from '../../src/registration/delegation/delegation-turns.service.ts'
import type { Successor } from '../../src/registration/delegation/nomination.ts'
import type { Queue } from '../../src/registration/places/pools.service.ts'
import type { Wish } from '../../src/registration/registration.ts'
import { TUESDAY, WEDNESDAY, type Delegate, type RegistrationHouse } from './registration.ts'

/** So many fill in the form; focal points name more. */
export const PEOPLE = 8
const STATES = ['ARG', 'ARG', 'BEN', 'CUB']
/** Those whose delegation has a focal point. */
const LED = ['ARG', 'BEN']
const WAITING = { waitingList: { freed: 'offer', offerHours: 24 }, floor: true } as const

/** What people, focal points and organisers do about places. `who` is one of all who are registered by then. */
export type Deed =
  | { does: 'send' | 'withdraw' | 'accept' | 'refuse' | 'verify' | 'decline'; who: number }
  | { does: 'choose'; who: number; mode: 'in-person' | 'online'; floor: boolean; session: boolean }
  | { does: 'claim'; who: number; constituency: 'academia' | 'civil-society' }
  | { does: 'size'; queue: number; places: number; heldBack: number; states: boolean }
  | { does: 'order' | 'give' | 'offer'; who: number; queue: number; to: number }
  | { does: 'sweep'; hours: number }
  | { does: 'name'; led: number; who: number | null; mode: 'in-person' | 'online' }
  | { does: 'confirm' | 'remove' | 'rank'; led: number; who: number }
  | { does: 'replace'; led: number; who: number; by: number | null }
  | { does: 'merge'; who: number; other: number }

const who = fc.nat(PEOPLE + 2)
const led = fc.nat(LED.length - 1)
const mode = fc.constantFrom('in-person' as const, 'online' as const)
const somebodyOrNew = fc.option(fc.nat(PEOPLE - 1), { freq: 2 })
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
      mode,
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
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('replace' as const), led, who, by: somebodyOrNew }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('name' as const), led, who: somebodyOrNew, mode }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constantFrom('confirm' as const, 'remove' as const, 'rank' as const), led, who }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('merge' as const), who, other: who }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('sweep' as const), hours: fc.constantFrom(1, 25) }) },
)

/** Deeds in groups: those of one group are done at the same time. Most have sent the form before the others begin. */
export const story: fc.Arbitrary<Deed[][]> = fc
  .tuple(
    fc.uniqueArray(fc.nat(PEOPLE - 1), { minLength: PEOPLE - 3 }),
    fc.array(fc.array(deed, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 4 }),
  )
  .map(([senders, groups]) => [senders.map((index): Deed => ({ does: 'send', who: index })), ...groups])

/** A meeting with few places, whose people are about to do something. */
export class Scene {
  private constructor(
    readonly house: RegistrationHouse,
    readonly meeting: Meeting,
    private readonly people: readonly Delegate[],
    private readonly addresses: readonly EmailAddress[],
    private readonly session: SessionId,
    private readonly led: readonly { delegation: Delegation; by: Actor }[],
  ) {}

  /** Everybody has filled in the form. With `twoSteps`, the secretariat checks after the focal point. */
  static async set(house: RegistrationHouse, twoSteps: boolean): Promise<Scene> {
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
      registration: {
        ...WAITING,
        verification: { academia: 'none', default: twoSteps ? 'focal-point-then-secretariat' : 'focal-point' },
      },
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
    const views = await Promise.all(people.map(({ person }) => house.people.byId(person)))
    const led = await Promise.all(LED.map((state) => focalPoint(house, meeting, state)))
    const scene = new Scene(
      house,
      meeting,
      people,
      views.map((view) => view!.email!),
      session,
      led,
    )
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

  /** One of all who have a registration by now, or of those whom a focal point speaks for. */
  private async registered(index: number, delegation?: Delegation): Promise<{ id: RegistrationId; person: PersonId }> {
    const all = await this.house.database.query<{ id: RegistrationId; person: PersonId }>(
      `SELECT id, person_id AS person FROM registration WHERE meeting_id = $1 AND ($2::uuid IS NULL OR delegation_id = $2)
        ORDER BY created_at, id`,
      [this.meeting.id, delegation?.id],
    )
    if (!all.length) throw new NotFound()
    return all[index % all.length]!
  }

  /** Somebody who is here already, by their address, or somebody new. */
  private successor(index: number | null): Successor {
    return {
      names: { givenNames: 'N.', familyName: 'N.' },
      jobTitle: '',
      language: 'fr',
      email: index === null ? undefined : this.addresses[index],
      contact: undefined,
    }
  }

  private async names({ led, who, mode }: Extract<Deed, { does: 'name' }>): Promise<void> {
    const { delegation, by } = this.led[led]!
    const wishes: Wish[] = [
      { day: TUESDAY, mode, meanwhile: true },
      { day: WEDNESDAY, mode: 'none', meanwhile: false },
    ]
    const nominee = { ...this.successor(who), role: 'representative' as const, wishes }
    await this.house.nominations.nominate(this.meeting, delegation, by, nominee, randomUUID())
  }

  private async inDelegation(deed: Extract<Deed, { does: 'confirm' | 'remove' | 'rank' | 'replace' }>): Promise<void> {
    const { house, meeting } = this
    const { delegation, by } = this.led[deed.led]!
    const { id } = await this.registered(deed.who, delegation)
    if (deed.does === 'replace') {
      await house.replacements.replace(meeting, delegation, by, id, this.successor(deed.by), randomUUID())
      return
    }
    if (deed.does === 'confirm') return house.nominations.confirm(meeting, delegation, by, id)
    if (deed.does === 'remove') return house.nominations.remove(meeting, delegation, by, id)
    await house.ranks.move(meeting, delegation, by, id, 'up')
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
    if (deed.does === 'name') return this.names(deed)
    if (deed.does === 'confirm' || deed.does === 'remove' || deed.does === 'rank' || deed.does === 'replace')
      return this.inDelegation(deed)
    const { person, id } = await this.registered(deed.who)
    if (deed.does === 'merge') return house.merging.merge(meeting, id, (await this.registered(deed.other)).id, by)
    if (deed.does === 'send') {
      await house.registrations.submit(meeting, person, {
        submissionId: randomUUID(),
        consents: { data: true, list: true },
      })
      return
    }
    if (deed.does === 'order' || deed.does === 'give' || deed.does === 'offer') {
      const { does, to } = deed
      const [queue, override] = [this.queue(deed.queue), { by, why: 'Because' }]
      if (does === 'order') return house.queues.move(meeting, id, queue, to, override)
      return house.queues.give(meeting, id, queue, does, override)
    }
    if (deed.does === 'withdraw') return house.registrations.withdraw(meeting, person)
    if (deed.does === 'accept' || deed.does === 'refuse') {
      await house.offers[deed.does](meeting, person, { day: TUESDAY, session: this.session })
      return house.offers[deed.does](meeting, person, { day: TUESDAY })
    }
    if (deed.does === 'verify') return house.review.verify(meeting, id, by)
    if (deed.does === 'decline') return house.review.decline(meeting, id, by)
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

/** Somebody who speaks for a State. */
const focalPoint = async (
  house: RegistrationHouse,
  meeting: Meeting,
  state: string,
): Promise<{ delegation: Delegation; by: Actor }> => {
  const address = emailFrom(`${randomUUID()}@mission.example.org`)!
  const of = { constituency: 'member-state', state, organization: '' }
  const id = await house.focalPoints.invite(meeting.id, of, { address, locale: 'en' }, house.organiser)
  const person = await house.database.transaction((tx) => house.people.ensure(tx, address, 'en'))
  return { delegation: await house.delegations.one(meeting.id, id), by: { person, as: 'focal-point' } }
}
