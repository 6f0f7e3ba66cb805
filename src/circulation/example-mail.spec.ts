import { expect, test } from 'vitest'
import { FRAME, momentAt, OTHER_ROOM, personWith, released, rulesAsIn, sessionId } from '../../test/builders/agenda.ts'
import type { AgendaChanges } from '../access/changes.ts'
import { comparison } from '../access/comparison.ts'
import type { AccessRule, ReleasedSession } from '../agenda/release.ts'
import { examplesIn } from './example-mail.ts'

const changes = (before: ReleasedSession[], after: ReleasedSession[]): AgendaChanges => {
  const moments = [momentAt(1, 'Rev.1', before), momentAt(2, 'Rev.2', after)]
  return comparison(
    FRAME,
    { rules: rulesAsIn([...before, ...after]) },
    moments.slice(0, 1),
    moments,
    [],
  )(personWith(), 'en')
}

const at = (number: number, start: string, end: string, more: Parameters<typeof released>[1] = {}): ReleasedSession =>
  released(number, { at: start, to: end, ...more })

test('each kind of change has the first session of the agenda as its example; what nobody is told of has none', () => {
  const before = [
    at(1, '09:00', '10:00'),
    at(2, '10:00', '11:00'),
    at(3, '11:00', '12:00'),
    at(4, '12:00', '13:00'),
    at(5, '14:00', '15:00'),
  ]
  const after = [
    at(1, '09:00', '10:00', { title: { en: 'Other' } }),
    at(2, '10:00', '11:00', { room: OTHER_ROOM }),
    at(3, '11:00', '12:00', { room: OTHER_ROOM, title: { en: 'Other too' } }),
    at(4, '12:15', '13:00'),
    at(5, '14:00', '15:00', { status: 'cancelled' }),
  ]
  expect(examplesIn(changes(before, after))).toEqual([
    { kind: 'moved false true', session: sessionId(2) },
    { kind: 'moved true false', session: sessionId(4) },
    { kind: 'cancelled', session: sessionId(5) },
  ])
  expect(examplesIn(changes(before, before))).toEqual([])
})

test('of what is closed to somebody there is no example for them', () => {
  const access: AccessRule = { attend: 'invited', groups: ['bureau'], show: 'closed' }
  expect(examplesIn(changes([released(1, { access })], [released(1, { access, room: OTHER_ROOM })]))).toEqual([])
})
