import { expect, test } from 'vitest'
import { agendaView, attendEntry, programmeEntry } from '../../test/builders/agenda-view.ts'
import { PUBLIC_AUDIENCE, type Audience } from '../access/facts.ts'
import { asId, type SessionId } from '../kernel/id.ts'
import { mayRead, readerOf, readingRule, type ReadingTerms } from './material.ts'

const SESSION: SessionId = asId('0199a000-0000-7000-8000-000000000001')
const OTHER: SessionId = asId('0199a000-0000-7000-8000-000000000002')

const person = (with_: { constituency?: string; days?: string[]; groups?: string[] } = {}): Audience => ({
  kind: 'person',
  facts: {
    person: asId('0199a000-0000-7000-8000-000000000009'),
    days: new Map((with_.days ?? ['2022-10-18']).map((day) => [day, 'online'])),
    ...(with_.constituency ? { constituency: with_.constituency } : {}),
    groups: new Set(with_.groups ?? []),
  },
})

const terms = (with_: Partial<ReadingTerms> = {}): ReadingTerms => ({
  public: false,
  rule: { attend: 'everyone' },
  sessions: [],
  ...with_,
})

const attending = agendaView({ entries: [attendEntry({ id: SESSION })] })
const looking = agendaView({ entries: [programmeEntry({ id: SESSION })] })

test('what is public on purpose is everybody’s, also before anything is released', () => {
  const paper = terms({ public: true, rule: { attend: 'constituencies', constituencies: ['member-state'] } })
  expect(mayRead(paper, readerOf(PUBLIC_AUDIENCE, undefined))).toBe(true)
})

test('what is not public is nobody’s who is not confirmed', () => {
  expect(mayRead(terms(), readerOf(PUBLIC_AUDIENCE, looking))).toBe(false)
  expect(mayRead(terms(), readerOf(person({ days: [] }), looking))).toBe(false)
  expect(mayRead(terms(), readerOf(person(), looking))).toBe(true)
})

test('a paper of a session is for who may attend that session, or one of several', () => {
  expect(mayRead(terms({ sessions: [SESSION] }), readerOf(person(), attending))).toBe(true)
  expect(mayRead(terms({ sessions: [OTHER, SESSION] }), readerOf(person(), attending))).toBe(true)
  expect(mayRead(terms({ sessions: [OTHER] }), readerOf(person(), attending))).toBe(false)
  expect(mayRead(terms({ sessions: [SESSION] }), readerOf(person(), looking))).toBe(false)
})

test.each([
  { is: 'the constituency it names', audience: person({ constituency: 'member-state' }), may: true },
  { is: 'another constituency', audience: person({ constituency: 'un-entity' }), may: false },
  { is: 'no verified one', audience: person(), may: false },
])('a stricter rule holds beside that of the session: $is', ({ audience, may }) => {
  const note = terms({ sessions: [SESSION], rule: { attend: 'constituencies', constituencies: ['member-state'] } })
  expect(mayRead(note, readerOf(audience, attending))).toBe(may)
})

test('a paper for a group is for its members', () => {
  const draft = terms({ rule: { attend: 'invited', groups: ['bureau'] } })
  expect(mayRead(draft, readerOf(person({ groups: ['bureau'] }), attending))).toBe(true)
  expect(mayRead(draft, readerOf(person(), attending))).toBe(false)
})

test('of a session’s rule a material takes who, not what the rest see', () => {
  expect(readingRule({ attend: 'everyone', show: 'closed' })).toEqual({ attend: 'everyone' })
  expect(readingRule({ attend: 'invited', groups: ['bureau'], show: 'listed' })).toEqual({
    attend: 'invited',
    groups: ['bureau'],
  })
})
