import type { ChoiceState, PlaceMode, Wish } from '../registration.ts'

/** How much room is left, as the public may know it. */
export type Room = 'left' | 'nearly-full' | 'full'

export type Outcome = 'place' | 'waiting'

interface Filled {
  capacity: number
  taken: number
}

/**
 * Nobody overtakes: a free place is promised while people ahead could take it (`ahead`: those in line for whom all pools
 * have room). A place is a unit of every pool that applies, so one full pool is enough to wait.
 */
export const outcomeFor = (pools: readonly Filled[], ahead: number): Outcome =>
  ahead === 0 && pools.every((pool) => pool.taken < pool.capacity) ? 'place' : 'waiting'

/** Places in public are words, not numbers; the fullest pool speaks. No pool: as many as come. */
export const roomIn = (pools: readonly Filled[]): Room => {
  const words = pools.map(({ capacity, taken }): Room => {
    const free = capacity - taken
    if (free <= 0) return 'full'
    return free <= Math.max(1, Math.floor(capacity / 10)) ? 'nearly-full' : 'left'
  })
  return words.includes('full') ? 'full' : words.includes('nearly-full') ? 'nearly-full' : 'left'
}

/** What is to be had on a day, for one person. */
export interface DayOffer {
  /** Whether a place of that mode could be given now, everybody ahead considered. */
  free: (mode: PlaceMode) => boolean
  /** Whether somebody must grant it first: the request is late, or the pool gives on approval. */
  asksFirst: (mode: PlaceMode) => boolean
}

/** What becomes of a wish. */
export interface Seat {
  state: Exclude<ChoiceState, 'offered' | 'released'>
  held: PlaceMode | null
}

/**
 * What becomes of a wish for a day, given the place held so far. A change to a mode without room loses nothing: the
 * place held stays until the one asked for comes, and in line for the room a place online is kept if wanted.
 */
export const seatFor = (wish: Pick<Wish, 'mode' | 'meanwhile'>, held: PlaceMode | null, offer: DayOffer): Seat => {
  if (wish.mode === 'none') return { state: 'none', held: null }
  if (held === wish.mode) return { state: 'held', held }
  const granted = !offer.asksFirst(wish.mode)
  if (granted && offer.free(wish.mode)) return { state: 'held', held: wish.mode }
  return { state: granted ? 'waiting' : 'requested', held: meanwhileFor(wish, held, offer) }
}

const meanwhileFor = (
  wish: Pick<Wish, 'mode' | 'meanwhile'>,
  held: PlaceMode | null,
  offer: DayOffer,
): PlaceMode | null => {
  if (wish.mode === 'online') return held
  if (!wish.meanwhile) return null
  return held ?? (!offer.asksFirst('online') && offer.free('online') ? 'online' : null)
}
