import { constituency } from '../delegations/constituency.ts'
import { state } from '../delegations/state.ts'
import type { SessionId } from '../kernel/id.ts'
import type { Locale } from '../kernel/locale.ts'
import { localize } from '../kernel/localized-text.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import { formatDay, formatDayRange, formatDays, formatInstant } from '../platform/i18n/formats.ts'
import { translator, type TFunction } from '../platform/i18n/i18n.ts'
import { headlineOf } from './own/headline.ts'
import type { Claim, PlaceMode } from './registration.ts'
import type { DayStanding, ExtraStanding, Standing } from './standing.ts'

/** Whom and what the words are about. */
export interface About {
  meeting: Meeting
  locale: Locale
  claim: Claim | null
  standing: Standing
  /** The sessions that the person's view of the agenda names. */
  sessions?: ReadonlyMap<SessionId, { title: { text: string } }>
  /** The organiser's reason, where one was given. */
  why?: string
}

const typographic = (text: string): string => text.replaceAll("'", '’')

/** A State in running text, with the article that its language wants. */
const stateInSentence = (iso3: string, locale: Locale): string => {
  const found = state(iso3)
  if (!found) return iso3
  const name = found.name[locale]
  if (name.includes('(')) return typographic(found.formal[locale])
  const article = found.article?.[locale]
  return typographic(article ? `${article}${article.endsWith("'") ? '' : ' '}${name}` : name)
}

/** The name of a kind of participant. */
export const constituencyName = (id: string, locale: Locale): string =>
  localize(constituency(id)?.name, locale, 'en')?.text ?? id

/** Whom a claim is for, in a sentence; undefined for who speaks for themselves. */
export const whomOf = (claim: Claim | null, locale: Locale): string | undefined => {
  if (!claim) return undefined
  if (claim.state) return stateInSentence(claim.state, locale)
  return constituency(claim.constituency)?.delegationOf === 'organization' ? claim.organization : undefined
}

/** Whom a claim is for, in a list: the State or the organization, else the kind of participant. */
export const claimLabel = (claim: Claim, locale: Locale): string =>
  (claim.state ? typographic(state(claim.state)?.name[locale] ?? claim.state) : claim.organization) ||
  constituencyName(claim.constituency, locale)

const plainDays = (days: readonly DayStanding[]): Temporal.PlainDate[] =>
  days.map((day) => Temporal.PlainDate.from(day.day))

/** Days as they stand in a sentence: `18 and 19 October`, `le 18 octobre`, `los días 18 y 19 de octubre`. */
export const daysInSentence = (days: readonly DayStanding[], locale: Locale): string => {
  const dates = plainDays(days)
  const [first, last] = [dates[0], dates.at(-1)]
  if (!first || !last) return ''
  if (first.until(last).days + 1 === dates.length)
    return formatDayRange(first, last, locale, { year: false, article: true })
  return { en: '', fr: 'les ', es: 'los días ' }[locale] + formatDays(dates, locale, { year: false })
}

/** The day's heading: `Tuesday 18 October`. */
export const dayHeading = (day: Temporal.PlainDate, locale: Locale): string => {
  const text = formatDay(day, locale, { weekday: true, year: false })
  return text[0]!.toLocaleUpperCase(locale) + text.slice(1)
}

/** The headline: the weakest truth, on the page and in the mail alike. */
export const headlineWords = ({ standing, locale }: Pick<About, 'standing' | 'locale'>): string => {
  const t = translator(locale)
  const headline = headlineOf(standing)
  if (!('rank' in headline)) return t(`registration:headline.${headline.kind}`)
  const { kind, rank } = headline
  return rank === 1 ? t(`registration:headline.${kind}First`) : t(`registration:headline.${kind}`, { rank })
}

