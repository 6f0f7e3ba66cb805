import fc from 'fast-check'
import ICAL from 'ical.js'
import { plainWords } from '../ui/markdown.tsx'
import { describe, expect, test } from 'vitest'
import {
  agendaView,
  attendEntry,
  closedEntry,
  listedEntry,
  programmeEntry,
  said,
} from '../../test/builders/agenda-view.ts'
import type { SessionView } from '../access/view.ts'
import { asId } from '../kernel/id.ts'
import { oneLine, plain } from './icalendar.ts'
import { calendarOf, endedCalendar } from './ics.ts'
import { oneSession, personalAgenda, wholeAgenda } from './selection.ts'

const baseUrl = new URL('https://plenary.example.org')
const today = Temporal.PlainDate.from('2022-10-10')

type ViewParts = NonNullable<Parameters<typeof agendaView>[0]>

const written = (parts: ViewParts = {}, options: { name?: string; feed?: boolean } = {}): string => {
  const view = agendaView(parts)
  return calendarOf(view, wholeAgenda(view, today), { name: 'Fourth Annual Meeting', baseUrl, ...options })
}
const linesOf = (ics: string): string[] => ics.replaceAll('\r\n ', '').split('\r\n')
const read = (ics: string): ICAL.Component => new ICAL.Component(ICAL.parse(ics))
const eventsIn = (ics: string): ICAL.Component[] => read(ics).getAllSubcomponents('vevent')
/** ical.js leaves properties as they are that it does not know (RFC 7986): read one as the TEXT that it is. */
const asText = (raw: unknown): unknown => ICAL.Property.fromString(`SUMMARY:${String(raw)}`).getFirstValue()
/** A parameter knows no backslash (RFC 5545, 3.2), but ical.js undoes one there as in a TEXT. */
const readByIcalJs = (parameter: string): string =>
  parameter.replace(/\\([\\;,nN])/g, (_, of: string) => (of.toLowerCase() === 'n' ? '\n' : of))
const valueOf = (event: ICAL.Component | undefined, name: string): unknown => event?.getFirstPropertyValue(name)

/** What RFC 5545, 3.1 asks of the bytes. */
const expectWellFormed = (ics: string): void => {
  expect(ics.endsWith('END:VCALENDAR\r\n')).toBe(true)
  expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f]/)
  const bytes = Buffer.from(ics)
  const strict = new TextDecoder('utf-8', { fatal: true })
  let start = 0
  for (let end = bytes.indexOf('\r\n'); end !== -1; start = end + 2, end = bytes.indexOf('\r\n', start)) {
    expect(end - start).toBeLessThanOrEqual(75)
    strict.decode(bytes.subarray(start, end)) // throws where a character is cut
  }
}

