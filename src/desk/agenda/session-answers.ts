import type { Session } from '../../agenda/session.entity.ts'
import type { AgendaItem } from '../../agenda/release.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { formatTime } from '../../platform/i18n/formats.ts'

/** Somebody who chairs or speaks, as the form has it. */
export interface OfficerAnswers {
  role: string
  name: LocalizedText
  constituency: string
}

/** The answers in the form: as they are kept, or as they were typed. */
export interface SessionAnswers {
  /** Absent while the session is new. */
  version?: number
  code: string
  kind: string
  title: LocalizedText
  abstract: LocalizedText
  day: string
  start: string
  end: string
  room: string
  format: string
  interpretation: readonly string[]
  capacity: string
  officers: readonly OfficerAnswers[]
  items: readonly AgendaItem[]
}

/** The form of a new session: on this day, held and interpreted as the meeting is, the rest to be said. */
export const newAnswers = (
  day: string,
  { format, interpretation }: Pick<Meeting, 'format' | 'interpretation'>,
): SessionAnswers => ({
  code: '',
  kind: 'plenary',
  title: {},
  abstract: {},
  day,
  start: '',
  end: '',
  room: '',
  format,
  interpretation,
  capacity: '',
  officers: [],
  items: [],
})

/** A session's row as its form shows it. */
export const answersOf = (session: Session): SessionAnswers => ({
  version: session.version,
  code: session.code,
  kind: session.kind,
  title: session.title,
  abstract: session.abstract,
  day: session.day.toString(),
  start: session.start ? formatTime(session.start) : '',
  end: session.end ? formatTime(session.end) : '',
  room: session.roomId ?? '',
  format: session.format,
  interpretation: session.interpretation,
  capacity: session.capacity?.toString() ?? '',
  officers: session.officers.map(({ role, name, constituency = '' }) => ({ role, name, constituency })),
  items: session.items,
})

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const words = (value: unknown): LocalizedText =>
  Object.fromEntries(Object.entries(record(value)).filter(([, said]) => typeof said === 'string'))
const rows = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(record) : [])
const said = (value: LocalizedText): boolean => Object.values(value).some((one) => one.trim() !== '')

/** The form as it was sent, to be shown again with nothing lost; rows in which nothing stands are left out. */
export const typedAnswers = (body: unknown, version?: number): SessionAnswers => {
  const sent = record(body)
  return {
    ...(version !== undefined && { version: Number(sent.version) || version }),
    code: text(sent.code),
    kind: text(sent.kind),
    title: words(sent.title),
    abstract: words(sent.abstract),
    day: text(sent.day),
    start: text(sent.start),
    end: text(sent.end),
    room: text(sent.room),
    format: text(sent.format),
    interpretation: Array.isArray(sent.interpretation) ? sent.interpretation.map(text) : [],
    capacity: text(sent.capacity),
    officers: rows(sent.officers)
      .map((row) => ({ role: text(row.role), name: words(row.name), constituency: text(row.constituency) }))
      .filter(({ name }) => said(name)),
    items: rows(sent.items)
      .map((row) => ({ number: text(row.number), title: words(row.title) }))
      .filter(({ number, title }) => number.trim() !== '' || said(title)),
  }
}

/** For each field that both changed, whose the reader chose. */
export const chosenIn = (body: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(record(record(body).choose)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )
