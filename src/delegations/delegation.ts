import { searchForm, stateName, type StateId } from './state.ts'
import type { ConstituencyId } from './constituency.ts'
import type { DelegationId, MeetingId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'

/** As what a delegation names somebody, in the order in which a list of participants has them. */
export const DELEGATION_ROLES = ['head', 'representative', 'alternate', 'adviser'] as const
export type DelegationRole = (typeof DELEGATION_ROLES)[number]

/** A State or organization as it takes part in a meeting. */
export interface Delegation {
  id: DelegationId
  meeting: MeetingId
  constituency: ConstituencyId
  state: StateId | null
  /** Empty for a State. */
  organization: string
}

/** What a delegation is of. */
export type DelegationOf = Pick<Delegation, 'constituency' | 'state' | 'organization'>

/** How a delegation is called in the reader's language. */
export const delegationName = (
  { state, organization }: Pick<Delegation, 'state' | 'organization'>,
  locale: Locale,
): string => (state ? stateName(state, locale).replaceAll("'", '’') : organization)

/** The name by which two spellings of an organization are one: without case, accents and punctuation. */
export const organizationKey = (organization: string): string =>
  searchForm(organization) || organization.trim().toLowerCase()

/** What a delegation's places are counted under: the State, else its id. */
export const quotaKeyOf = ({ id, state }: Pick<Delegation, 'id' | 'state'>): string => state ?? id
