import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EmptySpan, isTimeZone, NoSuchHour, overlaps, spanOn, toMilliseconds, type Span } from './time.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const time = (text: string) => Temporal.PlainTime.from(text)

describe('a span on a day', () => {
  test('is wall-clock time in its zone', () => {
    const span = spanOn(day('2022-10-18'), time('10:00'), time('11:15'), 'Europe/Zurich')
    expect(span.start.toInstant().toString()).toBe('2022-10-18T08:00:00Z')
    expect(span.end.toString()).toBe('2022-10-18T11:15:00+02:00[Europe/Zurich]')
  })

  test('may end past midnight', () => {
    const span = spanOn(day('2022-10-18'), time('22:00'), time('00:30'), 'Europe/Zurich')
    expect(span.end.toPlainDate().toString()).toBe('2022-10-19')
  })

  test.each([
    ['2022-03-27', '02:30', 'skipped'],
    ['2022-10-30', '02:30', 'doubled'],
  ])('cannot start in an hour that is %s at %s (%s)', (date, start) => {
    expect(() => spanOn(day(date), time(start), time('04:00'), 'Europe/Zurich')).toThrow(NoSuchHour)
  })

  test('cannot be empty', () => {
    expect(() => spanOn(day('2022-10-18'), time('10:00'), time('10:00'), 'UTC')).toThrow(EmptySpan)
  })

  test('always ends after it starts, within a day', () => {
    const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    fc.assert(
      fc.property(clock, clock, fc.integer({ min: 0, max: 3000 }), (from, to, offset) => {
        fc.pre(from[0] !== to[0] || from[1] !== to[1])
        const date = day('2022-01-01').add({ days: offset })
        const span = spanOn(date, new Temporal.PlainTime(...from), new Temporal.PlainTime(...to), 'Africa/Nairobi')
        const minutes = span.start.until(span.end).total('minutes')
        expect(minutes).toBeGreaterThan(0)
        expect(minutes).toBeLessThan(24 * 60)
        expect(span.start.toPlainDate().equals(date)).toBe(true)
      }),
    )
  })
})

describe('spans overlap', () => {
  const span = (start: string, end: string): Span => spanOn(day('2022-10-18'), time(start), time(end), 'UTC')

  test.each([
    ['10:00', '11:00', '10:30', '12:00', true],
    ['10:00', '12:00', '10:30', '11:00', true],
    ['10:00', '11:00', '11:00', '12:00', false],
    ['10:00', '11:00', '12:00', '13:00', false],
  ])('%s-%s and %s-%s: %s', (a, b, c, d, expected) => {
    expect(overlaps(span(a, b), span(c, d))).toBe(expected)
    expect(overlaps(span(c, d), span(a, b))).toBe(expected)
  })
})

test('a moment is cut to milliseconds, never rounded up', () => {
  expect(toMilliseconds(Temporal.Instant.from('2022-10-18T08:00:00.123999Z')).toString()).toBe(
    '2022-10-18T08:00:00.123Z',
  )
})

test.each([
  ['Europe/Zurich', true],
  ['America/Argentina/Buenos_Aires', true],
  ['UTC', true],
  ['Europe/Atlantis', false],
  ['+02:00', false],
  ['', false],
])('%j names a time zone: %s', (name, expected) => expect(isTimeZone(name)).toBe(expected))
