import { describe, expect, test } from 'vitest'
import {
  contentOf,
  DAY_1,
  DAY_2,
  EVERYONE,
  ONLINE,
  OTHER_ROOM,
  released,
  ROOM,
  sessionId,
} from '../../test/builders/agenda.ts'
import type { ReleasedSession } from './release.ts'
import { sessionsIn, warningsBetween, warningsOf, type Warning, type WarningFrame } from './warnings.ts'

const FRAME: WarningFrame = {
  days: [DAY_1, DAY_2].map((date) => ({ date: Temporal.PlainDate.from(date) })),
  rooms: [
    { id: ROOM, capacity: 300, booths: 6, onlineOnly: false },
    { id: OTHER_ROOM, capacity: 40, booths: 2, onlineOnly: false },
    { id: ONLINE, capacity: null, booths: 0, onlineOnly: true },
  ],
}

const warn = (sessions: ReleasedSession[], frame: Partial<WarningFrame> = {}): Warning[] =>
  warningsOf(contentOf(...sessions), { ...FRAME, ...frame })
const inWords = (warnings: readonly Warning[]): string[] =>
  warnings.map((warning) => [warning.kind, ...sessionsIn(warning).map(({ code }) => code)].join(' '))
const nobody = { officers: [] }

test('a sound agenda has none', () => {
  expect(warn([released(1), released(2, { at: '11:00', to: '13:00' })])).toEqual([])
})

describe('two at one time', () => {
  test.each([
    ['in one room', { at: '10:30', to: '11:30', ...nobody }, ['room-clash PL-1 PL-2']],
    ['one after the other', { at: '11:00', to: '12:00', ...nobody }, []],
    ['in two rooms', { room: OTHER_ROOM, ...nobody }, []],
    ['one of them cancelled', { status: 'cancelled' as const, ...nobody }, []],
    ['in no room yet', { room: null, ...nobody }, []],
    ['at a time to be announced', { at: null, ...nobody }, []],
  ])('%s', (_, more, expected) => {
    expect(inWords(warn([released(1), released(2, more)]))).toEqual(expected)
  })

  test('online, where sessions may overlap', () => {
    expect(warn([released(1, { room: ONLINE }), released(2, { room: ONLINE })])).toEqual([])
  })

  test.each([
    ['the same person', { en: 'Chair 1' }, ['officer-twice PL-1 PL-2']],
    ['the same in other letters', { en: ' CHAIR 1 ' }, ['officer-twice PL-1 PL-2']],
    ['the same in a language more', { en: 'Chair 1', fr: 'Président 1' }, ['officer-twice PL-1 PL-2']],
    ['somebody else', { en: 'Chair 2' }, []],
    ['somebody of whom we have no common name', { fr: 'Chair 1' }, []],
  ])('with %s in the chair', (_, name, expected) => {
    const second = released(2, { room: OTHER_ROOM, officers: [{ role: 'speaker', name }] })
    expect(inWords(warn([released(1), second]))).toEqual(expected)
  })
})

test('one person is warned of once, in how many languages their name is the same', () => {
  const officers = [{ role: 'chair' as const, name: { en: 'Chair', fr: 'Présidence', es: 'Presidencia' } }]
  const [first, second] = [released(1, { officers }), released(2, { room: OTHER_ROOM, officers })]
  expect(inWords(warn([first, second]))).toEqual(['officer-twice PL-1 PL-2'])
})

test('of one person in two thousand sessions at one time, a thousand pairs are enough', () => {
  const officers = [{ role: 'speaker' as const, name: { en: 'Ana' } }]
  const sessions = Array.from({ length: 2000 }, (_, nth) => released(nth + 1, { at: '10:00', room: ONLINE, officers }))
  expect(warn(sessions).filter(({ kind }) => kind === 'officer-twice')).toHaveLength(1000)
})

describe('the day', () => {
  test.each([
    ['that the meeting does not have', { day: '2022-10-20' }, ['outside-days PL-1']],
    ['going on after midnight', { at: '23:00', to: '00:30', interpretation: [] }, ['past-midnight PL-1']],
    ['ending at midnight', { at: '23:00', to: '00:00', interpretation: [] }, []],
  ])('%s', (_, more, expected) => {
    expect(inWords(warn([released(1, { ...more })]))).toEqual(expected)
  })
})

