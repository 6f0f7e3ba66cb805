import type { ConstituencyId } from '../delegations/constituency.ts'
import type { RegistrationSettings, Verification } from '../meetings/registration-settings.ts'

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
