import type { PlaceMode } from '../registration.ts'
import type { SessionStanding } from '../standing.ts'

/** How somebody stands with a session that has places of its own. */
export type SessionPlace =
  /** That way of taking part is not limited: their day is all they need. */
  | { readonly is: 'free' }
  | { readonly is: 'held' }
  | { readonly is: 'offered' }
  | { readonly is: 'waiting'; readonly rank?: number }
  /** Asked for, and not confirmed. */
  | { readonly is: 'asked' }
  | { readonly is: 'none' }

/**
 * The one rule of who takes part in a session with places of its own, besides the access rule and their day: where that
 * way is limited, who has a confirmed place in the session. Who has one in the room may also go in online.
 */
export const sessionPlace = (
  limited: ReadonlySet<PlaceMode>,
  mode: PlaceMode,
  standing: Pick<SessionStanding, 'status' | 'rank'> | undefined,
): SessionPlace => {
  if (!limited.has(mode)) return { is: 'free' }
  switch (standing?.status) {
    case 'confirmed':
      return { is: 'held' }
    case 'offered':
      return { is: 'offered' }
    case 'waiting':
      return { is: 'waiting', ...(standing.rank !== undefined && { rank: standing.rank }) }
    case 'requested':
      return { is: 'asked' }
    default:
      return { is: 'none' }
  }
}

/** Whether they may take part, as far as the places of the session go. */
export const letsIn = ({ is }: SessionPlace): boolean => is === 'free' || is === 'held'
