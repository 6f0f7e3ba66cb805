import { isNamed, type AgendaView, type RoomView, type SessionView } from '../access/view.ts'
import { FORMATS, SESSION_KINDS, type Format, type SessionKind } from '../agenda/release.ts'
import { formatDay, nameOrder } from '../platform/i18n/formats.ts'
import { translator } from '../platform/i18n/i18n.ts'
import { languageName } from '../ui/language-codes.tsx'
import { matching } from './agenda-search.ts'

/** Which part of an agenda is asked for, by a page or a calendar; all of it when nothing is said. */
export interface AgendaFilter {
  readonly day?: Temporal.PlainDate | undefined
  readonly kind?: SessionKind | undefined
  readonly format?: Format | undefined
  /** Key of a room. */
  readonly room?: string | undefined
  /** A language of interpretation (BCP 47). */
  readonly lang?: string | undefined
  /** Only what who asks may attend. */
  readonly open?: 'me' | undefined
  /** Words to be found in a session. */
  readonly q?: string | undefined
}

/** The names of what stands in an address to filter an agenda. */
export const FILTERS = ['day', 'kind', 'format', 'room', 'lang', 'open', 'q'] as const satisfies (keyof AgendaFilter)[]

/** Nobody looks for more. */
export const LONGEST_SEARCH = 100

/** One of these values, nothing if nothing was asked for, `false` for what is none of them. */
const oneOf = <T>(
  asked: unknown,
  values: readonly T[],
  named: (value: T) => readonly string[],
): T | undefined | false =>
  asked === undefined || asked === ''
    ? undefined
    : (values.find((value) => typeof asked === 'string' && named(value).includes(asked)) ?? false)

const itself = (value: string): readonly string[] => [value]

/** What is there to filter by, for this reader: a room that they see no session in is none. */
export const choicesIn = ({
  locale,
  days,
}: AgendaView): { kinds: SessionKind[]; rooms: RoomView[]; languages: string[] } => {
  const entries = days.flatMap((day) => day.sessions)
  const named = entries.filter(isNamed)
  const rooms = new Map(entries.flatMap(({ room }) => (room ? [[room.key, room]] : [])))
  const kinds = new Set(named.map(({ kind }) => kind))
  const order = nameOrder(locale)
  return {
    kinds: SESSION_KINDS.filter((kind) => kinds.has(kind)),
    rooms: [...rooms.values()].sort(
      (a, b) => Number(a.onlineOnly) - Number(b.onlineOnly) || order.compare(a.name.text, b.name.text),
    ),
    languages: [...new Set(named.flatMap(({ interpretation }) => interpretation))],
  }
}

/**
 * The filter that an address asks for: a day by its date or number, a kind, a format, a room, a language, words.
 * Undefined if it asks for what this reader cannot see: an invented value is no calendar, and fills no cache.
 */
export const filterFrom = (query: Readonly<Record<string, unknown>>, view: AgendaView): AgendaFilter | undefined => {
  const { rooms, languages } = choicesIn(view)
  const day = oneOf(query['day'], view.days, ({ date, number }) => [date.toString(), String(number)])
  const kind = oneOf(query['kind'], SESSION_KINDS, itself)
  const format = oneOf(query['format'], FORMATS, itself)
  const room = oneOf(query['room'], rooms, ({ key }) => [key])
  const lang = oneOf(query['lang'], languages, itself)
  const open = oneOf(query['open'], ['me'] as const, itself)
  const q = query['q'] ?? ''
  if (day === false || kind === false || format === false || room === false || lang === false || open === false)
    return undefined
  if (typeof q !== 'string') return undefined
  return {
    day: day?.date,
    kind,
    format,
    room: room?.key,
    lang,
    open,
    q: q.trim().slice(0, LONGEST_SEARCH) || undefined,
  }
}

/** Whether a filter asks for a part only, beside its day. */
export const isPart = ({ day: _day, ...rest }: AgendaFilter): boolean => Object.values(rest).some(Boolean)

/** What stands for a filter among the things that are kept. */
export const filterKey = ({ day, kind, format, room, lang, open }: AgendaFilter): string =>
  [day?.toString(), kind, format, room, lang, open].join('/')

/**
 * Says of an entry whether it passes. A *closed* one has neither kind, format nor languages, so it is only in the
 * calendars of days and of rooms.
 */
export const passing = (
  { locale }: Pick<AgendaView, 'locale'>,
  { day, kind, format, room, lang, open, q }: AgendaFilter,
): ((entry: SessionView) => boolean) => {
  const matches = q === undefined ? undefined : matching(q, locale)
  return (entry) =>
    (!day || entry.day.equals(day)) &&
    (!room || entry.room?.key === room) &&
    (!kind || (isNamed(entry) && entry.kind === kind)) &&
    (!format || (isNamed(entry) && entry.format === format)) &&
    (!lang || (isNamed(entry) && entry.interpretation.includes(lang))) &&
    (!open || entry.level === 'attend') &&
    (!matches || matches(entry))
}

/** What clients call it: the meeting, and what it is of. */
export const filteredName = (view: AgendaView, { day, kind, format, room, lang, q }: AgendaFilter): string => {
  const t = translator(view.locale)
  return [
    view.meeting.shortTitle.text,
    day && formatDay(day, view.locale, { year: false }),
    kind && t(`calendar:kind.${kind}`),
    format && t(`calendar:format.${format}`),
    room && choicesIn(view).rooms.find(({ key }) => key === room)?.name.text,
    lang && languageName(view.locale, lang),
    q,
  ]
    .filter(Boolean)
    .join(', ')
}
