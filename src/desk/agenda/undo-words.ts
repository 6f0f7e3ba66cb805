import { UndoRefused } from '../../agenda/working-copy-undo.ts'
import type { DomainError } from '../../kernel/domain-error.ts'
import { isLocale } from '../../kernel/locale.ts'
import { problemCode } from '../../platform/http/problem.ts'
import { hasWords, wordsFor } from '../../platform/i18n/i18n.ts'
import { fieldName, textPlace, type Wording } from './field-words.ts'

/** Why a change is not taken back, and what one can do. */
export const whyNotUndone = (refused: DomainError, wording: Wording): string => {
  const { t, locale } = wording
  if (refused instanceof UndoRefused) {
    const { code = '', field = '', text, locale: language } = refused.params
    if (text !== undefined && isLocale(language))
      return t('plan:history.refusedText', { text: textPlace(String(text), language, wording) })
    return field === 'deleted'
      ? t('plan:history.refusedGone', { code })
      : t('plan:history.refused', { code, field: fieldName(String(field), t) })
  }
  const key = refused.fields[0] ? `errors:${refused.fields[0].message}` : `errors:problem.${problemCode(refused)}`
  const why = hasWords(key) ? wordsFor(locale, key, refused.params) : wordsFor(locale, 'errors:problem.invalid-input')
  return t('plan:history.refusedOther', { why })
}
