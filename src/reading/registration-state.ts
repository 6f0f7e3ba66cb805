import type { Meeting } from '../meetings/meeting.entity.ts'
import { endOfMeeting, windowFor } from '../registration/windows.ts'

/** Where registration stands for the public: before it opens, open, open online only, or closed. */
export type RegistrationState =
  | { readonly is: 'before'; readonly opens: Temporal.Instant }
  | { readonly is: 'open'; readonly inPerson?: Temporal.Instant; readonly online?: Temporal.Instant }
  | { readonly is: 'online-only'; readonly since: Temporal.Instant; readonly online: Temporal.Instant }
  | { readonly is: 'closed'; readonly since: Temporal.Instant }

/** The state of a meeting's registration at a moment; `inPerson` and `online` say until when each is open. */
export const registrationState = (
  meeting: Pick<Meeting, 'registration' | 'timeZone' | 'format'> & {
    days: readonly Pick<Meeting['days'][number], 'date'>[]
  },
  now: Temporal.Instant,
): RegistrationState => {
  const { registration, format } = meeting
  const ends = endOfMeeting(meeting.days, meeting.timeZone)
  const closes = Temporal.Instant.from(registration.closes)
  const closesInPerson = Temporal.Instant.from(registration.closesInPerson ?? registration.closes)
  const inPerson = format !== 'online' && windowFor(registration, 'in-person', now, ends)
  const online = format !== 'in-person' && windowFor(registration, 'online', now, ends)
  if (inPerson === 'not-yet' || online === 'not-yet')
    return { is: 'before', opens: Temporal.Instant.from(registration.opens) }
  if (inPerson === 'open')
    return { is: 'open', inPerson: closesInPerson, ...(online === 'open' ? { online: closes } : {}) }
  if (online === 'open')
    return inPerson ? { is: 'online-only', since: closesInPerson, online: closes } : { is: 'open', online: closes }
  return { is: 'closed', since: format === 'in-person' ? closesInPerson : closes }
}
