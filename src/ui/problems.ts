import type { FieldError } from '../kernel/domain-error.ts'
import type { Locale } from '../kernel/locale.ts'
import { fieldSentence } from '../platform/http/problem.ts'

/** What is wrong with one answer: the name of its control (`days[0][mode]`) and a sentence that says what to do. */
export interface FieldProblem {
  name: string
  message: string
}

/** The id of the control with this name: `days[0][mode]` is `days-0-mode`. */
export const idOf = (name: string): string => name.replaceAll(/\[([^\]]*)\]/g, '-$1')

/** The name of the control that a JSON pointer means: `/days/0/mode` is `days[0][mode]`. */
export const nameAt = (pointer: string): string => {
  const [first = '', ...rest] = pointer
    .replace(/^\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  return first + rest.map((part) => `[${part}]`).join('')
}

/** The errors of a form as the reader reads them. */
export const fieldProblems = (locale: Locale, errors: readonly FieldError[]): FieldProblem[] =>
  errors.map((error) => ({ name: nameAt(error.pointer), message: fieldSentence({ locale }, error) }))

/** What is wrong with the control of this name, if anything. */
export const problemOf = (problems: readonly FieldProblem[] | undefined, name: string): string | undefined =>
  problems?.find((problem) => problem.name === name)?.message
