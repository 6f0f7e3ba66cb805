/** A day in a cell: one, none that can be read, or two that it could be. */
export type DayRead = { day: Temporal.PlainDate } | { problem: 'field.not-a-date' | 'intake.two-days' }

const plainDate = (year: string, month: string, day: string): Temporal.PlainDate[] => {
  try {
    return [
      Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' }),
    ]
  } catch {
    return []
  }
}

/** What a cell may mean as a day: ISO 8601, or numbers in either order, as sheets in different countries have them. */
const daysIn = (cell: string): Temporal.PlainDate[] => {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(cell)
  if (iso) return plainDate(iso[1]!, iso[2]!, iso[3]!)
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(cell)
  if (dotted) return plainDate(dotted[3]!, dotted[2]!, dotted[1]!)
  const numbers = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(cell)
  if (!numbers) return []
  const [, first, second, year] = numbers as unknown as [string, string, string, string]
  const both = [...plainDate(year, second, first), ...plainDate(year, first, second)]
  return both.length === 2 && both[0]!.equals(both[1]!) ? [both[0]!] : both
}

/** The day that a cell means. Where it could be two, that which the meeting has; both or none, and it is for its writer to say. */
export const dayIn = (cell: string, days: readonly { date: Temporal.PlainDate }[]): DayRead => {
  const number = /^\d{1,2}$/.exec(cell)
  const nth = number && days[Number(cell) - 1]
  if (nth) return { day: nth.date }
  const found = daysIn(cell)
  const [first, second] = found
  if (!first) return { problem: 'field.not-a-date' }
  if (!second) return { day: first }
  const held = found.filter((one) => days.some(({ date }) => date.equals(one)))
  return held.length === 1 ? { day: held[0]! } : { problem: 'intake.two-days' }
}

/** A time of day in a cell: `9:30`, `09h30`, `9.30`, `2:30 PM`, as a sheet keeps it (`0.395…`), or in a moment of ISO 8601. */
export const timeIn = (cell: string): Temporal.PlainTime | undefined => {
  if (/^0(\.\d+)?$/.test(cell)) {
    const minutes = Math.round(Number(cell) * 24 * 60)
    return minutes < 24 * 60 ? new Temporal.PlainTime().add({ minutes }) : undefined
  }
  // A sheet that only knows days has midnight as one: 1899-12-30.
  if (/^1899-12-3[01]$/.test(cell)) return new Temporal.PlainTime()
  const clock =
    /^(?:\d{4}-\d{2}-\d{2}[T ])?(\d{1,2})\s?[:h.]\s?(\d{2})(?::00(?:\.0+)?)?\s*([ap])?\.?m?\.?$/i.exec(cell) ??
    /^(\d{1,2})\s?(?:h|(?=[ap]\.?m))()\s*([ap])?\.?m?\.?$/i.exec(cell)
  if (!clock) return undefined
  const [, hours = '', minutes, half] = clock
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hours)
  if (hour > 23 || Number(minutes) > 59 || (half && Number(hours) > 12)) return undefined
  return new Temporal.PlainTime(hour, Number(minutes))
}
