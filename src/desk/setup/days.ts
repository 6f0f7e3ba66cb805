import type { FieldError } from '../../kernel/domain-error.ts'
import type { Question } from '../../meetings/registration-settings.ts'

/** What stands on a day, so that it cannot go. */
export interface DayUse {
  /** Codes of the sessions of the working copy. */
  sessions: readonly string[]
  /** Codes of the sessions of the release in force. */
  released: readonly string[]
  /** Registrations that say how they attend it. */
  people: number
  /** Questions that are asked of who attends this day alone. */
  questions: number
}

/** Why a day cannot be taken from the meeting; nothing when it can. */
export const dayErrors = (use: DayUse, isLast: boolean): FieldError[] => {
  const error = (message: string, params: FieldError['params'] = {}): FieldError[] => [
    { pointer: '/date', message: `meeting.${message}`, params },
  ]
  if (isLast) return error('day-is-the-only')
  const named = (codes: readonly string[]): FieldError['params'] => ({
    count: codes.length,
    codes: codes.slice(0, 5).join(', '),
  })
  return [
    ...(use.sessions.length ? error('day-has-sessions', named(use.sessions)) : []),
    ...(!use.sessions.length && use.released.length ? error('day-is-released', named(use.released)) : []),
    ...(use.people ? error('day-has-people', { count: use.people }) : []),
    ...(use.questions ? error('day-is-asked', { count: use.questions }) : []),
  ]
}

/** Questions name the days by number: the same days after some were added or taken away. */
export const withDaysRenumbered = (
  questions: readonly Question[],
  before: readonly Temporal.PlainDate[],
  after: readonly Temporal.PlainDate[],
): Question[] =>
  questions.map((question) => {
    const days = question.appliesTo?.days
    if (!days) return question
    const renumbered = days.flatMap((number) => {
      const index = after.findIndex((date) => before[number - 1]?.equals(date))
      return index < 0 ? [] : [index + 1]
    })
    return { ...question, appliesTo: { ...question.appliesTo, days: renumbered } }
  })
