import type { ConstituencyId } from '../delegations/constituency.ts'
import type { FieldError } from '../kernel/domain-error.ts'
import type { Question } from '../meetings/registration-settings.ts'
import type { Answers, PlaceMode, Wish } from './registration.ts'

const SHORT = 200
const LONG = 2000

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
}

/**
 * Whether a question is asked: of somebody in one of its constituencies, who attends one of its days in one of its ways.
 * Who waits for a place in the room counts as coming: they may get it overnight.
 */
export const isAsked = (question: Question, { constituency, wishes, days }: Asked): boolean => {
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

/** The questions asked of somebody, in the organiser's order. */
export const questionsFor = (questions: readonly Question[], asked: Asked): readonly Question[] =>
  questions.filter((question) => isAsked(question, asked))

const problemWith = (question: Question, answer: string): string | undefined => {
  if (!answer)
    return question.required
      ? hasOptions(question)
        ? 'registration.answer.choose'
        : 'registration.answer.missing'
      : undefined
  if (question.type === 'yes-no') return ['yes', 'no'].includes(answer) ? undefined : 'registration.answer.choose'
  if (question.type === 'one-of')
    return question.options?.some((option) => option.id === answer) ? undefined : 'registration.answer.choose'
  return answer.length > limitOf(question) ? 'registration.answer.too-long' : undefined
}

const hasOptions = (question: Question): boolean => question.type === 'yes-no' || question.type === 'one-of'

/** How many characters an answer may have. */
export const limitOf = (question: Question): number => (question.type === 'long-text' ? LONG : SHORT)

/**
 * The answers to the questions that are asked, trimmed, and what is wrong with them (`/answers/<id>`). Answers to questions
 * that are not asked (any more) are dropped.
 */
export const checkAnswers = (
  questions: readonly Question[],
  given: Answers,
): { answers: Answers; problems: FieldError[] } => {
  const answers: Record<string, string> = {}
  const problems: FieldError[] = []
  for (const question of questions) {
    const answer = (given[question.id] ?? '').trim().normalize('NFC')
    const message = problemWith(question, answer)
    if (message) problems.push({ pointer: `/answers/${question.id}`, message, params: { limit: limitOf(question) } })
    else if (answer) answers[question.id] = answer
  }
  return { answers, problems }
}
