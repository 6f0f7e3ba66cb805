import { describe, expect, test } from 'vitest'
import {
  closedUid,
  DAY_1,
  EVERYONE,
  FRAME,
  momentAt,
  OTHER_ROOM,
  personWith,
  released,
  rulesAsIn,
  savedRule,
  sessionId,
} from '../../test/builders/agenda.ts'
import type { SavedRule, SavedRules } from '../agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import type { AccessRule } from '../agenda/release.ts'
import { stampFor } from './calendar-facts.ts'
import { entriesOf } from './changes.ts'
import { PUBLIC_AUDIENCE, type Audience } from './facts.ts'
import type { SessionView } from './view.ts'
import { viewOf } from './view-of.ts'

const show = (level: AccessRule['show']): AccessRule => ({ attend: 'invited', groups: ['bureau'], show: level })
const noon = (day: number): Temporal.Instant => Temporal.Instant.from(`2022-09-0${day}T12:00:00Z`)
const evening = (day: number): Temporal.Instant =>
  Temporal.Instant.from('2022-08-31T18:00:00Z').add({ hours: 24 * day })

const entry = (
  moments: readonly ReleaseMoment[],
  audience: Audience = PUBLIC_AUDIENCE,
  rules: SavedRules = rulesAsIn(moments.at(-1)!.release!.content.sessions),
): SessionView => entriesOf(viewOf({ moments, rules, meeting: FRAME, audience, locale: 'en' })!)[0]!

const told = (...args: Parameters<typeof entry>): { sequence: number; stamp: string } => {
  const { sequence, stamp } = entry(...args).calendar
  return { sequence, stamp: stamp.toString() }
}

const only = (saved: SavedRule): SavedRules => new Map([[sessionId(1), saved]])

test('a session begins at 0, with the stamp of its release', () => {
  expect(told([momentAt(1, 'Draft', [released()])])).toEqual({ sequence: 0, stamp: noon(1).toString() })
})

test.each([
  { what: 'start', change: { at: '10:30' }, counts: 1 },
  { what: 'end', change: { to: '12:00' }, counts: 1 },
  { what: 'day', change: { day: '2022-10-19' }, counts: 1 },
  { what: 'room', change: { room: OTHER_ROOM }, counts: 1 },
  { what: 'title', change: { title: { en: 'Other' } }, counts: 1 },
  { what: 'status', change: { status: 'cancelled' as const }, counts: 1 },
  { what: 'abstract', change: { abstract: { en: 'Reworded' } }, counts: 0 },
  { what: 'chair', change: { officers: [] }, counts: 0 },
])('a change of $what counts $counts, and moves the stamp', ({ change, counts }) => {
  const moments = [momentAt(1, 'Rev.1', [released()]), momentAt(2, 'Rev.2', [released(1, change)])]
  expect(told(moments)).toEqual({ sequence: counts, stamp: noon(2).toString() })
})

test('what is not shown at the level moves nothing', () => {
  const moments = [momentAt(1, 'Rev.1', [released()]), momentAt(2, 'Rev.1', [released(1, { capacity: 7 })])]
  expect(told(moments)).toEqual({ sequence: 0, stamp: noon(1).toString() })
  expect(told(moments, personWith())).toEqual({ sequence: 0, stamp: noon(2).toString() })
})

test('leaving Draft turns TENTATIVE into CONFIRMED and counts, once', () => {
  const moments = (['Draft', 'Rev.1', 'Final'] as const).map((label, index) => momentAt(index + 1, label, [released()]))
  expect(told(moments)).toEqual({ sequence: 1, stamp: noon(2).toString() })
})

test('a cancelled session stays cancelled when the agenda leaves Draft', () => {
  const gone = released(1, { status: 'cancelled' })
  expect(told([momentAt(1, 'Draft', [gone]), momentAt(2, 'Rev.1', [gone])]).sequence).toBe(0)
})

test('the return from a withdrawn release counts as a release', () => {
  const first = momentAt(1, 'Rev.1', [released()])
  const withdrawn = momentAt(2, 'Rev.2', [released(1, { at: '10:30' })], { withdrawnAt: noon(3) })
  expect(told([first, withdrawn, { ...first, at: noon(3) }])).toEqual({ sequence: 2, stamp: noon(3).toString() })
})

