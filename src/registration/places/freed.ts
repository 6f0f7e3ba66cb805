import type { WaitingListSettings } from '../../meetings/registration-settings.ts'
import type { PoolMode } from '../registration.ts'

/** What becomes of a free place while somebody waits for it: it stays free only when the day is over. */
export type Freed = { how: 'give' } | { how: 'offer'; until: Temporal.Instant } | { how: 'keep' }

/** What a meeting does unless its organiser says otherwise. */
export const WAITING_LIST: WaitingListSettings = { freed: 'give', offerHours: 24 }

/** From so many hours before the day, nobody is put into the room unasked: they may have made other plans. */
export const ONLY_OFFERED_HOURS = 72

/**
 * Given or offered, as the organiser set it; from 72 hours before the day only ever offered. An offer holds for the hours
 * that the organiser set, and for no more than half of what is left until the day is over, so that the next can be asked.
 * The floor online is always given: nobody need plan for it, and nothing is lost by it.
 */
export const freedPlace = (
  { freed, offerHours }: WaitingListSettings,
  { day, mode }: { day: Temporal.PlainDate; mode: PoolMode },
  timeZone: string,
  now: Temporal.Instant,
): Freed => {
  const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).toInstant()
  const left = midnight(day.add({ days: 1 })).epochMilliseconds - now.epochMilliseconds
  if (left <= 0) return { how: 'keep' }
  if (mode === 'floor') return { how: 'give' }
  const soon = midnight(day).epochMilliseconds - now.epochMilliseconds <= ONLY_OFFERED_HOURS * 3_600_000
  if (freed === 'give' && !soon) return { how: 'give' }
  const holds = Math.min(offerHours * 3_600_000, Math.floor(left / 2))
  return { how: 'offer', until: now.add({ milliseconds: holds }) }
}
