import { isNamed, type AgendaView, type SessionView } from '../access/view.ts'
import { FORMATS, SESSION_KINDS, type Format, type SessionKind } from '../agenda/release.ts'
import { formatDay } from '../platform/i18n/formats.ts'
import { translator } from '../platform/i18n/i18n.ts'

/** Which part of an agenda a public calendar is of; all of it when nothing is said. */
export interface AgendaFilter {
  readonly day?: Temporal.PlainDate | undefined
  readonly kind?: SessionKind | undefined
  readonly format?: Format | undefined
}

interface MeetingDays {
  readonly days: readonly { readonly number: number; readonly date: Temporal.PlainDate }[]
}

/** One of these values, nothing if nothing was asked for, `false` for what is none of them. */
const oneOf = <T>(
  asked: unknown,
  values: readonly T[],
  named: (value: T) => readonly string[],
): T | undefined | false =>
  asked === undefined || asked === ''
    ? undefined
    : (values.find((value) => typeof asked === 'string' && named(value).includes(asked)) ?? false)

/**
 * The filter that an address asks for: a day by its date or number, a kind, a format. Undefined if it asks for what there
 * is not: an invented value is no calendar, and fills no cache.
 */
export const filterFrom = (
  query: Readonly<Record<string, unknown>>,
  { days }: MeetingDays,
): AgendaFilter | undefined => {
  const day = oneOf(query['day'], days, ({ date, number }) => [date.toString(), String(number)])
  const kind = oneOf(query['kind'], SESSION_KINDS, (value) => [value])
  const format = oneOf(query['format'], FORMATS, (value) => [value])
  return day === false || kind === false || format === false ? undefined : { day: day?.date, kind, format }
}

/** What stands for a filter among the things that are kept. */
export const filterKey = ({ day, kind, format }: AgendaFilter): string => [day?.toString(), kind, format].join('/')

/** Whether an entry passes. A *closed* one has neither kind nor format, so it is only in the calendars of days. */
export const passes = ({ day, kind, format }: AgendaFilter, entry: SessionView): boolean =>
  (!day || entry.day.equals(day)) &&
  (!kind || (isNamed(entry) && entry.kind === kind)) &&
  (!format || (isNamed(entry) && entry.format === format))

/** What clients call it: the meeting, and what it is of. */
export const filteredName = (view: AgendaView, { day, kind, format }: AgendaFilter): string => {
  const t = translator(view.locale)
  return [
    view.meeting.shortTitle.text,
    day && formatDay(day, view.locale, { year: false }),
    kind && t(`calendar:kind.${kind}`),
    format && t(`calendar:format.${format}`),
  ]
    .filter(Boolean)
    .join(', ')
}
