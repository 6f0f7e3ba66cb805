import { expect, test } from 'vitest'
import { aMeeting, TUESDAY, WEDNESDAY } from '../../../test/builders/registration.ts'
import type { DayStatus } from '../standing.ts'
import type { Claim, DayMode, RegistrationState } from '../registration.ts'
import { BULK_ACTIONS, effectOf, isUndoable, lacksTerms, type BulkAction, type BulkTerms } from './bulk-action.ts'

const meeting = aMeeting({ openTo: [['member-state', 'media'], []] })
const today = Temporal.PlainDate.from('2022-10-01')

const row = (
  state: RegistrationState,
  days: Readonly<Record<string, readonly [DayMode, DayStatus]>> = {},
  email = 'a@b.example',
) => ({
  state,
  email,
  claim: { constituency: 'member-state', state: 'ARG', organization: '' },
  verified: null,
  standing: {
    state,
    late: false,
    decidedBy: 'secretariat' as const,
    days: Object.entries(days).map(([day, [mode, status]]) => ({ day, mode, status, held: null })),
  },
})

const both = { [TUESDAY]: ['in-person', 'requested'], [WEDNESDAY]: ['online', 'confirmed'] } as const

interface Of extends Omit<ReturnType<typeof row>, 'claim'> {
  claim: Claim
}

test.each<[BulkAction, BulkTerms, Of, string]>([
  ['confirm', {}, row('requested'), 'confirm'],
  ['confirm', {}, row('confirmed', { [TUESDAY]: ['online', 'confirmed'] }), 'already'],
  ['confirm', {}, row('confirmed', { ...both }), 'confirm'],
  ['confirm', {}, row('withdrawn'), 'state'],
  [
    'confirm',
    {},
    { ...row('requested'), claim: { constituency: 'member-state', state: null, organization: '' } },
    'claim',
  ],
  ['decline', { why: 'x' }, row('requested'), 'decline'],
  ['decline', { why: 'x' }, row('declined'), 'already'],
  ['decline', { why: 'x' }, row('withdrawn'), 'state'],
  ['mode', { day: TUESDAY, mode: 'online' }, row('confirmed', { ...both }), 'mode'],
  ['mode', { day: TUESDAY, mode: 'in-person' }, row('confirmed', { ...both }), 'already'],
  ['mode', { day: TUESDAY, mode: 'none' }, row('confirmed', { [TUESDAY]: ['online', 'confirmed'] }), 'last-day'],
  ['mode', { day: TUESDAY, mode: 'online' }, row('declined', { ...both }), 'state'],
  ['mode', { day: '2022-10-30', mode: 'online' }, row('confirmed', { ...both }), 'day-shut'],
  ['constituency', { constituency: 'media' }, row('requested', { ...both }), 'claim'],
  [
    'constituency',
    { constituency: 'academia' },
    {
      ...row('requested', { [TUESDAY]: ['online', 'requested'] }),
      claim: { constituency: 'media', state: null, organization: 'X' },
    },
    'no-day',
  ],
  ['resend', {}, row('requested'), 'resend'],
  ['resend', {}, row('requested', {}, ''), 'no-address'],
])('%s %j', (action, terms, of, expected) => {
  const effect = effectOf(action, terms, of, meeting, today)
  expect(effect.does === 'nothing' ? effect.because : effect.does).toBe(expected)
})

test('who is moved loses the days that are not open to the new constituency', () => {
  const of = { ...row('requested', { ...both }), claim: { constituency: 'media', state: null, organization: 'X' } }
  expect(effectOf('constituency', { constituency: 'academia' }, of, meeting, today)).toEqual({
    does: 'constituency',
    lost: [TUESDAY],
  })
})

test('a day that is over stays as it was', () => {
  const later = Temporal.PlainDate.from(WEDNESDAY)
  expect(effectOf('mode', { day: TUESDAY, mode: 'online' }, row('confirmed', { ...both }), meeting, later)).toEqual({
    does: 'nothing',
    because: 'day-past',
  })
})

test('says what is still to be said, and what can be taken back', () => {
  expect(BULK_ACTIONS.filter((action) => lacksTerms(action, {}))).toEqual(['decline', 'mode', 'constituency'])
  expect(BULK_ACTIONS.filter((action) => !isUndoable(action))).toEqual(['resend'])
})