describe('levels', () => {
  test('a session that was hidden until now tells of no past', () => {
    const moments = [
      momentAt(1, 'Draft', [released(1, { access: show('unlisted') })]),
      momentAt(2, 'Rev.1', [released(1, { access: show('unlisted'), at: '10:30' })]),
      momentAt(3, 'Rev.2', [released(1, { access: EVERYONE, at: '10:30' })]),
    ]
    expect(told(moments)).toEqual({ sequence: 0, stamp: noon(3).toString() })
  })

  test('a closed meeting has a UID of its own; its title changes unseen', () => {
    const secret = released(1, { access: show('closed') })
    const moments = [
      momentAt(1, 'Rev.1', [secret]),
      momentAt(2, 'Rev.1', [{ ...secret, title: { en: 'Other' }, code: 'PL-9' }]),
    ]
    expect(entry(moments).calendar).toEqual({ uid: closedUid(1), sequence: 0, stamp: noon(1) })
    const member = entry(moments, personWith({ groups: ['bureau'] }))
    expect(member.calendar).toEqual({ uid: sessionId(1), sequence: 1, stamp: noon(2) })
  })

  test('opened to the programme, it begins anew under its own UID', () => {
    const moments = [
      momentAt(1, 'Draft', [released(1, { access: show('closed') })]),
      momentAt(2, 'Rev.1', [released(1, { access: show('closed'), at: '10:30' })]),
      momentAt(3, 'Rev.2', [released(1, { access: show('programme'), at: '10:30' })]),
    ]
    expect(entry(moments).calendar).toEqual({ uid: sessionId(1), sequence: 0, stamp: noon(3) })
  })

  test('from listed to programme the UID is the same, so SEQUENCE must not fall', () => {
    const moments = [
      momentAt(1, 'Rev.1', [released(1, { access: show('listed') })]),
      momentAt(2, 'Rev.2', [released(1, { access: show('listed'), at: '10:30' })]),
      momentAt(3, 'Rev.3', [released(1, { access: show('programme'), at: '10:30' })]),
    ]
    expect(told(moments)).toEqual({ sequence: 1, stamp: noon(3).toString() })
  })
})

describe('a saved rule', () => {
  const moments = [momentAt(1, 'Rev.1', [released()]), momentAt(3, 'Rev.2', [released(1, { at: '10:30' })])]

  test('that lowers the level moves the stamp to the moment it was saved', () => {
    const saved = savedRule(1, { rule: EVERYONE }, { rule: show('listed'), day: 4 })
    expect(told(moments, PUBLIC_AUDIENCE, only(saved))).toEqual({ sequence: 1, stamp: evening(4).toString() })
  })

  test('that says otherwise who may attend moves it too: an event tells of that', () => {
    const saved = savedRule(1, { rule: EVERYONE }, { rule: show('programme'), day: 4 })
    expect(told(moments, PUBLIC_AUDIENCE, only(saved)).stamp).toBe(evening(4).toString())
  })

  test('that leaves what is shown as it was moves nothing', () => {
    const other: AccessRule = { attend: 'invited', groups: ['friends'], show: 'programme' }
    const saved = savedRule(1, { rule: show('programme') }, { rule: other, day: 4 })
    expect(told(moments, PUBLIC_AUDIENCE, only(saved)).stamp).toBe(noon(3).toString())
  })

  test('that names others to a closed meeting moves nothing of what says no names', () => {
    const states = (...constituencies: string[]): AccessRule => ({
      attend: 'constituencies',
      constituencies,
      show: 'closed',
    })
    const shut = [momentAt(1, 'Rev.1', [released(1, { access: states('member-state', 'un-entity') })])]
    const saved = savedRule(1, { rule: states('member-state', 'un-entity') }, { rule: states('un-entity'), day: 4 })
    expect(told(shut, PUBLIC_AUDIENCE, only(saved)).stamp).toBe(noon(1).toString())
  })

  test('that is looser than the release acts only when published', () => {
    const closed = [momentAt(1, 'Rev.1', [released(1, { access: show('listed') })])]
    const saved = savedRule(1, { rule: show('listed') }, { rule: EVERYONE, day: 4 })
    expect(told(closed, PUBLIC_AUDIENCE, only(saved)).stamp).toBe(noon(1).toString())
  })

  test('taken back, the moment it was taken back counts', () => {
    const saved = savedRule(1, { rule: EVERYONE }, { rule: show('listed'), day: 4 }, { rule: EVERYONE, day: 5 })
    expect(told(moments, PUBLIC_AUDIENCE, only(saved)).stamp).toBe(evening(5).toString())
  })
})

