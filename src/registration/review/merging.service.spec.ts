import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { registrant, KENYA, type Registrant } from '../../../test/builders/review.ts'
import { loadSample } from '../../../test/journeys/people.ts'
import { startApp, type TestApp } from '../../../test/harness.ts'
import { ChangedMeanwhile } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { newId, type SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { People } from '../../people/people.service.ts'
import { Pools } from '../places/pools.service.ts'
import type { DayMode } from '../registration.ts'
import { Registrations } from '../registrations.service.ts'
import { MoveNotOpen } from '../states.ts'
import { Duplicates } from './duplicates.service.ts'
import { Merging } from './merging.service.ts'
import { Review } from './review.service.ts'

let app: TestApp
let meeting: Meeting
const by = newId<'Person'>()
const [FIRST, SECOND] = ['2022-10-18', '2022-10-19']
const SOCIETY = { constituency: 'civil-society', state: null, organization: 'A network' }

beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = await loadSample(app, 'meeting', 1)
})

/** So many places in the room on the first day, all others without limit, and nobody registered. */
const withRoom = async (capacity: number): Promise<void> => {
  await app.database.transaction(async (tx) => {
    for (const table of ['place', 'waiting_entry', 'day_choice'])
      await app.database.query(`DELETE FROM ${table}`, [], tx)
    await app.database.query("UPDATE registration SET state = 'withdrawn'", [], tx)
    await app.database.query('DELETE FROM pool', [], tx)
    await app.get(Pools).define(tx, meeting, [
      { day: 1, mode: 'in-person', capacity },
      { day: 1, mode: 'online', capacity: 100 },
      { day: 2, mode: 'in-person', capacity: 100 },
      { day: 2, mode: 'online', capacity: 100 },
    ])
  })
}

const registers = (days: readonly DayMode[], more: object = {}): Promise<Registrant> =>
  registrant(app, meeting, { claim: SOCIETY, days, ...more })

const standing = async ({ person }: Registrant): Promise<string[]> => {
  const own = await app.get(Registrations).own(meeting, person)
  return own!.standing.days.map(({ status, rank, held }) => [status, rank, held].filter(Boolean).join(' '))
}

/** A session of the first day with one place online. */
const sessionWithPlaces = async (): Promise<SessionId> => {
  const session = newId<'Session'>()
  await app.database.query(
    `INSERT INTO session (id, meeting_id, code, kind, title, abstract, day, format, interpretation, officers, items,
                          access, status, closed_uid, version, field_versions, created_at, changed_at)
     VALUES ($1, $2, $3, 'side-event', '{"en":"A side event"}', '{}', $4, 'online', '{}', '[]', '[]',
             '{"attend":"everyone","show":"programme"}', 'confirmed', $5, 1, '{}', now(), now())`,
    [session, meeting.id, `Z-${session.slice(-6)}`, FIRST, randomUUID()],
  )
  await app.database.transaction((tx) =>
    app.get(Pools).define(tx, meeting, [{ day: 1, mode: 'online', session, capacity: 1 }]),
  )
  return session
}

const recounts = async (): Promise<void> => expect(await app.get(Pools).recount(meeting.id)).toEqual([])

beforeEach(() => withRoom(2))

