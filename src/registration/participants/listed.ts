import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { ListReaders, ParticipantListSettings } from '../../meetings/registration-settings.ts'
import type { Consents, PlaceMode, RegistrationState } from '../registration.ts'

/** What decides whether somebody is on the list of participants. */
export interface Listable {
  state: RegistrationState
  /** Verified only: a claim puts nobody on a list. */
  constituency: ConstituencyId | null
  /** The places they hold, one a day; null where they hold none. */
  held: readonly (PlaceMode | null)[]
  consents: Partial<Consents>
}

/** Whether somebody takes part: confirmed, with a place on some day. Who only waits does not. */
export const takesPart = ({ state, held }: Pick<Listable, 'state' | 'held'>): boolean =>
  state === 'confirmed' && held.some((mode) => mode !== null)

/**
 * Whether somebody is on the list of participants: they take part, what they represent is verified, and there is a
 * basis to publish their name: they agreed, or the rules of the meeting publish their kind of delegation.
 */
export const isListed = (who: Listable, { byRules }: Pick<ParticipantListSettings, 'byRules'>): boolean =>
  takesPart(who) && who.constituency !== null && (who.consents.list === true || byRules.includes(who.constituency))

/** Whether somebody may read the list; whoever has no part in the meeting reads it only where it is public. */
export const mayReadList = (readers: ListReaders, participates: boolean): boolean =>
  readers === 'public' || (readers === 'registered' && participates)
