import { expect, test } from 'vitest'
import { dayDoor, modesOf } from './days-open.ts'

const date = Temporal.PlainDate.from('2022-10-18')
const today = (text: string) => Temporal.PlainDate.from(text)

test.each([
  [['un-entity', 'igo'], 'un-entity', '2022-10-01', 'open'],
  [['un-entity', 'igo'], 'member-state', '2022-10-01', 'not-for-you'],
  [[], 'member-state', '2022-10-01', 'open'],
  [[], 'member-state', '2022-10-18', 'open'],
  [[], 'member-state', '2022-10-19', 'past'],
  [['igo'], 'member-state', '2022-10-19', 'not-for-you'],
] as const)('a day for %j, %s on %s: %s', (openTo, constituency, on, door) => {
  expect(dayDoor({ date, openTo }, constituency, today(on))).toBe(door)
})

test('a hybrid meeting has two ways, others one', () => {
  expect(modesOf('hybrid')).toEqual(['in-person', 'online'])
  expect(modesOf('online')).toEqual(['online'])
})
