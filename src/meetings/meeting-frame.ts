import type { Locale } from '../kernel/locale.ts'
import { localize, type Localized, type LocalizedText } from '../kernel/localized-text.ts'
import { formatDayRange, utcOffset } from '../platform/i18n/formats.ts'
import { translator } from '../platform/i18n/i18n.ts'
import type { MeetingFrame } from '../ui/meeting-frame.ts'
import type { Meeting } from './meeting.entity.ts'
import { firstDayOf, lastDayOf } from './meetings.service.ts'

/** A meeting's words in the reader's language, else in its own main one; its slug if there are none. */
const words = (meeting: Meeting, text: LocalizedText, locale: Locale): Localized =>
  localize(text, locale, meeting.mainLanguage) ?? { text: meeting.slug, lang: meeting.mainLanguage }

/** Where a meeting takes place, in a few words: "Geneva and online". */
export const placeOf = (meeting: Meeting, locale: Locale): string => {
  const city = words(meeting, meeting.city, locale).text
  const t = translator(locale)
  return meeting.format === 'online'
    ? t('meetings:place.online')
    : meeting.format === 'hybrid'
      ? t('meetings:place.hybrid', { city })
      : city
}

/** What every page of a meeting says about it, in the reader's language. */
export const frameOf = (meeting: Meeting, locale: Locale): MeetingFrame => {
  const first = firstDayOf(meeting)
  return {
    slug: meeting.slug,
    title: words(meeting, meeting.title, locale),
    shortTitle: words(meeting, meeting.shortTitle, locale),
    dates: formatDayRange(first, lastDayOf(meeting), locale),
    place: placeOf(meeting, locale),
    city: words(meeting, meeting.city, locale).text,
    // At noon, so that a change to or from summer time in the night of the first day is behind it.
    offset: utcOffset(
      meeting.timeZone,
      first.toZonedDateTime({ timeZone: meeting.timeZone, plainTime: Temporal.PlainTime.from('12:00') }).toInstant(),
    ),
    contactEmail: meeting.contact.email,
  }
}
