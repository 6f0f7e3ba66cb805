import type { Locale } from '../kernel/locale.ts'
import { localize } from '../kernel/localized-text.ts'
import { listed } from '../platform/i18n/formats.ts'
import { hasWords, wordsFor } from '../platform/i18n/i18n.ts'
import { constituency, type ConstituencyId } from './constituency.ts'

/** Constituencies inside a sentence, in the case that "open to" and "closed to" take: "Member States and media", "aux médias". */
export const toConstituencies = (ids: readonly ConstituencyId[], locale: Locale): string =>
  listed(
    ids.map((id) => {
      const key = `delegations:to.${id}`
      return hasWords(key) ? wordsFor(locale, key) : (localize(constituency(id)?.plural, locale, locale)?.text ?? id)
    }),
    locale,
  )