test('an event carries what its reader needs, line by line', () => {
  const lines = linesOf(written({}, { feed: true }))
  expect(lines.slice(0, 11)).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Plenary//Agenda//EN',
    'CALSCALE:GREGORIAN',
    'NAME;LANGUAGE=en:Fourth Annual Meeting',
    'X-WR-CALNAME:Fourth Annual Meeting',
    'X-WR-TIMEZONE:Europe/Zurich',
    'URL:https://plenary.example.org/en/unnm-annual-meeting-4/agenda',
    'COLOR:teal',
    'X-APPLE-CALENDAR-COLOR:#00566B',
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
  ])
  expect(lines.slice(lines.indexOf('BEGIN:VEVENT'))).toEqual([
    'BEGIN:VEVENT',
    'UID:a1b2c3@plenary',
    'DTSTAMP:20220926T080000Z',
    'LAST-MODIFIED:20220926T080000Z',
    'SEQUENCE:0',
    'DTSTART;TZID=Europe/Zurich:20221018T100000',
    'DTEND;TZID=Europe/Zurich:20221018T111500',
    'STATUS:CONFIRMED',
    'SUMMARY;LANGUAGE=en:Opening of the meeting',
    'LOCATION;LANGUAGE=en:Room XVII\\, Building E\\, first floor\\, Palais des Nations\\, Avenue de la Paix 14\\, 1211 Geneva 10\\, Switzerland',
    'DESCRIPTION;LANGUAGE=en:Join online: https://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1/join\\n\\n' +
      'What was promised\\; what has begun.\\n\\nChair: Coordinator of the Network\\n\\nAgenda items: 1. Adoption of the agenda\\n\\n' +
      'Format: In person and online\\n\\nInterpretation: English\\, French\\, Spanish\\n\\n' +
      'Who may attend:\\n- Member States\\n- United Nations entities\\n\\n' +
      'Latest information: https://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1',
    expect.stringMatching(/^X-ALT-DESC;FMTTYPE=text\/html:<html lang="en"><body><p><a href="https:/),
    'URL:https://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1',
    'CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join online;LANGUAGE=en:https://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1/join',
    'X-GOOGLE-CONFERENCE:https://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1/join',
    'ORGANIZER;CN=United Nations Network on Migration:mailto:meeting@example.org',
    'CATEGORIES;LANGUAGE=en:Plenary',
    'CLASS:PRIVATE',
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

test('a feed has no METHOD, and only a feed says how often to look', () => {
  expect(written({}, { feed: true })).not.toContain('METHOD')
  expect(written({}, { feed: false })).not.toMatch(/REFRESH-INTERVAL|X-PUBLISHED-TTL/)
})

test('event text is in the language of the view, a fallback keeps its own', () => {
  const event = linesOf(
    written({
      locale: 'fr',
      entries: [attendEntry({ title: said('Séance inaugurale', 'fr'), abstract: said('Only in English.') })],
    }),
  )
  expect(event).toContain('SUMMARY;LANGUAGE=fr:Séance inaugurale')
  expect(event).toContain('CATEGORIES;LANGUAGE=fr:Séance plénière')
  expect(event.find((line) => line.startsWith('DESCRIPTION'))).toContain(
    'Rejoindre en ligne\u00a0: https://plenary.example.org/fr/',
  )
  expect(event.find((line) => line.startsWith('X-ALT-DESC'))).toContain('<div lang="en"><p>Only in English.</p></div>')
})

describe('status', () => {
  const only = (parts: ViewParts): ICAL.Component | undefined => eventsIn(written(parts))[0]

  test('is tentative while the agenda is a draft', () => {
    expect(valueOf(only({ release: { label: 'Draft', stage: 'draft' } }), 'status')).toBe('TENTATIVE')
    expect(valueOf(only({ release: { label: 'Final', stage: 'final' } }), 'status')).toBe('CONFIRMED')
  })

  test('cancelled is said in words too, has no way in and takes no time', () => {
    const event = only({ locale: 'es', entries: [attendEntry({ status: 'cancelled', title: said('Apertura', 'es') })] })
    expect(valueOf(event, 'status')).toBe('CANCELLED')
    expect(valueOf(event, 'summary')).toBe('Cancelada: Apertura')
    expect(valueOf(event, 'transp')).toBe('TRANSPARENT')
    expect(event?.toString()).not.toContain('/join')
  })

  test('cancelled stays until its day is over', () => {
    const view = agendaView({ entries: [attendEntry({ status: 'cancelled' })] })
    expect(wholeAgenda(view, Temporal.PlainDate.from('2022-10-18'))).toHaveLength(1)
    expect(wholeAgenda(view, Temporal.PlainDate.from('2022-10-19'))).toHaveLength(0)
  })
})

describe('what those who may not attend are told', () => {
  test('programme: no way in', () => {
    const ics = written({ entries: [programmeEntry()] })
    expect(ics).not.toMatch(/join|CONFERENCE/)
    expect(ics).toContain('CLASS:PUBLIC')
  })

  test('listed: neither abstract nor chair', () => {
    expect(written({ entries: [listedEntry()] })).not.toMatch(/What was promised|Coordinator/)
  })

  test('closed: the words, the time, the room', () => {
    const event = linesOf(
      written({
        entries: [
          closedEntry({
            calendar: { uid: 'opaque@plenary', sequence: 2, stamp: Temporal.Instant.from('2022-10-01T10:00:00Z') },
          }),
        ],
      }),
    )
    expect(event.slice(event.indexOf('BEGIN:VEVENT'), -2)).toEqual([
      'BEGIN:VEVENT',
      'UID:opaque@plenary',
      'DTSTAMP:20221001T100000Z',
      'LAST-MODIFIED:20221001T100000Z',
      'SEQUENCE:2',
      'DTSTART;TZID=Europe/Zurich:20221018T100000',
      'DTEND;TZID=Europe/Zurich:20221018T111500',
      'STATUS:CONFIRMED',
      'SUMMARY;LANGUAGE=en:Closed meeting',
      'LOCATION;LANGUAGE=en:Room XXVI\\, Palais des Nations\\, Avenue de la Paix 14\\, 1211 Geneva 10\\, Switzerland',
      'ORGANIZER;CN=United Nations Network on Migration:mailto:meeting@example.org',
      'CLASS:PUBLIC',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ])
  })
})

describe('place', () => {
  const placeOf = (entry: SessionView): unknown => valueOf(eventsIn(written({ entries: [entry] }))[0], 'location')
  const online = { room: { key: 'online', name: said('Online platform'), onlineOnly: true }, format: 'online' } as const

  test('online only: our door for those who may enter, the word for the rest', () => {
    expect(placeOf(attendEntry(online))).toBe('https://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1/join')
    expect(placeOf(programmeEntry(online))).toBe('Online platform')
  })

  test('a room to be announced says so', () => {
    expect(placeOf(programmeEntry({ room: undefined }))).toMatch(/^Room to be announced, Palais des Nations/)
  })

  test('two languages in one line claim neither', () => {
    const ics = written({
      locale: 'fr',
      entries: [programmeEntry({ room: { key: 'xvii', name: said('Salle XVII', 'fr'), onlineOnly: false } })],
    })
    expect(linesOf(ics).find((line) => line.startsWith('LOCATION'))).toMatch(/^LOCATION:Salle XVII/)
  })
})

describe('which sessions', () => {
  const id = (n: number) => asId<'Session'>(`0199a000-0000-7000-8000-00000000000${n}`)
  const entries = [
    attendEntry({ id: id(1), code: 'A' }),
    programmeEntry({ id: id(2), code: 'B' }),
    attendEntry({ id: id(3), code: 'C', kind: 'break' }),
    closedEntry(),
    { ...attendEntry({ id: id(4), code: 'D' }), start: null, end: null },
  ]
  const view = agendaView({ entries })
  const codes = (chosen: readonly SessionView[]): string[] =>
    chosen.map((entry) => ('code' in entry ? entry.code : 'closed'))

  test('the whole agenda, but none whose time is to be announced', () => {
    expect(codes(wholeAgenda(view, today))).toEqual(['A', 'B', 'C', 'closed'])
  })
  test('a person: all they may attend, without pauses', () => {
    expect(codes(personalAgenda(view, { carries: 'attend', sideEvents: true }, new Set(), today))).toEqual(['A'])
  })
  test('a person: what they follow, as they may see it', () => {
    expect(
      codes(personalAgenda(view, { carries: 'follow', sideEvents: true }, new Set([id(2), id(3), id(4)]), today)),
    ).toEqual(['B'])
  })
  test('a person: side events only if they want them', () => {
    const beside = agendaView({ entries: [attendEntry({ kind: 'side-event', code: 'SE-1' })] })
    for (const [sideEvents, expected] of [
      [true, ['SE-1']],
      [false, []],
    ] as const)
      expect(codes(personalAgenda(beside, { carries: 'attend', sideEvents }, new Set(), today))).toEqual(expected)
  })
  test('one session by its code, in any case', () => {
    expect(oneSession(view, 'b')?.calendar).toBe(entries[1]?.calendar)
    expect(oneSession(view, 'd')).toBeUndefined()
  })
})

test('a reminder comes before what takes time, and only for who asked', () => {
  const alarms = (entry: SessionView, reminder: number | null): (string | undefined)[] => {
    const view = agendaView({ entries: [entry] })
    const [event] = eventsIn(calendarOf(view, wholeAgenda(view, today), { name: 'x', baseUrl, reminder }))
    return event!.getAllSubcomponents('valarm').map((alarm) => alarm.toString())
  }
  expect(alarms(attendEntry({ title: said('One, two') }), 15)).toEqual([
    'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:One\\, two\r\nTRIGGER:-PT15M\r\nEND:VALARM',
  ])
  expect(alarms(attendEntry(), null)).toEqual([])
  expect(alarms(attendEntry({ status: 'cancelled' }), 15)).toEqual([])
  expect(alarms(attendEntry({ kind: 'break' }), 15)).toEqual([])
})

test('a calendar without events is a valid one', () => {
  const ics = written({ entries: [] })
  expect(eventsIn(ics)).toEqual([])
  expect(read(ics).getAllSubcomponents('vtimezone')).toHaveLength(1)
})

test('an ended registration leaves one event that says why', () => {
  const view = agendaView({ locale: 'fr' })
  const ics = endedCalendar(
    view,
    {
      uid: 'ended@plenary',
      stamp: Temporal.Instant.from('2022-10-01T10:00:00Z'),
      page: new URL('/fr/unnm/register', baseUrl),
    },
    { name: 'x', baseUrl, feed: true },
  )
  expectWellFormed(ics)
  const [event, ...more] = eventsIn(ics)
  expect(more).toEqual([])
  expect(valueOf(event, 'summary')).toBe('Inscription terminée\u00a0: Fourth Annual Meeting')
  expect(String(valueOf(event, 'dtstart'))).toBe('2022-10-18')
})

describe('zones', () => {
  test.each([
    ['Africa/Nairobi', '2026-12-29T06:30', '2026-12-29T03:30:00Z'],
    ['America/New_York', '2026-11-01T09:00', '2026-11-01T14:00:00Z'],
    ['Asia/Kathmandu', '2026-12-29T09:00', '2026-12-29T03:15:00Z'],
    ['Pacific/Apia', '2026-12-29T09:00', '2026-12-28T20:00:00Z'],
    ['Africa/Casablanca', '2022-03-28T09:00', '2022-03-28T09:00:00Z'],
    ['Europe/Zurich', '2026-10-25T09:00', '2026-10-25T08:00:00Z'],
  ])('%s: %s is read back as %s', (timeZone, from, instant) => {
    const entry = attendEntry({ from, to: from.replace(/T\d\d/, 'T23'), zone: timeZone })
    const ics = written({ entries: [entry], meeting: { timeZone }, dates: [from.slice(0, 10)] })
    const calendar = read(ics)
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') as ICAL.Component)
    const start = valueOf(eventsIn(ics)[0], 'dtstart') as ICAL.Time
    start.zone = zone
    expect(start.convertToZone(ICAL.Timezone.utcTimezone).toString()).toBe(instant)
  })

  test('a meeting in UTC writes Z and no zone', () => {
    const ics = written({
      entries: [attendEntry({ from: '2026-10-25T09:00', to: '2026-10-26T00:30', zone: 'UTC' })],
      meeting: { timeZone: 'UTC' },
      dates: ['2026-10-25'],
    })
    expect(ics).toContain('DTSTART:20261025T090000Z\r\nDTEND:20261026T003000Z')
    expect(ics).not.toMatch(/VTIMEZONE|TZID/)
  })
})

describe('hostile words', () => {
  /** Everything that has ever broken an .ics file, and whole ones too. */
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400, size: 'max' }),
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc
      .array(
        fc.constantFrom(
          ...[
            '\r\n',
            '\n',
            '\r',
            '\u0085',
            '\u2028',
            '\u0000',
            '\u0007',
            '\t',
            '\ud83d',
            ',',
            ';',
            ':',
            '\\',
            '\\n',
            '"',
            '^',
            "^'",
          ],
          ...[
            'BEGIN:VEVENT',
            'END:VCALENDAR',
            '👩‍👩‍👧‍👦',
            '🇰🇪',
            'e\u0301',
            'مرحبا',
            '\u202e',
            '<script>alert(1)</script>',
            '&amp;',
            '%0D%0A',
            'x'.repeat(73),
          ],
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
  )

  test('what a parser reads back is what was there, field by field', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (title, abstract, room, name) => {
        const entry = attendEntry({
          title: said(title),
          abstract: said(abstract),
          room: { key: 'room', name: said(room), onlineOnly: false },
          interpretation: [name],
          items: [{ number: '1', title: said(title) }],
          calendar: { uid: `${name}@plenary`, sequence: 3, stamp: Temporal.Instant.from('2022-10-01T10:00:00Z') },
        })
        const ics = written(
          { entries: [entry], meeting: { organizer: said(name), contactEmail: 'a@example.org' } },
          { name: title },
        )
        expectWellFormed(ics)
        const calendar = read(ics)
        expect(calendar.getAllSubcomponents().map((part) => part.name)).toEqual(['vtimezone', 'vevent'])
        const event = calendar.getFirstSubcomponent('vevent') as ICAL.Component
        expect(event.getAllProperties().map((property) => property.name)).toEqual([
          ...[
            'uid',
            'dtstamp',
            'last-modified',
            'sequence',
            'dtstart',
            'dtend',
            'status',
            'summary',
            'location',
            'description',
          ],
          ...['x-alt-desc', 'url', 'conference', 'x-google-conference', 'organizer', 'categories', 'class', 'transp'],
        ])
        expect(asText(valueOf(calendar, 'name'))).toBe(oneLine(title))
        expect(valueOf(event, 'summary')).toBe(oneLine(title))
        expect(valueOf(event, 'uid')).toBe(oneLine(`${name}@plenary`))
        expect(String(valueOf(event, 'location'))).toContain(oneLine(room))
        expect(String(valueOf(event, 'description'))).toContain(plainWords(plain(abstract).trim()))
        expect(event.getFirstProperty('organizer')?.getParameter('cn') ?? '').toBe(readByIcalJs(oneLine(name)))
        expect(String(valueOf(event, 'x-alt-desc'))).not.toContain('<script')
      }),
      { numRuns: 300 },
    )
  })

  test('a title cannot open a second event, nor a name of a meeting a property', () => {
    const ics = written(
      { entries: [attendEntry({ title: said('Opening\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil') })] },
      { name: 'Meeting\r\nMETHOD:CANCEL' },
    )
    expect(eventsIn(ics)).toHaveLength(1)
    expect(linesOf(ics)).not.toContain('METHOD:CANCEL')
    expect(valueOf(eventsIn(ics)[0], 'uid')).toBe('a1b2c3@plenary')
  })

  test('a link with comma and semicolon is written as it is', () => {
    const ics = written({ entries: [attendEntry({ code: 'A,B;C' })] })
    expect(linesOf(ics)).toContain('URL:https://plenary.example.org/en/unnm-annual-meeting-4/sessions/A%2CB%3BC')
  })

  test('5,000 characters arrive, 50,000 are cut with a mark', () => {
    const long = (words: string): string =>
      String(valueOf(eventsIn(written({ entries: [attendEntry({ abstract: said(words) })] }))[0], 'description'))
    expect(long('é'.repeat(5000))).toContain('é'.repeat(5000))
    expect(long('é'.repeat(50_000)).length).toBeLessThan(7000)
    expect(long('é'.repeat(50_000))).toContain('é…')
  })
})

test('the same view gives the same bytes, in whatever order it was built', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.boolean(),
      fc.constantFrom('en' as const, 'fr' as const, 'es' as const),
      (title, feed, locale) => {
        const parts = (): ViewParts => ({ locale, entries: [attendEntry({ title: said(title) }), closedEntry()] })
        expect(written(parts(), { feed })).toBe(written(parts(), { feed }))
      },
    ),
  )
})

test('an unchanged event is byte-equal when another one changes', () => {
  const other = (title: string) =>
    attendEntry({
      title: said(title),
      code: 'PL-2',
      calendar: { uid: 'b', sequence: 1, stamp: Temporal.Instant.from('2022-10-07T08:00:00Z') },
    })
  const first = (ics: string): string => ics.slice(ics.indexOf('BEGIN:VEVENT'), ics.indexOf('END:VEVENT'))
  expect(first(written({ entries: [attendEntry(), other('Old')] }))).toBe(
    first(
      written({
        entries: [attendEntry(), other('New')],
        release: { label: 'Rev.2', publishedAt: Temporal.Instant.from('2022-10-08T08:00:00Z') },
      }),
    ),
  )
})
