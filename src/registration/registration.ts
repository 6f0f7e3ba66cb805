import type { ConstituencyId } from '../delegations/constituency.ts'
import type { StateId } from '../delegations/state.ts'
import type { SessionId } from '../kernel/id.ts'

export const REGISTRATION_STATES = ['draft', 'requested', 'confirmed', 'declined', 'withdrawn'] as const
/** Where a registration stands. A draft is only its owner's; `requested` is sent and not yet verified. */
export type RegistrationState = (typeof REGISTRATION_STATES)[number]

export const PLACE_MODES = ['in-person', 'online'] as const
/** How somebody takes part: in the room or online. */
export type PlaceMode = (typeof PLACE_MODES)[number]

export const POOL_MODES = [...PLACE_MODES, 'floor'] as const
/** What places are counted of: those in the room, those online, and (of who is online) the right to take the floor. */
export type PoolMode = (typeof POOL_MODES)[number]

export const DAY_MODES = ['in-person', 'online', 'none'] as const
/** What somebody asks for on a day. */
export type DayMode = (typeof DAY_MODES)[number]

/**
 * How a day choice is kept: asked for without a place (`requested`: late, or the pool gives on approval), a place held,
 * in line, offered, not attending, or given back with the whole registration.
 */
export type ChoiceState = 'requested' | 'held' | 'waiting' | 'offered' | 'none' | 'released'

/** What somebody asks for on one day of the meeting. */
export interface Wish {
  /** ISO date. */
  day: string
  mode: DayMode
  /** While waiting for a place in the room: keep one online. */
  meanwhile: boolean
  /** While taking part online: may take the floor, where the meeting tells that apart. Absent: as it was. */
  floor?: boolean
  /** The sessions of that day that ask people to sign up and that they want to attend. Absent: as they were. */
  sessions?: readonly SessionId[]
}

/** What somebody says they represent. A claim is not a fact. */
export interface Claim {
  constituency: ConstituencyId
  /** Only for who speaks for a State. */
  state: StateId | null
  /** Name of the organization, for the rest. */
  organization: string
}

export interface Names {
  givenNames: string
  /** Empty for people with one name. */
  familyName: string
}

/** Answers to the organiser's questions, by question id; `yes` and `no` for a yes-no question. */
export type Answers = Readonly<Record<string, string>>

/** What somebody agrees to: that their data is used as said (needed), and that the list of participants names them. */
export interface Consents {
  data: boolean
  list: boolean
  /** The version of the privacy notice that they read (`noticeVersion`), and when they agreed: an ISO instant. */
  notice?: string
  at?: string
}

export const STEPS = ['you', 'representing', 'attendance', 'needs', 'check'] as const
/** A step of the form, in order. */
export type Step = (typeof STEPS)[number]

/** What is saved as it goes, before it is sent; each part appears when its step is done. */
export interface Draft {
  names?: Names
  jobTitle?: string
  claim?: Claim
  wishes?: readonly Wish[]
  answers?: Answers
  language?: string
  /** The showing of a step that was sent last: what comes late from its script is not saved over it. */
  closed?: string
}
