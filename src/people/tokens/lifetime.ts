/** For how many days a token can be made. Nothing that opens a desk is good for ever. */
export const LIFETIMES = [7, 30, 90, 365] as const
export type Lifetime = (typeof LIFETIMES)[number]

export const DEFAULT_LIFETIME: Lifetime = 90

export const isLifetime = (days: number): days is Lifetime => LIFETIMES.some((lifetime) => lifetime === days)

/** Until when a token made now is good. */
export const endOf = (now: Temporal.Instant, days: Lifetime): Temporal.Instant => now.add({ hours: days * 24 })

/** So many days before its end its owner is told, or for a token of a week one. */
export const tellsBefore = (lifetime: Temporal.Duration): Temporal.Duration =>
  Temporal.Duration.from({ hours: lifetime.total('hours') > 14 * 24 ? 7 * 24 : 24 })

/** Whether its owner is to be told now that it ends soon; of what has ended, nobody is told that it will. */
export const endsSoon = (
  { since, until }: { since: Temporal.Instant; until: Temporal.Instant },
  now: Temporal.Instant,
): boolean => {
  const from = until.subtract(tellsBefore(since.until(until)))
  return Temporal.Instant.compare(from, now) <= 0 && Temporal.Instant.compare(now, until) < 0
}
