import { LOCALES } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import { periodOf } from '../../meetings/personal-data.ts'
import type { Question, RegistrationSettings } from '../../meetings/registration-settings.ts'
import { translator } from '../../platform/i18n/i18n.ts'

/** Ids of the questions that the service itself asks; no question of an organiser's may have one. */
export const PASSPORT = 'passport'
export const PHOTO = 'photo'
export const OWN_QUESTIONS: ReadonlySet<string> = new Set([PASSPORT, PHOTO])

const inAll = (word: 'label' | 'help' | 'purpose', of: 'passport' | 'photo'): LocalizedText =>
  Object.fromEntries(LOCALES.map((locale) => [locale, translator(locale)(`registration:badge.${of}.${word}`)]))

const badgeQuestion = (id: 'passport' | 'photo', type: Question['type'], retention: string | undefined): Question => ({
  id,
  type,
  required: true,
  label: inAll('label', id),
  help: inAll('help', id),
  purpose: inAll('purpose', id),
  // Only who comes into the building needs a badge.
  appliesTo: { mode: ['in-person'] },
  ...(retention && { retention }),
})

type Asks = Pick<RegistrationSettings, 'badge' | 'retention'> & { questions: readonly Question[] }

/** All questions of a meeting, in order: the organiser's, then what a badge needs. Lists, exports and retention ask here. */
export const questionsOf = ({ questions, badge, ...kept }: Asks): readonly Question[] => [
  ...questions,
  ...(badge?.passport ? [badgeQuestion(PASSPORT, 'short-text', periodOf(PASSPORT, kept))] : []),
  ...(badge?.photo ? [badgeQuestion(PHOTO, 'file', periodOf(PHOTO, kept))] : []),
]
