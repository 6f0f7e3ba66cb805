import type { RegistrationId } from '../../kernel/id.ts'
import type { PlaceMode } from '../registration.ts'

/** Which of the delegation's places of a day somebody takes: the third of three. */
export interface QuotaSeat {
  /** ISO date. */
  day: string
  mode: PlaceMode
  number: number
  capacity: number
}

interface Holding {
  id: RegistrationId
  standing: { days: readonly { day: string; held: PlaceMode | null }[] }
}

/**
 * The places of its quotas that each of a delegation takes, numbered in the order given (the delegation's own, then those
 * who ask to join): what is left is what no number stands for. A day without a limit of its own has no numbers.
 */
export const quotaSeats = (
  quotas: readonly { day: string; mode: PlaceMode; capacity: number | null }[],
  people: readonly Holding[],
): ReadonlyMap<RegistrationId, readonly QuotaSeat[]> => {
  const seats = new Map<RegistrationId, QuotaSeat[]>()
  for (const { day, mode, capacity } of quotas) {
    if (capacity === null) continue
    const holders = people.filter(({ standing }) =>
      standing.days.some((each) => each.day === day && each.held === mode),
    )
    holders.forEach(({ id }, index) =>
      seats.set(id, [...(seats.get(id) ?? []), { day, mode, number: index + 1, capacity }]),
    )
  }
  return seats
}
