import type { EntityManager } from 'typeorm'
import { beforeAll, describe, expect, test } from 'vitest'
import { RegistrationHouse, seated, TUESDAY, WEDNESDAY } from '../../../test/builders/registration.ts'
import type { PoolId, RegistrationId } from '../../kernel/id.ts'
import type { Statement } from '../../platform/database/database.ts'
import { Pools, poolsFor, type PoolRow } from './pools.service.ts'

const days = { [TUESDAY]: 'in-person', [WEDNESDAY]: 'none' } as const
const room = { day: 1, mode: 'in-person', capacity: 5 } as const

/** Forty ask at once for five places; how many get one. */
const fortyAtOnce = async (house: RegistrationHouse): Promise<number> => {
  const meeting = await house.meeting({ pools: [room] })
  const people = await Promise.all(Array.from({ length: 40 }, () => house.delegate()))
  await Promise.all(people.map((each) => house.fillsIn(meeting, each, days)))
  await Promise.all(people.map((each) => house.sends(meeting, each)))
  return seated(house.database, meeting.id, TUESDAY, 'in-person')
}

/** Takes places as if nobody else did: what the guard in the statement is there against. */
class UnguardedPools extends Pools {
  override taking(registration: RegistrationId, pools: readonly PoolId[]): Statement[] {
    return [
      ['UPDATE pool SET taken = taken + 1 WHERE id = ANY ($1::uuid[])', [pools]],
      [
        'INSERT INTO place (registration_id, pool_id, since) SELECT $1::uuid, pool, now() FROM unnest($2::uuid[]) AS pool',
        [registration, pools],
      ],
    ]
  }

  override async takeLocked(tx: EntityManager, registration: RegistrationId, pools: readonly PoolId[]): Promise<void> {
    for (const [sql, values] of this.taking(registration, pools)) await tx.query(sql, [...values])
  }
}

describe('forty who ask at once for five places', () => {
  test('get five', async () => {
    expect(await fortyAtOnce(await RegistrationHouse.open())).toBe(5)
  })

  test('would get more without the guard, so the test above can fail', async () => {
    const house = await RegistrationHouse.open(undefined, UnguardedPools)
    await house.database.asOwner('ALTER TABLE pool DROP CONSTRAINT pool_not_oversold')
    expect(await fortyAtOnce(house)).toBeGreaterThan(5)
  })
})

describe('pools', () => {
  let house: RegistrationHouse
  beforeAll(async () => {
    house = await RegistrationHouse.open()
  })

  test('are laid down twice as once', async () => {
    const quotas = [{ constituency: 'media', capacity: 1 }]
    const meeting = await house.meeting({ pools: [{ ...room, quotas }] })
    await house.database.transaction((tx) => house.pools.define(tx, meeting, [{ ...room, quotas, capacity: 7 }]))
    const pools = await house.pools.of(meeting.id, [TUESDAY])
    expect(new Map(pools.map(({ constituency, capacity }) => [constituency, capacity]))).toEqual(
      new Map<string | null, number>([
        [null, 7],
        ['media', 1],
      ]),
    )
    expect(pools).toHaveLength(2)
  })

  test('of a delegation are made when its first member asks', async () => {
    const quotas = [{ constituency: 'member-state', capacity: 4, perDelegation: 2 }]
    const meeting = await house.meeting({ pools: [{ ...room, quotas }] })
    await Promise.all([1, 2].map(async () => house.registers(meeting, await house.delegate('ARG'), days)))
    const own = (await house.pools.of(meeting.id, [TUESDAY])).filter((pool) => pool.delegation !== null)
    expect(own).toMatchObject([{ constituency: 'member-state', delegation: 'ARG', capacity: 2, taken: 2 }])
  })

  test('apply by day, mode, constituency and delegation, in order of id', () => {
    const pool = (id: string, of: Partial<PoolRow>): PoolRow => ({
      id: id as PoolId,
      day: TUESDAY,
      mode: 'in-person',
      session: null,
      constituency: null,
      delegation: null,
      capacity: 1,
      taken: 0,
      gives: 'on-request',
      perDelegation: null,
      shrinksTo: null,
      ...of,
    })
    const pools = [
      pool('d', { constituency: 'member-state', delegation: 'ARG' }),
      pool('b', { constituency: 'member-state' }),
      pool('c', {}),
      pool('a', { constituency: 'media' }),
      pool('e', { mode: 'online' }),
      pool('f', { day: WEDNESDAY }),
    ]
    const ids = (constituency: string, delegation: string | null) =>
      poolsFor(pools, { constituency, delegation }, { day: TUESDAY, mode: 'in-person' }).map((each) => each.id)
    expect(ids('member-state', 'ARG')).toEqual(['b', 'c', 'd'])
    expect(ids('member-state', 'BEN')).toEqual(['b', 'c'])
    expect(ids('media', null)).toEqual(['a', 'c'])
  })
})
