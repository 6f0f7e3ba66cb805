import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PoolId, RegistrationId } from '../../kernel/id.ts'
import { planAllocation, type AllocationPool, type AllocationRule, type Candidate } from './allocation.ts'

const line = (...of: string[]): Candidate[] =>
  of.map((text, index) => {
    const [delegation = '', constituency = 'member-state'] = text.split('/')
    return {
      registration: `${index + 1}` as RegistrationId,
      constituency,
      delegation: delegation || null,
    }
  })
const whole = (taken = 0): AllocationPool => ({
  id: 'all' as PoolId,
  constituency: null,
  delegation: null,
  capacity: 0,
  taken,
})
const quota = (constituency: string, capacity: number, delegation: string | null = null): AllocationPool => ({
  id: `${constituency} ${delegation}` as PoolId,
  constituency,
  delegation,
  capacity,
  taken: 0,
})
const plan = (
  rule: Partial<AllocationRule>,
  total: number,
  candidates: Candidate[],
  pools: AllocationPool[] = [whole()],
  held: Record<string, number> = {},
) => {
  const { given, blocked, left } = planAllocation(
    { perDelegation: 0, holdBack: 0, ...rule },
    { total, candidates, pools, held: new Map(Object.entries(held)) },
  )
  return `${given.map((each) => each.registration + (each.by === 'delegation' ? '*' : '')).join(' ')} | ${blocked.join(' ')} | ${left}`
}

test('by time', () => {
  expect(plan({}, 2, line('ARG', 'ARG', 'BEN'))).toBe('1 2 |  | 0')
})

test('one a State, then by time, hold back one', () => {
  expect(plan({ perDelegation: 1, holdBack: 1 }, 5, line('ARG', 'ARG', 'BEN', 'CUB', 'ARG'))).toBe('1* 3* 4* 2 |  | 0')
})

test('two a State come in two rounds', () => {
  expect(plan({ perDelegation: 2 }, 4, line('ARG', 'ARG', 'BEN', 'CUB'))).toBe('1* 3* 4* 2* |  | 0')
})

test('a State that has one already comes later; who speaks for none comes by time', () => {
  expect(plan({ perDelegation: 1 }, 3, line('ARG', '/media', 'BEN'), [whole(1)], { ARG: 1 })).toBe('3* 1 |  | 0')
})

test('quotas are ceilings, and tell who is held up', () => {
  const pools = [whole(), quota('member-state', 3), quota('member-state', 1, 'ARG')]
  expect(plan({}, 9, line('ARG', 'ARG', 'BEN', 'BEN', 'BEN', '/media'), pools)).toBe('1 3 4 6 | 2 5 | 5')
})

test('no more than there is, whatever is held back', () => {
  expect(plan({ holdBack: 5 }, 3, line('ARG'))).toBe(' |  | 0')
  expect(plan({}, 3, line('ARG'), [whole(4)])).toBe(' |  | 0')
})

test('never over a pool, nobody twice, and no place stays that somebody could take', () => {
  const states = ['ARG', 'BEN', 'CUB', '/media', '/igo']
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...states), { maxLength: 40 }),
      fc.nat(30),
      fc.nat(3),
      fc.nat(5),
      fc.nat(10),
      fc.nat(4),
      (of, total, perDelegation, holdBack, ofStates, ofArgentina) => {
        const candidates = line(...of)
        const pools = [whole(), quota('member-state', ofStates), quota('member-state', ofArgentina, 'ARG')]
        const { given, left, blocked } = planAllocation(
          { perDelegation, holdBack },
          { total, candidates, pools, held: new Map() },
        )
        const who = given.map((each) => candidates.find((one) => one.registration === each.registration)!)
        expect(new Set(who).size).toBe(given.length)
        expect(given.length + left).toBe(Math.max(0, total - holdBack))
        const states = who.filter((each) => each.constituency === 'member-state')
        expect(states.length).toBeLessThanOrEqual(ofStates)
        const argentina = who.filter((each) => each.delegation === 'ARG')
        expect(argentina.length).toBeLessThanOrEqual(ofArgentina)
        if (left > 0)
          for (const id of blocked) {
            const { constituency, delegation } = candidates.find((one) => one.registration === id)!
            expect(constituency).toBe('member-state')
            expect(states.length === ofStates || (delegation === 'ARG' && argentina.length === ofArgentina)).toBe(true)
          }
      },
    ),
  )
})
