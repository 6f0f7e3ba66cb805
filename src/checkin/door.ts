import type { NamedEntry } from '../access/view.ts'

/** Sessions run over; whoever lost the connection must be able to come back. */
export const STAYS_AFTER = Temporal.Duration.from({ minutes: 30 })

/** By what somebody goes in: a link of their own, that of the session, or none; then the host, or the secretariat, helps. */
export type Way = 'own' | 'shared' | 'ask-host' | 'none'

/** The state of a session's door, for somebody who may go through it. */
export type Door =
  | { readonly is: 'shut'; readonly why: 'before'; readonly opens: Temporal.ZonedDateTime }
  | { readonly is: 'shut'; readonly why: 'no-time' | 'over' | 'cancelled' | 'no-way-yet' | 'ask-host' | 'way-lost' }
  | { readonly is: 'open'; readonly start: Temporal.ZonedDateTime }

/** Whether the door of a session is open now; `minutes`: how long before its start the meeting opens doors. */
export const doorOf = (
  entry: Pick<NamedEntry, 'start' | 'end' | 'status'>,
  now: Temporal.Instant,
  way: Way,
  minutes: number,
): Door => {
  if (entry.status === 'cancelled') return { is: 'shut', why: 'cancelled' }
  if (!entry.start || !entry.end) return { is: 'shut', why: 'no-time' }
  const opens = entry.start.subtract({ minutes })
  if (Temporal.Instant.compare(now, opens.toInstant()) < 0) return { is: 'shut', why: 'before', opens }
  if (Temporal.Instant.compare(now, entry.end.add(STAYS_AFTER).toInstant()) >= 0) return { is: 'shut', why: 'over' }
  if (way === 'none') return { is: 'shut', why: 'no-way-yet' }
  return way === 'ask-host' ? { is: 'shut', why: 'ask-host' } : { is: 'open', start: entry.start }
}

/** Time until something, in the largest unit that is still true: whole days, hours or minutes, rounded up. */
export type Wait =
  { readonly unit: 'day' | 'hour' | 'minute'; readonly count: number } | { readonly unit: 'now'; readonly count: 0 }

/** How long until then; "now" once it has come. Minutes are rounded up, so that nobody is told less than it takes. */
export const waitUntil = (now: Temporal.Instant, then: Temporal.Instant): Wait => {
  const minutes = Math.ceil(now.until(then).total('minutes'))
  if (minutes <= 0) return { unit: 'now', count: 0 }
  if (minutes < 60) return { unit: 'minute', count: minutes }
  if (minutes < 48 * 60) return { unit: 'hour', count: Math.floor(minutes / 60) }
  return { unit: 'day', count: Math.floor(minutes / (24 * 60)) }
}
