import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PEOPLE, Scene, story, type Deed } from '../../../test/builders/places-story.ts'
import { wrongPlaces } from '../../../test/builders/places.ts'
import { RegistrationHouse } from '../../../test/builders/registration.ts'
import type { MeetingId } from '../../kernel/id.ts'
import type { EntityManager } from 'typeorm'
import { Pools, type PoolRow } from './pools.service.ts'

// Whatever people and organisers do, in whatever order and at the same time: every pool recomputes to its counter, nobody
// holds twice, and no place stays free that somebody waits for.

/** Lives through stories; what was wrong after any group of deeds, and nothing else, comes out. */
const wrongAfter = async (
  house: RegistrationHouse,
  groups: readonly (readonly Deed[])[],
  twoSteps = false,
): Promise<string[]> => {
  const scene = await Scene.set(house, twoSteps)
  for (const group of groups) {
    const settled = await Promise.allSettled(group.map((each) => scene.does(each)))
    const faults = settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))
    const wrong = [...faults, ...(await wrongPlaces(house.database, scene.meeting.id))]
    if (wrong.length) return wrong
  }
  return []
}

const RUNS = Number(process.env['STORIES'] ?? 6)

test(
  'whatever is done, in whatever order and at the same time, places and lines agree',
  async () => {
    const house = await RegistrationHouse.open()
    await fc.assert(
      fc.asyncProperty(story, fc.boolean(), async (groups, twoSteps) => {
        expect(await wrongAfter(house, groups, twoSteps)).toEqual([])
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  },
  RUNS * 20_000,
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
