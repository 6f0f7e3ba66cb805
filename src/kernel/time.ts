import { DomainError } from './domain-error.ts'

/** A wall-clock time that a zone skips or has twice that day (a change to or from summer time). */
export class NoSuchHour extends DomainError {
  readonly code = 'no-such-hour'
  readonly status = 422
}

/** A session would end when it starts. */
export class EmptySpan extends DomainError {
  readonly code = 'empty-span'
  readonly status = 422
}

/** From `start` up to, not including, `end`; both in the same zone, `end` after `start`. */
export interface Span {
  start: Temporal.ZonedDateTime
  end: Temporal.ZonedDateTime
}

/** An instant cut to milliseconds, as `timestamptz(3)` keeps it. */
export const toMilliseconds = (instant: Temporal.Instant): Temporal.Instant =>
  instant.round({ smallestUnit: 'millisecond', roundingMode: 'floor' })

const at = (day: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): Temporal.ZonedDateTime => {
  try {
    return day.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: 'reject' })
  } catch (cause) {
    throw new NoSuchHour({
      params: { day: day.toString(), time: time.toString({ smallestUnit: 'minute' }), zone },
      cause,
    })
  }
}

/**
 * The span from `start` to `end` on a day, wall-clock times in `zone`. An end at or before the start is past midnight.
 * @throws NoSuchHour where the zone skips or doubles the hour; EmptySpan when start and end are the same.
 */
export const spanOn = (
  day: Temporal.PlainDate,
  start: Temporal.PlainTime,
  end: Temporal.PlainTime,
  zone: string,
): Span => {
  if (Temporal.PlainTime.compare(start, end) === 0) throw new EmptySpan()
  const endDay = Temporal.PlainTime.compare(end, start) < 0 ? day.add({ days: 1 }) : day
  return { start: at(day, start, zone), end: at(endDay, end, zone) }
}

/** Whether two spans share a moment; spans that only touch do not. */
export const overlaps = (a: Span, b: Span): boolean =>
  Temporal.ZonedDateTime.compare(a.start, b.end) < 0 && Temporal.ZonedDateTime.compare(b.start, a.end) < 0

/** Whether the runtime knows a time zone of this IANA name. */
export const isTimeZone = (name: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(name)
  } catch {
    return false
  }
}
