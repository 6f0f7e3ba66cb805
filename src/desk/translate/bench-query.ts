import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import type { LanguageState, Translation } from '../../agenda/translations.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'

export const SHOWN_STATES = ['due', 'missing', 'older', 'to-check', 'all'] as const
export type ShownState = (typeof SHOWN_STATES)[number]

/** What of the bench is shown. */
export class BenchQuery {
  /** Into which language. */
  @IsOptional() @IsIn(LOCALES) to?: Locale
  @IsOptional() @IsIn(SHOWN_STATES) state?: ShownState
  /** ISO date of a day; `rooms` for rooms and the meeting itself. */
  @IsOptional() @IsString() @MaxLength(20) of?: string
  @IsOptional() @IsString() @MaxLength(6) page?: string
  /** How many texts were saved before it was drawn again. */
  @IsOptional() @IsString() @MaxLength(6) saved?: string
}

/** How many texts stand on a page: a form carries no more, with what was seen of each. */
export const TEXTS_A_PAGE = 40

/** Of all texts in a language, those that are asked for. */
export const shownOf = (all: readonly Translation[], { state = 'due', of = '' }: BenchQuery): Translation[] =>
  all.filter(
    (one) =>
      (state === 'all' || (state === 'due' ? one.state !== 'current' : one.state === state)) &&
      (of === '' || (of === 'rooms' ? one.text.day === undefined : one.text.day === of)),
  )

/** The query as it stands in an address. */
export const benchAddress = (base: string, query: BenchQuery): string => {
  const asked = new URLSearchParams(
    Object.entries({ ...query }).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
  )
  return `${base}?${asked.toString()}`
}

/** The language that needs most, where none is asked for. */
export const mostDue = (states: readonly LanguageState[]): Locale | undefined =>
  states.toSorted((a, b) => b.due.length - a.due.length)[0]?.locale
