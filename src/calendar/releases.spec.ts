import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import {
  closedUid,
  DAY_2,
  FRAME,
  momentAt,
  personWith,
  released,
  ROOM,
  OTHER_ROOM,
  rulesAsIn,
  savedRule,
  sessionId,
} from '../../test/builders/agenda.ts'
import { PUBLIC_AUDIENCE, type Audience } from '../access/facts.ts'
import { viewOf } from '../access/view-of.ts'
import type { SavedRules } from '../agenda/access-rules.service.ts'
import type { ReleaseMoment } from '../agenda/chain.ts'
import type { AccessRule, ReleaseLabel, ReleasedSession } from '../agenda/release.ts'
import { calendarOf } from './ics.ts'
import { wholeAgenda } from './selection.ts'

const baseUrl = new URL('https://plenary.example.org')
const today = Temporal.PlainDate.from('2022-09-20')

/** The calendar after these moments. */
const after = (moments: readonly ReleaseMoment[], audience: Audience = PUBLIC_AUDIENCE, rules?: SavedRules): string => {
  const sessions = moments.at(-1)?.release?.content.sessions ?? []
  const view = viewOf({ moments, rules: rules ?? rulesAsIn(sessions), meeting: FRAME, audience, locale: 'en' })
  if (!view) throw new Error('nothing is released')
  const facts = audience.kind === 'person' ? audience.facts : undefined
  return calendarOf(view, wholeAgenda(view, today), { name: 'Sample', baseUrl, feed: true, facts })
}

const eventsIn = (ics: string): Record<string, string>[] =>
  new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent').map((event) => {
    const read = (name: string): string => String(event.getFirstPropertyValue(name))
    return {
      uid: read('uid'),
      sequence: read('sequence'),
      status: read('status'),
      start: read('dtstart'),
      summary: read('summary'),
      stamp: read('dtstamp'),
    }
  })
const eventBytes = (ics: string, uid: string): string | undefined =>
  /BEGIN:VEVENT[\s\S]*?END:VEVENT/g[Symbol.match](ics)?.find((event) => event.includes(uid))

/** The one event after each of several releases, the first on the 1st of September. */
const through = (...steps: readonly (readonly [ReleaseLabel, ReleasedSession])[]): Record<string, string>[] => {
  const moments = steps.map(([label, session], index) => momentAt(index + 1, label, [session]))
  return moments.map((_, index) => eventsIn(after(moments.slice(0, index + 1)))[0] ?? {})
}

describe('one event from release to release', () => {
  test('keeps its UID for ever; time, place, title and status count, words do not', () => {
    const events = through(
      ['Draft', released(1)],
      ['Rev.1', released(1)], // no longer tentative
      ['Rev.2', released(1, { at: '14:00', to: '15:00' })],
      ['Rev.3', released(1, { at: '14:00', to: '15:00', abstract: { en: 'Reworded' } })],
      ['Rev.4', released(1, { at: '14:00', to: '15:00', abstract: { en: 'Reworded' }, room: OTHER_ROOM })],
      ['Rev.5', released(1, { day: DAY_2, at: '09:00', to: '10:00', title: { en: 'New title' }, room: ROOM })],
      ['Rev.6', released(1, { day: DAY_2, at: '09:00', to: '10:00', title: { en: 'New title' }, status: 'cancelled' })],
      ['Rev.7', released(1, { day: DAY_2, at: '09:00', to: '10:00', title: { en: 'New title' } })],
    )
    expect(new Set(events.map((event) => event['uid']))).toEqual(new Set([sessionId(1)]))
    expect(events.map((event) => Number(event['sequence']))).toEqual([0, 1, 2, 2, 3, 4, 5, 6])
    expect(events.map((event) => event['status'])).toEqual([
      'TENTATIVE',
      ...['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'CONFIRMED'],
      'CANCELLED',
      'CONFIRMED',
    ])
    expect(events.map((event) => event['stamp'])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((day) => `2022-09-0${day}T12:00:00Z`),
    )
    expect(events[6]?.['summary']).toBe('Cancelled: New title')
  })

  test('what did not change is byte-equal in every release', () => {
    const first = [momentAt(1, 'Rev.1', [released(1), released(2, { at: '15:00', to: '16:00' })])]
    const second = [...first, momentAt(2, 'Rev.2', [released(1), released(2, { at: '16:00', to: '17:00' })])]
    expect(eventBytes(after(second), sessionId(1))).toBe(eventBytes(after(first), sessionId(1)))
    expect(eventBytes(after(second), sessionId(2))).not.toBe(eventBytes(after(first), sessionId(2)))
  })
})

describe('what may no longer be seen', () => {
  const members = (show: AccessRule['show']): AccessRule => ({
    attend: 'constituencies',
    constituencies: ['member-state'],
    show,
  })
  const open = released(1, { title: { en: 'The secret title' } })
  const moments = [momentAt(1, 'Rev.1', [open])]
  const tightened = (show: AccessRule['show']): SavedRules =>
    new Map([[sessionId(1), savedRule(1, { rule: open.access }, { rule: members(show), day: 10 })]])

  test('closed: its UID goes, another comes that tells nothing', () => {
    const ics = after(moments, PUBLIC_AUDIENCE, tightened('closed'))
    expect(eventsIn(ics)).toMatchObject([{ uid: closedUid(1), summary: 'Closed meeting', sequence: '0' }])
    expect(ics).not.toMatch(/secret title|PL-1|0199a000/)
  })

  test('unlisted: no event, no trace', () => {
    const ics = after(moments, PUBLIC_AUDIENCE, tightened('unlisted'))
    expect(eventsIn(ics)).toEqual([])
    expect(ics).not.toMatch(/secret title|PL-1|0199a000|c105ed00/)
  })

  test('those who may attend keep the same event, and the way in', () => {
    const delegate = personWith({ constituency: 'member-state' })
    const ics = after(moments, delegate, tightened('unlisted'))
    expect(eventsIn(ics)).toMatchObject([{ uid: sessionId(1), sequence: '0' }])
    expect(ics.replaceAll('\r\n ', '')).toContain('/sessions/PL-1/join')
  })

  test('what a person gained is news in their calendar alone', () => {
    const verified = Temporal.Instant.from('2022-09-12T09:00:00Z')
    const delegate = personWith({ constituency: 'member-state', changed: { constituency: verified } })
    const listed = [momentAt(1, 'Rev.1', [released(1, { access: members('listed') })])]
    expect(eventsIn(after(listed, delegate))[0]?.['stamp']).toBe('2022-09-12T09:00:00Z')
    expect(eventsIn(after(listed))[0]?.['stamp']).toBe('2022-09-01T12:00:00Z')
  })
})
