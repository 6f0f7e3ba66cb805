import type { Session } from '../../agenda/session.entity.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import type { Queue } from '../../registration/places/pools.service.ts'
import { dayHeading } from '../../registration/words.ts'

/** What the words of places need. */
export interface Words {
  t: TFunction
  locale: Locale
  meeting: Meeting
  sessions: readonly Session[]
}

/** A day as the desk says it: `Tuesday 18 October`. */
export const dayName = (day: string, locale: Locale): string => dayHeading(Temporal.PlainDate.from(day), locale)

/** A session by code and title. */
export const sessionName = ({ locale, meeting, sessions }: Words, id: string): string => {
  const found = sessions.find((session) => session.id === id)
  return found ? `${found.code} ${localize(found.title, locale, meeting.mainLanguage)?.text ?? ''}`.trim() : id
}

/** What a queue is of, in one line: `Tuesday 18 October, in person`. */
export const queueWords = (words: Words, { day, mode, session }: Queue): string =>
  words.t('places:queue', {
    what: session ? sessionName(words, session) : dayName(day, words.locale),
    mode: words.t(`places:inMode.${mode}`),
  })
