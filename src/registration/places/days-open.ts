import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { PlaceMode } from '../registration.ts'

/** Whether a day can be chosen by who represents a constituency. */
export type DayDoor = 'open' | 'not-for-you' | 'past'

interface Day {
  date: Temporal.PlainDate
  /** Ids of constituencies; empty means everybody who is registered. */
  openTo: readonly ConstituencyId[]
}

/** `today` is the day in the meeting's zone: a day can be chosen until it is over. */
export const dayDoor = (day: Day, constituency: ConstituencyId, today: Temporal.PlainDate): DayDoor => {
  if (day.openTo.length > 0 && !day.openTo.includes(constituency)) return 'not-for-you'
  return Temporal.PlainDate.compare(day.date, today) < 0 ? 'past' : 'open'
}

/** The ways of taking part that a meeting has. */
export const modesOf = (format: 'in-person' | 'online' | 'hybrid'): readonly PlaceMode[] =>
  format === 'hybrid' ? ['in-person', 'online'] : [format]
