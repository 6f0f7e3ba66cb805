import { expect, test } from 'vitest'
import { BLANK_ROOM, roomDraftOf, roomErrors, roomFrom, roomKey } from './room-draft.ts'

test.each([
  [{ en: 'Room XVII' }, 'xvii'],
  [{ en: 'Salle des Assemblées' }, 'des-assemblees'],
  [{ en: '会议室' }, 'room'],
  [{ en: 'New' }, 'new-1'],
  [{ en: 'Room XX' }, 'xx-2'],
])('%j is called %s in files', (name, key) => {
  expect(roomKey(name, 'en', new Set(['xx']))).toBe(key)
})

test('a room needs a name in the main language, and numbers that are numbers', () => {
  const errors = roomErrors({ ...BLANK_ROOM, name: { fr: 'Salle' }, capacity: 'many', booths: '-1' }, 'en')
  expect(errors.map(({ pointer }) => pointer)).toEqual(['/name/en', '/capacity', '/booths'])
})

test('what is online only has no place in a building and no seats', () => {
  const draft = { ...BLANK_ROOM, name: { en: 'Zoom' }, place: { en: 'E' }, capacity: '20', onlineOnly: true }
  expect(roomFrom(draft)).toEqual({
    name: { en: 'Zoom' },
    place: null,
    capacity: null,
    booths: 0,
    hybrid: true,
    onlineOnly: true,
  })
})

test('a room that is kept says in its form what was written', () => {
  const draft = { ...BLANK_ROOM, name: { en: 'XX' }, place: { en: 'E' }, capacity: '20', booths: '2', hybrid: true }
  expect(roomDraftOf(roomFrom(draft))).toEqual(draft)
})
