import { LOCALES, type Locale } from './locale.ts'

/** Content in several languages: one value a language, none of them empty. */
export type LocalizedText = Partial<Record<Locale, string>>

/** What a reader gets of a `LocalizedText`: the words, and the language they are really in. */
export interface Localized {
  text: string
  lang: Locale
}

/**
 * The text in the reader's language, else in the meeting's main language, else in the first there is.
 * `lang` is the language of the words returned, so that a fallback can be marked as such; undefined when there is none.
 */
export const localize = (
  text: LocalizedText | null | undefined,
  locale: Locale,
  main: Locale,
): Localized | undefined => {
  for (const lang of [locale, main, ...LOCALES]) {
    const value = text?.[lang]
    if (value) return { text: value, lang }
  }
  return undefined
}

/** Keeps only our languages with words in them, trimmed and in Unicode NFC. */
export const cleanLocalizedText = (input: Readonly<Record<string, unknown>>): LocalizedText => {
  const clean: LocalizedText = {}
  for (const locale of LOCALES) {
    const value = input[locale]
    if (typeof value === 'string' && value.trim()) clean[locale] = value.trim().normalize('NFC')
  }
  return clean
}

/** Whether two texts say the same in every language. */
export const sameText = (a: LocalizedText | null | undefined, b: LocalizedText | null | undefined): boolean =>
  LOCALES.every((locale) => (a?.[locale] ?? '') === (b?.[locale] ?? ''))

/** The languages in which a text is missing. */
export const missingIn = (text: LocalizedText | null | undefined, languages: readonly Locale[]): Locale[] =>
  languages.filter((locale) => !text?.[locale])
