import { describe, expect, test } from 'vitest'
import { DAY_1, DAY_2 } from '../../../test/builders/agenda.ts'
import type { LanguageState, TranslationState } from '../../agenda/translations.ts'
import type { Warning } from '../../agenda/warnings.ts'
import { RIGHTS_OF, type RoleName } from '../../people/roles.ts'
import { attentionTo, isPast, type Frame, type MeetingState } from './attention.ts'

const NOW = Temporal.Instant.from('2022-10-01T09:00:00Z')
const CALM: MeetingState = {
  sessions: 12,
  changes: 0,
  warnings: [],
  languages: [],
  toReview: 0,
  waiting: 0,
  askingToSpeak: 0,
  withoutFocalPoint: 0,
}
const due = (...states: TranslationState[]): LanguageState => ({
  locale: 'fr',
  total: 9,
  current: 9 - states.length,
  due: states.map((state) => ({
    text: { key: '', kind: 'title', words: {} },
    locale: 'fr',
    source: '',
    target: '',
    state,
  })),
})
const BUSY: MeetingState = {
  sessions: 12,
  changes: 3,
  warnings: [{ kind: 'room-clash' }, { kind: 'booths' }, { kind: 'booths' }] as Warning[],
  languages: [due('missing', 'older', 'older')],
  plan: { label: 'Rev.2', publishAt: NOW.add({ hours: 5 }) },
  toReview: 27,
  waiting: 12,
  askingToSpeak: 1,
  withoutFocalPoint: 2,
}

const meeting = (registration: Partial<Frame['registration']> = {}): Frame => ({
  announced: true,
  releaseVersion: 1,
  registration: { opens: '2022-09-01T07:00:00Z', closes: '2022-12-01T07:00:00Z', ...registration },
})
const seen = (state: MeetingState, role: RoleName, of = meeting()): string[] =>
  attentionTo(state, of, new Set(RIGHTS_OF[role]), NOW).map(({ is }) => is)

test('an organiser is told of everything, in the order of the desk', () => {
  expect(seen(BUSY, 'organiser')).toEqual([
    'clashes',
    'warnings',
    'language',
    'changes',
    'planned',
    'to-review',
    'waiting',
    'asking-to-speak',
    'without-focal-point',
  ])
  expect(attentionTo(BUSY, meeting(), new Set(RIGHTS_OF.organiser), NOW)).toMatchObject([
    { count: 1 },
    { count: 2 },
    { missing: 1, older: 2, unchecked: 0 },
    { count: 3 },
    { label: 'Rev.2' },
    { count: 27 },
    { count: 12 },
    { count: 1 },
    { count: 2 },
  ])
})

test.each<[RoleName, string[]]>([
  ['agenda-editor', ['clashes', 'warnings', 'language', 'changes']],
  ['translator', ['language']],
  ['registration-officer', ['to-review', 'waiting', 'asking-to-speak', 'without-focal-point']],
  ['desk-officer', []],
])('%s only of what their role is for', (role, what) => {
  expect(seen(BUSY, role)).toEqual(what)
})

test('where all is well nothing is said, and an empty agenda asks for its first session', () => {
  expect(seen(CALM, 'organiser')).toEqual([])
  expect(seen({ ...CALM, sessions: 0 }, 'organiser')).toEqual(['no-sessions'])
})

describe('windows', () => {
  test.each([
    ['opens', { opens: '2022-10-02T09:00:00Z' }, ['opens']],
    ['opened', { opens: '2022-10-01T09:00:00Z' }, []],
    ['closes in two weeks', { closes: '2022-10-15T09:00:00Z' }, ['closes']],
    ['closes later', { closes: '2022-10-15T09:00:01Z' }, []],
    [
      'closes earlier for the room',
      { closes: '2022-10-14T09:00:00Z', closesInPerson: '2022-10-10T09:00:00Z' },
      ['closes-in-person', 'closes'],
    ],
  ])('%s', (_, registration, what) => {
    expect(seen(CALM, 'registration-officer', meeting(registration))).toEqual(what)
    expect(seen(CALM, 'translator', meeting(registration))).toEqual([])
  })
})

test('that only the desk shows a meeting is for who can announce it', () => {
  const hidden = { ...meeting(), announced: false, releaseVersion: 0 }
  expect(seen(CALM, 'organiser', hidden)).toEqual(['not-public'])
  expect(seen(CALM, 'agenda-editor', hidden)).toEqual([])
})

test('a meeting is past when its last day is over where it takes place', () => {
  const of = { days: [DAY_1, DAY_2].map((day) => ({ date: Temporal.PlainDate.from(day) })), timeZone: 'Europe/Zurich' }
  expect(isPast(of, Temporal.Instant.from('2022-10-19T21:59:59Z'))).toBe(false)
  expect(isPast(of, Temporal.Instant.from('2022-10-19T22:00:00Z'))).toBe(true)
})
