import type { AgendaView, RoomView, SessionView } from '../access/view.ts'
import { byRoom } from './rooms-of-day.tsx'

/** An entry with a time: one that is to be announced is on no door. */
export type OnScreen = SessionView & {
  readonly start: Temporal.ZonedDateTime
  readonly end: Temporal.ZonedDateTime
}

/** What is said of an entry at a moment; what is over is not shown. */
export type Standing = 'over' | 'now' | 'next' | 'later'

/** A room with all that takes place in it, in order; undefined for a room that this view shows nothing in. */
export const onScreen = (
  view: AgendaView,
  key: string,
): { readonly room: RoomView; readonly entries: readonly OnScreen[] } | undefined => {
  const all = view.days.flatMap((day) => day.sessions)
  const found = byRoom(view, all).find(({ room }) => room?.key === key)
  if (!found?.room) return undefined
  const entries = found.sessions
    .filter((entry): entry is OnScreen => entry.start !== null && entry.end !== null)
    .toSorted((a, b) => Temporal.ZonedDateTime.compare(a.start, b.start))
  return { room: found.room, entries }
}

/** How each entry stands at a moment: next is all that begins first after it. `ui/browser/room-screen.js` does the same. */
export const standings = (entries: readonly OnScreen[], now: Temporal.Instant): Standing[] => {
  const at = now.epochMilliseconds
  const next = Math.min(...entries.map(({ start }) => start.epochMilliseconds).filter((start) => start > at))
  return entries.map(({ start, end }) =>
    end.epochMilliseconds <= at
      ? 'over'
      : start.epochMilliseconds <= at
        ? 'now'
        : start.epochMilliseconds === next
          ? 'next'
          : 'later',
  )
}
