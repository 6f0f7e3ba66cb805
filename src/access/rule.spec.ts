import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_1, DAY_2, personWith } from '../../test/builders/agenda.ts'
import { anyAccessRule, anyFacts } from '../../test/builders/agenda-arbitraries.ts'
import type { AccessRule } from '../agenda/release.ts'
import type { Facts } from './facts.ts'
import { lower, mayAttend, NOBODY, openTo, ruleOf, stricter } from './rule.ts'

const facts = (with_: Parameters<typeof personWith>[0]): Facts => {
  const audience = personWith(with_)
  if (audience.kind !== 'person') throw new Error()
  return audience.facts
}
const STATES: AccessRule = {
  attend: 'constituencies',
  constituencies: ['observer-state', 'member-state'],
  show: 'listed',
}
const BUREAU: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'closed' }

describe('who may attend', () => {
  test.each([
    { rule: { attend: 'everyone', show: 'programme' } as const, with_: {}, may: true },
    { rule: { attend: 'everyone', show: 'programme' } as const, with_: { days: [DAY_2] }, may: false }, // another day
    { rule: STATES, with_: { constituency: 'member-state' }, may: true },
    { rule: STATES, with_: { constituency: 'member-state', days: [] }, may: false },
    { rule: STATES, with_: { constituency: 'un-entity' }, may: false },
    { rule: STATES, with_: {}, may: false }, // claimed, not verified
    { rule: BUREAU, with_: { groups: ['bureau'] }, may: true },
    { rule: BUREAU, with_: { groups: ['friends'], constituency: 'member-state' }, may: false },
  ])('$rule.attend, $with_: $may', ({ rule, with_, may }) => {
    expect(mayAttend(ruleOf(rule), facts(with_), DAY_1)).toBe(may)
  })

  test('of two rules both must be met, even when no single rule could say so', () => {
    const both = stricter(ruleOf(STATES), ruleOf(BUREAU))
    expect(mayAttend(both, facts({ constituency: 'member-state', groups: ['bureau'] }), DAY_1)).toBe(true)
    expect(mayAttend(both, facts({ constituency: 'member-state' }), DAY_1)).toBe(false)
    expect(mayAttend(both, facts({ groups: ['bureau'] }), DAY_1)).toBe(false)
  })

  test('one group of each of two invitations is needed, not one of both', () => {
    const both = stricter(ruleOf(BUREAU), ruleOf({ ...BUREAU, groups: ['friends'] }))
    expect(mayAttend(both, facts({ groups: ['bureau', 'friends'] }), DAY_1)).toBe(true)
    expect(mayAttend(both, facts({ groups: ['bureau'] }), DAY_1)).toBe(false)
  })

  test('nobody is nobody', () => {
    fc.assert(fc.property(anyFacts, (somebody) => void expect(mayAttend(NOBODY, somebody, DAY_1)).toBe(false)))
  })
})

describe('the stricter rule', () => {
  const anyRule = fc
    .array(anyAccessRule, { minLength: 1, maxLength: 3 })
    .map((rules) => rules.map(ruleOf).reduce(stricter))

  test('is the same whichever comes first, and a rule with itself is itself', () => {
    fc.assert(
      fc.property(anyRule, anyRule, anyRule, (a, b, c) => {
        expect(stricter(a, b)).toEqual(stricter(b, a))
        expect(stricter(a, a)).toEqual(a)
        expect(stricter(stricter(a, b), c)).toEqual(stricter(a, stricter(b, c)))
      }),
    )
  })

  test('lets in exactly those whom both let in, and shows the lower level', () => {
    fc.assert(
      fc.property(anyRule, anyRule, anyFacts, (a, b, somebody) => {
        const both = stricter(a, b)
        expect(mayAttend(both, somebody, DAY_1)).toBe(mayAttend(a, somebody, DAY_1) && mayAttend(b, somebody, DAY_1))
        expect(both.show).toBe(lower(a.show, b.show))
      }),
    )
  })
})

test('whom it is for is said without naming groups', () => {
  expect(openTo(ruleOf(STATES))).toEqual({
    attend: 'constituencies',
    constituencies: ['member-state', 'observer-state'],
  })
  expect(openTo(ruleOf(BUREAU))).toEqual({ attend: 'invited' })
  expect(openTo(stricter(ruleOf(STATES), ruleOf(BUREAU)))).toEqual({ attend: 'invited' })
  expect(openTo(ruleOf({ attend: 'everyone', show: 'listed' }))).toEqual({ attend: 'everyone' })
})
