/** A file's date that cannot be read, or that names no moment. */
export class UnreadableDate extends Error {
  override readonly name = 'UnreadableDate'
}

/** The day and zone from which a file's relative dates count. */
export interface LoadedOn {
  day: Temporal.PlainDate
  zone: string
}

const RELATIVE = /^([+-]\d{1,5})d(?: (\d{2}:\d{2}))?$/
/** A day, and a moment, of years that people plan for: no other calendars, no era before ours. */
const DAY = /^[12]\d{3}-\d{2}-\d{2}$/
const MOMENT = /^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z?$/

/** `2022-10-18`, or `+30d`: that many days after the day of loading. @throws UnreadableDate */
export const dayFrom = (written: string, { day }: LoadedOn): Temporal.PlainDate => {
  const relative = RELATIVE.exec(written)
  try {
    if (relative) return day.add({ days: Number(relative[1]) })
    if (!DAY.test(written)) throw new RangeError('no day')
    return Temporal.PlainDate.from(written)
  } catch (cause) {
    throw new UnreadableDate(written, { cause })
  }
}

/**
 * `2022-09-26T09:00`, or `-7d 09:00`: a wall-clock time in the meeting's zone, as an instant. With a `Z` it is one already.
 * @throws UnreadableDate
 */
export const instantFrom = (written: string, loaded: LoadedOn): Temporal.Instant => {
  const relative = RELATIVE.exec(written)
  try {
    if (!relative && !MOMENT.test(written)) throw new RangeError('no moment')
    if (written.endsWith('Z')) return Temporal.Instant.from(written)
    const local = relative
      ? dayFrom(written, loaded).toPlainDateTime(Temporal.PlainTime.from(relative[2] ?? '00:00'))
      : Temporal.PlainDateTime.from(written)
    return local.toZonedDateTime(loaded.zone).toInstant()
  } catch (cause) {
    throw new UnreadableDate(written, { cause })
  }
}

/** A moment as files write it: wall clock in the meeting's zone; in UTC where a clock that was set back says it twice. */
export const writtenAt = (instant: Temporal.Instant, zone: string): string => {
  const local = instant.toZonedDateTimeISO(zone).toPlainDateTime()
  return local.toZonedDateTime(zone).toInstant().equals(instant) ? local.toString() : instant.toString()
}

/** What `firstDayOn` may be. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/**
 * The days of a meeting, one after the other. `firstDayOn` moves the first forward to the next such weekday; the others keep
 * their distance.
 * @throws UnreadableDate
 */
export const daysFrom = (
  written: readonly string[],
  firstDayOn: string | undefined,
  loaded: LoadedOn,
): Temporal.PlainDate[] => {
  const days = written.map((one) => dayFrom(one, loaded))
  const early = days.findIndex((day, index) => index > 0 && Temporal.PlainDate.compare(days[index - 1]!, day) >= 0)
  if (early > 0) throw new UnreadableDate(written[early])
  if (!firstDayOn || !days[0]) return days
  const wanted = WEEKDAYS.indexOf(firstDayOn) + 1
  if (!wanted) throw new UnreadableDate(firstDayOn)
  const shift = (wanted - days[0].dayOfWeek + 7) % 7
  return days.map((day) => day.add({ days: shift }))
}
