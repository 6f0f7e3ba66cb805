import { expect, test } from 'vitest'
import { registrationState } from './registration-state.ts'

const instant = (text: string) => Temporal.Instant.from(text)
const meeting = (format: 'in-person' | 'online' | 'hybrid', closesInPerson?: string) =>
  ({
    format,
    timeZone: 'Europe/Zurich',
    days: [{ date: Temporal.PlainDate.from('2022-10-18') }, { date: Temporal.PlainDate.from('2022-10-19') }],
    registration: {
      opens: '2022-09-26T07:00:00Z',
      closes: '2022-10-17T16:00:00Z',
      ...(closesInPerson ? { closesInPerson } : {}),
      constituencies: [],
      verification: {},
      questions: [],
    },
  }) satisfies Parameters<typeof registrationState>[0]

test.each([
  { now: '2022-09-26T06:59:59Z', is: 'before' },
  { now: '2022-09-26T07:00:00Z', is: 'open' },
  { now: '2022-10-13T16:00:00Z', is: 'online-only' },
  { now: '2022-10-17T16:00:00Z', is: 'closed' },
  { now: '2022-10-20T00:00:00Z', is: 'closed' },
])('at $now a hybrid meeting is $is', ({ now, is }) => {
  expect(registrationState(meeting('hybrid', '2022-10-13T16:00:00Z'), instant(now)).is).toBe(is)
})

test('it says until when each way is open, and names no way that the meeting does not have', () => {
  expect(registrationState(meeting('hybrid', '2022-10-13T16:00:00Z'), instant('2022-10-01T00:00:00Z'))).toEqual({
    is: 'open',
    inPerson: instant('2022-10-13T16:00:00Z'),
    online: instant('2022-10-17T16:00:00Z'),
  })
  expect(registrationState(meeting('online'), instant('2022-10-01T00:00:00Z'))).toEqual({
    is: 'open',
    online: instant('2022-10-17T16:00:00Z'),
  })
  expect(registrationState(meeting('in-person'), instant('2022-10-01T00:00:00Z'))).toEqual({
    is: 'open',
    inPerson: instant('2022-10-17T16:00:00Z'),
  })
})
