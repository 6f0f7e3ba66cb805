import type { RegistrationId } from '../../kernel/id.ts'
import type { PoolRow } from './pools.service.ts'

/** How an organiser gives out what there is: "one a State, then by time, hold back 15". */
export interface AllocationRule {
  /** First so many for each delegation, counting what it has; 0 for none before the others. */
  perDelegation: number
  /** Given to nobody for now. */
  holdBack: number
}

/** Somebody in line, in its order. */
export interface Candidate {
  registration: RegistrationId
  constituency: string | null
  delegation: string | null
}

/** A pool of the queue, as it is now. */
export type AllocationPool = Pick<PoolRow, 'id' | 'constituency' | 'delegation' | 'capacity' | 'taken'>

/** Who gets a place: as one of the first of a delegation, or because of the time. */
export interface Given {
  registration: RegistrationId
  by: 'delegation' | 'time'
}

/** What a rule would do. */
export interface Plan {
  given: readonly Given[]
  /** Who stays in line because a limit of their constituency or delegation is reached, though there are places. */
  blocked: readonly RegistrationId[]
  /** Places that stay free, beside those held back. */
  left: number
}

/**
 * Plans who gets a place: round by round one more for each delegation that has fewer than its share, then the others, both
 * in the order of the line; a place is a unit of every pool that applies. `total` is all the room there is, `taken` by whom
 * (by delegation) what of it is held already.
 */
export const planAllocation = (
  rule: AllocationRule,
  {
    total,
    candidates,
    pools,
    held,
  }: {
    total: number
    candidates: readonly Candidate[]
    pools: readonly AllocationPool[]
    held: ReadonlyMap<string, number>
  },
): Plan => {
  const whole = pools.find((pool) => pool.constituency === null)
  let left = Math.max(0, total - rule.holdBack - (whole?.taken ?? 0))
  const limits = pools.filter((pool) => pool.constituency !== null)
  const free = new Map(limits.map((pool) => [pool.id, pool.capacity - pool.taken]))
  const has = new Map(held)
  const given: Given[] = []
  const done = new Set<RegistrationId>()
  const limitsOf = ({ constituency, delegation }: Candidate) =>
    limits.filter(
      (pool) => pool.constituency === constituency && (pool.delegation === null || pool.delegation === delegation),
    )
  const give = (candidate: Candidate, by: Given['by']): void => {
    const own = limitsOf(candidate)
    if (left <= 0 || own.some((pool) => free.get(pool.id)! <= 0)) return
    for (const pool of own) free.set(pool.id, free.get(pool.id)! - 1)
    left -= 1
    if (candidate.delegation) has.set(candidate.delegation, (has.get(candidate.delegation) ?? 0) + 1)
    given.push({ registration: candidate.registration, by })
    done.add(candidate.registration)
  }
  for (let share = 1; share <= rule.perDelegation && left > 0; share++)
    for (const candidate of candidates)
      if (candidate.delegation && !done.has(candidate.registration) && (has.get(candidate.delegation) ?? 0) < share)
        give(candidate, 'delegation')
  for (const candidate of candidates) if (!done.has(candidate.registration)) give(candidate, 'time')
  const blocked = left > 0 ? candidates.filter((each) => !done.has(each.registration)) : []
  return { given, blocked: blocked.map((each) => each.registration), left }
}
