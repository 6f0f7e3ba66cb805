import { expect, test } from 'vitest'
import { participantListOf } from '../../meetings/registration-settings.ts'
import { isListed, mayReadList, takesPart, type Listable } from './listed.ts'

const somebody: Listable = {
  state: 'confirmed',
  constituency: 'member-state',
  held: ['in-person', null],
  consents: { data: true, list: true },
}
const asked = { byRules: [] }
const byRules = { byRules: ['member-state'] }

test('who is confirmed, has a place and agreed is listed', () => {
  expect(isListed(somebody, asked)).toBe(true)
  expect(isListed({ ...somebody, held: [null, 'online'] }, asked)).toBe(true)
})

test.each([
  ['a request', { state: 'requested' as const }],
  ['somebody declined', { state: 'declined' as const }],
  ['somebody who withdrew', { state: 'withdrawn' as const }],
  ['somebody who only waits', { held: [null, null] }],
  ['somebody without days', { held: [] }],
  ['a claim that is not verified', { constituency: null }],
])('%s is not, whatever they agreed to and whatever the rules are', (_, change) => {
  expect(isListed({ ...somebody, ...change }, asked)).toBe(false)
  expect(isListed({ ...somebody, ...change }, byRules)).toBe(false)
})

test('who did not agree is listed only where the rules list their delegation', () => {
  const silent = { ...somebody, consents: { data: true } }
  expect(isListed(silent, asked)).toBe(false)
  expect(isListed({ ...silent, consents: { data: true, list: false } }, asked)).toBe(false)
  expect(isListed(silent, byRules)).toBe(true)
  expect(isListed({ ...silent, constituency: 'academia' }, byRules)).toBe(false)
})

test('unless an organiser says otherwise, participants read it and everybody is asked', () => {
  expect(participantListOf({})).toEqual({ readers: 'registered', byRules: [] })
})

test.each([
  ['nobody', false, false],
  ['registered', false, true],
  ['public', true, true],
] as const)('a list for %s: a stranger %s, a participant %s', (readers, stranger, participant) => {
  expect([mayReadList(readers, false), mayReadList(readers, true)]).toEqual([stranger, participant])
})

test('waiting alone makes nobody a participant, an online place held meanwhile does', () => {
  expect(takesPart({ state: 'confirmed', held: [null] })).toBe(false)
  expect(takesPart({ state: 'confirmed', held: ['online'] })).toBe(true)
})
