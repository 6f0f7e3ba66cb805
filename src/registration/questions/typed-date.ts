import { searchForm } from '../../delegations/state.ts'
import { asciiDigits } from '../../kernel/digits.ts'
import { LOCALES } from '../../kernel/locale.ts'

const [EARLIEST, LATEST] = [1900, 2200]

/** The names of each month in our languages, long and short, without accents. */
const MONTHS: readonly (readonly string[])[] = Array.from({ length: 12 }, (_, month) => [
  ...new Set(
    LOCALES.flatMap((locale) =>
      (['long', 'short'] as const).map((length) =>
        searchForm(
          new Intl.DateTimeFormat(locale, { month: length, timeZone: 'UTC' }).format(Date.UTC(2001, month, 15)),
        ),
      ),
    ),
  ),
])

const monthFrom = (typed: string): number | undefined => {
  if (/^\d{1,2}$/.test(typed)) return Number(typed)
  if (typed.length < 3) return undefined
  const exact = MONTHS.findIndex((names) => names.includes(typed))
  if (exact >= 0) return exact + 1
  const meant = MONTHS.flatMap((names, index) => (names.some((name) => name.startsWith(typed)) ? [index + 1] : []))
  return meant.length === 1 ? meant[0] : undefined
}

/** `1er`, `2nd`, `3.`: the number in it. */
const dayFrom = (typed: string): number | undefined => {
  const [, digits] = /^(\d{1,2})(er|re|o|a|st|nd|rd|th)?$/.exec(typed) ?? []
  return digits === undefined ? undefined : Number(digits)
}

/**
 * The date that somebody means: day, month and year, in this order, in digits of any script, the month also as a word of
 * any of our languages; or as ISO 8601 writes it. Undefined where it is none, or where the year is not written out.
 */
export const dateFrom = (typed: string): Temporal.PlainDate | undefined => {
  const text = asciiDigits(typed.normalize('NFKC')).trim()
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? []
  const words = searchForm(text)
    .split(' ')
    .filter((word) => word && !['de', 'del', 'of', 'the', 'le', 'el'].includes(word))
  if (words.length !== 3 && isoYear === undefined) return undefined
  const [first = '', second = '', third = ''] = words
  // Only a month that is a word can stand first without doubt.
  const monthFirst = /^\p{L}/u.test(first)
  const day = isoDay === undefined ? dayFrom(monthFirst ? second : first) : Number(isoDay)
  const month = isoMonth === undefined ? monthFrom(monthFirst ? first : second) : Number(isoMonth)
  const year = Number(isoYear ?? (/^\d{4}$/.test(third) ? third : Number.NaN))
  if (day === undefined || month === undefined || !(year >= EARLIEST && year <= LATEST)) return undefined
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return undefined
  }
}

/** Day, month and year of a date as it stands in three fields: of a date that is kept, or as they were typed. */
export const datePartsOf = (answer: string): { day: string; month: string; year: string } => {
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(answer) ?? []
  if (isoYear !== undefined && isoMonth !== undefined && isoDay !== undefined)
    return { day: String(Number(isoDay)), month: String(Number(isoMonth)), year: isoYear }
  const [day = '', month = '', ...year] = answer.split('/')
  return { day, month, year: year.join('/') }
}

/** What was typed into three fields, as one text; empty where nothing was. */
export const typedDate = ({ day, month, year }: { day: string; month: string; year: string }): string =>
  [day, month, year].some((part) => part.trim())
    ? [day, month, year].map((part) => part.trim().replaceAll('/', ' ')).join('/')
    : ''
