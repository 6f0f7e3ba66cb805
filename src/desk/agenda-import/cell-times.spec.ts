import { expect, test } from 'vitest'
import { dayIn, timeIn } from './cell-times.ts'

const DAYS = ['2022-10-18', '2022-10-19', '2022-11-10', '2022-10-11'].map((date) => ({
  date: Temporal.PlainDate.from(date),
}))

test.each([
  ['2022-10-18', '2022-10-18'],
  ['2022-10-18T10:00:00', '2022-10-18'], // as a sheet has a day with a time
  ['18.10.2022', '2022-10-18'],
  ['18/10/2022', '2022-10-18'],
  ['10/18/2022', '2022-10-18'],
  ['2', '2022-10-19'],
  ['12/10/2022', 'intake.two-days'], // neither is a day of the meeting
  ['10/11/2022', 'intake.two-days'], // both are
  ['10/10/2022', '2022-10-10'], // the same either way
  ['2022-02-30', 'field.not-a-date'],
  ['9', 'field.not-a-date'],
  ['tomorrow', 'field.not-a-date'],
])('the day %j is %s', (cell, is) => {
  const read = dayIn(cell, DAYS)
  expect('day' in read ? read.day.toString() : read.problem).toBe(is)
})

test.each([
  ['9:30', '09:30'],
  ['09:30:00', '09:30'],
  ['09h30', '09:30'],
  ['9 h 30', '09:30'],
  ['9.30', '09:30'],
  ['9h', '09:00'],
  ['2:30 PM', '14:30'],
  ['12:15 a.m.', '00:15'],
  ['3pm', '15:00'],
  ['0.395833333333333', '09:30'], // a fraction of a day, as a sheet keeps it
  ['0', '00:00'],
  ['1899-12-30', '00:00'],
  ['1899-12-30T14:30:00', '14:30'],
  ['24:00', undefined],
  ['9:75', undefined],
  ['13:00 PM', undefined],
  ['09:30:12', undefined],
  ['12', undefined],
  ['noon', undefined],
])('the time %j is %s', (cell, is) => {
  expect(timeIn(cell)?.toString({ smallestUnit: 'minute' })).toBe(is)
})
