import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { StateId } from '../../delegations/state.ts'
import type { RegistrationId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { PersonView } from '../../people/people.service.ts'
import type { Answers, Claim, Consents, Draft, Names, RegistrationState, Wish } from '../registration.ts'
import type { Registration } from '../registration.entity.ts'
import type { Standing } from '../standing.ts'

/** A registration as its owner sees it. */
export interface OwnRegistration {
  id: RegistrationId
  /** For `shownReference`. */
  reference: string
  state: RegistrationState
  standing: Standing
  names: Names
  email: string
  jobTitle: string
  /** Null before it is sent. */
  claim: Claim | null
  /** What of the claim is a fact. */
  verified: { constituency: ConstituencyId; state: StateId | null } | null
  wishes: readonly Wish[]
  answers: Answers
  language: Locale
  consents: Partial<Consents>
  submittedAt: Temporal.Instant | null
  /** What was typed and not sent; who withdrew finds their former answers in it. */
  draft: Draft
}

/** Puts together what a person sees of their own registration. */
export const ownFrom = (
  registration: Registration,
  standing: Standing,
  wishes: readonly Wish[],
  who: PersonView | undefined,
): OwnRegistration => {
  const names = { givenNames: who?.givenNames ?? '', familyName: who?.familyName ?? '' }
  const claim = registration.claimedConstituency
    ? {
        constituency: registration.claimedConstituency,
        state: registration.claimedState,
        organization: registration.organization,
      }
    : null
  const former: Draft =
    registration.state === 'withdrawn' && claim
      ? {
          names,
          jobTitle: registration.jobTitle,
          claim,
          wishes,
          answers: registration.answers,
          language: registration.language,
        }
      : {}
  return {
    id: registration.id,
    reference: registration.reference,
    state: registration.state,
    standing,
    names,
    email: who?.email ?? who?.contactEmail ?? '',
    jobTitle: registration.jobTitle,
    claim,
    verified:
      registration.state === 'confirmed' && registration.verifiedConstituency
        ? { constituency: registration.verifiedConstituency, state: registration.verifiedState }
        : null,
    wishes,
    answers: registration.answers,
    language: registration.language,
    consents: registration.consents,
    submittedAt: registration.submittedAt,
    draft: { ...former, ...registration.draft },
  }
}
