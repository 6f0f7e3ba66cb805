import type { FieldError } from '../kernel/domain-error.ts'
import { emailFrom } from '../kernel/email-address.ts'
import { isLanguageTag, isLocale, LOCALES, type Locale } from '../kernel/locale.ts'
import { cleanLocalizedText, type LocalizedText } from '../kernel/localized-text.ts'
import { isTimeZone } from '../kernel/time.ts'
import type { Meeting } from './meeting.entity.ts'
import { RESERVED_SLUGS } from './slug.ts'

/** What an organiser says of a meeting itself. */
export interface MeetingDraft {
  slug: string
  title: LocalizedText
  shortTitle: LocalizedText
  summary: LocalizedText
  organizer: LocalizedText
  city: LocalizedText
  country: string
  timeZone: string
  format: string
  venue: { name: LocalizedText; address: LocalizedText; access: LocalizedText }
  mainLanguage: string
  workingLanguages: readonly string[]
  /** Languages with a channel beside the floor, as BCP 47 tags. */
  interpretation: readonly string[]
  contact: { name: LocalizedText; email: string }
}

/** A new meeting, before anything is written. */
export const BLANK_MEETING: MeetingDraft = {
  slug: '',
  title: {},
  shortTitle: {},
  summary: {},
  organizer: {},
  city: {},
  country: '',
  timeZone: '',
  format: 'hybrid',
  venue: { name: {}, address: {}, access: {} },
  mainLanguage: 'en',
  workingLanguages: LOCALES,
  interpretation: [],
  contact: { name: {}, email: '' },
}

/** What a kept draft is made of, as the row has it. */
export type MeetingWords = Pick<
  Meeting,
  | 'slug'
  | 'title'
  | 'shortTitle'
  | 'summary'
  | 'organizer'
  | 'city'
  | 'country'
  | 'timeZone'
  | 'format'
  | 'venue'
  | 'mainLanguage'
  | 'workingLanguages'
  | 'interpretation'
  | 'contact'
>

/** The texts that are needed in the main language at least, by their place in the form. */
const NEEDED = {
  title: (draft) => draft.title,
  shortTitle: (draft) => draft.shortTitle,
  summary: (draft) => draft.summary,
  organizer: (draft) => draft.organizer,
  city: (draft) => draft.city,
  'venue/name': (draft) => draft.venue.name,
  'venue/address': (draft) => draft.venue.address,
  'contact/name': (draft) => draft.contact.name,
} as const satisfies Record<string, (draft: MeetingDraft) => LocalizedText>

const problem = (pointer: string, message: string): FieldError => ({ pointer, message: `meeting.${message}` })

/** What is wrong with an address of a meeting, whether or not another has it. */
export const slugErrors = (slug: string): FieldError[] => {
  if (!slug) return [problem('/slug', 'slug-missing')]
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || slug.length > 60) return [problem('/slug', 'slug-not-words')]
  return RESERVED_SLUGS.has(slug) ? [problem('/slug', 'slug-reserved')] : []
}

/** All that is wrong with what an organiser says of a meeting; nothing when it can be kept. */
export const meetingErrors = (draft: MeetingDraft): FieldError[] => {
  const main: Locale = isLocale(draft.mainLanguage) ? draft.mainLanguage : 'en'
  return [
    ...slugErrors(draft.slug),
    ...Object.entries(NEEDED).flatMap(([at, text]) =>
      text(draft)[main]?.trim() ? [] : [problem(`/${at}/${main}`, 'words-missing')],
    ),
    ...(/^[A-Z]{3}$/.test(draft.country) ? [] : [problem('/country', 'country-missing')]),
    ...(isTimeZone(draft.timeZone) ? [] : [problem('/timeZone', 'no-such-zone')]),
    ...(['in-person', 'online', 'hybrid'].includes(draft.format)
      ? []
      : [{ pointer: '/format', message: 'field.not-a-choice' }]),
    ...(isLocale(draft.mainLanguage) ? [] : [{ pointer: '/mainLanguage', message: 'field.not-a-choice' }]),
    ...(draft.workingLanguages.every(isLocale) && draft.workingLanguages.includes(main)
      ? []
      : [problem('/workingLanguages', 'main-not-among')]),
    ...draft.interpretation.flatMap((tag) =>
      isLanguageTag(tag) ? [] : [problem('/interpretation', 'not-a-language')],
    ),
    ...(emailFrom(draft.contact.email)
      ? []
      : [
          {
            pointer: '/contact/email',
            message: draft.contact.email.trim() ? 'email.invalid' : 'meeting.contact-missing',
          },
        ]),
  ].slice(0, 100)
}

/** A draft without errors, as it is kept. What the form does not ask (where the venue is on a map) stays. */
export const wordsFrom = (draft: MeetingDraft, before?: Pick<Meeting, 'venue'>): MeetingWords => {
  const access = cleanLocalizedText(draft.venue.access)
  const { access: _, ...map } = before?.venue ?? { name: {}, address: {} }
  return {
    slug: draft.slug,
    title: cleanLocalizedText(draft.title),
    shortTitle: cleanLocalizedText(draft.shortTitle),
    summary: cleanLocalizedText(draft.summary),
    organizer: cleanLocalizedText(draft.organizer),
    city: cleanLocalizedText(draft.city),
    country: draft.country,
    timeZone: draft.timeZone,
    format: draft.format as Meeting['format'],
    venue: {
      ...map,
      name: cleanLocalizedText(draft.venue.name),
      address: cleanLocalizedText(draft.venue.address),
      ...(Object.keys(access).length ? { access } : {}),
    },
    mainLanguage: draft.mainLanguage as Locale,
    workingLanguages: LOCALES.filter((locale) => draft.workingLanguages.includes(locale)),
    interpretation: [...new Set(draft.interpretation)],
    contact: { name: cleanLocalizedText(draft.contact.name), email: draft.contact.email.trim() },
  }
}

/** A meeting as its form shows it. */
export const draftOf = (meeting: MeetingWords): MeetingDraft => ({
  slug: meeting.slug,
  title: meeting.title,
  shortTitle: meeting.shortTitle,
  summary: meeting.summary,
  organizer: meeting.organizer,
  city: meeting.city,
  country: meeting.country,
  timeZone: meeting.timeZone,
  format: meeting.format,
  venue: { name: meeting.venue.name, address: meeting.venue.address, access: meeting.venue.access ?? {} },
  mainLanguage: meeting.mainLanguage,
  workingLanguages: meeting.workingLanguages,
  interpretation: meeting.interpretation,
  contact: meeting.contact,
})

/** The most days a meeting has. */
export const MOST_DAYS = 31

/** The days from the first to the last; what is wrong where there are none. */
export const daysBetween = (
  first: string,
  last: string,
): { days: Temporal.PlainDate[]; errors?: never } | { days?: never; errors: FieldError[] } => {
  const date = (text: string): Temporal.PlainDate | undefined => {
    try {
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text) : undefined
    } catch {
      return undefined
    }
  }
  const [from, to] = [date(first), date(last || first)]
  if (!from) return { errors: [problem('/firstDay', first ? 'not-a-day' : 'day-missing')] }
  if (!to) return { errors: [problem('/lastDay', 'not-a-day')] }
  const count = from.until(to).days + 1
  if (count < 1) return { errors: [problem('/lastDay', 'ends-before')] }
  if (count > MOST_DAYS)
    return { errors: [{ pointer: '/lastDay', message: 'meeting.too-long', params: { limit: MOST_DAYS } }] }
  return { days: Array.from({ length: count }, (_, add) => from.add({ days: add })) }
}
