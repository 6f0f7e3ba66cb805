import { expect, test } from 'vitest'
import { asId } from '../../kernel/id.ts'
import type { SessionStanding } from '../standing.ts'
import { letsIn, sessionPlace } from './session-place.ts'

const limited = new Set(['online'] as const)
const standing = (status: SessionStanding['status'], more: Partial<SessionStanding> = {}): SessionStanding => ({
  session: asId('0199a000-0000-7000-8000-000000000001'),
  mode: 'online',
  status,
  ...more,
})

test.each([
  { who: 'who has a place', of: standing('confirmed'), place: { is: 'held' }, in: true },
  { who: 'who has one in the room', of: standing('confirmed', { mode: 'in-person' }), place: { is: 'held' }, in: true },
  { who: 'who is in line', of: standing('waiting', { rank: 3 }), place: { is: 'waiting', rank: 3 }, in: false },
  { who: 'who has an offer to answer', of: standing('offered'), place: { is: 'offered' }, in: false },
  { who: 'who is not confirmed', of: standing('requested'), place: { is: 'asked' }, in: false },
  { who: 'who has withdrawn', of: standing('withdrawn'), place: { is: 'none' }, in: false },
  { who: 'who did not sign up', of: undefined, place: { is: 'none' }, in: false },
])('$who: $place.is', ({ of, place, in: may }) => {
  expect(sessionPlace(limited, 'online', of)).toEqual(place)
  expect(letsIn(sessionPlace(limited, 'online', of))).toBe(may)
})

test('a way of taking part that is not limited is open to all of the day', () => {
  expect(sessionPlace(limited, 'in-person', undefined)).toEqual({ is: 'free' })
  expect(letsIn(sessionPlace(new Set(), 'online', standing('waiting')))).toBe(true)
})
