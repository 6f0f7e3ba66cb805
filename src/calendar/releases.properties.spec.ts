import fc from 'fast-check'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { closedUid, FRAME, sessionId } from '../../test/builders/agenda.ts'
import { anyAgenda, anyAudience, anyHistory, secretOf } from '../../test/builders/agenda-arbitraries.ts'
import type { Audience } from '../access/facts.ts'
import { levelFor } from '../access/levels.ts'
import { ruleInForce } from '../access/sight.ts'
import { viewOf } from '../access/view-of.ts'
import { isNamed } from '../access/view.ts'
import type { SavedRules } from '../agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import { locationOf, summaryOf } from './event.ts'
import { calendarOf } from './ics.ts'
import { descriptionOf } from './description.tsx'
import { joinPage, pageOf } from './addresses.ts'
import { wholeAgenda } from './selection.ts'

// Any agenda through any releases (moved, retitled, restricted, opened, cancelled, brought back, another room), as anybody.

const baseUrl = new URL('https://plenary.example.org')
const today = Temporal.PlainDate.from('2022-09-20')
const RUNS = { numRuns: 200 }

const made = (moments: readonly ReleaseMoment[], rules: SavedRules, audience: Audience) => {
  const view = viewOf({ moments, rules, meeting: FRAME, audience, locale: 'en' })!
  const entries = wholeAgenda(view, today)
  const facts = audience.kind === 'person' ? audience.facts : undefined
  const ics = calendarOf(view, entries, { name: 'Sample', baseUrl, feed: true, facts })
  const events = new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent')
  return { view, entries, ics, events }
}
const textIn = (event: ICAL.Component, name: string): string => String(event.getFirstPropertyValue(name) ?? '')

test('what a parser reads back is the agenda view, field by field', () => {
  fc.assert(
    fc.property(anyAgenda, anyAudience, ({ moments, rules }, audience) => {
      const { view, entries, events } = made(moments, rules, audience)
      expect(events).toHaveLength(entries.length)
      for (const [index, entry] of entries.entries()) {
        const event = events[index]!
        const door = joinPage(view, entry, baseUrl)
        const start = textIn(event, 'dtstart')
        expect({
          uid: textIn(event, 'uid'),
          sequence: event.getFirstPropertyValue('sequence'),
          start,
          end: textIn(event, 'dtend'),
          zone: event.getFirstProperty('dtstart')?.getParameter('tzid'),
          summary: textIn(event, 'summary'),
          location: textIn(event, 'location'),
          description: textIn(event, 'description'),
          url: textIn(event, 'url'),
          conference: textIn(event, 'conference'),
          cancelled: textIn(event, 'status') === 'CANCELLED',
          tentative: textIn(event, 'status') === 'TENTATIVE',
          organizer: textIn(event, 'organizer'),
          named: event.hasProperty('categories'),
        }).toEqual({
          uid: entry.calendar.uid,
          sequence: entry.calendar.sequence,
          start: entry.start.toPlainDateTime().toString({ smallestUnit: 'second' }),
          end: entry.end.toPlainDateTime().toString({ smallestUnit: 'second' }),
          zone: view.meeting.timeZone,
          summary: summaryOf(view, entry).text,
          location: locationOf(view, entry, door).text,
          description: descriptionOf(view, entry, baseUrl).text,
          url: pageOf(view, entry, baseUrl)?.href ?? '',
          conference: door?.href ?? '',
          cancelled: entry.status === 'cancelled',
          tentative: entry.status !== 'cancelled' && view.release.stage === 'draft',
          organizer: `mailto:${view.meeting.contactEmail}`,
          named: isNamed(entry),
        })
      }
    }),
    RUNS,
  )
})

test('through any releases, and rules saved between them: one UID a session (another where it is closed), SEQUENCE never falls under it', () => {
  fc.assert(
    fc.property(anyHistory, anyAudience, (steps, audience) => {
      const last = new Map<string, { sequence: number; stamp: string; bytes: string }>()
      for (const { moments, rules } of steps) {
        const { events, ics } = made(moments, rules, audience)
        const uids = events.map((event) => textIn(event, 'uid'))
        expect(new Set(uids).size).toBe(uids.length)
        for (const event of events) {
          const uid = textIn(event, 'uid')
          const now = {
            sequence: Number(event.getFirstPropertyValue('sequence')),
            stamp: textIn(event, 'dtstamp'),
            bytes: event.toString(),
          }
          const before = last.get(uid)
          if (before) {
            expect(now.sequence).toBeGreaterThanOrEqual(before.sequence)
            expect(now.stamp >= before.stamp).toBe(true)
            // RFC 5546, 2.1.4: what a calendar must act on raises SEQUENCE; anything else at least moves DTSTAMP.
            const counted = (bytes: string): string =>
              bytes
                .split('\r\n')
                .filter((line) => /^(DTSTART|DTEND|STATUS|SUMMARY)/.test(line))
                .join()
            if (counted(now.bytes) !== counted(before.bytes)) expect(now.sequence).toBeGreaterThan(before.sequence)
            else if (now.bytes !== before.bytes) expect(now.stamp > before.stamp).toBe(true)
          }
          last.set(uid, now)
        }
        // No step tells a word, an id or a code to who may not see it.
        const unfolded = ics.replaceAll('\r\n ', '')
        for (const session of moments.at(-1)!.release!.content.sessions) {
          const number = Number(session.id.slice(-12))
          const level = levelFor(ruleInForce(session, rules), audience, session.day)
          const hidden = level === undefined || level === 'closed'
          if (hidden)
            for (const word of [secretOf(number, 'title'), secretOf(number, 'code'), sessionId(number)])
              expect(unfolded.includes(word), `${word} at ${level}`).toBe(false)
          if (hidden || level === 'listed') expect(unfolded).not.toContain(secretOf(number, 'abstract'))
          if (level !== 'closed') expect(unfolded).not.toContain(closedUid(number))
        }
      }
    }),
    RUNS,
  )
})
