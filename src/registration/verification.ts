import { domainToASCII } from 'node:url'
import { constituency, type ConstituencyId } from '../delegations/constituency.ts'
import { emailKey, type EmailAddress } from '../kernel/email-address.ts'
import type { RegistrationSettings, Verification } from '../meetings/registration-settings.ts'
import type { Registration } from './registration.entity.ts'
import { can } from './states.ts'

/** How a claim to represent a constituency becomes a fact in a meeting; the secretariat checks where nothing is said. */
export const verificationOf = (
  settings: Pick<RegistrationSettings, 'verification'>,
  constituency: ConstituencyId,
): Verification => settings.verification[constituency] ?? settings.verification['default'] ?? 'secretariat'

/** Whether the focal point of a delegation has a say: alone, or first of two. */
export const byFocalPoint = (
  settings: Pick<RegistrationSettings, 'verification'>,
  constituency: ConstituencyId,
): 'alone' | 'first' | undefined => {
  switch (verificationOf(settings, constituency)) {
    case 'focal-point':
    case 'focal-point-or-email-domain':
      return 'alone'
    case 'focal-point-then-secretariat':
      return 'first'
    default:
      return undefined
  }
}

/** Whether an address, once proven, proves the claim too. Never of a State: only the State says who speaks for it. */
export const domainProves = (
  settings: Pick<RegistrationSettings, 'verification' | 'emailDomains'>,
  id: ConstituencyId,
  address: EmailAddress,
): boolean => {
  if (verificationOf(settings, id) !== 'focal-point-or-email-domain') return false
  if (constituency(id)?.delegationOf === 'state') return false
  const domain = emailKey(address).split('@').at(-1)
  return (settings.emailDomains?.[id] ?? []).some((listed) => domainToASCII(listed.trim()).toLowerCase() === domain)
}

/** Whether somebody must check the claim before it opens anything. */
export const needsVerification = (
  settings: Pick<RegistrationSettings, 'verification'>,
  constituency: ConstituencyId,
): boolean => verificationOf(settings, constituency) !== 'none'

/** What a registration is once nothing of it is verified any more; its places are kept. */
export const SUSPENDED = {
  state: 'requested',
  verifiedConstituency: null,
  verifiedState: null,
  verifiedAt: null,
  // Also a focal point's word was about who it was before.
  endorsedAt: null,
  endorsedBy: null,
} as const satisfies Partial<Registration>

/** Whether a change of name, address, State or delegation makes a fact a claim again, until somebody confirms it. */
export const isSuspendedByChange = (
  settings: Pick<RegistrationSettings, 'verification'>,
  { state, verifiedConstituency }: Pick<Registration, 'state' | 'verifiedConstituency'>,
): boolean =>
  can('suspend', state) && verifiedConstituency !== null && needsVerification(settings, verifiedConstituency)
