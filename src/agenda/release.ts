import type { LocalizedText } from '../kernel/localized-text.ts'
import type { RoomId, SessionId } from '../kernel/id.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'

export const SESSION_KINDS = [
  'plenary',
  'panel',
  'briefing',
  'forum',
  'side-event',
  'coordination',
  'registration',
  'break',
] as const
/** What a session is; `registration` and `break` are pauses: nothing is on, and nobody follows them. */
export type SessionKind = (typeof SESSION_KINDS)[number]
export const isPause = (kind: SessionKind): boolean => kind === 'break' || kind === 'registration'

export const FORMATS = ['in-person', 'online', 'hybrid'] as const
export type Format = (typeof FORMATS)[number]

export const SHOW_LEVELS = ['programme', 'listed', 'closed', 'unlisted'] as const
/** What those who may not attend see of a session, from most to nothing. */
export type ShowLevel = (typeof SHOW_LEVELS)[number]

/** Who may attend, and what the rest see. */
export type AccessRule =
  | { attend: 'everyone'; show: ShowLevel }
  | { attend: 'constituencies'; constituencies: readonly ConstituencyId[]; show: ShowLevel }
  | { attend: 'invited'; groups: readonly string[]; show: ShowLevel }

export const OFFICER_ROLES = ['chair', 'moderator', 'speaker'] as const

/** Somebody who chairs, speaks or moderates: a function, or a person by name. */
export interface Officer {
  role: (typeof OFFICER_ROLES)[number]
  name: LocalizedText
  constituency?: ConstituencyId
}

/** A numbered item of a session's agenda. */
export interface AgendaItem {
  number: string
  title: LocalizedText
}

/** A session as a release freezes it: words and ids of the programme; no join link, invitee or document inside. */
export interface ReleasedSession {
  id: SessionId
  code: string
  kind: SessionKind
  title: LocalizedText
  abstract: LocalizedText
  /** ISO date of the meeting day it is listed under. */
  day: string
  /** Wall-clock `HH:MM` in the meeting's zone; null while the time within the day is to be announced. */
  start: string | null
  end: string | null
  /** The same as ISO instants (UTC). */
  startsAt: string | null
  endsAt: string | null
  /** Null while to be announced. */
  room: RoomId | null
  format: Format
  /** Languages with a channel beside the floor (BCP 47; sign languages and captions by their tags). */
  interpretation: readonly string[]
  officers: readonly Officer[]
  items: readonly AgendaItem[]
  access: AccessRule
  capacity: number | null
  status: 'confirmed' | 'cancelled'
}

export interface ReleasedRoom {
  id: RoomId
  name: LocalizedText
  place: LocalizedText | null
  onlineOnly: boolean
}

/** The snapshot that a release is. */
export interface ReleaseContent {
  schema: 1
  rooms: readonly ReleasedRoom[]
  sessions: readonly ReleasedSession[]
}

/** `draft`, `Rev.2`, `Final`, `Corr.1`: the UN label that everybody sees. `Draft` and `Final` are capitalised. */
export type ReleaseLabel = 'Draft' | 'Final' | `Rev.${number}` | `Corr.${number}`
/** The stamp a label wears: dashed, outlined or filled. */
export type Stage = 'draft' | 'revised' | 'final'
export const stageOf = (label: ReleaseLabel): Stage =>
  label === 'Draft' ? 'draft' : label.startsWith('Rev.') ? 'revised' : 'final'
export const isReleaseLabel = (value: string): value is ReleaseLabel =>
  /^(Draft|Final|(Rev|Corr)\.[1-9][0-9]{0,2})$/.test(value)
