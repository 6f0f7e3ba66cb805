import type { Meeting } from '../meetings/meeting.entity.ts'
import { modesOf } from '../registration/places/days-open.ts'
import { roomIn, type Room } from '../registration/places/outcome.ts'
import { poolsFor, type PoolRow } from '../registration/places/pools.service.ts'
import type { PlaceMode } from '../registration/registration.ts'

/** How much room a day has left for each way of taking part that has places to count: words, never numbers. */
export interface DayPlaces {
  /** ISO date. */
  readonly day: string
  readonly room: Readonly<Partial<Record<PlaceMode, Room>>>
}

/** The public's word for each day's places: of the pools that are everybody's, without any constituency's quota. */
export const placesInWords = (
  meeting: { readonly format: Meeting['format']; readonly days: readonly { readonly date: Temporal.PlainDate }[] },
  pools: readonly PoolRow[],
): DayPlaces[] =>
  meeting.days.map(({ date }) => {
    const day = date.toString()
    const counted = modesOf(meeting.format).flatMap((mode) => {
      const of = poolsFor(pools, { constituency: null, delegation: null }, { day, mode })
      return of.length ? [[mode, roomIn(of)] as const] : []
    })
    return { day, room: Object.fromEntries(counted) }
  })
