import type { DayView, SessionView } from '../access/view.ts'
import { isNamed } from '../access/view.ts'
import { isPause } from '../agenda/release.ts'
import { qrSvg } from '../ui/qr.tsx'
import { capitalized, formatDay, formatTime, ofCity, utcOffset } from '../platform/i18n/formats.ts'
import type { Printable } from '../platform/pdf/printable.ts'
import type { PdfDocument } from '../platform/pdf/typesetter.ts'
import type { MeetingFrame } from '../ui/meeting-frame.ts'
import { labelWords } from '../ui/release-banner.tsx'
import { dayRule, exceptionsOf, type DayRule } from './day-rule.ts'
import type { Frame } from './frame.ts'
import type { Mark } from './marks.ts'
import { dayForWords, formatOnlyWords, formatWords, forWhomWords } from './words.ts'

const TEMPLATE = new URL('./agenda.typ', import.meta.url)

const codes = (languages: readonly string[]): string => languages.map((tag) => tag.toUpperCase()).join(' ')

const ROLES = ['chair', 'moderator', 'speaker'] as const

const peopleIn = ({ t }: Frame, entry: SessionView): string[] => {
  if (!isNamed(entry) || entry.level === 'listed') return []
  return ROLES.flatMap((role) => {
    const names = entry.officers.filter((officer) => officer.role === role).map(({ name }) => name.text)
    const title =
      role === 'speaker' ? t('reading:officer.speaker', { count: names.length }) : t(`reading:officer.${role}`)
    return names.length
      ? [t('reading:officer.line', { role: title, names: names.join(t('reading:list.semicolon')) })]
      : []
  })
}

/** Room, and what differs from the rule of the day. */
const factsOf = (frame: Frame, day: DayView, rule: DayRule, entry: SessionView): string[] => {
  const { t, locale } = frame
  const room = entry.room ? (entry.room.onlineOnly ? [] : [entry.room.name.text]) : [t('reading:agenda.roomToCome')]
  if (!isNamed(entry) || isPause(entry.kind)) return room
  const { format, interpretation, forWhom } = exceptionsOf(entry, day, rule, frame.constituencies)
  return [
    ...room,
    ...(format ? [formatOnlyWords(format, t)] : []),
    ...(interpretation ? [interpretation.length ? codes(interpretation) : t('reading:agenda.noInterpretation')] : []),
    ...(forWhom?.is === 'except' ? [forWhomWords(forWhom, t, locale)] : []),
  ]
}

const marksIn = (frame: Frame, entry: SessionView): { is: string; before: string }[] => {
  const marks: readonly Mark[] = isNamed(entry) ? (frame.marks.get(entry.id) ?? []) : []
  const cancelled: readonly Mark[] =
    entry.status === 'cancelled' && !marks.some(({ is }) => is === 'cancelled') ? [{ is: 'cancelled' }] : []
  return [...marks, ...cancelled].map(({ is, before }) => ({
    is: frame.t(`common:change.${is}`),
    before: before ?? '',
  }))
}

const entryOf = (frame: Frame, day: DayView, rule: DayRule, entry: SessionView): Printable => {
  const { t, locale } = frame
  const whom = isNamed(entry) ? exceptionsOf(entry, day, rule, frame.constituencies).forWhom : undefined
  return {
    time:
      entry.start && entry.end ? `${formatTime(entry.start)}–${formatTime(entry.end)}` : t('reading:agenda.timeToCome'),
    title: isNamed(entry) ? entry.title.text : t('reading:agenda.closed'),
    lang: isNamed(entry) ? entry.title.lang : locale,
    pause: isNamed(entry) && isPause(entry.kind) && entry.status === 'confirmed',
    off: entry.status === 'cancelled',
    marks: marksIn(frame, entry),
    only: whom && whom.is !== 'except' ? forWhomWords(whom, t, locale) : '',
    people: peopleIn(frame, entry),
    items:
      isNamed(entry) && entry.level !== 'listed'
        ? entry.items.map(({ number, title }) => `${number}. ${title.text}`)
        : [],
    facts: factsOf(frame, day, rule, entry),
  }
}

const dayOf = (frame: Frame, day: DayView): Printable => {
  const { t, locale } = frame
  const rule = dayRule(day, frame.constituencies)
  return {
    name: capitalized(formatDay(day.date, locale, { weekday: true }), locale),
    title: day.title?.text ?? '',
    whom: dayForWords(rule.forWhom, t, locale),
    rule: [
      ...(rule.format ? [formatWords(rule.format, t)] : []),
      ...(rule.interpretation?.length ? [`${t('reading:agenda.interpretation')}${codes(rule.interpretation)}`] : []),
      ...(rule.format ? [t('reading:agenda.onlyWhatDiffers')] : []),
    ].join(' · '),
    empty: t('reading:agenda.noSessions'),
    entries: day.sessions.map((entry) => entryOf(frame, day, rule, entry)),
  }
}

/** An agenda on paper: what the page says, and on each sheet which version it is and where to ask whether it still holds. */
export const agendaDocument = (frame: Frame, meeting: MeetingFrame, baseUrl: URL): PdfDocument => {
  const { t, locale, view, shortAddress } = frame
  const { release } = view
  const published = formatDay(release.publishedAt.toZonedDateTimeISO(view.meeting.timeZone).toPlainDate(), locale)
  const label = labelWords(t, release.label)
  const at = view.days[0]?.date.toZonedDateTime({ timeZone: view.meeting.timeZone, plainTime: '12:00' }).toInstant()
  const zone = t('reading:zone.short', { ofCity: ofCity(view.meeting.city.text, locale) })
  return {
    template: TEMPLATE,
    language: locale,
    title: `${t('reading:agenda.title')}, ${view.meeting.shortTitle.text} (${label})`,
    author: view.meeting.organizer.text,
    data: {
      heading: t('reading:agenda.title'),
      short: view.meeting.shortTitle.text,
      meeting: view.meeting.title.text,
      dates: `${meeting.dates} · ${meeting.place}`,
      venue: [view.meeting.venue.text, view.meeting.address.text].filter(Boolean).join(', '),
      label,
      stage: release.stage,
      published,
      zone: at ? `${zone} (${utcOffset(view.meeting.timeZone, at)})` : zone,
      superseded: release.supersededBy
        ? t('reading:pdf.superseded', { label: labelWords(t, release.supersededBy) })
        : '',
      note: release.note?.text ?? '',
      address: shortAddress,
      qr: qrSvg(new URL(`/${shortAddress.slice(shortAddress.indexOf('/') + 1)}`, baseUrl).href),
      qrSays: t('reading:pdf.qr', { address: shortAddress }),
      ask: t('reading:pdf.ask', { address: shortAddress }),
      page: t('reading:pdf.page', { page: '{page}', pages: '{pages}' }),
      days: view.days.map((day) => dayOf(frame, day)),
    },
  }
}
