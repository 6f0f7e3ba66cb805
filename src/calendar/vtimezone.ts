/**
 * VTIMEZONE from the zone data that Temporal computes with, so that a calendar and our pages cannot disagree.
 * Libraries of ready-made zones contradict each other (and Node) on Casablanca; classic Outlook reads only the form that
 * starts in 1970 and goes on by RRULE, so that form is used wherever the zone follows such a rule.
 */
import { component, isUtc, wallClock, word, type Component } from './icalendar.ts'

/** A change of offset: the wall clock shows `wall` by the old offset when it happens. Offsets in nanoseconds. */
interface Onset {
  readonly instant: Temporal.Instant
  readonly wall: Temporal.PlainDateTime
  readonly from: number
  readonly to: number
}

/** "The last Sunday of March at 02:00": what `RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU` says. */
interface YearlyRule {
  readonly month: number
  /** 1 to 4, or -1 for the last. */
  readonly nth: number
  /** ISO: 1 is Monday. */
  readonly weekday: number
  readonly time: Temporal.PlainTime
  readonly from: number
  readonly to: number
}

/** Over this many years a rule must hold to be one; shorter runs cannot tell "fourth" from "last". */
const YEARS = 12
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const EPOCH = Temporal.PlainDateTime.from('1970-01-01T00:00')

/** The changes of offset after `from` and up to `to`, in order. */
const onsets = (zone: string, from: Temporal.Instant, to: Temporal.Instant): Onset[] => {
  const found: Onset[] = []
  let at = from.toZonedDateTimeISO(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || Temporal.Instant.compare(next.toInstant(), to) > 0) return found
    const before = next.subtract({ nanoseconds: 1 })
    const wall = next.toPlainDateTime().add({ nanoseconds: before.offsetNanoseconds - next.offsetNanoseconds })
    found.push({ instant: next.toInstant(), wall, from: before.offsetNanoseconds, to: next.offsetNanoseconds })
    at = next
  }
}

const nthOf = (day: Temporal.PlainDateTime): number => Math.ceil(day.day / 7)
const isLast = (day: Temporal.PlainDateTime): boolean => day.day + 7 > day.daysInMonth

/** The rule that all these changes follow, if there is one: same month, weekday, hour and offsets, same or last week. */
const ruleOf = (changes: readonly Onset[]): YearlyRule | undefined => {
  const [first] = changes
  if (!first) return undefined
  const { month, dayOfWeek } = first.wall
  const time = first.wall.toPlainTime()
  const alike = changes.every(
    (change) =>
      change.wall.month === month &&
      change.wall.dayOfWeek === dayOfWeek &&
      change.wall.toPlainTime().equals(time) &&
      change.from === first.from &&
      change.to === first.to,
  )
  if (!alike) return undefined
  const nth = changes.every((change) => nthOf(change.wall) === nthOf(first.wall))
    ? nthOf(first.wall)
    : changes.every((change) => isLast(change.wall))
      ? -1
      : undefined
  return nth === undefined ? undefined : { month, nth, weekday: dayOfWeek, time, from: first.from, to: first.to }
}

const startOfYear = (year: number): Temporal.Instant =>
  Temporal.Instant.from(`${year.toString().padStart(4, '0')}-01-01T00:00Z`)

/** The pair of rules (into summer time and out of it) that a zone follows in every year of the window. */
const pairOf = (zone: string, firstYear: number, lastYear: number): YearlyRule[] | undefined => {
  const changes = onsets(zone, startOfYear(firstYear), startOfYear(lastYear + 1))
  if (changes.length !== 2 * (lastYear - firstYear + 1)) return undefined
  const rules = [0, 1].map((half) => ruleOf(changes.filter((_, index) => index % 2 === half)))
  const [one, other] = rules
  return one && other && one.from === other.to && one.to === other.from ? [one, other] : undefined
}

/** The first time a rule came, or would have come, in 1970. */
const in1970 = (rule: YearlyRule): Temporal.PlainDateTime => {
  const first = Temporal.PlainDate.from({ year: 1970, month: rule.month, day: 1 })
  const firstSuch = first.add({ days: (rule.weekday - first.dayOfWeek + 7) % 7 })
  const weeks = rule.nth > 0 ? rule.nth - 1 : Math.floor((first.daysInMonth - firstSuch.day) / 7)
  return firstSuch.add({ weeks }).toPlainDateTime(rule.time)
}

const two = (value: number): string => String(value).padStart(2, '0')

/** UTC-OFFSET (RFC 5545, 3.3.14): `+0200`, with seconds only where a zone of long ago had them. */
const offset = (nanoseconds: number): string => {
  const total = Math.abs(Math.round(nanoseconds / 1e9))
  const seconds = total % 60
  return `${nanoseconds < 0 ? '-' : '+'}${two(Math.floor(total / 3600))}${two(Math.floor(total / 60) % 60)}${seconds ? two(seconds) : ''}`
}

const observance = (
  kind: 'STANDARD' | 'DAYLIGHT',
  start: Temporal.PlainDateTime,
  from: number,
  to: number,
  rule?: YearlyRule,
): Component =>
  component(kind, [
    word('DTSTART', wallClock(start)),
    word('TZOFFSETFROM', offset(from)),
    word('TZOFFSETTO', offset(to)),
    rule && word('RRULE', `FREQ=YEARLY;BYMONTH=${rule.month};BYDAY=${rule.nth}${DAYS[rule.weekday - 1]}`),
  ])

/** For a calendar that has nothing in it: it must have at least one component. */
export const UTC_ZONE = component('VTIMEZONE', [word('TZID', 'Etc/UTC')], [observance('STANDARD', EPOCH, 0, 0)])

/**
 * The VTIMEZONE of a zone, right for every moment from `from` to `to`; undefined for UTC, which needs none.
 * A zone with a rule gets its pair, one without changes a single STANDARD, any other the changes that fall in the range.
 */
export const vtimezoneOf = (zone: string, from: Temporal.Instant, to: Temporal.Instant): Component | undefined => {
  if (isUtc(zone)) return undefined
  const start = from.toZonedDateTimeISO(zone)
  const firstYear = start.year - 1
  const lastYear = to.toZonedDateTimeISO(zone).year + 1
  // The rule may have begun not long ago, or (for a meeting of the past) have ended since.
  const pair = pairOf(zone, firstYear, firstYear + YEARS) ?? pairOf(zone, lastYear - YEARS, lastYear)
  if (pair && lastYear - firstYear <= YEARS)
    return component(
      'VTIMEZONE',
      [word('TZID', zone)],
      pair.map((rule) =>
        observance(rule.to > rule.from ? 'DAYLIGHT' : 'STANDARD', in1970(rule), rule.from, rule.to, rule),
      ),
    )
  const base = start.offsetNanoseconds
  const changes = onsets(zone, from, to)
  const standard = Math.min(base, ...changes.map((change) => change.to))
  return component(
    'VTIMEZONE',
    [word('TZID', zone)],
    [
      observance(base > standard ? 'DAYLIGHT' : 'STANDARD', EPOCH, base, base),
      ...changes.map((change) =>
        observance(change.to > standard ? 'DAYLIGHT' : 'STANDARD', change.wall, change.from, change.to),
      ),
    ],
  )
}
