import type { AudienceOf, NamedEntry } from '../access/view.ts'
import type { Facts } from '../access/facts.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'
import { letsIn, type SessionPlace } from '../registration/places/session-place.ts'
import type { Standing } from '../registration/standing.ts'

/** Why a door stays shut for somebody, by what would open it; the first that is true. */
export type Refusal =
  | { readonly is: 'not-registered' }
  | { readonly is: 'declined' }
  | { readonly is: 'under-review' }
  | { readonly is: 'with-focal-point' }
  | { readonly is: 'waiting'; readonly rank?: number }
  | { readonly is: 'offered' }
  | { readonly is: 'day-requested' }
  | { readonly is: 'not-that-day' }
  | { readonly is: 'not-for-you'; readonly constituencies: readonly ConstituencyId[] }
  | { readonly is: 'by-invitation' }
  | { readonly is: 'in-room-only' }
  /** In a session that has places of its own. */
  | { readonly is: 'session-waiting'; readonly rank?: number }
  | { readonly is: 'session-offered' | 'session-asked' | 'session-none' }

const ofRule = (openTo: AudienceOf): Refusal =>
  openTo.attend === 'constituencies'
    ? { is: 'not-for-you', constituencies: openTo.constituencies }
    : openTo.attend === 'invited'
      ? { is: 'by-invitation' }
      : // Open to everyone, and they hold a place that day: only the way there is missing.
        { is: 'in-room-only' }

/** What somebody lacks who may attend, but not without a place in the session. */
export const placeRefusal = (place: SessionPlace): Refusal | undefined => {
  if (letsIn(place)) return undefined
  switch (place.is) {
    case 'waiting':
      return { is: 'session-waiting', ...(place.rank !== undefined && { rank: place.rank }) }
    case 'offered':
      return { is: 'session-offered' }
    case 'asked':
      return { is: 'session-asked' }
    default:
      return { is: 'session-none' }
  }
}

/**
 * Why this person may not go in online now, or undefined when they may. The gate has decided (`entry`); this only finds
 * the words: their registration first, then their day, then the session's own rule, then their place in it (`place`).
 */
export const refusalOf = (
  entry: NamedEntry,
  facts: Facts | undefined,
  standing: Standing | undefined,
  place: SessionPlace = { is: 'free' },
): Refusal | undefined => {
  if (entry.level === 'attend') return entry.online ? placeRefusal(place) : { is: 'in-room-only' }
  if (facts?.days.has(entry.day.toString())) return ofRule(entry.openTo)
  if (!standing || standing.state === 'draft' || standing.state === 'withdrawn') return { is: 'not-registered' }
  if (standing.state === 'declined') return { is: 'declined' }
  if (standing.state === 'requested')
    return { is: standing.decidedBy === 'focal-point' ? 'with-focal-point' : 'under-review' }
  const day = standing.days.find((one) => one.day === entry.day.toString())
  switch (day?.status) {
    case 'waiting':
      return { is: 'waiting', ...(day.rank === undefined ? {} : { rank: day.rank }) }
    case 'offered':
      return { is: 'offered' }
    case 'requested':
      return { is: 'day-requested' }
    default:
      return { is: 'not-that-day' }
  }
}
