import fc from 'fast-check'
import ical from 'node-ical'
import { expect, test } from 'vitest'
import { anyHostileView, fieldsOf, parameterIn } from '../../test/builders/hostile-calendars.ts'
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

/**
 * What node-ical makes of a parameter that is quoted, as RFC 5545, 3.2 asks where there is a semicolon: it cuts it there and leaves the
 * first quotation mark, and takes what looks like a number for one.
 */
const cut = (name: string): string => {
  if (name.includes(';')) return name.slice(0, name.indexOf(';'))
  return /[:,]/.test(name) || Number.isNaN(Number(name)) ? name : String(Number(name))
}

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
        organizerName: parameterIn((parameter(event.organizer, 'CN') ?? '').replace(/^"/, '')),
      }))
      expect(read).toEqual(
        entries
          .map((entry) => fieldsOf(view, entry, baseUrl))
          .map((fields) => ({ ...fields, organizerName: cut(fields.organizerName) })),
      )
    }),
    { numRuns: 150 },
  )
})
