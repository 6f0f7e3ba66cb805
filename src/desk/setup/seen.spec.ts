import { expect, test } from 'vitest'
import { changedSince, seenOf, seenText } from './seen.ts'

const meeting = { title: { en: 'Forum' }, city: { en: 'Nairobi' }, access: undefined }

test('what somebody else changed meanwhile is named, and nothing else', () => {
  const sent = seenText(seenOf(meeting))
  expect(changedSince(sent, meeting)).toEqual([])
  expect(changedSince(sent, { ...meeting, city: { en: 'Geneva' } })).toEqual(['city'])
  expect(changedSince(sent, { ...meeting, access: {} })).toEqual(['access'])
})

test('a program that names no version saves on what there is', () => {
  expect(changedSince(undefined, meeting)).toEqual([])
})
