import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FRAME, closedUid } from '../../test/builders/agenda.ts'
import { anyAgenda, anyAudience, anyHistory, anyFacts, secretOf } from '../../test/builders/agenda-arbitraries.ts'
import { audienceKey, testedFacts } from './audience-key.ts'
import { diff, entriesOf } from './changes.ts'
import type { EntryLevel } from './levels.ts'
import { levelFor } from './levels.ts'
import { ruleInForce } from './sight.ts'
import { viewOf } from './view-of.ts'
import { agendaJson } from './view-json.ts'

// For any agenda, any rules saved meanwhile and anybody: what the gate lets through, and what never.

const ORDER: readonly (EntryLevel | undefined)[] = [undefined, 'closed', 'listed', 'programme', 'attend']
const RUNS = { numRuns: 400 }

/** The lowest level at which each secret may be told. */
const MAY_TELL: Readonly<Record<string, EntryLevel>> = {
  code: 'listed',
  title: 'listed',
  language: 'listed',
  abstract: 'programme',
  officer: 'programme',
  item: 'programme',
}

test('no word of a session is in a view below its level', () => {
  fc.assert(
    fc.property(anyAgenda, anyAudience, ({ moments, rules }, audience) => {
      const view = viewOf({ moments, rules, meeting: FRAME, audience, locale: 'fr' })!
      const told = JSON.stringify(view) + JSON.stringify(agendaJson(view))
      for (const session of moments.at(-1)!.release!.content.sessions) {
        const number = Number(session.id.slice(-12))
        const level = levelFor(ruleInForce(session, rules), audience, session.day)
        const rank = ORDER.indexOf(level)
        for (const [field, lowest] of Object.entries(MAY_TELL))
          expect(told.includes(secretOf(number, field)), `${field} at ${level}`).toBe(rank >= ORDER.indexOf(lowest))
        expect(told.includes(session.id), `id at ${level}`).toBe(rank >= ORDER.indexOf('listed'))
        expect(told.includes(String(session.capacity)), `capacity at ${level}`).toBe(level === 'attend')
        expect(told.includes(closedUid(number)), `closed uid at ${level}`).toBe(level === 'closed')
      }
    }),
    RUNS,
  )
})

test('an unlisted session leaves no trace: without it the view is the same, to the byte', () => {
  fc.assert(
    fc.property(anyAgenda, anyAudience, ({ moments, rules }, audience) => {
      const hidden = new Set(
        moments.flatMap(({ release }) =>
          release!.content.sessions
            .filter((session) => levelFor(ruleInForce(session, rules), audience, session.day))
            .map(({ id }) => id),
        ),
      )
      // Sessions that this audience never sees in any release, taken out of all of them.
      const without = moments.map((moment) => ({
        ...moment,
        release: {
          ...moment.release!,
          content: {
            ...moment.release!.content,
            sessions: moment.release!.content.sessions.filter(({ id }) => hidden.has(id)),
          },
        },
      }))
      const as = { rules, meeting: FRAME, audience, locale: 'en' } as const
      const view = (agenda: typeof moments): string => {
        const { release, ...rest } = agendaJson(viewOf({ ...as, moments: agenda })!)
        const { note: _note, ...seen } = release // a note is shown for a new label of an unchanged agenda: see its own test
        return JSON.stringify([rest, seen])
      }
      expect(view(without)).toBe(view(moments))
    }),
    RUNS,
  )
})

test('who has more facts never sees less', () => {
  fc.assert(
    fc.property(anyAgenda, anyFacts, ({ moments, rules }, facts) => {
      const levels = (who: Parameters<typeof levelFor>[1]): number[] =>
        moments
          .at(-1)!
          .release!.content.sessions.map((session) =>
            ORDER.indexOf(levelFor(ruleInForce(session, rules), who, session.day)),
          )
      const { constituency: _claimed, ...unverified } = facts
      const less = levels({ kind: 'person', facts: { ...unverified, groups: new Set() } })
      const more = levels({ kind: 'person', facts })
      levels({ kind: 'public' }).forEach((level, index) => expect(level).toBeLessThanOrEqual(less[index]!))
      less.forEach((level, index) => expect(level).toBeLessThanOrEqual(more[index]!))
    }),
    RUNS,
  )
})

test('along a chain no SEQUENCE falls; a DTSTAMP stays or moves on', () => {
  fc.assert(
    fc.property(anyHistory, anyAudience, (steps, audience) => {
      const last = new Map<string, { sequence: number; stamp: Temporal.Instant }>()
      for (const { moments, rules } of steps) {
        const view = viewOf({ moments, rules, meeting: FRAME, audience, locale: 'en' })!
        for (const { calendar } of entriesOf(view)) {
          const before = last.get(calendar.uid)
          if (before) {
            expect(calendar.sequence).toBeGreaterThanOrEqual(before.sequence)
            expect(Temporal.Instant.compare(calendar.stamp, before.stamp)).toBeGreaterThanOrEqual(0)
          }
          last.set(calendar.uid, calendar)
        }
      }
    }),
    RUNS,
  )
})

test('what is shown of an entry with the same SEQUENCE and DTSTAMP is the same', () => {
  fc.assert(
    fc.property(anyHistory, anyAudience, (steps, audience) => {
      const told = new Map<string, string>()
      for (const { moments, rules } of steps) {
        const view = viewOf({ moments, rules, meeting: FRAME, audience, locale: 'en' })!
        for (const entry of entriesOf(view)) {
          const key = `${entry.calendar.uid} ${entry.calendar.sequence} ${entry.calendar.stamp}`
          const is = JSON.stringify(entry)
          expect(told.get(key) ?? is).toBe(is)
          told.set(key, is)
        }
      }
    }),
    RUNS,
  )
})

test('a view differs in nothing from itself', () => {
  fc.assert(
    fc.property(anyAgenda, anyAudience, ({ moments, rules }, audience) => {
      const view = viewOf({ moments, rules, meeting: FRAME, audience, locale: 'es' })!
      expect(diff(view, view)).toEqual([])
    }),
    RUNS,
  )
})

test('two audiences with the same key see the same', () => {
  fc.assert(
    fc.property(anyAgenda, anyAudience, anyAudience, ({ moments, rules }, a, b) => {
      const tested = testedFacts(moments, rules)
      const key = audienceKey(a, tested)
      fc.pre(key !== undefined && key === audienceKey(b, tested))
      const view = (audience: typeof a): unknown =>
        agendaJson(viewOf({ moments, rules, meeting: FRAME, audience, locale: 'en' })!)
      expect(view(a)).toEqual(view(b))
    }),
    RUNS,
  )
})
