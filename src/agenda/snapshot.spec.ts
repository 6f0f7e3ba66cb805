import { expect, test } from 'vitest'
import { contentOf, ONLINE, OTHER_ROOM, released, ROOM, ROOMS, sessionId } from '../../test/builders/agenda.ts'
import { roomClashes } from './room-clash.ts'
import { withOnly } from './snapshot.ts'
import { sameContent, workingCopyChanges } from './working-copy-changes.ts'

test('only what is ticked goes out; the rest stays as it was released, or absent', () => {
  const last = contentOf(released(1), released(2, { at: '14:00', to: '15:00' }))
  const now = contentOf(
    released(1, { title: { en: 'New' } }),
    released(2, { at: '15:00', to: '16:00' }),
    released(3, { at: '16:00', to: '17:00' }),
  )
  const { sessions } = withOnly(new Set([sessionId(2)]), now, last)
  expect(sessions.map(({ code, title, start }) => [code, title.en, start])).toEqual([
    ['PL-1', 'Title 1', '10:00'],
    ['PL-2', 'Title 2', '15:00'],
  ])
})

test('a room that the meeting gave up stays while a released session is in it', () => {
  const last = contentOf(released(1, { room: OTHER_ROOM }))
  const now = { ...contentOf(released(1)), rooms: ROOMS.filter((room) => room.id !== OTHER_ROOM) }
  expect(withOnly(new Set(), now, last).rooms.map((room) => room.id)).toContain(OTHER_ROOM)
})

test.each([
  { what: 'in one room at one time', second: {}, clashes: true },
  { what: 'one after the other', second: { at: '11:00', to: '12:00' }, clashes: false },
  { what: 'in another room', second: { room: OTHER_ROOM }, clashes: false },
  { what: 'one is cancelled', second: { status: 'cancelled' as const }, clashes: false },
  { what: 'room to be announced', second: { room: null }, clashes: false },
  { what: 'time to be announced', second: { at: null }, clashes: false },
])('$what: $clashes', ({ second, clashes }) => {
  expect(roomClashes(contentOf(released(1), released(2, { to: '12:00', ...second }))).length > 0).toBe(clashes)
})

test('online there is room for all at once', () => {
  expect(roomClashes(contentOf(released(1, { room: ONLINE }), released(2, { room: ONLINE })))).toEqual([])
})

test('what publishing would change, field by field', () => {
  const last = contentOf(released(1), released(2), released(3))
  const now = contentOf(released(1, { at: '12:00', to: '13:00', room: ROOM }), released(2), released(4))
  expect(workingCopyChanges(last, now)).toEqual([
    { kind: 'changed', before: last.sessions[0], session: now.sessions[0], fields: ['startsAt', 'endsAt'] },
    { kind: 'added', session: now.sessions[2] },
    { kind: 'removed', session: last.sessions[2] },
  ])
  expect(workingCopyChanges(last, last)).toEqual([])
})

test('the order of keys, as the database keeps them, is no difference', () => {
  const content = contentOf(released(1))
  const shuffled = {
    ...content,
    sessions: content.sessions.map((one) => Object.fromEntries(Object.entries(one).toReversed()) as typeof one),
  }
  expect(sameContent(content, shuffled)).toBe(true)
})
