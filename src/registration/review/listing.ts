import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { StateId } from '../../delegations/state.ts'
import type { MeetingId, RegistrationId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { IMPORTED_AS, type ImportedAs, type ImportId } from '../import/import.ts'
import type { PlaceMode, RegistrationState } from '../registration.ts'

/** The states that an organiser sees; drafts are only their owners'. */
export const LISTED_STATES = [
  'requested',
  'confirmed',
  'declined',
  'withdrawn',
] as const satisfies readonly RegistrationState[]

export const PLACE_STANDINGS = ['held', 'waiting', 'offered'] as const
/** How somebody stands to a place. */
export type PlaceStanding = (typeof PLACE_STANDINGS)[number]

/** Which registrations to list; what is absent is not asked. */
export interface ListFilter {
  state?: RegistrationState
  constituency?: ConstituencyId
  /** ISO 3166-1 alpha-3. */
  country?: StateId
  /** Any of these States, such as those of a regional group. */
  countries?: readonly StateId[]
  /** ISO date; with `mode` and `place`, who stands so to a place. */
  day?: string
  mode?: PlaceMode
  /** Holds a place when only day or mode are asked for. */
  place?: PlaceStanding
  /** We asked them something that they have not answered. */
  asked?: boolean
  /** Sent after registration closed, and not granted yet. */
  late?: boolean
  /** Our mail does not reach them. */
  unreachable?: boolean
  /** Named by a focal point or an organiser. */
  nominated?: boolean
  /** Id of a question to which they gave an answer other than no. */
  answered?: string
  /** Registered or changed by this import, as long as its table is kept; with `imported`, only the one or the other. */
  import?: ImportId
  imported?: ImportedAs
  /** Beginnings of words: of names, addresses, organization, State, reference; in any order, with or without accents. */
  search?: string
  /** These alone. */
  ids?: readonly RegistrationId[]
  /** The few that were found first (`RegistrationList.narrow`): PostgreSQL's own writing of their ids goes back as it came. */
  among?: { ids: string; count: number }
  /** Looked up, and found to be many (`RegistrationList.narrow`). */
  wide?: boolean
}

export const SORTS = ['sent', 'name', 'delegation', 'changed'] as const
/** By when it was sent, by name, by delegation (constituency, State or organization, role, rank), by the last change. */
export type Sort = (typeof SORTS)[number]

/** Where in the list, and in which order. */
export interface Paging {
  sort?: Sort
  descending?: boolean
  /** The language in whose order States stand. */
  locale?: Locale
  /** Id of the last registration of the page before. */
  after?: string
  /** Id of the first registration of the page after. */
  before?: string
  limit?: number
}

/** The sorting column of each order. Every one is in an index with the meeting before and the id behind it. */
const KEYS: Readonly<Record<Sort, (locale: Locale) => { column: string; type: string; id: string }>> = {
  sent: () => ({ column: 'r.submitted_at', type: 'timestamptz', id: 'r.id' }),
  changed: () => ({ column: 'r.changed_at', type: 'timestamptz', id: 'r.id' }),
  name: () => ({ column: 'f.name_key', type: 'text', id: 'f.registration_id' }),
  delegation: (locale) => ({ column: `f.order_${locale}`, type: 'text', id: 'f.registration_id' }),
}

/** The column that a sort goes by, its type, and the id beside it. */
export const sortKey = (sort: Sort, locale: Locale): { column: string; type: string; id: string } => KEYS[sort](locale)

/** Statement parts, with numbered placeholders for `values`. */
export interface Matching {
  from: string
  where: string
  values: unknown[]
}

/** The conditions on the words of a registration. */
const askingFor = (
  { search, answered }: Pick<ListFilter, 'search' | 'answered'>,
  value: (each: unknown) => string,
): string[] => [
  ...(search === undefined ? [] : [`f.words @@ words_query(${value(search)})`]),
  ...(answered === undefined ? [] : [`f.words @@ quote_literal('=' || ${value(answered)}::text)::tsquery`]),
]

/** What is looked up first, and what of a filter is then still to be asked. */
export interface Finding {
  sql: string
  values: unknown[]
  rest: ListFilter
}

/**
 * The registrations whose words are asked for, or else those who wait; undefined when neither is asked. The order of a list
 * tells nothing of either: walking along it would pass thousands before it finds a page of them.
 */
export const finding = (meeting: MeetingId, filter: ListFilter, limit: number): Finding | undefined => {
  const values: unknown[] = [meeting]
  const value = (each: unknown): string => `$${values.push(each)}`
  const words = askingFor(filter, value)
  if (words.length > 0) {
    const where = ['f.meeting_id = $1', ...words].join(' AND ')
    const { search: _search, answered: _answered, ...rest } = filter
    return {
      sql: `SELECT f.registration_id AS id FROM registration_finder f WHERE ${where} LIMIT ${limit}`,
      values,
      rest,
    }
  }
  if (filter.place !== 'waiting') return undefined
  const where = ["w.meeting_id = $1 AND w.session_id IS NULL AND w.mode <> 'floor'"]
  if (filter.day) where.push(`w.day = ${value(filter.day)}::date`)
  if (filter.mode) where.push(`w.mode = ${value(filter.mode)}`)
  const { place: _place, day: _day, mode: _mode, ...rest } = filter
  return {
    sql: `SELECT DISTINCT w.registration_id AS id FROM waiting_entry w WHERE ${where.join(' AND ')} LIMIT ${limit}`,
    values,
    rest,
  }
}

/** FROM and WHERE for the registrations of a meeting that pass a filter; `sort` says what the order needs. */
export const matching = (meeting: MeetingId, filter: ListFilter, sort: Sort = 'sent'): Matching => {
  const values: unknown[] = [meeting]
  const value = (each: unknown): string => `$${values.push(each)}`
  const asks = !filter.ids && !filter.among && (filter.search !== undefined || filter.answered !== undefined)
  const finds = asks || sort === 'name' || sort === 'delegation'
  const where = ["r.meeting_id = $1 AND r.submitted_at IS NOT NULL AND r.state <> 'draft'"]
  if (finds) where.push('f.meeting_id = $1')
  if (filter.state) where.push(`r.state = ${value(filter.state)}`)
  if (filter.constituency) where.push(`r.quota_constituency = ${value(filter.constituency)}`)
  if (filter.country) where.push(`r.quota_delegation = ${value(filter.country)}`)
  if (filter.countries) where.push(`r.quota_delegation = ANY (${value(filter.countries)}::text[])`)
  if (filter.late) where.push('r.late')
  if (filter.unreachable) where.push('EXISTS (SELECT FROM unreachable u WHERE u.person_id = r.person_id)')
  if (filter.nominated) where.push('r.nominated_by IS NOT NULL')
  if (filter.import)
    where.push(`r.id IN (
      SELECT registration_id FROM registration_import_row
       WHERE import_id = ${value(filter.import)} AND outcome = ANY (${value(filter.imported ? [filter.imported] : IMPORTED_AS)}::text[]))`)
  if (filter.asked)
    where.push(`r.id IN (
      SELECT c.registration_id FROM registration_change c WHERE c.move = 'ask' AND NOT EXISTS (
        SELECT FROM registration_change later
         WHERE later.registration_id = c.registration_id AND later.move = 'answer' AND later.number > c.number))`)
  if (filter.day || filter.mode || filter.place) {
    const place = filter.place ?? 'held'
    const asked = [
      'c.registration_id = r.id',
      filter.day
        ? `c.day = ${value(filter.day)}::date`
        : 'c.day IN (SELECT date FROM meeting_day WHERE meeting_id = $1)',
      place === 'held' ? 'c.held IS NOT NULL' : `c.state = ${value(place)}`,
      ...(filter.mode ? [`${place === 'held' ? 'c.held' : 'c.mode'} = ${value(filter.mode)}`] : []),
    ]
    where.push(`EXISTS (SELECT FROM day_choice c WHERE ${asked.join(' AND ')})`)
  }
  const these = filter.ids ?? filter.among?.ids
  if (these) where.push(`r.id = ANY (${value(these)}::uuid[])`)
  else where.push(...askingFor(filter, value))
  return {
    from: `registration r${finds ? ' JOIN registration_finder f ON f.registration_id = r.id' : ''}`,
    where: where.join(' AND '),
    values,
  }
}
