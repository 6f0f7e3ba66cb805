import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { ZONE_CITIES } from './zone-cities.ts'

/** No-break space: a number stays with its unit. */
const NBSP = '\u00a0'

interface Names {
  months: readonly string[]
  /** Monday first. */
  weekdays: readonly string[]
  /** `Mon`, `lun.`, `lun`. */
  shortWeekdays: readonly string[]
}

/** Monday first: 1 January 2024 was one. */
const weekdayNames = (locale: Locale, weekday: 'long' | 'short'): string[] =>
  Array.from({ length: 7 }, (_, day) => new Temporal.PlainDate(2024, 1, day + 1).toLocaleString(locale, { weekday }))

// Asked of Intl once: a page has dozens of dates, and they are put together differently in each language.
const NAMES = Object.fromEntries(
  LOCALES.map((locale): [Locale, Names] => [
    locale,
    {
      months: Array.from({ length: 12 }, (_, month) =>
        new Temporal.PlainDate(2024, month + 1, 1).toLocaleString(locale, { month: 'long' }),
      ),
      weekdays: weekdayNames(locale, 'long'),
      shortWeekdays: weekdayNames(locale, 'short'),
    },
  ]),
) as Record<Locale, Names>

export interface DayFormat {
  /** Begins with the day of the week. */
  weekday?: boolean
  /** Leave the year away where the page has said it. */
  year?: boolean
}

const number = (date: Temporal.PlainDate, locale: Locale): string =>
  locale === 'fr' && date.day === 1 ? '1er' : String(date.day)

const month = (date: Temporal.PlainDate, locale: Locale): string => NAMES[locale].months[date.month - 1] ?? ''

const ending = (date: Temporal.PlainDate, locale: Locale, year: boolean): string =>
  locale === 'es'
    ? ` de ${month(date, locale)}${year ? ` de ${date.year}` : ''}`
    : ` ${month(date, locale)}${year ? ` ${date.year}` : ''}`

/** The name of the day of the week, in small letters in French and Spanish. */
export const formatWeekday = (date: Temporal.PlainDate, locale: Locale): string =>
  NAMES[locale].weekdays[date.dayOfWeek - 1] ?? ''

/** The same, short: `Tue`, `mar.`, `mar`. */
export const formatShortWeekday = (
  day: Pick<Temporal.PlainDate | Temporal.ZonedDateTime, 'dayOfWeek'>,
  locale: Locale,
): string => NAMES[locale].shortWeekdays[day.dayOfWeek - 1] ?? ''

/** `18 October 2022`, `1er octobre 2022`, `martes 18 de octubre de 2022`. */
export const formatDay = (date: Temporal.PlainDate, locale: Locale, format: DayFormat = {}): string => {
  const { weekday = false, year = true } = format
  return `${weekday ? `${formatWeekday(date, locale)} ` : ''}${number(date, locale)}${ending(date, locale, year)}`
}

const AND: Readonly<Record<Locale, string>> = { en: ' and ', fr: ' et ', es: ' y ' }

export interface RangeFormat {
  year?: boolean
  /** As it stands in a sentence: `les 18 et 19 octobre`, `del 3 al 7 de octubre`. English needs no article. */
  article?: boolean
}

/** From a first to a last day: `18 and 19 October 2022`, `3–7 octobre 2022`, `30 de septiembre y 1 de octubre de 2022`. */
export const formatDayRange = (
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
  locale: Locale,
  { year = true, article = false }: RangeFormat = {},
): string => {
  const with_ = (words: Partial<Record<Locale, string>>): string => (article ? (words[locale] ?? '') : '')
  const end = number(last, locale) + ending(last, locale, year)
  if (first.equals(last)) return with_({ fr: 'le ', es: 'el ' }) + end
  const start =
    first.year !== last.year
      ? number(first, locale) + ending(first, locale, year)
      : first.month !== last.month
        ? number(first, locale) + ending(first, locale, false)
        : number(first, locale)
  if (first.add({ days: 1 }).equals(last)) return with_({ fr: 'les ', es: 'los días ' }) + start + AND[locale] + end
  if (article)
    return `${{ en: '', fr: 'du ', es: 'del ' }[locale]}${start}${{ en: ' to ', fr: ' au ', es: ' al ' }[locale]}${end}`
  return first.month === last.month && first.year === last.year ? `${start}–${end}` : `${start} – ${end}`
}

/** Days that need not follow each other: `18, 20 and 21 October 2022`. In order, all of them. */
export const formatDays = (
  days: readonly Temporal.PlainDate[],
  locale: Locale,
  format: { year?: boolean } = {},
): string => {
  const last = days.at(-1)
  if (!last) return ''
  const parts = days.map((day, index) => {
    const next = days[index + 1]
    if (!next) return number(day, locale) + ending(day, locale, format.year ?? true)
    return next.month === day.month && next.year === day.year
      ? number(day, locale)
      : number(day, locale) + ending(day, locale, next.year !== day.year)
  })
  const head = parts.slice(0, -1).join(', ')
  return head ? head + AND[locale] + (parts.at(-1) ?? '') : (parts[0] ?? '')
}

