import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { state, stateFrom } from '../../delegations/state.ts'
import { asciiDigits } from '../../kernel/digits.ts'
import type { Question, QuestionType } from '../../meetings/registration-settings.ts'
import { dateFrom } from './typed-date.ts'

/**
 * An answer is kept as one text, whatever its question: words as they were written; the id of an option, or of several with
 * a space between; `yes` or `no`; a date as `2026-03-27`; a number with a point; the ISO 3166-1 alpha-3 code of a State; a
 * telephone number as E.164 writes it (`+41229171234`); the id of a stored file.
 */
export type Read = { value: string; problem?: undefined } | { value?: undefined; problem: string }

const SHORT = 200
const LONG = 2000

/** How many characters an answer may have. */
export const limitOf = ({ type }: Pick<Question, 'type'>): number => (type === 'long-text' ? LONG : SHORT)

const CHOSEN: ReadonlySet<QuestionType> = new Set(['one-of', 'several-of', 'yes-no', 'country'])

/** What is said where an answer is missing. */
export const missingProblem = ({ type }: Pick<Question, 'type'>): string =>
  type === 'file'
    ? 'registration.answer.file-missing'
    : CHOSEN.has(type)
      ? 'registration.answer.choose'
      : 'registration.answer.missing'

const numberFrom = (typed: string): string | undefined => {
  const digits = asciiDigits(typed)
    .replace(/[\s\u2019']/g, '')
    .replace(/^\u2212/, '-')
  // 1,234 is a thousand to some and one and a bit to others: nobody's number is guessed.
  if (/^-?\d+,\d{3}$/.test(digits)) return undefined
  const [, sign, whole, part] = /^(-?)0*(\d+)(?:[.,](\d+))?$/.exec(digits) ?? []
  if (whole === undefined || whole.length > 15 || (part?.length ?? 0) > 9) return undefined
  const rest = part?.replace(/0+$/, '')
  const value = rest ? `${whole}.${rest}` : whole
  return Number(value) === 0 ? '0' : `${sign}${value}`
}

const phoneFrom = (typed: string): string | undefined => {
  const found = parsePhoneNumberFromString(asciiDigits(typed).replace(/^\s*00/, '+'))
  if (!found?.isValid()) return undefined
  return found.ext ? `${found.number};ext=${found.ext}` : found.number
}

/** The options that may be given: those offered, and a retired one where it was chosen before. */
const optionsOf = (question: Question, before: string): ReadonlySet<string> =>
  new Set(
    (question.options ?? []).flatMap(({ id, retired }) => (!retired || before.split(' ').includes(id) ? [id] : [])),
  )

const severalFrom = (question: Question, typed: string, before: string): string | undefined => {
  const given = new Set(typed.split(/\s+/).filter(Boolean))
  const offered = optionsOf(question, before)
  if (![...given].every((id) => offered.has(id))) return undefined
  return (question.options ?? []).flatMap(({ id }) => (given.has(id) ? [id] : [])).join(' ')
}

const READERS: Readonly<
  Record<QuestionType, (question: Question, typed: string, before: string) => string | undefined>
> = {
  'short-text': (_, typed) => typed.replace(/\s+/g, ' '),
  'long-text': (_, typed) => typed.replace(/\r\n?/g, '\n'),
  'one-of': (question, typed, before) => (optionsOf(question, before).has(typed) ? typed : undefined),
  'several-of': severalFrom,
  'yes-no': (_, typed) => (typed === 'yes' || typed === 'no' ? typed : undefined),
  date: (_, typed) => dateFrom(typed)?.toString(),
  number: (_, typed) => numberFrom(typed),
  country: (_, typed) => (state(typed) ?? stateFrom(typed))?.iso3,
  phone: (_, typed) => phoneFrom(typed),
  // A file comes with an upload and is kept by us: nobody names somebody else's by its id.
  file: (_, typed, before) => (typed === before ? typed : undefined),
}

const PROBLEMS: Readonly<Record<QuestionType, string>> = {
  'short-text': 'registration.answer.missing',
  'long-text': 'registration.answer.missing',
  'one-of': 'registration.answer.choose',
  'several-of': 'registration.answer.choose',
  'yes-no': 'registration.answer.choose',
  date: 'registration.answer.not-a-date',
  number: 'registration.answer.not-a-number',
  country: 'registration.answer.not-a-country',
  phone: 'registration.answer.not-a-phone',
  file: 'registration.answer.file-missing',
}

/** What somebody typed (not empty) as it is kept, or the key of what is wrong with it. `before` is what they had answered. */
export const readAnswer = (question: Question, typed: string, before = ''): Read => {
  const text = typed.trim().normalize('NFC')
  if (text.length > limitOf(question)) return { problem: 'registration.answer.too-long' }
  const value = READERS[question.type](question, text, before)
  return value === undefined ? { problem: PROBLEMS[question.type] } : { value }
}
