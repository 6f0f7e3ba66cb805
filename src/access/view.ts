import type { Localized } from '../kernel/localized-text.ts'
import type { Locale } from '../kernel/locale.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Format, ReleaseLabel, SessionKind, Stage } from '../agenda/release.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'

/** Only `access/` holds this key, so only `access/` can make an agenda view. */
declare const passedTheGate: unique symbol

/**
 * A release as one audience may see it, in one language: the only agenda a renderer accepts.
 * What the audience may not see is absent, not blanked.
 */
export interface AgendaView {
  readonly [passedTheGate]: true
  readonly locale: Locale
  readonly meeting: MeetingView
  readonly release: ReleaseView
  /** Every day of the meeting in order, also those without sessions. */
  readonly days: readonly DayView[]
}

/** The frame of a meeting, in the reader's language. */
export interface MeetingView {
  readonly slug: string
  readonly title: Localized
  readonly shortTitle: Localized
  readonly organizer: Localized
  readonly venue: Localized
  readonly address: Localized
  readonly city: Localized
  /** IANA name. */
  readonly timeZone: string
  readonly contactEmail: string
  readonly format: Format
}

export interface ReleaseView {
  readonly label: ReleaseLabel
  readonly stage: Stage
  readonly publishedAt: Temporal.Instant
  /** Shown only to those whose view this release changed. */
  readonly note?: Localized
  /** The label of the release in force, when this one is superseded. */
  readonly supersededBy?: ReleaseLabel
}

export interface DayView {
  /** 1-based. */
  readonly number: number
  readonly date: Temporal.PlainDate
  readonly title?: Localized
  /** Whom the day is for; empty means every registered person. */
  readonly openTo: readonly ConstituencyId[]
  /** By start, then room and code; those whose time is to be announced come last. */
  readonly sessions: readonly SessionView[]
}

export interface RoomView {
  /** Its short name, as it stands in addresses: `xvii`. */
  readonly key: string
  readonly name: Localized
  readonly place?: Localized
  readonly onlineOnly: boolean
}

/** Who may attend, in a form every surface can say: everyone, these constituencies, or by invitation. */
export type AudienceOf =
  | { readonly attend: 'everyone' }
  | { readonly attend: 'constituencies'; readonly constituencies: readonly ConstituencyId[] }
  | { readonly attend: 'invited' }

/** What a calendar needs to know of an entry; computed per level from the chain of releases. */
export interface CalendarFacts {
  /** Stable for ever; a *closed* entry has one that tells nothing of the code. */
  readonly uid: string
  /** RFC 5546, 2.1.4. */
  readonly sequence: number
  /** DTSTAMP and LAST-MODIFIED: when anything shown last changed. */
  readonly stamp: Temporal.Instant
}

interface EntryBase {
  readonly day: Temporal.PlainDate
  /** In the meeting's zone; null while to be announced (then it is listed under its day and in no calendar). */
  readonly start: Temporal.ZonedDateTime | null
  readonly end: Temporal.ZonedDateTime | null
  /** Undefined while to be announced. */
  readonly room?: RoomView
  readonly status: 'confirmed' | 'cancelled'
  readonly calendar: CalendarFacts
}

/** "Closed meeting": its time and room, and nothing else. */
export interface ClosedEntry extends EntryBase {
  readonly level: 'closed'
}

/** *Listed*: that it takes place, and whom it is for. */
export interface ListedEntry extends EntryBase {
  readonly level: 'listed'
  readonly id: SessionId
  readonly code: string
  readonly kind: SessionKind
  readonly title: Localized
  readonly format: Format
  readonly interpretation: readonly string[]
  readonly openTo: AudienceOf
}

/** *Programme*: all but how to join, documents, capacity and who attends. */
export interface ProgrammeEntry extends Omit<ListedEntry, 'level'> {
  readonly level: 'programme'
  readonly abstract?: Localized
  readonly officers: readonly OfficerView[]
  readonly items: readonly { readonly number: string; readonly title: Localized }[]
}

/** For those who may attend: how to join (through our own page), and its places. */
export interface AttendEntry extends Omit<ProgrammeEntry, 'level'> {
  readonly level: 'attend'
  /** Whether there is a way in online. */
  readonly online: boolean
  readonly capacity: number | null
}

export interface OfficerView {
  readonly role: 'chair' | 'moderator' | 'speaker'
  readonly name: Localized
}

export type SessionView = ClosedEntry | ListedEntry | ProgrammeEntry | AttendEntry
/** An entry that has a code and so an address of its own. */
export type NamedEntry = Exclude<SessionView, ClosedEntry>
export const isNamed = (entry: SessionView): entry is NamedEntry => entry.level !== 'closed'
