/**
 * The languages Plenary speaks, as BCP 47 tags. Adding one is adding a folder `i18n/<tag>/` and its tag here;
 * a test holds the two together.
 */
export const LOCALES = ['en', 'fr', 'es'] as const

/** A language of the interface and of content. */
export type Locale = (typeof LOCALES)[number]

/** The language shown when nothing better is known. */
export const DEFAULT_LOCALE: Locale = 'en'

/** The name of each language in itself, for language links. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français', es: 'Español' }

/** Whether a string is one of our tags, exactly. */
export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale)

/**
 * The locale that a tag or an address segment means: `es-419` is Spanish, `SP` is what UN practice writes for Spanish.
 * Undefined when it is none of ours.
 */
export const localeFrom = (tag: string): Locale | undefined => {
  const primary = tag.toLowerCase().split(/[-_]/)[0]
  if (primary === 'sp') return 'es'
  return isLocale(primary) ? primary : undefined
}

/**
 * Whether a string is a language tag as BCP 47 writes it, such as `ar`, `zh-Hant` or `ase`. Words of five letters and more
 * are left out, though the grammar reserves them: nobody means a language by `english`.
 */
export const isLanguageTag = (tag: string): boolean => {
  try {
    return /^[a-z]{2,3}(-|$)/.test(tag) && Intl.getCanonicalLocales(tag)[0] === tag
  } catch {
    return false
  }
}

/** The direction in which a language is written; all of ours run left to right, the pages are ready for more. */
export const directionOf = (locale: Locale): 'ltr' | 'rtl' =>
  ['ar', 'he', 'fa', 'ur'].includes(locale) ? 'rtl' : 'ltr'
