import { constituency } from '../../delegations/constituency.ts'
import type { DelegationOf } from '../../delegations/delegation.ts'
import { state, stateFrom } from '../../delegations/state.ts'
import type { FieldError } from '../../kernel/domain-error.ts'
import { checkClaim, type MeetingRules } from '../form/draft.ts'

/** The delegation that a form means: a State by code or by any of its names, or an organization. */
export const delegationFrom = (
  typed: { constituency?: string | undefined; state?: string | undefined; organization?: string | undefined },
  rules: MeetingRules,
): { of: DelegationOf; problems: FieldError[] } | { of?: undefined; problems: FieldError[] } => {
  const kind = constituency(typed.constituency ?? '')
  if (!kind || kind.delegationOf === 'none')
    return { problems: [{ pointer: '/constituency', message: 'delegation.constituency.missing' }] }
  const { value, problems } = checkClaim(
    {
      constituency: kind.id,
      state: state(typed.state ?? '')?.iso3 ?? stateFrom(typed.state ?? '')?.iso3 ?? null,
      organization: typed.organization ?? '',
    },
    rules,
  )
  return value
    ? { of: value, problems: [] }
    : { problems: problems.map((each) => ({ ...each, pointer: each.pointer.replace('/claim', '') })) }
}