const waitingLead = (t: TFunction, days: readonly DayStanding[], locale: Locale): string[] => {
  const waiting = days.filter((day) => day.status === 'waiting')
  const room = waiting.filter((day) => day.mode === 'in-person')
  const online = waiting.filter((day) => day.mode === 'online')
  return [
    ...(room.length ? [t('registration:lead.waiting', { days: daysInSentence(room, locale) })] : []),
    ...(online.length ? [t('registration:lead.waitingOnline', { days: daysInSentence(online, locale) })] : []),
    ...(room.length && room.every((day) => day.held === 'online') ? [t('registration:lead.meanwhile')] : []),
  ]
}

const confirmedLead = (t: TFunction, days: readonly DayStanding[], locale: Locale): string[] => {
  const parts = (['in-person', 'online'] as const).flatMap((mode) => {
    const held = days.filter((day) => day.status === 'confirmed' && day.mode === mode)
    return held.length ? [t(`registration:on.${mode}`, { days: daysInSentence(held, locale) })] : []
  })
  return parts.length ? [t('registration:lead.confirmed', { list: parts.join(', ') })] : []
}

/** The sentences under the headline. */
export const leadWords = (about: About): string => {
  const { standing, locale } = about
  const { days } = standing
  const t = translator(locale)
  const whom = whomOf(about.claim, locale)
  const { kind } = headlineOf(standing)
  switch (kind) {
    case 'request': {
      if (standing.state === 'confirmed') {
        const open = days.filter((day) => day.status === 'requested')
        const rest = days.some((day) => day.status === 'confirmed')
        const words = { days: daysInSentence(open, locale) }
        return rest ? t('registration:lead.days', words) : t('registration:lead.daysOnly', words)
      }
      if (standing.late) return t('registration:lead.late')
      return whom ? t('registration:lead.checks', { whom }) : t('registration:lead.checksYou')
    }
    case 'focal-point':
      return t('registration:lead.focal-point', { whom: whom ?? '' })
    case 'waiting':
      return [...waitingLead(t, days, locale), ...confirmedLead(t, days, locale)].join(' ')
    case 'offered-waiting':
      return [t('registration:lead.offered'), ...waitingLead(t, days, locale), ...confirmedLead(t, days, locale)].join(
        ' ',
      )
    case 'registered':
      return confirmedLead(t, days, locale).join(' ')
    case 'declined':
      return whom ? t('registration:lead.declined', { whom }) : t('registration:lead.declinedYou')
    default:
      return t(`registration:lead.${kind}`)
  }
}

/** What happens next, and who decides. */
export const nextWords = (about: About): string[] => {
  const { standing, locale, meeting } = about
  const t = translator(locale)
  const { kind } = headlineOf(standing)
  const holds = (mode: PlaceMode) => standing.days.some((day) => day.status === 'confirmed' && day.held === mode)
  const waits = (mode: PlaceMode) => standing.days.some((day) => day.status === 'waiting' && day.mode === mode)
  const venue = wordsOf(meeting.venue.name, meeting, locale).text
  switch (kind) {
    case 'request':
    case 'focal-point':
      return [
        ...(kind === 'focal-point'
          ? focalPointWords(t, about)
          : [t('registration:next.checks'), t('registration:next.decides')]),
        ...(standing.days.some((day) => day.held) ? [t('registration:next.kept')] : []),
        ...(waits('in-person') || waits('online') ? [t('registration:next.waitingUnverified')] : []),
        t('registration:next.writes'),
      ]
    case 'waiting':
    case 'offered-waiting':
      return [
        ...(kind === 'offered-waiting' ? [t('registration:next.offered')] : []),
        ...(waits('in-person') ? [t('registration:next.waiting')] : []),
        ...(waits('online') ? [t('registration:next.waitingOnline')] : []),
        ...(standing.days.some((day) => day.status === 'waiting' && day.held === 'online')
          ? [t('registration:next.onlineMeanwhile')]
          : []),
        t('registration:next.calendar'),
        t('registration:next.change'),
      ]
    case 'registered':
    case 'offered':
      return [
        ...(kind === 'offered' ? [t('registration:next.offered')] : []),
        t('registration:next.calendar'),
        ...(holds('in-person') ? [t('registration:next.room', { venue })] : []),
        ...(holds('online') ? [t('registration:next.online')] : []),
        t('registration:next.change'),
      ]
    case 'absent':
      return [t('registration:next.change')]
    case 'declined':
      return [t('registration:next.mistake', { address: meeting.contact.email })]
    case 'withdrawn':
      return [t('registration:next.again')]
    case 'draft':
      return [t('registration:next.send')]
  }
}

