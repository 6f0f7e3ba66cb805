import type { FieldError } from '../../kernel/domain-error.ts'
import type { Question } from '../../meetings/registration-settings.ts'

type Limited = Pick<Question, 'type' | 'least' | 'most'>

/** Whether what is answered can be too little or too much. */
export const hasLimits = ({ type }: { type: string }): boolean => type === 'number' || type === 'date'

/** Whether the first of two answers, as they are kept, is less than the other. ISO dates come in order of their text. */
export const isLess = ({ type }: { type: string }, one: string, other: string): boolean =>
  type === 'number' ? Number(one) < Number(other) : one < other

/** What is wrong with an answer, as it is kept, that is beyond what the question allows. */
export const limitProblem = (question: Limited, value: string): Omit<FieldError, 'pointer'> | undefined => {
  if (!hasLimits(question)) return undefined
  const { type, least, most } = question
  if (least !== undefined && isLess(question, value, least))
    return { message: `registration.answer.${type === 'date' ? 'too-early' : 'too-low'}`, params: { least } }
  if (most !== undefined && isLess(question, most, value))
    return { message: `registration.answer.${type === 'date' ? 'too-late' : 'too-high'}`, params: { most } }
  return undefined
}
