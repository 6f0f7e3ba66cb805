import type { SessionId } from '../kernel/id.ts'
import type { ChoiceState, DayMode, PlaceMode, RegistrationState } from './registration.ts'

/** What is true of a person's day: what they asked for, and how far it has come. */
export type DayStatus = 'none' | 'requested' | 'confirmed' | 'waiting' | 'offered' | 'declined' | 'withdrawn'

/** Who turns a claim into a fact. */
export type DecidedBy = 'secretariat' | 'focal-point'

/** Where somebody stands with what they asked for beside the day itself. */
export interface ExtraStanding {
  status: Exclude<DayStatus, 'none'>
  /** Their number in line, while they wait. */
  rank?: number
  /** The moment at which an offer ends, as ISO instant. */
  until?: string
}

/** Where somebody stands with a session that asks people to sign up. */
export interface SessionStanding extends ExtraStanding {
  session: SessionId
  /** In the room or online, as they take part that day; null while they have no place that day. */
  mode: PlaceMode | null
}

/** Where somebody stands on one day. */
export interface DayStanding {
  /** ISO date. */
  day: string
  /** What they asked for. */
  mode: DayMode
  status: DayStatus
  /** The place they hold, provisional until they are verified; it may be another than the one asked for. */
  held: PlaceMode | null
  /** Their number in line, while they wait. */
  rank?: number
  /** The moment at which an offer ends, as ISO instant. */
  until?: string
  /** The right to take the floor online, where they asked for it. */
  floor?: ExtraStanding
  /** The sessions they signed up for, where there are any. */
  sessions?: readonly SessionStanding[]
}

/** Where somebody stands in a meeting: no names, only what page and mail must agree on. */
export interface Standing {
  state: RegistrationState
  late: boolean
  decidedBy: DecidedBy
  days: readonly DayStanding[]
}

/** How far a day has come: a place is confirmed only when the person is. */
export const dayStatus = (state: RegistrationState, choice: ChoiceState): DayStatus => {
  if (choice === 'none') return 'none'
  if (state === 'declined' || state === 'withdrawn') return state
  if (choice === 'waiting' || choice === 'offered') return choice
  return choice === 'held' && state === 'confirmed' ? 'confirmed' : 'requested'
}

/** How far something beside the day has come; it needs a place that day first. */
export const extraStatus = (
  state: RegistrationState,
  extra: 'asked' | 'held' | 'waiting' | 'offered',
): ExtraStanding['status'] => {
  if (state === 'declined' || state === 'withdrawn') return state
  if (extra === 'waiting' || extra === 'offered') return extra
  return extra === 'held' && state === 'confirmed' ? 'confirmed' : 'requested'
}

/** Whether somebody takes part on a day: confirmed, with a place in the room or online (also while they wait). */
export const attends = (state: RegistrationState, day: Pick<DayStanding, 'held'>): boolean =>
  state === 'confirmed' && day.held !== null
