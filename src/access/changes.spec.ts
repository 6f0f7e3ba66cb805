import { expect, test } from 'vitest'
import { FRAME, momentAt, OTHER_ROOM, personWith, released, rulesAsIn } from '../../test/builders/agenda.ts'
import type { AccessRule, ReleasedSession } from '../agenda/release.ts'
import { diff, type Change } from './changes.ts'
import { PUBLIC_AUDIENCE, type Audience } from './facts.ts'
import type { SessionView } from './view.ts'
import { viewOf } from './view-of.ts'

const rule = (show: AccessRule['show']): AccessRule => ({ attend: 'invited', groups: ['bureau'], show })

const between = (
  before: ReleasedSession[],
  after: ReleasedSession[],
  audience: Audience = PUBLIC_AUDIENCE,
): readonly Change[] => {
  const moments = [momentAt(1, 'Rev.1', before), momentAt(2, 'Rev.2', after)]
  const as = { rules: rulesAsIn([...before, ...after]), meeting: FRAME, audience, locale: 'en' } as const
  const noMoreThan = [moments[1]!.release!.content]
  return diff(viewOf({ ...as, moments: moments.slice(0, 1), noMoreThan })!, viewOf({ ...as, moments })!)
}

const codeOf = (entry: SessionView): string => (entry.level === 'closed' ? 'closed' : entry.code)
const told = (changes: readonly Change[]): string[] =>
  changes.map((change) => {
    const entry = codeOf(change.kind === 'removed' ? change.before : change.entry)
    if (change.kind === 'moved') return `moved ${entry}${change.time ? ' time' : ''}${change.room ? ' room' : ''}`
    if (change.kind === 'changed') return `changed ${entry} ${change.details.join(' ')}`
    return `${change.kind} ${entry}`
  })

const same = [released(9, { at: '18:00', to: '19:00' })]

test.each([
  { what: 'nothing', before: [released()], after: [released()], changes: [] },
  { what: 'added', before: [], after: [released()], changes: ['added PL-1'] },
  { what: 'removed', before: [released()], after: [], changes: ['removed PL-1'] },
  { what: 'another time', before: [released()], after: [released(1, { at: '10:30' })], changes: ['moved PL-1 time'] },
  {
    what: 'another room',
    before: [released()],
    after: [released(1, { room: OTHER_ROOM })],
    changes: ['moved PL-1 room'],
  },
  {
    what: 'both',
    before: [released()],
    after: [released(1, { at: '10:30', room: OTHER_ROOM })],
    changes: ['moved PL-1 time room'],
  },
  {
    what: 'a time announced',
    before: [released(1, { at: null })],
    after: [released()],
    changes: ['moved PL-1 time'],
  },
  {
    what: 'cancelled',
    before: [released()],
    after: [released(1, { status: 'cancelled' })],
    changes: ['cancelled PL-1'],
  },
  {
    what: 'reinstated',
    before: [released(1, { status: 'cancelled' })],
    after: [released()],
    changes: ['reinstated PL-1'],
  },
  {
    what: 'retitled',
    before: [released()],
    after: [released(1, { title: { en: 'Other' } })],
    changes: ['retitled PL-1'],
  },
  {
    what: 'retitled in another language than the reader’s',
    before: [released()],
    after: [released(1, { title: { en: 'Title 1', fr: 'Autre' } })],
    changes: [],
  },
  {
    what: 'details',
    before: [released()],
    after: [released(1, { abstract: { en: 'Other' }, interpretation: ['en'], officers: [] })],
    changes: ['changed PL-1 interpretation abstract officers'],
  },
  {
    what: 'several, in the order of the agenda',
    before: [released(1), released(2, { at: '14:00', to: '15:00' })],
    after: [released(2, { at: '08:00', to: '09:00' }), released(3, { at: '09:00', to: '10:00' })],
    changes: ['moved PL-2 time', 'added PL-3', 'removed PL-1'],
  },
] satisfies { what: string; before: ReleasedSession[]; after: ReleasedSession[]; changes: string[] }[])(
  '$what',
  ({ before, after, changes }) => {
    expect(told(between([...same, ...before], [...same, ...after]))).toEqual(changes)
  },
)

test('what left by restriction is not mentioned', () => {
  const open = released(1)
  for (const show of ['unlisted', 'closed', 'listed'] as const)
    expect(told(between([open], [released(1, { access: rule(show) })])), show).toEqual([])
})

test('a closed meeting that moves, moves; its title and speakers change unseen', () => {
  const closed = released(1, { access: rule('closed') })
  expect(told(between([closed], [{ ...closed, title: { en: 'Other' }, officers: [] }]))).toEqual([])
  expect(told(between([closed], [released(1, { access: rule('closed'), at: '10:30' })]))).toEqual(['moved closed time'])
  expect(told(between([closed], [{ ...closed, title: { en: 'Other' } }], personWith({ groups: ['bureau'] })))).toEqual([
    'retitled PL-1',
  ])
})

test('what was closed and is opened is one change', () => {
  expect(told(between([released(1, { access: rule('closed') })], [released(1)]))).toEqual(['opened PL-1'])
})

test('what only a higher level shows did not change by being shown', () => {
  expect(
    told(between([released(1, { access: rule('listed') })], [released(1, { access: rule('programme') })])),
  ).toEqual([])
})
