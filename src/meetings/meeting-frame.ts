import type { Localized, LocalizedText } from '../kernel/localized-text.ts'
import { localize } from '../kernel/localized-text.ts'
import type { Locale } from '../kernel/locale.ts'
import { formatDayRange, formatDays, utcOffset } from '../platform/i18n/formats.ts'
import { translator } from '../platform/i18n/i18n.ts'
import type { MeetingFrame } from '../ui/meeting-frame.ts'
import { isPublic, type Meeting } from './meeting.entity.ts'
import { participantListOf } from './registration-settings.ts'

/** A text of the meeting for a reader; what is there in no language at all is empty. */
export const wordsOf = (text: LocalizedText, meeting: Pick<Meeting, 'mainLanguage'>, locale: Locale): Localized =>
  localize(text, locale, meeting.mainLanguage) ?? { text: '', lang: locale }

/** `18–19 October 2022`; days that do not follow each other are named one by one. */
export const datesOf = (meeting: Pick<Meeting, 'days'>, locale: Locale): string => {
  const days = meeting.days.map((day) => day.date)
  const [first, last] = [days[0]!, days.at(-1)!]
  const unbroken = first.until(last).days + 1 === days.length
  return unbroken ? formatDayRange(first, last, locale) : formatDays(days, locale)
}

/** Where a meeting takes place, in a few words: `Geneva and online`. */
export const placeOf = (meeting: Pick<Meeting, 'city' | 'format' | 'mainLanguage'>, locale: Locale): string => {
  const t = translator(locale)
  const city = wordsOf(meeting.city, meeting, locale).text
  return { hybrid: t('meetings:place.hybrid', { city }), online: t('meetings:place.online'), 'in-person': city }[
    meeting.format
  ]
}

/** What every page of a meeting says about it, in the reader's language. */
export const frameOf = (meeting: Meeting, locale: Locale): MeetingFrame => ({
  slug: meeting.slug,
  title: wordsOf(meeting.title, meeting, locale),
  shortTitle: wordsOf(meeting.shortTitle, meeting, locale),
  dates: datesOf(meeting, locale),
  place: placeOf(meeting, locale),
  city: wordsOf(meeting.city, meeting, locale).text,
  // At noon, so that a change to or from summer time in the night of the first day is behind it.
  offset: utcOffset(
    meeting.timeZone,
    meeting.days[0]!.date.toZonedDateTime({ timeZone: meeting.timeZone, plainTime: '12:00' }).toInstant(),
  ),
  contactEmail: meeting.contact.email,
  ...(!isPublic(meeting) && { hidden: true }),
  listFor: participantListOf(meeting.registration).readers,
})
