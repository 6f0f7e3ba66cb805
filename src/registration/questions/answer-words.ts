import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { stateName } from '../../delegations/state.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize, type Localized } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { translator } from '../../platform/i18n/i18n.ts'

const optionWords = (question: Question, id: string, main: Locale, locale: Locale): Localized =>
  // Retired options still name the answers given before.
  localize(question.options?.find((option) => option.id === id)?.label, locale, main) ?? { text: id, lang: locale }

/** An answer as people read it: option names, dates, State names, telephone numbers; each part in the language it is in. */
export const answerParts = (
  question: Question,
  answer: string,
  { mainLanguage }: Pick<Meeting, 'mainLanguage'>,
  locale: Locale,
): readonly Localized[] => {
  const t = translator(locale)
  const said = (text: string): Localized[] => [{ text, lang: locale }]
  switch (question.type) {
    case 'yes-no':
      return said(answer === 'yes' ? t('registration:answers.yes') : t('registration:answers.no'))
    case 'one-of':
      return [optionWords(question, answer, mainLanguage, locale)]
    case 'several-of':
      return answer
        .split(' ')
        .filter(Boolean)
        .map((id) => optionWords(question, id, mainLanguage, locale))
    case 'date':
      return said(isoDate.test(answer) ? formatDay(Temporal.PlainDate.from(answer), locale) : answer)
    case 'number':
      return said(
        Number.isFinite(Number(answer))
          ? new Intl.NumberFormat(locale, { maximumFractionDigits: 9 }).format(Number(answer))
          : answer,
      )
    case 'country':
      return said(stateName(answer, locale).replaceAll("'", '’'))
    case 'phone':
      return said(parsePhoneNumberFromString(answer)?.formatInternational() ?? answer)
    case 'file':
      return said(t('registration:answers.file'))
    case 'short-text':
    case 'long-text':
      return said(answer)
  }
}

const isoDate = /^\d{4}-\d{2}-\d{2}$/

/** The same as one text, for tables, exports and mail. */
export const answerText = (
  question: Question,
  answer: string,
  meeting: Pick<Meeting, 'mainLanguage'>,
  locale: Locale,
): string =>
  answerParts(question, answer, meeting, locale)
    .map(({ text }) => text)
    .join(', ')