const conjunctions = Object.fromEntries(
  // The United Nations writes "A, B and C", without the comma of American English.
  LOCALES.map((locale) => [locale, new Intl.ListFormat(locale === 'en' ? 'en-GB' : locale, { type: 'conjunction' })]),
) as Record<Locale, Intl.ListFormat>

const nameOrders = Object.fromEntries(
  LOCALES.map((locale) => [locale, new Intl.Collator(locale, { numeric: true })]),
) as Record<Locale, Intl.Collator>

/** The order of names in a language; numbers in them count as numbers: Room 9, Room 10. */
export const nameOrder = (locale: Locale): Intl.Collator => nameOrders[locale]

/** "A, B and C". */
export const listed = (parts: readonly string[], locale: Locale): string => conjunctions[locale].format(parts)

/** Parts that hold commas themselves: "Agenda: read; Registrations: read". French sets the sign off. */
export const inSeries = (parts: readonly string[], locale: Locale): string =>
  parts.join(locale === 'fr' ? `${NBSP}; ` : '; ')

/** What something is called, and what is said of it: "Chair: N. N."; French sets the sign off. */
export const named = (name: string, said: string, locale: Locale): string =>
  `${name}${locale === 'fr' ? NBSP : ''}: ${said}`

/** A time of day, or a moment in its zone. */
type HasTime = Pick<Temporal.PlainTime | Temporal.ZonedDateTime, 'hour' | 'minute'>

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** As tables and rails write it in every language: `16:45`. */
export const formatTime = (time: HasTime): string => `${twoDigits(time.hour)}:${twoDigits(time.minute)}`

/** As a sentence says it: `16:45`, `16 h 45`, `16.45 horas`; French says `16 heures` on the hour. */
export const formatTimeInSentence = (time: HasTime, locale: Locale): string => {
  const minutes = twoDigits(time.minute)
  switch (locale) {
    case 'fr':
      return time.minute === 0
        ? `${time.hour}${NBSP}heure${time.hour > 1 ? 's' : ''}`
        : `${time.hour}${NBSP}h${NBSP}${minutes}`
    case 'es':
      return `${time.hour}.${minutes}${NBSP}horas`
    case 'en':
      return formatTime(time)
  }
}

/** A span as a sentence says it: `16:30–17:45`, `de 16 h 30 à 17 h 45`, `de las 16.30 a las 17.45 horas`. */
export const formatSpanInSentence = (start: HasTime, end: HasTime, locale: Locale): string => {
  switch (locale) {
    case 'fr':
      return `de ${formatTimeInSentence(start, locale)} à ${formatTimeInSentence(end, locale)}`
    case 'es': {
      const at = (time: HasTime): string => `${time.hour === 1 ? 'la' : 'las'} ${time.hour}.${twoDigits(time.minute)}`
      return `de ${at(start)} a ${at(end)}${NBSP}horas`
    }
    case 'en':
      return `${formatTime(start)}–${formatTime(end)}`
  }
}

/** A moment on the wall clock of a zone: `7 October 2022, 17:40`. */
export const formatInstant = (
  instant: Temporal.Instant,
  zone: string,
  locale: Locale,
  format: DayFormat & {
    /** As a sentence says it: `7 octobre 2022 à 17 h 40`. */
    sentence?: boolean
  } = {},
): string => {
  const at = instant.toZonedDateTimeISO(zone)
  const day = formatDay(at.toPlainDate(), locale, format)
  if (!format.sentence) return `${day}, ${formatTime(at)}`
  const join = { en: ' at ', fr: ' à ', es: at.hour === 1 ? ' a la ' : ' a las ' }[locale]
  return day + join + formatTimeInSentence(at, locale)
}

/** The city that people know a zone by: `Europe/Vienna` is Vienne in French. Meetings say their own city instead. */
export const zoneCity = (zone: string, locale: Locale): string =>
  ZONE_CITIES[zone]?.[locale] ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

/** A city after "time of": French contracts the article and elides ("du Caire", "d’Oslo"); English puts it before. */
export const ofCity = (city: string, locale: Locale): string => {
  if (locale === 'en') return city
  if (locale === 'es') return `de ${city}`
  if (city.startsWith('Le ')) return `du ${city.slice(3)}`
  if (city.startsWith('Les ')) return `des ${city.slice(4)}`
  return /^[aeiouyàâéèêëîïôöùûüæœ]/i.test(city) ? `d’${city}` : `de ${city}`
}

/** How far a zone is from UTC at a moment: `UTC+2`, `UTC−3:30` (with a true minus), `UTC`. */
export const utcOffset = (zone: string, at: Temporal.Instant): string => {
  const minutes = Math.round(at.toZonedDateTimeISO(zone).offsetNanoseconds / 60e9)
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  const rest = size % 60
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest ? `:${twoDigits(rest)}` : ''}`
}

/** Begins a heading: `mardi 18 octobre` becomes `Mardi 18 octobre`. */
export const capitalized = (text: string, locale: Locale): string => {
  const [first = ''] = text
  return first.toLocaleUpperCase(locale) + text.slice(first.length)
}
