import type { Locale } from '../../kernel/locale.ts'
import { listed } from '../../platform/i18n/formats.ts'
import type { Option } from '../../ui/select.tsx'

/** The lengths of time that are offered. */
const USUAL = ['P7D', 'P30D', 'P90D', 'P180D', 'P1Y', 'P2Y', 'P5Y', 'P10Y'] as const

const unit = (count: number, name: 'year' | 'month' | 'week' | 'day', locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(count)

/** A length of time as people say it: `30 days`, `2 ans`. */
export const durationWords = (duration: string, locale: Locale): string => {
  const { years, months, weeks, days } = Temporal.Duration.from(duration)
  const parts = [
    ...(years ? [unit(years, 'year', locale)] : []),
    ...(months ? [unit(months, 'month', locale)] : []),
    ...(weeks ? [unit(weeks, 'week', locale)] : []),
    ...(days ? [unit(days, 'day', locale)] : []),
  ]
  return parts.length ? listed(parts, locale) : unit(0, 'day', locale)
}

/** The usual lengths of time, and the one that is kept where it is another. */
export const durationOptions = (kept: string | undefined, locale: Locale): Option[] =>
  [...USUAL, ...(kept && !USUAL.some((each) => each === kept) ? [kept] : [])].map((duration) => ({
    value: duration,
    label: isReadable(duration) ? durationWords(duration, locale) : duration,
  }))

const isReadable = (duration: string): boolean => {
  try {
    Temporal.Duration.from(duration)
    return true
  } catch {
    return false
  }
}
