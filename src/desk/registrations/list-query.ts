import { IsOptional, IsString, MaxLength } from 'class-validator'
import { constituency } from '../../delegations/constituency.ts'
import { REGIONAL_GROUPS, statesOf } from '../../delegations/regional-group.ts'
import { state } from '../../delegations/state.ts'
import { asId, isId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { IMPORTED_AS } from '../../registration/import/import.ts'
import { PLACE_MODES } from '../../registration/registration.ts'
import {
  LISTED_STATES,
  PLACE_STANDINGS,
  SORTS,
  type ListFilter,
  type Paging,
  type Sort,
} from '../../registration/review/listing.ts'

/** What the address of the list says; whatever makes no sense is not asked. */
export class FilterQuery {
  @IsOptional() @IsString() @MaxLength(200) q?: string
  @IsOptional() @IsString() status?: string
  @IsOptional() @IsString() as?: string
  @IsOptional() @IsString() country?: string
  @IsOptional() @IsString() group?: string
  @IsOptional() @IsString() day?: string
  @IsOptional() @IsString() mode?: string
  @IsOptional() @IsString() place?: string
  @IsOptional() @IsString() only?: string
  @IsOptional() @IsString() answered?: string
  /** An import, and a point before what it did to them: `<id>.added`. */
  @IsOptional() @IsString() import?: string
  /** A sort, with a minus before it the other way round. */
  @IsOptional() @IsString() sort?: string
  /** The last registration of the page before. */
  @IsOptional() @IsString() after?: string
  /** The first registration of the page after. */
  @IsOptional() @IsString() before?: string
}

/** What narrows the list; the rest of the address says where in it one is. */
const FILTERS = ['q', 'status', 'as', 'country', 'group', 'day', 'mode', 'place', 'only', 'answered', 'import'] as const

export const ONLY = ['asked', 'late', 'nominated', 'unreachable'] as const
/** Narrow questions of which one can be asked at a time. */
export type Only = (typeof ONLY)[number]

const oneOf = <T extends string>(values: readonly T[], said: string | undefined): T | undefined =>
  values.find((value) => value === said)

/** The filter that an address asks for in a meeting. */
export const filterFrom = (query: FilterQuery, { days, registration }: Meeting): ListFilter => {
  const status = oneOf(LISTED_STATES, query.status)
  const mode = oneOf(PLACE_MODES, query.mode)
  const place = oneOf(PLACE_STANDINGS, query.place)
  const only = oneOf(ONLY, query.only)
  const group = REGIONAL_GROUPS.find(({ id }) => id === query.group)
  const [imported, as] = query.import?.split('.') ?? []
  const importedAs = oneOf(IMPORTED_AS, as)
  const search = query.q?.trim()
  return {
    ...(status && { state: status }),
    ...(query.as && constituency(query.as) && { constituency: query.as }),
    ...(query.country && state(query.country) && { country: query.country }),
    ...(group && { countries: statesOf(group.id) }),
    ...(query.day && days.some(({ date }) => date.toString() === query.day) && { day: query.day }),
    ...(mode && { mode }),
    ...(place && { place }),
    ...(only && { [only]: true }),
    ...(registration.questions.some(({ id }) => id === query.answered) && { answered: query.answered! }),
    ...(imported &&
      isId(imported) && { import: asId<'Import'>(imported), ...(importedAs && { imported: importedAs }) }),
    ...(search && { search }),
  }
}

/** The order that an address asks for; the newest first when it says nothing. */
export const sortFrom = (query: FilterQuery): { sort: Sort; descending: boolean } => {
  const descending = query.sort?.startsWith('-') ?? false
  const sort = oneOf(SORTS, query.sort?.replace(/^-/, ''))
  return sort ? { sort, descending } : { sort: 'sent', descending: true }
}

/** Where in the list an address is. */
export const pagingFrom = (query: FilterQuery, locale: Locale): Paging => ({
  ...sortFrom(query),
  locale,
  ...(query.after ? { after: query.after } : query.before ? { before: query.before } : {}),
})

/** Whether the address narrows the list at all. */
export const isFiltered = (query: FilterQuery): boolean => FILTERS.some((name) => Boolean(query[name]?.trim()))

/** The filters of an address, and its order, as `?q=…`, with changes; empty where nothing is asked. */
export const queryWith = (query: FilterQuery, change: Partial<FilterQuery> = {}): string => {
  const said: FilterQuery = { ...query, after: undefined, before: undefined, ...change }
  const pairs = [...FILTERS, 'sort' as const, 'after' as const, 'before' as const].flatMap((name) =>
    said[name]?.trim() ? [[name, said[name]!.trim()]] : [],
  )
  const text = new URLSearchParams(pairs).toString()
  return text && `?${text}`
}

/** The filters alone, in the order of their names, as a bulk action keeps them. */
export const filterQuery = (query: FilterQuery): FilterQuery =>
  Object.fromEntries(FILTERS.flatMap((name) => (query[name]?.trim() ? [[name, query[name]!.trim()]] : [])))
