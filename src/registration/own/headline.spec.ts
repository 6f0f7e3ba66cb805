import { expect, test } from 'vitest'
import { headlineOf } from './headline.ts'
import type { RegistrationState } from '../registration.ts'
import type { DayStanding, DecidedBy } from '../standing.ts'

const confirmed: DayStanding = { day: '2022-10-18', mode: 'in-person', status: 'confirmed', held: 'in-person' }
const second: DayStanding = { ...confirmed, day: '2022-10-19' }
const waiting = (rank: number): DayStanding => ({ ...second, status: 'waiting', held: 'online', rank })

const standing = (state: RegistrationState, days: DayStanding[], decidedBy: DecidedBy = 'secretariat') => ({
  state,
  late: false,
  decidedBy,
  days,
})

test.each([
  ['all days confirmed', standing('confirmed', [confirmed, second]), { kind: 'registered' }],
  [
    'a day not attended',
    standing('confirmed', [confirmed, { ...second, mode: 'none', status: 'none', held: null }]),
    { kind: 'registered' },
  ],
  ['one day in line', standing('confirmed', [confirmed, waiting(12)]), { kind: 'waiting', rank: 12 }],
  [
    'two days in line: the worse number',
    standing('confirmed', [waiting(3), waiting(12)]),
    { kind: 'waiting', rank: 12 },
  ],
  [
    'a day still to be granted',
    standing('confirmed', [waiting(3), { ...confirmed, status: 'requested' }]),
    { kind: 'request' },
  ],
  ['an offer to answer', standing('confirmed', [confirmed, { ...second, status: 'offered' }]), { kind: 'offered' }],
  [
    'an offer for one day, in line for another: both',
    standing('confirmed', [{ ...confirmed, status: 'offered' }, waiting(12)]),
    { kind: 'offered-waiting', rank: 12 },
  ],
  [
    'no day left after an offer ended',
    standing('confirmed', [{ ...second, mode: 'none', status: 'none', held: null }]),
    { kind: 'absent' },
  ],
  ['checked by us', standing('requested', [waiting(1)]), { kind: 'request' }],
  ['checked by a focal point', standing('requested', [confirmed], 'focal-point'), { kind: 'focal-point' }],
  ['declined', standing('declined', [{ ...confirmed, status: 'declined' }]), { kind: 'declined' }],
  ['withdrawn', standing('withdrawn', []), { kind: 'withdrawn' }],
] as const)('%s', (_, where, headline) => {
  expect(headlineOf(where)).toEqual(headline)
})
