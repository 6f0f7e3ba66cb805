import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarOf } from '../../src/calendar/ics.ts'
import { wholeAgenda } from '../../src/calendar/selection.ts'
import { agendaView, attendEntry, closedEntry } from '../builders/agenda-view.ts'
import { anyHostileView, fieldsOf, parameterIn } from '../builders/hostile-calendars.ts'
import { python, withProgram } from './programs.ts'

interface Read {
  name: string
  events: Record<string, string | number | null>[]
  zones: { id: string; winter: number; summer: number }[]
  errors: string[]
}

const baseUrl = new URL('https://plenary.example.org')
const today = Temporal.PlainDate.from('2022-10-10')

withProgram('python3-icalendar', python('icalendar'), (interpreter) => {
  const read = (ics: string): Read =>
    JSON.parse(
      execFileSync(interpreter, [`${import.meta.dirname}/read-icalendar.py`], { input: ics, encoding: 'utf8' }),
    ) as Read

  const written = (parts: NonNullable<Parameters<typeof agendaView>[0]>, name = 'Fourth Annual Meeting'): string => {
    const view = agendaView(parts)
    return calendarOf(view, wholeAgenda(view, today), { name, baseUrl, feed: true })
  }

  test('reads what we wrote', () => {
    const { events, zones, errors, name } = read(written({ entries: [attendEntry(), closedEntry()] }))
    expect(errors).toEqual([])
    expect(name).toBe('Fourth Annual Meeting')
    expect(zones).toEqual([{ id: 'Europe/Zurich', winter: 3600, summer: 7200 }])
    expect(events).toMatchObject([
      {
        uid: 'a1b2c3@plenary',
        sequence: 0,
        status: 'CONFIRMED',
        summary: 'Opening of the meeting',
        summaryLanguage: 'en',
        start: '2022-10-18T10:00:00+02:00',
        end: '2022-10-18T11:15:00+02:00',
        stamp: '2022-09-26T08:00:00+00:00',
        url: 'https://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1',
        conference: 'https://plenary.example.org/en/unnm-annual-meeting-4/sessions/PL-1/join',
        organizer: 'mailto:meeting@example.org',
        organizerName: 'United Nations Network on Migration',
      },
      { summary: 'Closed meeting', url: '', description: '' },
    ])
  })

  test('what it reads back is the agenda view, field by field, whatever stands in it', () => {
    for (const view of fc.sample(anyHostileView, 30)) {
      const entries = wholeAgenda(view, Temporal.PlainDate.from('2022-03-01'))
      const { events, errors } = read(calendarOf(view, entries, { name: 'x', baseUrl, feed: true }))
      expect(errors).toEqual([])
      const instant = (moment: unknown): string => Temporal.Instant.from(String(moment)).toString()
      expect(
        events.map(({ organizerName, start, end, stamp, ...event }) => ({
          ...event,
          organizerName: parameterIn(String(organizerName)),
          ...{ start: instant(start), end: instant(end), stamp: instant(stamp) },
        })),
      ).toEqual(entries.map((entry) => fieldsOf(view, entry, baseUrl)))
    }
  })

  test.each([
    ['America/New_York', '2026-11-01T09:00', '2026-11-01T09:00:00-05:00'],
    ['Africa/Nairobi', '2026-12-29T06:30', '2026-12-29T06:30:00+03:00'],
    ['Asia/Kathmandu', '2026-12-29T06:30', '2026-12-29T06:30:00+05:45'],
    ['Pacific/Apia', '2026-12-29T06:30', '2026-12-29T06:30:00+13:00'],
    ['Europe/Zurich', '2026-10-25T09:00', '2026-10-25T09:00:00+01:00'],
  ])('%s at %s', (timeZone, from, start) => {
    const entry = attendEntry({ from, to: from.replace(/T\d\d/, 'T23'), zone: timeZone })
    const { events } = read(written({ entries: [entry], meeting: { timeZone }, dates: [from.slice(0, 10)] }))
    expect(events[0]?.['start']).toBe(start)
  })
})
