import { expect, test } from 'vitest'
import {
  DAY_2,
  FRAME,
  momentAt,
  OTHER_ROOM,
  personWith,
  released,
  rulesAsIn,
  sessionId,
} from '../../test/builders/agenda.ts'
import { comparison } from '../access/comparison.ts'
import { PUBLIC_AUDIENCE, type Audience } from '../access/facts.ts'
import { isNamed } from '../access/view.ts'
import type { AccessRule, ReleasedSession } from '../agenda/release.ts'
import type { ChangedEntry } from '../access/changes.ts'
import { affectedOf, isUrgent, type Attends } from './affected.ts'

const affected = (
  before: ReleasedSession[],
  after: ReleasedSession[],
  attends: Partial<Attends>,
  audience: Audience = personWith(),
): ChangedEntry[] => {
  const moments = [momentAt(1, 'Rev.1', before), momentAt(2, 'Rev.2', after)]
  const rules = rulesAsIn([...before, ...after])
  const compare = comparison(FRAME, { rules }, moments.slice(0, 1), moments, [])
  return affectedOf(compare(audience, 'en'), { follows: new Set(), places: new Set(), ...attends })
}
const codes = (entries: ChangedEntry[]): string[] =>
  entries.map(({ entry }) => (isNamed(entry) ? entry.code : 'closed'))

const first = new Set([sessionId(1)])

test.each([
  { what: 'another room', after: { room: OTHER_ROOM }, told: true },
  { what: 'another time', after: { at: '10:30' }, told: true },
  { what: 'another day', after: { day: DAY_2 }, told: true },
  { what: 'cancelled', after: { status: 'cancelled' as const }, told: true },
  { what: 'another way to join', after: { format: 'online' as const }, told: true },
  { what: 'a new title', after: { title: { en: 'Other' } }, told: false },
  { what: 'another description', after: { abstract: { en: 'Other' } }, told: false },
  { what: 'nothing', after: {}, told: false },
])('$what: told $told', ({ after, told }) => {
  expect(codes(affected([released()], [released(1, after)], { follows: first }))).toEqual(told ? ['PL-1'] : [])
})

test('what is off the agenda, and what takes place after all', () => {
  expect(codes(affected([released()], [], { follows: first }))).toEqual(['PL-1'])
  expect(codes(affected([released(1, { status: 'cancelled' })], [released()], { follows: first }))).toEqual(['PL-1'])
})

test('who moved together with it: a new title is told with the move', () => {
  const [entry] = affected([released()], [released(1, { at: '10:30', title: { en: 'Other' } })], { follows: first })
  expect(entry!.changes.map(({ kind }) => kind)).toEqual(['moved', 'retitled'])
})

test('theirs is what they follow or have a place in; of who chose none, all that they may attend but pauses', () => {
  const before = [released(1), released(2, { at: '14:00', to: '15:00' }), released(3, { kind: 'break', room: null })]
  const after = before.map((session) => ({ ...session, room: OTHER_ROOM }))
  expect(codes(affected(before, after, { follows: first }))).toEqual(['PL-1'])
  expect(codes(affected(before, after, { places: new Set([sessionId(2)]) }))).toEqual(['PL-2'])
  expect(codes(affected(before, after, {}))).toEqual(['PL-1', 'PL-2'])
  expect(codes(affected(before, after, {}, personWith({ days: [DAY_2] })))).toEqual([])
  expect(codes(affected(before, after, {}, PUBLIC_AUDIENCE))).toEqual([])
  expect(codes(affected(before, after, { follows: first }, PUBLIC_AUDIENCE))).toEqual(['PL-1'])
})

test('of what is closed to them they are told nothing, whatever they followed before', () => {
  for (const show of ['closed', 'unlisted'] as const) {
    const access: AccessRule = { attend: 'invited', groups: ['bureau'], show }
    const [before, after] = [released(1, { access }), released(1, { access, room: OTHER_ROOM })]
    expect(codes(affected([before], [after], { follows: first }))).toEqual([])
    expect(codes(affected([before], [after], { follows: first }, personWith({ groups: ['bureau'] })))).toEqual(['PL-1'])
  }
})

test('urgent is what starts within a day, then or now, and is not over', () => {
  const urgent = (now: string, after: Parameters<typeof released>[1] = { room: OTHER_ROOM }) =>
    isUrgent(affected([released()], [released(1, after)], { follows: first }), Temporal.Instant.from(now))
  // It starts at 8:00 UTC on the 18th.
  expect(urgent('2022-10-17T07:59:59Z')).toBe(false)
  expect(urgent('2022-10-17T08:00:00Z')).toBe(true)
  expect(urgent('2022-10-18T08:59:00Z')).toBe(true)
  expect(urgent('2022-10-18T09:00:00Z')).toBe(false)
  expect(urgent('2022-10-17T09:00:00Z', { day: DAY_2 })).toBe(true)
})
