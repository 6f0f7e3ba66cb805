import type { LocalizedText } from '../kernel/localized-text.ts'
import { sameText } from '../kernel/localized-text.ts'
import type { ReleaseContent, ReleasedSession } from './release.ts'
import { atOneTime, roomClashes } from './room-clash.ts'

/** What an organiser should look at before publishing. Only a room booked twice stops a release. */
export type Warning =
  | { kind: 'room-clash'; first: ReleasedSession; second: ReleasedSession }
  | { kind: 'officer-twice'; name: LocalizedText; first: ReleasedSession; second: ReleasedSession }
  | { kind: 'outside-days'; session: ReleasedSession }

const timed = (
  session: ReleasedSession,
): { session: ReleasedSession; start: Temporal.Instant; end: Temporal.Instant }[] =>
  session.startsAt && session.endsAt && session.status !== 'cancelled'
    ? [{ session, start: Temporal.Instant.from(session.startsAt), end: Temporal.Instant.from(session.endsAt) }]
    : []

const officersTwice = (content: ReleaseContent): Warning[] => {
  const slots = content.sessions.flatMap(timed).sort((a, b) => Temporal.Instant.compare(a.start, b.start))
  return slots.flatMap((slot, index) =>
    slots
      .slice(index + 1)
      .filter((other) => atOneTime(slot, other))
      .flatMap((other) =>
        slot.session.officers
          .filter((officer) => other.session.officers.some((one) => sameText(one.name, officer.name)))
          .map((officer) => ({
            kind: 'officer-twice' as const,
            name: officer.name,
            first: slot.session,
            second: other.session,
          })),
      ),
  )
}

/** What is doubtful in a working copy: rooms and people in two places at once, days that the meeting does not have. */
export const warningsOf = (content: ReleaseContent, days: readonly { date: Temporal.PlainDate }[]): Warning[] => {
  const dates = new Set(days.map((day) => day.date.toString()))
  return [
    ...roomClashes(content).map((clash) => ({ kind: 'room-clash' as const, ...clash })),
    ...officersTwice(content),
    ...content.sessions
      .filter((session) => session.status !== 'cancelled' && !dates.has(session.day))
      .map((session) => ({ kind: 'outside-days' as const, session })),
  ]
}