describe('SEQUENCE counts what was told, not what may be known now', () => {
  const members: AccessRule = { attend: 'constituencies', constituencies: ['member-state'], show: 'listed' }
  const civil: AccessRule = { attend: 'constituencies', constituencies: ['civil-society'], show: 'unlisted' }
  const moments = [
    momentAt(1, 'Rev.1', [released(1, { access: members })]),
    momentAt(2, 'Rev.2', [released(1, { at: '10:30' })]),
    momentAt(3, 'Rev.3', [released(1, { at: '10:45' })]),
  ]
  const reader = personWith({ constituency: 'civil-society' })

  test('a rule saved later hides the first release, but not that it was told', () => {
    const before = only(savedRule(1, { rule: EVERYONE }))
    expect(told(moments, reader, before).sequence).toBe(2)
    const after = only(savedRule(1, { rule: EVERYONE }, { rule: civil, day: 5 }))
    expect(told(moments, reader, after).sequence).toBe(2)
  })

  test('closed and opened again, each UID goes on where it stood', () => {
    const shut = savedRule(1, { rule: EVERYONE }, { rule: show('closed'), day: 3 })
    expect(entry(moments.slice(0, 3), reader, only(shut)).calendar).toMatchObject({ uid: closedUid(1), sequence: 0 })
    const again = savedRule(1, { rule: EVERYONE }, { rule: show('closed'), day: 3 }, { rule: EVERYONE, day: 4 })
    const moved = [...moments, momentAt(5, 'Rev.4', [released(1, { at: '11:00', to: '12:00' })])]
    expect(entry(moved, reader, only(again)).calendar).toMatchObject({ uid: sessionId(1), sequence: 3 })
  })
})

test('who loses a fact may see a lower SEQUENCE: of what changed while it was hidden from everybody without it (decision 20)', () => {
  const members: AccessRule = { attend: 'constituencies', constituencies: ['member-state'], show: 'unlisted' }
  const moments = [
    momentAt(1, 'Rev.1', [released(1, { access: members })]),
    momentAt(2, 'Rev.2', [released(1, { access: members, at: '10:30' })]),
    momentAt(3, 'Rev.3', [released(1, { at: '10:30' })]),
  ]
  expect(told(moments, personWith({ constituency: 'member-state' })).sequence).toBe(1)
  // As everybody sees it, who must not learn that it was there before.
  expect(told(moments, personWith()).sequence).toBe(0)
  expect(told(moments).sequence).toBe(0)
})

test('the moment the facts of a person last changed the level is theirs alone', () => {
  const moments = [momentAt(1, 'Rev.1', [released()])]
  const audience = personWith({ changed: { days: new Map([[DAY_1, noon(5)]]), constituency: noon(6) } })
  if (audience.kind !== 'person') throw new Error()
  const mine = entry(moments, audience)
  expect(mine.calendar.stamp).toEqual(noon(1))
  expect(stampFor(mine, audience.facts)).toEqual(noon(5)) // everybody may attend: the constituency decides nothing
})

test('a closed meeting does not move with the groups that its reader came into, for whichever they are', () => {
  const moments = [momentAt(1, 'Rev.1', [released(1, { access: show('closed') })])]
  const friend = personWith({ groups: ['friends'], changed: { groups: noon(5) } })
  if (friend.kind !== 'person') throw new Error()
  expect(stampFor(entry(moments, friend), friend.facts)).toEqual(noon(1))
})
