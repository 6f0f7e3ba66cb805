import { expect, test } from 'vitest'
import { contentOf, DAY_1, DAY_2, OTHER_ROOM, released, sessionId } from '../../test/builders/agenda.ts'
import { puttingBack } from './put-back.ts'

const days = [DAY_1, DAY_2].map((day) => ({ date: Temporal.PlainDate.from(day) }))
const codes = (sessions: readonly { code: string }[]): string[] => sessions.map(({ code }) => code)

test('each session is as it was then, in the languages that it had then', () => {
  const then = released(1, { title: { en: 'Then' }, at: null })
  const now = released(1, { title: { en: 'Now', fr: 'Maintenant' }, room: OTHER_ROOM, status: 'cancelled' })
  const { changes } = puttingBack(contentOf(then), contentOf(now), contentOf(now), days)
  expect(changes.get(sessionId(1))).toMatchObject({
    title: { en: 'Then', fr: '', es: '' },
    start: null,
    end: null,
    room: then.room,
    status: 'confirmed',
  })
  expect(changes.get(sessionId(1))).not.toHaveProperty('access')
})

test('what was published since is cancelled; what never was stays', () => {
  const [then, since, draft] = [released(1), released(2), released(3)]
  const back = puttingBack(contentOf(then), contentOf(then, since, draft), contentOf(then, since), days)
  expect(codes(back.cancelled)).toEqual(['PL-2'])
  expect(codes(back.kept)).toEqual(['PL-3'])
  expect(back.changes.get(sessionId(2))).toEqual({ status: 'cancelled' })
  expect(back.changes.has(sessionId(3))).toBe(false)
})

test('what is gone, or on a day that the meeting has no more, cannot come back; a room given up is to be announced', () => {
  const [gone, late, moved] = [released(1), released(2, { day: '2022-10-20' }), released(3, { room: OTHER_ROOM })]
  const now = { ...contentOf(late, moved), rooms: contentOf().rooms.filter(({ id }) => id !== OTHER_ROOM) }
  const back = puttingBack(contentOf(gone, late, moved), now, undefined, days)
  expect(codes(back.lost)).toEqual(['PL-1', 'PL-2'])
  expect(back.changes.get(sessionId(3))!.room).toBeNull()
})
