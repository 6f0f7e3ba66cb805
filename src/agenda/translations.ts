import type { Locale } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'

/** A text of a session that is not there in a language, or is older there than in the main language. */
export interface TranslationDue {
  field: 'title' | 'abstract'
  locale: Locale
  state: 'missing' | 'older'
}

/** What the translation page needs of a session. */
export interface Translated {
  title: LocalizedText
  abstract: LocalizedText
  /** The version in which each text last changed, as `title.fr`. */
  fieldVersions: Readonly<Record<string, number>>
}

/** The translations that a session still needs in these languages, of what there is in the main one. */
export const translationsDue = (session: Translated, main: Locale, languages: readonly Locale[]): TranslationDue[] =>
  (['title', 'abstract'] as const).flatMap((field) =>
    session[field][main]
      ? languages
          .filter((locale) => locale !== main)
          .flatMap((locale): TranslationDue[] => {
            if (!session[field][locale]) return [{ field, locale, state: 'missing' }]
            const changed = (tag: Locale): number => session.fieldVersions[`${field}.${tag}`] ?? 0
            return changed(locale) < changed(main) ? [{ field, locale, state: 'older' }] : []
          })
      : [],
  )
