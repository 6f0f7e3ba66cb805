import type { Locale } from '../kernel/locale.ts'
import type { Localized } from '../kernel/localized-text.ts'

/** Content in the reader's language, or, where it falls back to another, marked as being in that one. */
export const LocalizedWords = ({ of, locale }: { of: Localized; locale: Locale }) =>
  of.lang === locale ? <>{of.text}</> : <span lang={of.lang}>{of.text}</span>

/** The `lang` for an element that holds nothing but this content; undefined where the page's own is right. */
export const langOf = (of: Localized, locale: Locale): Locale | undefined => (of.lang === locale ? undefined : of.lang)
