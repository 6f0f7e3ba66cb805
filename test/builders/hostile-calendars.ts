import fc from 'fast-check'
import type { AgendaView, SessionView } from '../../src/access/view.ts'
import { joinPage, pageOf } from '../../src/calendar/addresses.ts'
import { descriptionOf } from '../../src/calendar/description.tsx'
import { locationOf, summaryOf } from '../../src/calendar/event.ts'
import { oneLine, plain } from '../../src/calendar/icalendar.ts'
import { isTimed } from '../../src/calendar/selection.ts'
import { asId } from '../../src/kernel/id.ts'
import { agendaView, attendEntry, closedEntry, listedEntry, programmeEntry, said } from './agenda-view.ts'

/** Pieces that have broken calendar files and their readers. */
const PIECES = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\u0085',
    '\u2028',
    '\t',
    '\u0000',
    '\u0007',
    ',',
    ';',
    ':',
    '"',
    '^',
    "^'",
    '%0D%0A',
    '&amp;',
  ],
  ...[
    'BEGIN:VEVENT',
    'END:VCALENDAR',
    'UID:evil',
    '<script>',
    '👩‍👩‍👧‍👦',
    '🇰🇪',
    'e\u0301',
    'مرحبا',
    '\u202e',
    'x'.repeat(73),
  ],
  'é'.repeat(5000),
]

/**
 * Words of people who mean no good, or mean well and write in any script. Without backslashes: python3-icalendar and node-ical undo
 * escapes one after the other, so they read an escaped `\\n` as a line break; ical.js reads them right (src/calendar/ics.spec.ts).
 */
export const hostileWords: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200, size: 'max' }),
    fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 30 }).map((parts) => parts.join('')),
  )
  .map((words) => `${words.replaceAll('\\', '/')}.`)

/** Days on which something is odd about the clock, and one on which nothing is. */
const DAYS = [
  ['Europe/Zurich', '2026-10-25'],
  ['Europe/Zurich', '2026-03-29'],
  ['America/New_York', '2026-11-01'],
  ['Africa/Nairobi', '2026-12-29'],
  ['Asia/Kathmandu', '2026-12-29'],
  ['Pacific/Apia', '2026-12-29'],
  ['Africa/Casablanca', '2022-03-27'],
  ['UTC', '2026-06-01'],
] as const

const TIMES = [
  ['09:00', '10:30'],
  ['14:00', '15:00'],
  ['22:00', '00:30'], // over midnight
] as const

const KINDS = { attend: attendEntry, programme: programmeEntry, listed: listedEntry, closed: closedEntry }

/** Any agenda of such words, on such days, as any reader sees it. */
export const anyHostileView: fc.Arbitrary<AgendaView> = fc
  .record({
    day: fc.constantFrom(...DAYS),
    locale: fc.constantFrom('en' as const, 'fr' as const, 'es' as const),
    stage: fc.constantFrom('draft' as const, 'final' as const),
    organizer: hostileWords,
    sessions: fc.array(
      fc.record({
        level: fc.constantFrom(...(Object.keys(KINDS) as (keyof typeof KINDS)[])),
        time: fc.constantFrom(...TIMES),
        cancelled: fc.boolean(),
        words: fc.tuple(hostileWords, hostileWords, hostileWords, hostileWords),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ day: [timeZone, date], locale, stage, organizer, sessions }) => {
    const entries = sessions.map(
      ({ level, time: [from, to], cancelled, words: [title, abstract, room, item] }, index) => {
        const last = to < from ? Temporal.PlainDate.from(date).add({ days: 1 }).toString() : date
        const common = {
          ...{ from: `${date}T${from}`, to: `${last}T${to}`, zone: timeZone },
          status: cancelled ? ('cancelled' as const) : ('confirmed' as const),
          room: { key: 'room', name: said(room, locale), onlineOnly: false },
          calendar: { uid: `event-${index}`, sequence: index, stamp: Temporal.Instant.from('2022-10-01T10:00:00Z') },
        }
        if (level === 'closed') return closedEntry(common)
        const named = {
          ...common,
          id: asId<'Session'>(`0199a000-0000-7000-8000-00000000000${index}`),
          code: `PL-${index}`,
          title: said(title, locale),
        }
        return level === 'listed'
          ? listedEntry(named)
          : KINDS[level]({
              ...named,
              abstract: said(abstract, locale),
              items: [{ number: '1', title: said(item, locale) }],
            })
      },
    )
    return agendaView({
      locale,
      entries,
      meeting: { timeZone, organizer: said(organizer, locale) },
      dates: [date],
      release: stage === 'draft' ? { label: 'Draft', stage } : { label: 'Final', stage },
    })
  })

/** A parameter as it was before RFC 6868, which neither python3-icalendar nor node-ical undoes. */
export const parameterIn = (read: string): string =>
  read.replaceAll(/\^(['^n])/g, (_, of: string) => ({ "'": '"', n: '\n' })[of] ?? '^')

/** What an event must say of an entry, for parsers to be held to. Times as instants. */
export const fieldsOf = (view: AgendaView, entry: SessionView, baseUrl: URL) => {
  if (!isTimed(entry)) throw new Error('It is in no calendar.')
  const door = joinPage(view, entry, baseUrl)
  return {
    uid: entry.calendar.uid,
    sequence: entry.calendar.sequence,
    stamp: entry.calendar.stamp.toString(),
    start: entry.start.toInstant().toString(),
    end: entry.end.toInstant().toString(),
    status: entry.status === 'cancelled' ? 'CANCELLED' : view.release.stage === 'draft' ? 'TENTATIVE' : 'CONFIRMED',
    summary: summaryOf(view, entry).text,
    summaryLanguage: summaryOf(view, entry).lang ?? null,
    location: locationOf(view, entry, door).text,
    description: plain(descriptionOf(view, entry, baseUrl).text),
    url: pageOf(view, entry, baseUrl)?.href ?? '',
    conference: door?.href ?? '',
    organizer: `mailto:${view.meeting.contactEmail}`,
    organizerName: oneLine(view.meeting.organizer.text),
  }
}
