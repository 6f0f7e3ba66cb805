/** Somebody of a delegation in one queue. */
export interface InDelegation {
  id: string
  /** The position in the queue, exact as the database writes it. */
  rank: string
  /** Their number in the delegation's own order; null for who has none yet. */
  order: number | null
}

const LAST = Number.MAX_SAFE_INTEGER

/**
 * A delegation's own positions in a queue are filled in its order: the positions stay the delegation's, and the first of
 * its order gets the first of them. Who has no number comes after those who have one, by the position held so far.
 * `entries` come in order of rank; answers only those whose position changes.
 */
export const inDelegationOrder = (entries: readonly InDelegation[]): { id: string; rank: string }[] => {
  const ordered = entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => (a.entry.order ?? LAST) - (b.entry.order ?? LAST) || a.index - b.index)
  return ordered.flatMap(({ entry }, index) => {
    const { rank } = entries[index]!
    return rank === entry.rank ? [] : [{ id: entry.id, rank }]
  })
}
