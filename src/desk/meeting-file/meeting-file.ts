import type { LocalizedText } from '../../kernel/localized-text.ts'
import { isReleaseLabel, type ReleaseLabel } from '../../agenda/release.ts'
import type { AccessRule, AgendaItem, Format, Officer, SessionKind, ShowLevel } from '../../agenda/release.ts'
import type { RegistrationSettings, Verification } from '../../meetings/registration-settings.ts'

/** Our file format for a whole meeting: what `plenary load` reads and `plenary export` writes. */
export interface MeetingFile {
  meeting: FileMeeting
  rooms: FileRoom[]
  /** The working copy, which is also the last release. */
  sessions: FileSession[]
  materials?: FileMaterial[]
  releases?: FileRelease[]
}

export interface FileMeeting {
  slug: string
  series?: string
  demonstration?: boolean
  title: LocalizedText
  shortTitle: LocalizedText
  summary: LocalizedText
  organizer: LocalizedText
  /** ISO dates, or `+30d` from the day of loading. */
  days: string[]
  firstDayOn?: string
  dayTitles?: LocalizedText[]
  timeZone: string
  venue: { name: LocalizedText; address: LocalizedText; access?: LocalizedText; latitude?: number; longitude?: number }
  city: LocalizedText
  country: string
  format: Format
  mainLanguage: string
  workingLanguages: string[]
  /** What sessions are interpreted into unless they say otherwise (BCP 47). */
  interpretation?: string[]
  /** Whether others than its organisers may know of it; they may when absent. */
  announced?: boolean
  contact: { name: LocalizedText; email: string }
  registration: FileRegistration
}

/** What of the settings stands in a file as it is kept. */
export const AS_KEPT = [
  'emailDomains',
  'waitingList',
  'floor',
  'doorMinutes',
  'badge',
  'participants',
  'privacyNotice',
  'retention',
] as const satisfies readonly (keyof RegistrationSettings)[]

/** The moments of the settings: in a file, wall-clock times of the meeting's zone. */
export const MOMENTS = [
  'opens',
  'closes',
  'closesInPerson',
  'nominateBy',
  'confirmBy',
] as const satisfies readonly (keyof RegistrationSettings)[]

export interface FileRegistration
  extends
    Pick<RegistrationSettings, (typeof AS_KEPT)[number]>,
    Partial<Pick<RegistrationSettings, 'questions'>>,
    Pick<RegistrationSettings, (typeof MOMENTS)[number]> {
  constituencies: string[]
  /** By day number; `all` when absent. */
  daysOpenTo?: Record<string, string[] | 'all'>
  verification?: Record<string, Verification>
  seatPools: FilePool[]
}

export interface FilePool {
  /** 1-based. */
  day: number
  /** `floor`: the right to take the floor, of those who are online. */
  mode: 'in-person' | 'online' | 'floor'
  /** Code of a session of that day, which then asks people to sign up. */
  session?: string
  /** Without those held back; no limit for all together when absent, only the quotas. */
  capacity?: number
  /** Places beside the capacity that are given to nobody yet. */
  heldBack?: number
  gives?: 'on-request' | 'on-approval'
  quotas?: FileQuota[]
}

export interface FileQuota {
  constituency: string
  capacity: number
  heldBack?: number
  perDelegation?: number
  /** As the pool when absent. */
  gives?: 'on-request' | 'on-approval'
}

export interface FileRoom {
  id: string
  name: LocalizedText
  place?: LocalizedText | null
  capacity?: number | null
  booths?: number
  hybrid?: boolean
  onlineOnly?: boolean
}

interface FileAccess {
  attend: AccessRule['attend']
  constituencies?: string[]
  show: ShowLevel
}

export interface FileSession {
  code: string
  kind: SessionKind
  /** 1-based. */
  day: number
  /** Wall-clock `HH:MM` in the meeting's zone; absent while to be announced. */
  start?: string | null
  end?: string | null
  room?: string | null
  format: Format
  interpretation: string[]
  access: FileAccess
  /** Groups of named people who are invited. */
  invited?: string[]
  title: LocalizedText
  abstract?: LocalizedText
  people?: Officer[]
  items?: AgendaItem[]
  joinLink?: string
  capacity?: number | null
  materials?: string[]
  status?: 'confirmed' | 'cancelled'
}

export interface FileMaterial {
  id: string
  symbol: string | null
  kind: string
  session?: string
  languages: string[]
  supersedes?: string
  access: FileAccess & { public?: boolean }
  /** Groups of named people who may read it. */
  invited?: string[]
  title: LocalizedText
}

export interface FileRelease {
  number: number
  label: 'draft' | 'revised' | 'final' | 'corrected'
  /** `Rev.1`; the label itself, capitalised, when absent. */
  symbolSuffix?: string
  publishedAt: string
  note: LocalizedText
  /** Codes of sessions that this release did not have yet. */
  without?: string[]
  /** What sessions were like in this release, where they differed from the working copy. */
  differs?: Record<string, Partial<FileSession>>
}

/** The access rule that a file's session states. */
export const accessRuleOf = (access: FileAccess, invited: readonly string[] = []): AccessRule => {
  if (access.attend === 'everyone') return { attend: 'everyone', show: access.show }
  if (access.attend === 'invited') return { attend: 'invited', groups: [...invited], show: access.show }
  return { attend: 'constituencies', constituencies: access.constituencies ?? [], show: access.show }
}

/** The label of a file's release; undefined where it says none. */
export const labelOf = ({
  symbolSuffix,
  label,
}: {
  symbolSuffix?: unknown
  label?: unknown
}): ReleaseLabel | undefined => {
  const words = symbolSuffix ?? label
  if (typeof words !== 'string') return undefined
  const written = words.charAt(0).toUpperCase() + words.slice(1)
  return isReleaseLabel(written) ? written : undefined
}

/** The sessions as one release had them: the working copy less `without`, changed by `differs`. */
export const sessionsOf = (file: MeetingFile, release: FileRelease): FileSession[] =>
  file.sessions
    .filter((session) => !release.without?.includes(session.code))
    .map((session) => ({ ...session, ...release.differs?.[session.code] }))
