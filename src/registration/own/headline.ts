import type { Standing } from '../standing.ts'

/** The one sentence that page and mail open with. */
export type Headline =
  | { kind: 'draft' | 'withdrawn' | 'declined' | 'request' | 'focal-point' | 'offered' | 'registered' | 'absent' }
  | { kind: 'waiting' | 'offered-waiting'; rank: number }

/**
 * The headline states the weakest truth: nobody reads that they are registered while one of their days is not settled.
 * Weakest first: out of the meeting, not yet verified, a day that somebody must still grant, in line, an offer to answer.
 * Who has an offer for one day and waits for another reads both, the offer first: it ends.
 */
export const headlineOf = ({ state, decidedBy, days }: Standing): Headline => {
  if (state === 'draft' || state === 'withdrawn' || state === 'declined') return { kind: state }
  if (state === 'requested') return { kind: decidedBy === 'focal-point' ? 'focal-point' : 'request' }
  if (days.some((day) => day.status === 'requested')) return { kind: 'request' }
  const ranks = days.flatMap((day) => (day.status === 'waiting' ? [day.rank ?? 0] : []))
  const offered = days.some((day) => day.status === 'offered')
  if (ranks.length > 0) return { kind: offered ? 'offered-waiting' : 'waiting', rank: Math.max(...ranks) }
  if (offered) return { kind: 'offered' }
  // An offer that ended can leave somebody without any day.
  return { kind: days.length > 0 && days.every((day) => day.status === 'none') ? 'absent' : 'registered' }
}
