import type { AgendaView, MeetingView } from '../access/view.ts'
import type { ReleaseLabel } from '../agenda/release.ts'
import type { ConstituencyId } from '../delegations/constituency.ts'
import type { Locale } from '../kernel/locale.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import type { Mark } from './marks.ts'

/** Where an agenda is read that is not drawn for its own readers: the desk shows it as others see it. */
export interface Elsewhere {
  /** This very agenda; its sessions and its changes are below. */
  readonly here: string
  /** The same under another label. */
  readonly under: (label: ReleaseLabel) => string
}

/** What every part of an agenda page needs to draw itself: nothing of the request, nothing of one reader. */
export interface Frame {
  readonly t: TFunction
  readonly locale: Locale
  readonly view: AgendaView
  /** The constituencies of the meeting, in the order of its form. */
  readonly constituencies: readonly ConstituencyId[]
  /** What the release in force changed, by session id. */
  readonly marks: ReadonlyMap<string, readonly Mark[]>
  /** The versions that can be compared, oldest first. */
  readonly labels: readonly string[]
  /** Codes of sessions with a page now; an old release may name others. */
  readonly linked: ReadonlySet<string>
  /** The reader's own zone, when they chose one (without script) and it is not the meeting's. */
  readonly own?: string
  /** What stands on paper: `plenary.example.org/demo/rev.1`. */
  readonly shortAddress: string
  readonly elsewhere?: Elsewhere
}

/** Where a meeting is read. */
export const meetingPath = (locale: Locale, meeting: Pick<MeetingView, 'slug'>): string => `/${locale}/${meeting.slug}`

/** Where a session is read. */
export const sessionPath = (locale: Locale, meeting: Pick<MeetingView, 'slug'>, code: string): string =>
  `${meetingPath(locale, meeting)}/sessions/${encodeURIComponent(code)}`

/** What of a frame says where things are. */
type Where = Pick<Frame, 'elsewhere' | 'locale' | 'view'>

/** Where this very agenda is read, when it is the one in force. */
export const agendaIn = ({ elsewhere, locale, view }: Where): string =>
  elsewhere?.here ?? `${meetingPath(locale, view.meeting)}/agenda`

/** Where a session of this very agenda is read. */
export const sessionIn = ({ elsewhere, locale, view }: Where, code: string): string =>
  elsewhere ? `${elsewhere.here}/sessions/${encodeURIComponent(code)}` : sessionPath(locale, view.meeting, code)

/** Where the agenda is read as it was under a label, or is if that is the one in force. */
export const releaseIn = ({ elsewhere, locale, view }: Where, label: ReleaseLabel, inForce: boolean): string =>
  elsewhere?.under(label) ??
  (inForce
    ? `${meetingPath(locale, view.meeting)}/agenda`
    : `${meetingPath(locale, view.meeting)}/releases/${labelInPath(label)}`)

/** Where it is read what changed. */
export const changesIn = ({ elsewhere, locale, view }: Where): string =>
  `${elsewhere?.here ?? meetingPath(locale, view.meeting)}/changes`

/** What a display at the door of a room shows. */
export const screenPath = (locale: Locale, meeting: Pick<MeetingView, 'slug'>, room: string): string =>
  `${meetingPath(locale, meeting)}/rooms/${encodeURIComponent(room)}/screen`

/** A label as it stands in an address: `rev.1`. */
export const labelInPath = (label: string): string => label.toLowerCase()
