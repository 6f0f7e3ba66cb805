/** How often a thing may be done before it must wait. */
export interface RateLimit {
  /** So many… */
  points: number
  /** …in so many seconds. */
  seconds: number
}

const MINUTES = 60

/**
 * Every limit there is. Those by address of the network are wide: a delegation, a hotel or a whole conference centre may
 * sit behind one (300 people who sign in within five minutes must pass); those by mailbox, person or secret are narrow.
 */
export const RATE_LIMITS = {
  /** Codes asked for, by network address. */
  'sign-in-from': { points: 1500, seconds: 5 * MINUTES },
  /** Codes asked for, by mailbox: nobody's mailbox is flooded by us. */
  'sign-in-to': { points: 10, seconds: 15 * MINUTES },
  /** Codes typed, by network address. Each code has five tries of its own besides. */
  'code-tried-from': { points: 3000, seconds: 5 * MINUTES },
  /** Second factors tried, by person: a code of six digits stays out of reach of who guesses. */
  'second-factor-by': { points: 10, seconds: 15 * MINUTES },
  /** Invitations of organisers opened, by network address. */
  'invitation-from': { points: 60, seconds: 15 * MINUTES },
  /** Calendars fetched under one secret address; calendar programs ask every few minutes at most. */
  'feed-read': { points: 120, seconds: 5 * MINUTES },
  /** Secret addresses that do not exist, by network address: somebody is guessing. */
  'secret-guessed-from': { points: 300, seconds: 5 * MINUTES },
  /** Requests with one API token: ten a second, for as long as it likes. */
  'token-used-by': { points: 3000, seconds: 5 * MINUTES },
  /** Tokens that are none, have ended or were stopped, by network address; a script that was forgotten somewhere asks on. */
  'token-wrong-from': { points: 300, seconds: 5 * MINUTES },
  /** Saves of a form while somebody types, by person: one each second and a half, and then it waits. */
  'draft-saved-by': { points: 200, seconds: 5 * MINUTES },
  /** Forms sent by who is signed in no more, by network address: each is kept for an hour. */
  'form-kept-from': { points: 600, seconds: 5 * MINUTES },
  /** Lines opened by screens at doors, by network address; each stays open, or asks again after some seconds. */
  'screen-opened-from': { points: 3000, seconds: 5 * MINUTES },
  /** Files handed in, by person. */
  'uploaded-by': { points: 40, seconds: 15 * MINUTES },
  /** People named for a delegation, and focal points named, by who names them: each is written to. */
  'named-by': { points: 600, seconds: 15 * MINUTES },
} as const satisfies Readonly<Record<string, RateLimit>>

/** A kind of thing that is limited. */
export type RateLimitName = keyof typeof RATE_LIMITS

/** Requests of any kind by one network address, counted by each process for itself: the last defence, not a fair share. */
export const GENERAL_LIMIT: RateLimit = { points: 30_000, seconds: 5 * MINUTES }
