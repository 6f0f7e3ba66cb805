import type { ConstituencyId } from '../delegations/constituency.ts'
import type { RegistrationSettings, Verification } from '../meetings/registration-settings.ts'
import type { Registration } from './registration.entity.ts'
import { can } from './states.ts'

/** How a claim to represent a constituency becomes a fact in a meeting; the secretariat checks where nothing is said. */
export const verificationOf = (
  settings: Pick<RegistrationSettings, 'verification'>,
  constituency: ConstituencyId,
): Verification => settings.verification[constituency] ?? settings.verification['default'] ?? 'secretariat'

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
} as const satisfies Partial<Registration>

/** Whether a change of name, address, State or delegation makes a fact a claim again, until somebody confirms it. */
export const isSuspendedByChange = (
  settings: Pick<RegistrationSettings, 'verification'>,
  { state, verifiedConstituency }: Pick<Registration, 'state' | 'verifiedConstituency'>,
): boolean =>
  can('suspend', state) && verifiedConstituency !== null && needsVerification(settings, verifiedConstituency)
