import { expect, test } from 'vitest'
import type { PoolId } from '../../kernel/id.ts'
import type { PoolRow, Seeker } from '../places/pools.service.ts'
import { PlacesAhead } from './outlook.ts'

const DAY = '2022-10-18'
const PERU: Seeker = { constituency: 'member-state', delegation: 'PER' }
const CHILE: Seeker = { constituency: 'member-state', delegation: 'CHL' }
const NETWORK: Seeker = { constituency: 'civil-society', delegation: '0199-a-network' }

let made = 0
const pool = (of: Partial<PoolRow>): PoolRow => ({
  id: `pool-${String(made++).padStart(3, '0')}` as PoolId,
  day: DAY,
  mode: 'in-person',
  session: null,
  constituency: null,
  delegation: null,
  capacity: 100,
  taken: 0,
  gives: 'on-request',
  perDelegation: null,
  shrinksTo: null,
  ...of,
})

const inPerson = { day: DAY, mode: 'in-person', meanwhile: true } as const
const coming = (places: PlacesAhead, seeker: Seeker, confirmed = true) =>
  places.give({ seeker, wishes: [inPerson], confirmed })[0]!.status

test.each<[string, PoolRow[], Seeker[], string[]]>([
  ['the day', [pool({ capacity: 1 })], [PERU, CHILE], ['confirmed', 'waiting']],
  [
    'a constituency',
    [pool({}), pool({ constituency: 'civil-society', capacity: 1, taken: 1 })],
    [PERU, NETWORK],
    ['confirmed', 'waiting'],
  ],
  [
    'a State that has places of its own already',
    [
      pool({}),
      pool({ constituency: 'member-state', perDelegation: 2 }),
      pool({ constituency: 'member-state', delegation: 'PER', capacity: 2, taken: 1 }),
    ],
    [PERU, PERU, CHILE],
    ['confirmed', 'waiting', 'confirmed'],
  ],
  [
    'a State, and an organization, that has none yet',
    [
      pool({}),
      pool({ constituency: 'member-state', perDelegation: 1 }),
      pool({ constituency: 'civil-society', perDelegation: 1 }),
    ],
    [PERU, PERU, CHILE, NETWORK, NETWORK],
    ['confirmed', 'waiting', 'confirmed', 'confirmed', 'waiting'],
  ],
])('a limit of %s is counted down from row to row', (_, pools, seekers, expected) => {
  const places = new PlacesAhead(pools)
  expect(seekers.map((seeker) => coming(places, seeker))).toEqual(expected)
})

test('what belongs to who waits already is not for a row', () => {
  const places = new PlacesAhead([pool({})])
  places.promise(new Set([`${DAY} in-person`]))
  expect(coming(places, PERU)).toBe('waiting')
})

test('what is given on approval is asked for by who is not verified', () => {
  const places = new PlacesAhead([pool({ gives: 'on-approval' })])
  expect([coming(places, PERU, false), coming(places, PERU)]).toEqual(['requested', 'confirmed'])
})

test('who is registered gives back what they hold, and keeps it while the quotas of whom they come for now have room', () => {
  const full = { capacity: 1, taken: 1 }
  const places = new PlacesAhead([pool(full), pool({ mode: 'online', ...full })])
  const held = { [DAY]: 'in-person' } as const
  const online = { ...inPerson, mode: 'online' } as const
  const move = (seeker: Seeker, wish: typeof online | typeof inPerson) =>
    places.give({ seeker, wishes: [wish], confirmed: true, now: { seeker: PERU, held } })[0]!.status
  // Chile takes over the place that Peru gave back.
  expect(move(CHILE, inPerson)).toBe('confirmed')
  // Online is full: the place in the room stays until there is one.
  expect(move(PERU, online)).toBe('waiting')
  expect(coming(places, PERU)).toBe('waiting')
})
