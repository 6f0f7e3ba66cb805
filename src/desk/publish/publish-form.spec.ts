import { expect, test } from 'vitest'
import { followingNote, momentFrom, seenOf } from './publish-form.ts'

test('what was typed of a note stays; what was left as proposed follows the choice of sessions', () => {
  expect(
    followingNote(
      { en: 'Mine.', fr: 'Une.\r\nDeux.', es: '' },
      { en: 'One.\nTwo.', fr: 'Une.\nDeux.', es: 'Una.' },
      { en: 'One.', fr: 'Une.', es: 'Una.' },
    ),
  ).toEqual({ en: 'Mine.', fr: 'Une.' })
})

test('the same sessions are the same, in whatever order', () => {
  expect(seenOf(['b', 'a'])).toBe(seenOf(new Set(['a', 'b'])))
})

test('a time is that of the meeting’s place, and one that there is', () => {
  expect(momentFrom('2022-10-10', '09:00', 'Europe/Zurich').toString()).toBe('2022-10-10T07:00:00Z')
  for (const [on, at, pointer] of [
    ['', '09:00', '/on'],
    ['2022-10-10', '', '/at'],
    ['2022-02-31', '09:00', '/at'],
    ['2022-03-27', '02:30', '/at'],
  ] as const)
    expect(() => momentFrom(on, at, 'Europe/Zurich')).toThrow(
      expect.objectContaining({ fields: [{ pointer, message: expect.any(String) }] }),
    )
})
