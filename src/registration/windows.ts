import { DomainError } from '../kernel/domain-error.ts'
import type { RegistrationSettings } from '../meetings/registration-settings.ts'
import type { PlaceMode } from './registration.ts'

/** Where the clock stands for who asks. Late is a request that the organiser may grant, not a wall. */
export type Window = 'not-yet' | 'open' | 'late' | 'over'

type Windows = Pick<RegistrationSettings, 'opens' | 'closes' | 'closesInPerson'>

/** Registration has not opened. */
export class RegistrationNotOpen extends DomainError {
  readonly code = 'registration-not-open'
  readonly status = 409
}

/** The meeting is over. */
export class RegistrationIsOver extends DomainError {
  readonly code = 'registration-is-over'
  readonly status = 409
}

/** The window for one way of taking part, up to the end of the meeting's last day. */
export const windowFor = (
  settings: Windows,
  mode: PlaceMode,
  now: Temporal.Instant,
  meetingEnds: Temporal.Instant,
): Window => {
  const before = (moment: string) => Temporal.Instant.compare(now, Temporal.Instant.from(moment)) < 0
  if (Temporal.Instant.compare(now, meetingEnds) >= 0) return 'over'
  if (before(settings.opens)) return 'not-yet'
  const closes = mode === 'in-person' ? (settings.closesInPerson ?? settings.closes) : settings.closes
  return before(closes) ? 'open' : 'late'
}

const ends = new WeakMap<object, { timeZone: string; end: Temporal.Instant }>()

/** The end of a meeting's last day, midnight in its zone. Worked out once for a meeting: each request asks several times. */
export const endOfMeeting = (days: readonly { date: Temporal.PlainDate }[], timeZone: string): Temporal.Instant => {
  const known = ends.get(days)
  if (known?.timeZone === timeZone) return known.end
  const last = days.map((day) => day.date).reduce((a, b) => (Temporal.PlainDate.compare(a, b) > 0 ? a : b))
  const end = last.add({ days: 1 }).toZonedDateTime(timeZone).toInstant()
  ends.set(days, { timeZone, end })
  return end
}
