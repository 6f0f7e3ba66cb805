import type { DayStanding } from '../standing.ts'

/** The days that stand otherwise than before; who only moved up in line does not. */
export const changedDays = (before: readonly DayStanding[], after: readonly DayStanding[]): DayStanding[] =>
  after.filter((day) => {
    const was = before.find((each) => each.day === day.day)
    if (!was) return day.status !== 'none'
    return was.mode !== day.mode || was.status !== day.status || was.held !== day.held
  })
