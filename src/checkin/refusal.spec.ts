import { expect, test } from 'vitest'
import { attendEntry, listedEntry, programmeEntry } from '../../test/builders/agenda-view.ts'
import type { Facts } from '../access/facts.ts'
import { asId } from '../kernel/id.ts'
import type { Standing } from '../registration/standing.ts'
import { refusalOf } from './refusal.ts'

const DAY = '2022-10-18'
const facts = (...days: string[]): Facts => ({
  person: asId('0199a000-0000-7000-8000-000000000009'),
  days: new Map(days.map((day) => [day, 'online'])),
  groups: new Set(),
})
const standing = (with_: Partial<Standing>): Standing => ({
  state: 'confirmed',
  late: false,
  decidedBy: 'secretariat',
  days: [],
  ...with_,
})
const day = (status: Standing['days'][number]['status'], rank?: number): Standing['days'][number] => ({
  day: DAY,
  mode: 'in-person',
  status,
  held: null,
  ...(rank === undefined ? {} : { rank }),
})

test('who may attend is refused only where there is no way in online', () => {
  expect(refusalOf(attendEntry(), facts(DAY), standing({}))).toBeUndefined()
  expect(refusalOf(attendEntry({ online: false }), facts(DAY), standing({}))).toEqual({ is: 'in-room-only' })
})

test.each([
  { who: 'nobody of this meeting', standing: undefined, is: 'not-registered' },
  { who: 'a draft', standing: standing({ state: 'draft' }), is: 'not-registered' },
  { who: 'withdrawn', standing: standing({ state: 'withdrawn' }), is: 'not-registered' },
  { who: 'declined', standing: standing({ state: 'declined' }), is: 'declined' },
  { who: 'a request', standing: standing({ state: 'requested' }), is: 'under-review' },
  { who: 'a nominee', standing: standing({ state: 'requested', decidedBy: 'focal-point' }), is: 'with-focal-point' },
  { who: 'in line', standing: standing({ days: [day('waiting', 12)] }), is: 'waiting' },
  { who: 'offered a place', standing: standing({ days: [day('offered')] }), is: 'offered' },
  { who: 'not there that day', standing: standing({ days: [day('none')] }), is: 'not-that-day' },
])('$who: $is', ({ standing: own, is }) => {
  expect(refusalOf(programmeEntry({ openTo: { attend: 'everyone' } }), undefined, own)?.is).toBe(is)
})

test('confirmed for the day, but not of those it is for', () => {
  const only = listedEntry({ openTo: { attend: 'constituencies', constituencies: ['member-state'] } })
  expect(refusalOf(only, facts(DAY), standing({}))).toEqual({ is: 'not-for-you', constituencies: ['member-state'] })
  expect(refusalOf(listedEntry({ openTo: { attend: 'invited' } }), facts(DAY), standing({}))).toEqual({
    is: 'by-invitation',
  })
})

test.each([
  { place: { is: 'free' }, refusal: undefined },
  { place: { is: 'held' }, refusal: undefined },
  { place: { is: 'none' }, refusal: { is: 'session-none' } },
  { place: { is: 'asked' }, refusal: { is: 'session-asked' } },
  { place: { is: 'offered' }, refusal: { is: 'session-offered' } },
  { place: { is: 'waiting', rank: 4 }, refusal: { is: 'session-waiting', rank: 4 } },
] as const)('who may attend a session with places of its own, whose place is $place.is', ({ place, refusal }) => {
  expect(refusalOf(attendEntry(), facts(DAY), standing({}), place)).toEqual(refusal)
})

test('the number in line is told', () => {
  expect(refusalOf(programmeEntry(), undefined, standing({ days: [day('waiting', 12)] }))).toEqual({
    is: 'waiting',
    rank: 12,
  })
})
