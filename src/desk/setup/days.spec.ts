import { expect, test } from 'vitest'
import type { Question } from '../../meetings/registration-settings.ts'
import { dayErrors, withDaysRenumbered } from './days.ts'

const days = (...dates: string[]) => dates.map((date) => Temporal.PlainDate.from(date))
const free = { sessions: [], released: [], people: 0, questions: 0 }

test('a day on which nothing stands can go, unless it is the only one', () => {
  expect(dayErrors(free, false)).toEqual([])
  expect(dayErrors(free, true).map(({ message }) => message)).toEqual(['meeting.day-is-the-only'])
})

test('all that stands on a day is said at once', () => {
  const use = { sessions: ['PL-1', 'PL-2'], released: ['PL-1'], people: 3, questions: 1 }
  expect(dayErrors(use, false).map(({ message, params }) => [message, params])).toEqual([
    ['meeting.day-has-sessions', { count: 2, codes: 'PL-1, PL-2' }],
    ['meeting.day-has-people', { count: 3 }],
    ['meeting.day-is-asked', { count: 1 }],
  ])
  expect(dayErrors({ ...use, sessions: [] }, false)[0]?.message).toBe('meeting.day-is-released')
})

test('a question that is asked of one day is asked of the same day when one is added before it', () => {
  const question = { id: 'lunch', type: 'yes-no', required: false, label: { en: 'Lunch?' } } as Question
  const asked = { ...question, appliesTo: { mode: ['in-person'] as const, days: [2] } }
  const [before, after] = [days('2027-03-02', '2027-03-03'), days('2027-03-01', '2027-03-02', '2027-03-03')]
  expect(withDaysRenumbered([question, asked], before, after)).toEqual([
    question,
    { ...asked, appliesTo: { mode: ['in-person'], days: [3] } },
  ])
  expect(withDaysRenumbered([asked], before, days('2027-03-02'))[0]?.appliesTo?.days).toEqual([])
})
