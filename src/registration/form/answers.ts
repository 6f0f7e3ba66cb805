import type { ConstituencyId } from '../../delegations/constituency.ts'
import type { FieldError } from '../../kernel/domain-error.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import { limitOf, missingProblem, readAnswer } from '../questions/answer-values.ts'
import { limitProblem } from '../questions/limits.ts'
import type { Answers, PlaceMode, Wish } from '../registration.ts'

/** What decides which questions are asked of somebody. */
export interface Asked {
  constituency: ConstituencyId
  wishes: readonly Wish[]
  /** The meeting's days, ISO, in order: questions name them by number. */
  days: readonly string[]
}

interface AppliesTo {
  mode?: readonly PlaceMode[]
  /** 1-based. */
  days?: readonly number[]
  constituencies?: readonly ConstituencyId[]
  answer?: { question: string; is: readonly string[] }
}

/**
 * Whether a question could be asked, leaving earlier answers aside: of somebody in one of its constituencies, who attends
 * one of its days in one of its ways. Who waits for a place in the room counts as coming: they may get it overnight.
 */
export const isAsked = (question: Question, { constituency, wishes, days }: Asked): boolean => {
  if (question.retired) return false
  const applies: AppliesTo | undefined = question.appliesTo
  if (!applies) return true
  if (applies.constituencies && !applies.constituencies.includes(constituency)) return false
  if (!applies.mode && !applies.days) return true
  return wishes.some(
    ({ day, mode }) =>
      mode !== 'none' &&
      (!applies.mode || applies.mode.includes(mode)) &&
      (!applies.days || applies.days.includes(days.indexOf(day) + 1)),
  )
}

/** Whether the earlier answer that a question follows from is as it must be; of several chosen, one is enough. */
export const followsFrom = ({ appliesTo }: Question, answers: Answers): boolean => {
  const wanted = appliesTo?.answer
  return !wanted || (answers[wanted.question] ?? '').split(' ').some((each) => wanted.is.includes(each))
}

/**
 * The questions asked of somebody who answered so far as `answers` says, in the organiser's order. What follows from a
 * question that is not asked is not asked either.
 */
export const questionsFor = (
  questions: readonly Question[],
  asked: Asked,
  answers: Answers = {},
): readonly Question[] => checkAnswers(questions, answers, asked, answers).asked

/**
 * The answers to the questions that are asked, as they are kept, and what is wrong with them (`/answers/<id>`). Answers to
 * questions that do not apply (any more) are dropped; those to questions that were retired stay as they were (`before`).
 * What was sent once (`sent`) stays good, also where the organiser has set a limit since.
 */
export const checkAnswers = (
  questions: readonly Question[],
  given: Answers,
  of: Asked,
  before: Answers = {},
  sent: Answers = {},
): { answers: Answers; problems: FieldError[]; asked: readonly Question[] } => {
  const answers: Record<string, string> = {}
  const problems: FieldError[] = []
  const asked: Question[] = []
  for (const question of questions) {
    const { id } = question
    const earlier = before[id]
    if (question.retired && earlier) answers[id] = earlier
    if (!isAsked(question, of) || !followsFrom(question, answers)) continue
    asked.push(question)
    const typed = (given[id] ?? '').trim()
    const problem = (message: string, params: FieldError['params'] = { limit: limitOf(question) }) =>
      problems.push({ pointer: `/answers/${id}`, message, params })
    if (typed) {
      const read = readAnswer(question, typed, earlier)
      const beyond = read.value && read.value !== sent[id] ? limitProblem(question, read.value) : undefined
      if (read.problem) problem(read.problem)
      else if (beyond) problem(beyond.message, beyond.params)
      else if (read.value) answers[id] = read.value
    } else if (question.required) problem(missingProblem(question))
  }
  return { answers, problems, asked }
}
