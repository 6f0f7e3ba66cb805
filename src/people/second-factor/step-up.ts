import type { Reader } from '../../platform/http/request-context.ts'

/** For how long a second factor lets somebody do what asks for it anew. */
export const STEP_UP_HOURS = 24

/** A form that was opened in time is taken for so much longer: what is typed is not lost. */
const LATE_HOURS = 2

/** What is asked of somebody who holds the right: to have given a second factor, or to have given it lately. */
export type Wanted = 'given' | 'lately'

/**
 * Whether a sign-in has the second factor that is wanted. Put off it counts in a development install only, also when the
 * install becomes one for production later.
 */
export const hasSecondFactor = (
  { secondFactor }: Pick<Reader, 'secondFactor'>,
  wanted: Wanted,
  { now, development, sending }: { now: Temporal.Instant; development: boolean; sending: boolean },
): boolean => {
  if (secondFactor === undefined) return false
  if (secondFactor === 'put-off') return development
  if (wanted === 'given') return true
  const hours = STEP_UP_HOURS + (sending ? LATE_HOURS : 0)
  return Temporal.Instant.compare(secondFactor, now.subtract({ hours })) > 0
}
