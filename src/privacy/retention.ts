import { isId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { periodOf, WITH_PERIOD, type PersonalData } from '../meetings/personal-data.ts'
import { OWN_QUESTIONS } from '../registration/questions/badge-questions.ts'
import { endOfMeeting } from '../registration/windows.ts'
import { dueAfter } from './period.ts'

/** What goes at one moment: a kind of data, or the answers to one question that has a period of its own. */
export type Going = { period: string; on: Temporal.Instant } & (
  { kind: PersonalData; question?: never } | { kind: 'needs'; question: string }
)

/** The name under which it is recorded. */
export const nameOfGoing = ({ kind, question }: Pick<Going, 'kind' | 'question'>): string =>
  question === undefined ? kind : `question ${question}`

/** Whether answers of these questions go, or those of all others. */
export interface AnswersGoing {
  ids: readonly string[]
  others: boolean
}

type Timed = Pick<Meeting, 'registration' | 'days' | 'timeZone'>

const questionsWithPeriod = ({ registration }: Timed): { id: string; retention: string }[] =>
  registration.questions.flatMap(({ id, retention }) => (retention ? [{ id, retention }] : []))

/** Everything of a meeting that goes by itself, soonest first. */
export const goingsOf = (meeting: Timed): Going[] => {
  const end = endOfMeeting(meeting.days, meeting.timeZone)
  const on = (period: string): { period: string; on: Temporal.Instant } => ({
    period,
    on: dueAfter(end, period, meeting.timeZone),
  })
  return [
    ...WITH_PERIOD.map((kind): Going => ({ kind, ...on(periodOf(kind, meeting.registration)!) })),
    ...questionsWithPeriod(meeting).map(({ id, retention }): Going => ({
      kind: 'needs',
      question: id,
      ...on(retention),
    })),
  ].sort((a, b) => Temporal.Instant.compare(a.on, b.on))
}

/** Which answers go with it: of one question, for a badge, or all that have no period of their own. */
export const answersOf = ({ kind, question }: Going, meeting: Timed): AnswersGoing | undefined => {
  if (question !== undefined) return { ids: [question], others: false }
  if (OWN_QUESTIONS.has(kind)) return { ids: [kind], others: false }
  if (kind !== 'needs') return undefined
  return { ids: [...OWN_QUESTIONS, ...questionsWithPeriod(meeting).map(({ id }) => id)], others: true }
}

/** Answers without those that go, and the files that were among them. */
export const withoutThose = (
  answers: Readonly<Record<string, string>>,
  { ids, others }: AnswersGoing,
): { left: Record<string, string>; gone: string[]; files: string[] } => {
  const gone = Object.keys(answers).filter((id) => ids.includes(id) !== others)
  return {
    left: Object.fromEntries(Object.entries(answers).filter(([id]) => !gone.includes(id))),
    gone,
    files: gone.flatMap((id) => (isId(String(answers[id])) ? [String(answers[id])] : [])),
  }
}