/** Who decides, in which order, and by when. */
const focalPointWords = (t: TFunction, { meeting, claim, locale }: About): string[] => {
  const { confirmBy, verification } = meeting.registration
  const first = confirmBy
    ? t('registration:next.focalChecksBy', {
        moment: formatInstant(Temporal.Instant.from(confirmBy), meeting.timeZone, locale, {
          year: false,
          sentence: true,
        }),
      })
    : t('registration:next.focalChecks')
  const then = claim && (verification[claim.constituency] ?? verification['default']) === 'focal-point-then-secretariat'
  return [first, then ? t('registration:next.thenSecretariat') : t('registration:next.focalDecides')]
}

/** How a day stands, in a few words, for the mail: `waiting list, number 12`. */
export const statusWords = (day: Pick<DayStanding, 'status' | 'rank'>, locale: Locale): string => {
  const t = translator(locale)
  return day.status === 'waiting'
    ? t('registration:status.waiting', { rank: day.rank ?? 1 })
    : t(`registration:status.${day.status}`)
}

/** What was asked for on a day, and what is held of it, in sentences. */
export const dayDetail = (day: DayStanding, { meeting, locale, standing }: About): string => {
  const t = translator(locale)
  const venue = wordsOf(meeting.venue.name, meeting, locale).text
  const { mode, status } = day
  if (mode === 'none' || status === 'none') return ''
  if (status === 'confirmed')
    return mode === 'in-person' ? t('registration:days.inPerson', { venue }) : t('registration:days.online')
  if (status === 'offered') return `${offeredWords(day, meeting, locale)} ${meanwhileWords(t, day, standing)}`.trim()
  const asked = t(`registration:days.asked.${mode}`)
  if (status === 'declined' || status === 'withdrawn') return asked
  return `${asked} ${meanwhileWords(t, day, standing)}`.trim()
}

/** What is offered on a day, and until when. */
const offeredWords = ({ mode, until }: DayStanding, meeting: Meeting, locale: Locale): string => {
  const t = translator(locale)
  if (mode === 'none' || !until) return ''
  const moment = formatInstant(Temporal.Instant.from(until), meeting.timeZone, locale, { year: false, sentence: true })
  return t(`registration:days.offered.${mode}`, { moment })
}

/** What was asked for beside a day, each with how it stands: the floor, and the sessions that can be named. */
export const extraWords = (
  { floor, sessions = [] }: DayStanding,
  locale: Locale,
  named: ReadonlyMap<SessionId, { title: { text: string } }>,
): string[] => {
  const t = translator(locale)
  const status = (extra: ExtraStanding): string => statusWords(extra, locale)
  return [
    ...(floor ? [t('registration:days.floor', { status: status(floor) })] : []),
    ...sessions.flatMap((extra) => {
      const session = named.get(extra.session)
      return session ? [t('registration:days.session', { title: session.title.text, status: status(extra) })] : []
    }),
  ]
}

const meanwhileWords = (t: TFunction, { mode, status, held }: DayStanding, { state: of }: Standing): string => {
  if (held === mode) return t('registration:days.kept')
  if (held === 'online')
    return of === 'confirmed' ? t('registration:days.onlineConfirmed') : t('registration:days.onlineKept')
  if (held === 'in-person') return t('registration:days.roomKept')
  return status === 'waiting' ? t('registration:days.nothingMeanwhile') : t('registration:days.notKept')
}
