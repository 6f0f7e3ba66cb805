import { expect, test } from 'vitest'
import { agendaView, attendEntry, closedEntry, listedEntry } from '../../test/builders/agenda-view.ts'
import { chosenIn, codesIn, sessionsQuery } from './chosen-sessions.ts'

test.each([
  [undefined, []],
  ['', []],
  ['pl-1', ['PL-1']],
  [
    ['PL-1', 'pl-1', 'PL-2'],
    ['PL-1', 'PL-2'],
  ],
  // What a parser of forms makes of many boxes under one name.
  [{ 0: 'PL-1', 1: 'PL-2' }, ['PL-1', 'PL-2']],
  [[['PL-1'], 7, null], []],
])('%j names %j', (asked, codes) => {
  expect(codesIn(asked)).toEqual(codes)
})

test('an endless list is cut', () => {
  expect(codesIn(Array.from({ length: 10_000 }, (_, number) => `A-${number}`))).toHaveLength(300)
})

test('what is not there for this reader is passed over: pauses, closed meetings, codes of nothing', () => {
  const entries = [
    attendEntry({ code: 'PL-1' }),
    attendEntry({ code: 'BR-1', kind: 'break' }),
    closedEntry(),
    listedEntry({ code: 'MS-1' }),
  ]
  const view = agendaView({ entries })
  const chosen = chosenIn(view, codesIn(['ms-1', 'BR-1', 'XX-9', 'PL-1']))
  expect(chosen.map(({ code }) => code)).toEqual(['PL-1', 'MS-1'])
  expect(sessionsQuery(chosen)).toBe('session=PL-1&session=MS-1')
})
