import { expect, test } from 'vitest'
import { asId } from '../kernel/id.ts'
import { factsFrom, type Known } from './known-facts.ts'
import type { RegistrationState } from './registration.ts'

const known = (state: RegistrationState): Known => ({
  registration: {
    state,
    constituency: 'member-state',
    verifiedAt: 1,
    changedAt: 1,
    movedAt: 1,
    days: [['2022-10-18', 'in-person', 1]],
  },
  groups: null,
  groupsAt: null,
})

test.each<[RegistrationState, string[], string | undefined]>([
  ['draft', [], undefined],
  ['requested', [], undefined],
  ['declined', [], undefined],
  ['withdrawn', [], undefined],
  ['confirmed', ['2022-10-18'], 'member-state'],
])('of a registration that is %s, these days and this constituency are facts', (state, days, constituency) => {
  const facts = factsFrom(known(state), asId<'Person'>('0199a000-0000-7000-8000-000000000001'))
  expect([[...(facts?.days.keys() ?? [])], facts?.constituency]).toEqual([days, constituency])
})
