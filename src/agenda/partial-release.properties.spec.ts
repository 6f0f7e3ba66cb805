import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentOf, OTHER_ROOM, released, ROOM, sessionId } from '../../test/builders/agenda.ts'
import type { ReleaseContent, ReleasedSession } from './release.ts'
import { inAgendaOrder, withOnly } from './snapshot.ts'
import { workingCopyChanges, type WorkingChange } from './working-copy-changes.ts'

// For any two states of an agenda and any choice of sessions.

const anySession = (number: number): fc.Arbitrary<ReleasedSession | undefined> =>
  fc.option(
    fc
      .record({
        at: fc.constantFrom('09:00', '10:00', null),
        room: fc.constantFrom(ROOM, OTHER_ROOM, null),
        title: fc.constantFrom({ en: 'One' }, { en: 'Two', fr: 'Deux' }),
        status: fc.constantFrom('confirmed' as const, 'cancelled' as const),
      })
      .map((fields) => released(number, { ...fields, to: '11:00' })),
    { nil: undefined },
  )

const anyContent: fc.Arbitrary<ReleaseContent> = fc
  .tuple(...[1, 2, 3, 4].map(anySession))
  .map((sessions) => contentOf(...sessions.filter((one) => one !== undefined).sort(inAgendaOrder)))

const anyTicks = fc.subarray([1, 2, 3, 4].map(sessionId)).map((ids) => new Set(ids))

const byId = ({ sessions }: ReleaseContent): Map<string, ReleasedSession> =>
  new Map(sessions.map((session) => [session.id, session]))

const applied = (content: ReleaseContent, changes: readonly WorkingChange[]): ReleasedSession[] => {
  const all = byId(content)
  for (const { kind, session } of changes)
    if (kind === 'removed') all.delete(session.id)
    else all.set(session.id, session)
  return [...all.values()].sort(inAgendaOrder)
}

test('ticked sessions are as they are now, all others as they were released last', () => {
  fc.assert(
    fc.property(anyContent, anyContent, anyTicks, (last, now, ticked) => {
      const next = byId(withOnly(ticked, now, last))
      for (const number of [1, 2, 3, 4]) {
        const id = sessionId(number)
        expect(next.get(id)).toEqual(byId(ticked.has(id) ? now : last).get(id))
      }
    }),
  )
})

test('all ticked is the working copy, none the last release', () => {
  fc.assert(
    fc.property(anyContent, anyContent, (last, now) => {
      expect(withOnly(new Set([1, 2, 3, 4].map(sessionId)), now, last).sessions).toEqual(now.sessions)
      expect(withOnly(new Set(), now, last).sessions).toEqual(last.sessions)
    }),
  )
})

test('nothing differs from itself; what differs, applied, gives the other', () => {
  fc.assert(
    fc.property(anyContent, anyContent, (a, b) => {
      expect(workingCopyChanges(a, a)).toEqual([])
      expect(applied(a, workingCopyChanges(a, b))).toEqual(b.sessions)
    }),
  )
})
