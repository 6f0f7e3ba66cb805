import { DomainError, InvalidInput, type FieldError } from '../kernel/domain-error.ts'
import type { RoomId } from '../kernel/id.ts'
import { isLanguageTag, LOCALES, type Locale } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { EmptySpan, NoSuchHour, spanOn } from '../kernel/time.ts'
import { constituency } from '../delegations/constituency.ts'
import { FORMATS, SESSION_KINDS, SHOW_LEVELS } from './release.ts'
import type { AccessRule, AgendaItem, Format, Officer, SessionKind } from './release.ts'

/** What an organiser writes of a session. Its code and access rule are set by commands of their own. */
export interface SessionFields {
  kind: SessionKind
  title: LocalizedText
  abstract: LocalizedText
  day: Temporal.PlainDate
  /** Null, with the end, while to be announced. */
  start: Temporal.PlainTime | null
  /** At or before the start: past midnight. */
  end: Temporal.PlainTime | null
  /** Null while to be announced. */
  room: RoomId | null
  format: Format
  interpretation: readonly string[]
  officers: readonly Officer[]
  items: readonly AgendaItem[]
  capacity: number | null
}

/** A session to add; what is left out is empty. */
export type NewSession = Pick<SessionFields, 'kind' | 'title' | 'day' | 'format'> &
  Partial<SessionFields> & { code: string; access: AccessRule; status?: 'confirmed' | 'cancelled' }

/** What an edit changes: of `title` and `abstract` only the languages named, an empty string takes one away. */
export type SessionChanges = Partial<SessionFields>

/** What the rules of a session need to know of its meeting. */
export interface SessionFrame {
  timeZone: string
  mainLanguage: Locale
  days: readonly { date: Temporal.PlainDate }[]
  rooms: readonly { id: RoomId }[]
}

/** Another session of the meeting has this code already, in whatever case. */
export class CodeTaken extends DomainError {
  readonly code = 'session-code-taken'
  readonly status = 409
}

/** A session that readers have seen stays: it can be cancelled. */
export class SessionWasReleased extends DomainError {
  readonly code = 'session-was-released'
  readonly status = 409
}

/** People hold places in the session, or wait for one. */
export class SessionInUse extends DomainError {
  readonly code = 'session-in-use'
  readonly status = 409
}

const CODE = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/
/**
 * What stands in addresses where codes of sessions do, so that a session called so could not be opened. The one list of
 * them; a test compares it with the addresses there are.
 */
export const RESERVED_CODES: ReadonlySet<string> = new Set(['doors', 'history', 'import', 'new', 'shift', 'swap'])
const GROUP = /^[a-z0-9]+(-[a-z0-9]+)*$/

const error = (pointer: string, message: string, params?: FieldError['params']): FieldError[] => [
  params ? { pointer, message, params } : { pointer, message },
]

/** A text with some of its languages replaced; an empty string takes one away. */
export const mergeText = (before: LocalizedText, changes: LocalizedText): LocalizedText => {
  const merged: LocalizedText = {}
  for (const locale of LOCALES) {
    const text = (changes[locale] ?? before[locale] ?? '').trim().normalize('NFC')
    if (text) merged[locale] = text
  }
  return merged
}

/** A session as it is after some changes. */
export const withChanges = (before: SessionFields, changes: SessionChanges): SessionFields => ({
  ...before,
  ...changes,
  title: mergeText(before.title, changes.title ?? {}),
  abstract: mergeText(before.abstract, changes.abstract ?? {}),
})

const timeErrors = (session: SessionFields, frame: SessionFrame): FieldError[] => {
  if (!frame.days.some((day) => day.date.equals(session.day))) return error('/day', 'session.not-a-meeting-day')
  if (!session.start !== !session.end) return error(session.start ? '/end' : '/start', 'session.start-and-end-together')
  try {
    instantsOf(session, frame.timeZone)
    return []
  } catch (cause) {
    if (cause instanceof EmptySpan) return error('/end', 'session.ends-when-it-starts')
    if (cause instanceof NoSuchHour) return error('/start', 'session.no-such-hour', cause.params)
    throw cause
  }
}

/** What is wrong with a session as an organiser wrote it; nothing when it can be kept. */
export const sessionErrors = (session: SessionFields, frame: SessionFrame): FieldError[] => [
  ...(SESSION_KINDS.includes(session.kind) ? [] : error('/kind', 'field.not-a-choice')),
  ...(FORMATS.includes(session.format) ? [] : error('/format', 'field.not-a-choice')),
  ...(session.title[frame.mainLanguage] ? [] : error(`/title/${frame.mainLanguage}`, 'session.title-missing')),
  ...timeErrors(session, frame),
  ...(session.room === null || frame.rooms.some((room) => room.id === session.room)
    ? []
    : error('/room', 'field.not-a-choice')),
  ...(session.capacity === null || (Number.isInteger(session.capacity) && session.capacity > 0)
    ? []
    : error('/capacity', 'session.capacity-not-positive')),
  ...session.interpretation.flatMap((tag, index) =>
    isLanguageTag(tag) ? [] : error(`/interpretation/${index}`, 'session.not-a-language'),
  ),
  ...session.officers.flatMap((officer, index) =>
    Object.values(officer.name).some(Boolean) ? [] : error(`/officers/${index}/name`, 'field.missing'),
  ),
  ...session.items.flatMap((item, index) =>
    Object.values(item.title).some(Boolean) ? [] : error(`/items/${index}/title`, 'field.missing'),
  ),
]

/** What is wrong with an access rule. */
export const ruleErrors = (rule: AccessRule): FieldError[] => {
  if (!SHOW_LEVELS.includes(rule.show)) return error('/access/show', 'field.not-a-choice')
  switch (rule.attend) {
    case 'everyone':
      return []
    case 'constituencies':
      return rule.constituencies.length && rule.constituencies.every(constituency)
        ? []
        : error('/access/constituencies', 'session.constituency-missing')
    case 'invited':
      return rule.groups.length && rule.groups.every((group) => GROUP.test(group))
        ? []
        : error('/access/groups', 'session.group-missing')
    default:
      return error('/access/attend', 'field.not-a-choice')
  }
}

/** What is wrong with the code of a new session: it stands in addresses. */
export const codeErrors = (code: string): FieldError[] => {
  if (!CODE.test(code) || code.length > 20) return error('/code', 'session.code-not-possible')
  return RESERVED_CODES.has(code.toLowerCase()) ? error('/code', 'session.code-reserved', { code }) : []
}

/** @throws InvalidInput */
export const refuse = (errors: readonly FieldError[]): void => {
  if (errors.length) throw new InvalidInput({ fields: errors })
}

/**
 * The moments a session starts and ends; null while its time is to be announced.
 * @throws NoSuchHour, EmptySpan
 */
export const instantsOf = (
  session: Pick<SessionFields, 'day' | 'start' | 'end'>,
  timeZone: string,
): { startsAt: Temporal.Instant; endsAt: Temporal.Instant } | null => {
  if (!session.start || !session.end) return null
  const span = spanOn(session.day, session.start, session.end, timeZone)
  return { startsAt: span.start.toInstant(), endsAt: span.end.toInstant() }
}
