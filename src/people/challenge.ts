import { emailFrom, type EmailAddress } from '../kernel/email-address.ts'
import { asId } from '../kernel/id.ts'
import { isLocale, type Locale } from '../kernel/locale.ts'
import type { ChallengeId } from './one-time-codes.service.ts'

/**
 * What the browser that asked for a code holds, sealed: the address nobody has proved yet is kept there and nowhere
 * else, and the code is good in this browser only.
 */
export interface Challenge {
  id: ChallengeId
  address: EmailAddress
  locale: Locale
  /** Asked at the desk's own door. */
  desk: boolean
  /** Where to go on to: a path of ours. */
  next?: string
  /** What was sent after the sign-in had ended is kept, and comes back. */
  kept?: boolean
  /** The secret of an invitation, accepted by who proves the address. */
  invitation?: string
  expiresAt: Temporal.Instant
}

/** As text to be sealed. */
export const challengeToText = (challenge: Challenge): string =>
  JSON.stringify({ ...challenge, expiresAt: challenge.expiresAt.toString() })

/** From text that was sealed by us, so only its age can be wrong with it. */
export const challengeFromText = (text: string): Challenge | undefined => {
  const { id, address, locale, desk, next, kept, invitation, expiresAt } = JSON.parse(text) as Readonly<
    Record<string, unknown>
  >
  const email = typeof address === 'string' ? emailFrom(address) : undefined
  if (!email || typeof id !== 'string' || !isLocale(locale) || typeof expiresAt !== 'string') return undefined
  return {
    id: asId(id),
    address: email,
    locale,
    desk: desk === true,
    ...(typeof next === 'string' && { next }),
    ...(kept === true && { kept }),
    ...(typeof invitation === 'string' && { invitation }),
    expiresAt: Temporal.Instant.from(expiresAt),
  }
}
