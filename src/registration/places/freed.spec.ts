import { expect, test } from 'vitest'
import { freedPlace, WAITING_LIST } from './freed.ts'

const GENEVA = 'Europe/Zurich'
const day = Temporal.PlainDate.from('2022-10-18')
const offer = (until: string) => ({ how: 'offer', until: Temporal.Instant.from(until) })
const at = (now: string, freed: 'give' | 'offer' = 'give', mode: 'in-person' | 'online' | 'floor' = 'in-person') =>
  freedPlace({ freed, offerHours: 24 }, { day, mode }, GENEVA, Temporal.Instant.from(now))

test('a freed place is given, unless the organiser says that it is offered', () => {
  expect(WAITING_LIST).toEqual({ freed: 'give', offerHours: 24 })
  expect(at('2022-09-27T09:00:00Z')).toEqual({ how: 'give' })
  expect(at('2022-09-27T09:00:00Z', 'offer')).toEqual(offer('2022-09-28T09:00:00Z'))
})

// The 18th begins in Geneva at 22:00 UTC of the 17th.
test.each([
  ['2022-10-14T21:59:59Z', { how: 'give' }],
  ['2022-10-14T22:00:00Z', offer('2022-10-15T22:00:00Z')],
  // Thirty hours are left until the day is over.
  ['2022-10-17T16:00:00Z', offer('2022-10-18T07:00:00Z')],
  ['2022-10-18T20:00:00Z', offer('2022-10-18T21:00:00Z')],
  ['2022-10-18T22:00:00Z', { how: 'keep' }],
] as const)('from 72 hours before the day it is only offered: %s', (now, freed) => {
  expect(at(now)).toEqual(freed)
})

test('the floor is given at any time, until the day is over', () => {
  expect(at('2022-10-18T08:00:00Z', 'offer', 'floor')).toEqual({ how: 'give' })
  expect(at('2022-10-18T22:00:00Z', 'offer', 'floor')).toEqual({ how: 'keep' })
})
