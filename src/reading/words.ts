import { toConstituencies } from '../delegations/constituencies-in-sentence.ts'
import type { Format } from '../agenda/release.ts'
import type { Locale } from '../kernel/locale.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import type { ForWhom } from './day-rule.ts'

/** The nameplate of a session that is not for everybody: "Member States only", "Not for media", "By invitation". */
export const forWhomWords = (whom: ForWhom, t: TFunction, locale: Locale): string => {
  switch (whom.is) {
    case 'everyone':
      return t('reading:for.everyone')
    case 'except':
      return t('reading:for.not', { list: toConstituencies(whom.constituencies, locale) })
    case 'only':
      return t('reading:for.only', { list: toConstituencies(whom.constituencies, locale) })
    case 'invited':
      return t('reading:for.invited')
  }
}

/** The same as the answer to "who may attend". */
export const mayAttendWords = (whom: ForWhom, t: TFunction, locale: Locale): string =>
  whom.is === 'except'
    ? t('reading:for.everyoneExcept', { list: toConstituencies(whom.constituencies, locale) })
    : forWhomWords(whom, t, locale)

/** The sentence at the head of a day. */
export const dayForWords = (whom: ForWhom, t: TFunction, locale: Locale): string => {
  switch (whom.is) {
    case 'except':
      return t('reading:for.dayExcept', { list: toConstituencies(whom.constituencies, locale) })
    case 'only':
      return t('reading:for.dayOnly', { list: toConstituencies(whom.constituencies, locale) })
    default:
      return t('reading:for.dayEveryone')
  }
}

/** How a session or day takes place. */
export const formatWords = (format: Format, t: TFunction): string =>
  format === 'hybrid'
    ? t('reading:format.hybrid')
    : format === 'online'
      ? t('reading:format.online')
      : t('reading:format.inPerson')

/** The same where it differs from its day. */
export const formatOnlyWords = (format: Format, t: TFunction): string =>
  format === 'hybrid'
    ? t('reading:format.hybrid')
    : format === 'online'
      ? t('reading:format.onlineOnly')
      : t('reading:format.inPersonOnly')
