import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { serialize } from './icalendar.ts'
import { vtimezoneOf } from './vtimezone.ts'

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)

const written = (zone: string, from: string, to: string): string[] => {
  const made = vtimezoneOf(zone, at(from), at(to))
  return made ? serialize(made).trimEnd().split('\r\n') : []
}

/** The offset that a VTIMEZONE gives for a wall-clock time, as ical.js reads it. */
const readOffset = (zone: ICAL.Timezone, wall: Temporal.PlainDateTime): number =>
  zone.utcOffset(ICAL.Time.fromDateTimeString(wall.toString({ smallestUnit: 'second' })))

test('Geneva has the form that classic Outlook reads', () => {
  expect(written('Europe/Zurich', '2022-10-18T08:00Z', '2022-10-19T18:00Z')).toEqual([
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Zurich',
    'BEGIN:DAYLIGHT',
    'DTSTART:19700329T020000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
    'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    'END:DAYLIGHT',
    'BEGIN:STANDARD',
    'DTSTART:19701025T030000',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
    'END:STANDARD',
    'END:VTIMEZONE',
  ])
})

test('New York: the second Sunday of March, the first of November', () => {
  expect(
    written('America/New_York', '2026-12-01T00:00Z', '2026-12-02T00:00Z').filter((line) => /RRULE|DTSTART/.test(line)),
  ).toEqual([
    'DTSTART:19700308T020000',
    'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
    'DTSTART:19701101T020000',
    'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
  ])
})

test.each([
  ['Africa/Nairobi', '+0300'],
  ['Asia/Kathmandu', '+0545'],
  ['Pacific/Apia', '+1300'],
])('%s knows one offset', (zone, offset) => {
  expect(written(zone, '2026-12-29T05:00Z', '2026-12-31T15:00Z')).toEqual([
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    'BEGIN:STANDARD',
    'DTSTART:19700101T000000',
    `TZOFFSETFROM:${offset}`,
    `TZOFFSETTO:${offset}`,
    'END:STANDARD',
    'END:VTIMEZONE',
  ])
})

test('Casablanca left its hour for Ramadan by no rule: the changes of the range, one by one', () => {
  // 2022: back to +00 on 27 March, forth to +01 on 8 May.
  expect(written('Africa/Casablanca', '2022-03-26T08:00Z', '2022-05-10T18:00Z')).toEqual([
    'BEGIN:VTIMEZONE',
    'TZID:Africa/Casablanca',
    'BEGIN:DAYLIGHT',
    'DTSTART:19700101T000000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0100',
    'END:DAYLIGHT',
    'BEGIN:STANDARD',
    'DTSTART:20220327T030000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0000',
    'END:STANDARD',
    'BEGIN:DAYLIGHT',
    'DTSTART:20220508T020000',
    'TZOFFSETFROM:+0000',
    'TZOFFSETTO:+0100',
    'END:DAYLIGHT',
    'END:VTIMEZONE',
  ])
})

test.each(['UTC', 'Etc/UTC', 'Etc/GMT'])('%s needs none', (zone) => {
  expect(vtimezoneOf(zone, at('2022-10-18T08:00Z'), at('2022-10-19T08:00Z'))).toBeUndefined()
})

describe('agrees with Temporal, read by ical.js', () => {
  const zones = Intl.supportedValuesOf('timeZone')
  // Each quarter of the year in a year of the past, of today and of the future: both seasons and the weeks of change.
  const weeks = [2019, 2022, 2026, 2031].flatMap((year) => [
    `${year}-01-12T00:00Z`,
    `${year}-03-07T00:00Z`,
    `${year}-03-26T00:00Z`,
    `${year}-04-24T00:00Z`,
    `${year}-07-01T00:00Z`,
    `${year}-10-25T00:00Z`,
    `${year}-10-30T00:00Z`,
  ])

  // Every zone in one week each, and the zones of the seats of the United Nations in all weeks.
  const cases = [
    ...zones.map((zone, index) => [zone, weeks[index % weeks.length] as string] as const),
    ...[
      'Europe/Zurich',
      'America/New_York',
      'Africa/Nairobi',
      'Europe/Vienna',
      'Asia/Bangkok',
      'Asia/Beirut',
      'America/Santiago',
      'Africa/Addis_Ababa',
      'Africa/Casablanca',
      'Africa/Cairo',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'Australia/Lord_Howe',
      'America/Nuuk',
      'Asia/Gaza',
      'Asia/Jerusalem',
      'Europe/Dublin',
      'America/Asuncion',
      'America/Mexico_City',
      'Asia/Tehran',
      'Asia/Amman',
      'Antarctica/Troll',
      'America/St_Johns',
      'Atlantic/Azores',
      'Pacific/Chatham',
      'Africa/El_Aaiun',
    ].flatMap((zone) => weeks.map((week) => [zone, week] as const)),
  ]

  test(`${cases.length} zones and weeks, every six hours`, () => {
    const wrong: string[] = []
    for (const [zone, week] of cases) {
      const from = at(week)
      const to = from.add({ hours: 8 * 24 })
      const made = vtimezoneOf(zone, from, to)
      if (!made) continue
      const parsed = new ICAL.Timezone(new ICAL.Component(ICAL.parse(serialize(made).trimEnd())))
      for (let moment = from; Temporal.Instant.compare(moment, to) < 0; moment = moment.add({ hours: 6 })) {
        const local = moment.toZonedDateTimeISO(zone)
        // A skipped or doubled hour has no session (kernel/time.ts), and no parser agrees with another on it.
        if (
          local
            .toPlainDateTime()
            .toZonedDateTime(zone, { disambiguation: 'later' })
            .equals(local.toPlainDateTime().toZonedDateTime(zone, { disambiguation: 'earlier' })) === false
        )
          continue
        const read = readOffset(parsed, local.toPlainDateTime())
        if (read * 1e9 !== local.offsetNanoseconds) wrong.push(`${local.toString()} read as ${read / 3600}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
