import Negotiator from 'negotiator'
import { DEFAULT_LOCALE, LOCALES, localeFrom, type Locale } from '../../kernel/locale.ts'

/** The language of ours that an Accept-Language header likes best. */
export const preferredLocale = (acceptLanguage: string | undefined): Locale => {
  if (!acceptLanguage) return DEFAULT_LOCALE
  const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage } })
  for (const tag of negotiator.languages()) {
    const locale = tag === '*' ? DEFAULT_LOCALE : localeFrom(tag)
    if (locale && LOCALES.includes(locale)) return locale
  }
  return DEFAULT_LOCALE
}

/** What the first segment of a path says about the language. */
export type Addressed =
  | { kind: 'locale'; locale: Locale; rest: string }
  /** Another spelling of one of our languages (`/sp/…`, `/fr-CH/…`): the address it should have. */
  | { kind: 'elsewhere'; location: string }
  | { kind: 'none' }

const TAG = /^\/([A-Za-z]{2}(?:[-_][A-Za-z0-9]{2,8})*)(?=\/|$)/

/** Reads the language from a path; `rest` is the path after it (`/demo/agenda`, or empty for the front page). */
export const addressed = (pathname: string): Addressed => {
  const segment = TAG.exec(pathname)?.[1]
  const locale = segment === undefined ? undefined : localeFrom(segment)
  if (segment === undefined || locale === undefined) return { kind: 'none' }
  const rest = pathname.slice(segment.length + 1)
  if (segment !== locale) return { kind: 'elsewhere', location: `/${locale}${rest}` }
  return { kind: 'locale', locale, rest: rest === '/' ? '' : rest }
}