describe('merging', () => {
  test('keeps the better place of each day, gives the other back to those in line, and counts right', async () => {
    const kept = await registers(['in-person', 'online'])
    const other = await registers(['in-person', 'in-person'])
    const third = await registers(['in-person', 'none'])
    expect(await standing(third)).toEqual(['waiting 1 online', 'none'])
    await app.get(Merging).merge(meeting, kept.registration, other.registration, by)
    expect(await standing(kept)).toEqual(['requested in-person', 'requested in-person'])
    expect(await standing(third)).toEqual(['requested in-person', 'none'])
    expect(await standing(other)).not.toContain('requested in-person')
    await recounts()
  })

  test('takes over the earlier place in line, and the place online of either', async () => {
    await withRoom(0)
    const other = await registers(['in-person', 'none'])
    const third = await registers(['in-person', 'none'])
    const kept = await registers(['in-person', 'none'])
    expect(await standing(kept)).toEqual(['waiting 3 online', 'none'])
    await app.get(Merging).merge(meeting, kept.registration, other.registration, by)
    expect(await standing(kept)).toEqual(['waiting 1 online', 'none'])
    expect(await standing(third)).toEqual(['waiting 2 online', 'none'])
    await recounts()
  })

  test('with the place online of the other comes no place in a session that nobody asked for any more', async () => {
    await withRoom(0)
    await app.database.query("UPDATE pool SET capacity = 1 WHERE day = $1 AND mode = 'online'", [FIRST])
    const session = await sessionWithPlaces()
    const other = await registers(['online', 'none'])
    const wish = { day: FIRST!, mode: 'online', meanwhile: false, sessions: [session] } as const
    await app.get(Registrations).choose(meeting, other.person, [wish])
    const kept = await registers(['in-person', 'none'])
    expect(await standing(kept)).toEqual(['waiting 1', 'none'])
    await app.get(Merging).merge(meeting, kept.registration, other.registration, by)
    expect(await standing(kept)).toEqual(['waiting 1 online', 'none'])
    await recounts()
  })

  test('takes over a verified claim and is confirmed; the quota of the claim is counted anew', async () => {
    await app.database.transaction((tx) =>
      app.get(Pools).define(tx, meeting, [
        {
          day: 2,
          mode: 'in-person',
          capacity: 100,
          quotas: [{ constituency: 'member-state', capacity: 1, perDelegation: 1 }],
        },
      ]),
    )
    const kept = await registers(['online', 'online'])
    const verified = await registers(['none', 'in-person'], { claim: KENYA })
    await app.get(Review).verify(meeting, verified.registration, by)
    await app.get(Merging).merge(meeting, kept.registration, verified.registration, by)
    const own = await app.get(Registrations).own(meeting, kept.person)
    expect(own).toMatchObject({ state: 'confirmed', verified: { constituency: 'member-state', state: 'KEN' } })
    expect(own!.standing.days.find(({ day }) => day === SECOND)?.held).toBe('in-person')
    await recounts()
  })

  test('the quota is counted anew also for a place online that is kept until the room is granted', async () => {
    await app.database.transaction((tx) =>
      app.get(Pools).define(tx, meeting, [
        { day: 1, mode: 'in-person', capacity: 2, gives: 'on-approval' },
        { day: 1, mode: 'online', capacity: 100, quotas: [{ constituency: 'member-state', capacity: 5 }] },
      ]),
    )
    const kept = await registers(['in-person', 'none'])
    const verified = await registers(['none', 'online'], { claim: KENYA })
    await app.get(Review).verify(meeting, verified.registration, by)
    expect(await standing(kept)).toEqual(['requested online', 'none'])
    await app.get(Merging).merge(meeting, kept.registration, verified.registration, by)
    expect(await standing(kept)).toEqual(['requested online', 'confirmed online'])
    await recounts()
  })

  test('each address leads to the kept registration from then on, and its person is told', async () => {
    const kept = await registers(['online', 'online'])
    const other = await registers(['in-person', 'none'], { language: 'es' })
    expect((await app.get(Merging).preview(meeting, kept.registration, other.registration)).aliases).toBe(true)
    await app.get(Merging).merge(meeting, kept.registration, other.registration, by)
    const people = app.get(People)
    expect((await people.byEmail(emailFrom(other.address)!))?.id).toBe(kept.person)
    expect(await app.database.transaction((tx) => people.ensure(tx, emailFrom(other.address)!, 'es'))).toBe(kept.person)
    const told = await app.mailbox.waitForSubject(other.address, 'Sus dos inscripciones')
    expect(told.text).toContain(`${kept.address[0]}…@example.org`)
    expect(told.text).not.toContain(kept.address)
  })

  test('an address that opens a desk stays its owner’s', async () => {
    const kept = await registers(['online', 'online'])
    const other = await registers(['online', 'online'])
    await app.database.transaction((tx) => app.get(People).grant(tx, kept.person, 'organiser', meeting.id))
    await app.get(Merging).merge(meeting, kept.registration, other.registration, by)
    expect((await app.get(People).byEmail(emailFrom(other.address)!))?.id).toBe(other.person)
    await app.mailbox.waitForSubject(other.address, 'Your two registrations')
  })

  test('done twice it is done once; what changed since it was looked at is not merged unseen', async () => {
    const [kept, other] = [await registers(['online', 'online']), await registers(['in-person', 'online'])]
    const { seen } = await app.get(Merging).preview(meeting, kept.registration, other.registration)
    await app.get(Review).decline(meeting, other.registration, by)
    await expect(app.get(Merging).merge(meeting, kept.registration, other.registration, by, seen)).rejects.toThrow(
      MoveNotOpen,
    )
    const third = await registers(['in-person', 'online'])
    const before = await app.get(Merging).preview(meeting, kept.registration, third.registration)
    await app.get(Registrations).choose(meeting, third.person, [{ day: SECOND, mode: 'none', meanwhile: false }])
    const again = () => app.get(Merging).merge(meeting, kept.registration, third.registration, by, before.seen)
    await expect(again()).rejects.toThrow(ChangedMeanwhile)
    await Promise.all([1, 2, 3].map(() => app.get(Merging).merge(meeting, kept.registration, third.registration, by)))
    const moves = await app.database.query<{ move: string }>(
      'SELECT move FROM registration_change WHERE registration_id = $1 ORDER BY number',
      [third.registration],
    )
    expect(moves.map(({ move }) => move)).toEqual(['submit', 'choose', 'absorb'])
    await recounts()
  })

  test('merging crosswise, withdrawing and registering at once never miscounts', async () => {
    await withRoom(5)
    const all = await Promise.all(Array.from({ length: 10 }, () => registers(['in-person', 'online'])))
    const merging = app.get(Merging)
    await Promise.allSettled([
      ...all.slice(0, 8).map((one, index) => {
        const two = all[index ^ 1]!
        return merging.merge(meeting, one.registration, two.registration, by)
      }),
      ...all.slice(4).map(({ person }) => app.get(Registrations).withdraw(meeting, person)),
      registers(['in-person', 'in-person']),
    ])
    await recounts()
    const states = await app.database.query<{ merged_into: string | null; state: string }>(
      'SELECT state, merged_into FROM registration WHERE merged_into IS NOT NULL',
    )
    expect(states.every(({ state }) => state === 'withdrawn')).toBe(true)
    const [held] = await app.database.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM day_choice WHERE day = $1 AND held = 'in-person'",
      [FIRST],
    )
    const [taken] = await app.database.query<{ taken: number }>(
      "SELECT taken FROM pool WHERE day = $1 AND mode = 'in-person' AND constituency IS NULL",
      [FIRST],
    )
    expect(held!.n).toBe(taken!.taken)
  })
})

