import type { Claim } from './registration.ts'
import type { Registration } from './registration.entity.ts'
import type { Guest } from './places/waiting-list.service.ts'

/** What somebody claims, as it is stored. */
export const claimOf = (registration: Registration): Claim => ({
  constituency: registration.claimedConstituency ?? '',
  state: registration.claimedState,
  organization: registration.organization,
})

/** Who is to be seated: by a new claim, else by what counts now. */
export const guestFrom = (registration: Registration, claim?: Pick<Claim, 'constituency' | 'state'>): Guest => ({
  id: registration.id,
  meeting: registration.meetingId,
  constituency: claim ? claim.constituency : registration.quotaConstituency,
  delegation: claim ? (claim.state ?? registration.delegationId) : registration.quotaDelegation,
})
