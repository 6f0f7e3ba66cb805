import fc from 'fast-check'
import ical from 'node-ical'
import { expect, test } from 'vitest'
import { anyHostileView, fieldsOf } from '../../test/builders/hostile-calendars.ts'
import { calendarOf } from './ics.ts'
import { wholeAgenda } from './selection.ts'

const baseUrl = new URL('https://plenary.example.org')
const today = Temporal.PlainDate.from('2022-03-01')

/** node-ical gives a text with parameters as an object. */
const text = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'val' in value ? String(value.val) : String(value ?? '')
const parameter = (value: unknown, name: string): string | null => {
  const params = typeof value === 'object' && value !== null && 'params' in value ? value.params : undefined
  return params ? String((params as Record<string, unknown>)[name] ?? '') || null : null
}
const instant = (date: Date): string => Temporal.Instant.fromEpochMilliseconds(date.getTime()).toString()

// Not the name of the organizer: node-ical cuts a parameter at a semicolon even within quotation marks; the others hold us to it.
test('what node-ical reads back is the agenda view, field by field, whatever stands in it', () => {
  fc.assert(
    fc.property(anyHostileView, (view) => {
      const entries = wholeAgenda(view, today)
      const parsed = Object.values(ical.sync.parseICS(calendarOf(view, entries, { name: 'x', baseUrl, feed: true })))
      const events = parsed.filter((part): part is ical.VEvent => part?.type === 'VEVENT')
      const read = events.map((event) => ({
        uid: event.uid,
        sequence: Number(event.sequence),
        stamp: instant(event.dtstamp),
        start: instant(event.start),
        end: instant(event.end!),
        status: event.status,
        summary: text(event.summary),
        summaryLanguage: parameter(event.summary, 'LANGUAGE'),
        location: text(event.location),
        description: text(event.description),
        url: text(event.url),
        conference: text((event as { conference?: unknown }).conference),
        organizer: text(event.organizer),
      }))
      expect(read).toEqual(entries.map((entry) => fieldsOf(view, entry, baseUrl)))
    }),
    { numRuns: 150 },
  )
})