describe('likely duplicates', () => {
  test('are found by name, State and address, in any script, and not again once told apart', async () => {
    const names = (givenNames: string, familyName: string) => ({ names: { givenNames, familyName }, claim: KENYA })
    const one = await registrant(app, meeting, names('Mohamed', 'Youssef'))
    const two = await registrant(app, meeting, names('Мухаммед', 'Юсуф'))
    await registrant(app, meeting, names('Grace', 'Wanjiru'))
    const duplicates = app.get(Duplicates)
    expect(await duplicates.of(meeting, one.registration)).toEqual([
      { registration: two.registration, reasons: ['similar-name', 'same-represented'] },
    ])
    // A name that is corrected is compared as it is now.
    app.clock.advance({ seconds: 1 })
    const three = await registrant(app, meeting, names('Yusuf', 'Muhammad'))
    expect((await duplicates.of(meeting, one.registration)).map(({ registration }) => registration).sort()).toEqual(
      [two.registration, three.registration].sort(),
    )
    await duplicates.apart(meeting.id, two.registration, one.registration, by)
    await duplicates.apart(meeting.id, one.registration, two.registration, by)
    expect((await duplicates.of(meeting, two.registration)).map(({ registration }) => registration)).toEqual([
      three.registration,
    ])
    expect((await duplicates.of(meeting, one.registration)).map(({ registration }) => registration)).toEqual([
      three.registration,
    ])
  })

  test('are looked up by an index, however many have registered', async () => {
    const { registration } = await registrant(app, meeting, { names: { givenNames: randomUUID(), familyName: '' } })
    await app.get(Duplicates).of(meeting, registration)
    const plan = await app.database.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT registration_id FROM registration_likeness WHERE meeting_id = '${meeting.id}' AND digest = ANY ('{"\\\\x00"}')`,
    )
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('registration_likeness_found')
  })
})
