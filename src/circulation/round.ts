/** How long to wait for another release before people are told, unless a meeting says otherwise. */
export const QUIET_MINUTES = 15

/** Most minutes that an organiser may choose. */
export const LONGEST_QUIET = 240

/**
 * When people are told: after the quiet period, which each further release begins anew, but never later than twice that
 * after the first. What is urgent is told at once.
 */
export const dueAt = ({
  now,
  began,
  quiet,
  urgent,
}: {
  now: Temporal.Instant
  /** When the first release of the round came. */
  began: Temporal.Instant
  quiet: number
  urgent: boolean
}): Temporal.Instant => {
  if (urgent) return now
  const after = now.add({ minutes: quiet })
  const latest = began.add({ minutes: 2 * quiet })
  return Temporal.Instant.compare(after, latest) < 0 ? after : latest
}