describe('interpretation', () => {
  test.each([
    ['as many languages as booths', { room: OTHER_ROOM, interpretation: ['en', 'fr'] }, []],
    ['more languages than booths', { room: OTHER_ROOM, interpretation: ['en', 'fr', 'es'] }, ['booths PL-1']],
    ['online, where there are channels', { room: ONLINE, interpretation: ['en', 'fr', 'es'] }, []],
    ['in the hours of interpreters', { at: '15:00', to: '18:00' }, []],
    ['into the lunch break', { at: '12:30', to: '13:30' }, ['interpreters-hours PL-1']],
    ['before ten', { at: '09:30', to: '11:00' }, ['interpreters-hours PL-1']],
    ['over three hours', { at: '10:00', to: '13:30' }, ['interpreters-long PL-1']],
    ['through the night', { at: '22:00', to: '00:30' }, ['past-midnight PL-1', 'interpreters-hours PL-1']],
    ['none of it, at noon', { at: '12:30', to: '16:30', interpretation: [] }, []],
  ])('%s', (_, more, expected) => {
    expect(inWords(warn([released(1, more)]))).toEqual(expected)
  })

  test('a language that readers were promised is gone', () => {
    const last = contentOf(released(1, { interpretation: ['en', 'es', 'fr'] }), released(2))
    expect(warn([released(1, { interpretation: ['en'] })], { last })).toMatchObject([
      { kind: 'language-dropped', languages: ['es', 'fr'] },
    ])
    expect(warn([released(1, { interpretation: ['en'] })])).toEqual([])
  })
})

describe('the room', () => {
  const expected = (follow: number, registered: number) => ({
    expected: new Map([[sessionId(1), { follow, registered }]]),
  })

  test('is too small for those who follow, or who are registered', () => {
    const small = [released(1, { room: OTHER_ROOM })]
    expect(warn(small, expected(41, 100))).toMatchObject([{ kind: 'room-small', seats: 40, people: 41, who: 'follow' }])
    expect(warn(small, expected(0, 50))).toMatchObject([{ kind: 'room-small', people: 50, who: 'registered' }])
    expect(warn(small, expected(40, 40))).toEqual([])
  })

  test('is no matter online, in a break, or where the numbers are not for this reader', () => {
    expect(warn([released(1, { room: OTHER_ROOM, format: 'online' })], expected(50, 50))).toEqual([])
    expect(warn([released(1, { room: OTHER_ROOM, kind: 'break' })], expected(50, 50))).toEqual([])
    expect(warn([released(1, { room: OTHER_ROOM })])).toEqual([])
  })
})

test('a document that everybody may read belongs to a session for some', () => {
  const publicDocuments = new Map([[sessionId(1), ['Note']]])
  const states = { attend: 'constituencies', constituencies: ['member-state'], show: 'listed' } as const
  expect(inWords(warn([released(1, { access: states })], { publicDocuments }))).toEqual(['public-document PL-1'])
  expect(warn([released(1, { access: EVERYONE })], { publicDocuments })).toEqual([])
})

test('a change brings some and settles others', () => {
  const before = warn([released(1), released(2, nobody)])
  const after = warn([released(1), released(2, { ...nobody, at: '12:30', to: '13:30' })])
  const { come, go } = warningsBetween(before, after)
  expect([inWords(come), inWords(go)]).toEqual([['interpreters-hours PL-2'], ['room-clash PL-1 PL-2']])
  expect(warningsBetween(after, after)).toEqual({ come: [], go: [] })
})

test('five hundred sessions are judged in the blink of an eye', () => {
  const sessions = Array.from({ length: 500 }, (_, index) => {
    const hour = 10 + (index % 3)
    return released(index, { at: `${hour}:00`, to: `${hour + 1}:00`, room: null })
  })
  const began = performance.now()
  warn(sessions)
  expect(performance.now() - began).toBeLessThan(500)
})

test('a room that a whole file was put into has a thousand warnings, not two million', () => {
  const crowd = Array.from({ length: 2000 }, (_, number) => released(number + 1, { officers: [] }))
  const clashes = warningsOf(contentOf(...crowd), { days: [], rooms: [] }).filter(({ kind }) => kind === 'room-clash')
  expect(clashes).toHaveLength(1000)
})
