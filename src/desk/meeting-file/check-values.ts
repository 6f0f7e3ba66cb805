import { constituency } from '../../delegations/constituency.ts'
import type { FieldError } from '../../kernel/domain-error.ts'
import { isLocale } from '../../kernel/locale.ts'
import { isDuration } from '../../registration/questions/question.ts'
import { instantFrom } from './relative-date.ts'

// What a value of a file is, before anything is known of it.

export type Json = unknown
/** Says where in the file something is wrong, and what. */
export type Problem = (pointer: string, message: string, params?: FieldError['params']) => void

/** The most that a column of whole numbers holds. */
const MOST = 2 ** 31 - 1

export const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isList = Array.isArray as (value: Json) => value is Json[]
export const isText = (value: Json): value is string => typeof value === 'string' && value.trim() !== ''
export const isWhole = (value: Json): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST
/** An unknown value as a sentence can name it. */
export const named = (value: Json): string =>
  (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 80)

/** The parts of an object; none, and a problem, where it is something else. */
export const partsOf = (value: Json, pointer: string, problem: Problem): Record<string, Json> => {
  if (isObject(value)) return value
  problem(pointer, value === undefined ? 'file.missing' : 'file.parts')
  return {}
}

/** Words in at least one language. */
export const checkText = (value: Json, pointer: string, problem: Problem): void => {
  if (!isObject(value) || !Object.keys(value).some(isLocale)) return problem(pointer, 'file.text')
  checkWords(value, pointer, problem)
}

/** Words in any languages, in none, or left out. */
export const checkWords = (value: Json, pointer: string, problem: Problem): void => {
  if (value === undefined) return
  if (!isObject(value)) return problem(pointer, 'file.text')
  for (const [key, words] of Object.entries(value))
    if (!isLocale(key) || !isText(words)) problem(`${pointer}/${key}`, 'file.text')
}

export const checkOneOf = (value: Json, allowed: readonly string[], pointer: string, problem: Problem): void => {
  if (!allowed.includes(value as string)) problem(pointer, 'file.oneOf', { allowed: allowed.join(', ') })
}

export const checkYesNo = (value: Json, pointer: string, problem: Problem): void => {
  if (typeof value !== 'boolean') problem(pointer, 'file.yesNo')
}

export const checkCount = (value: Json, pointer: string, problem: Problem): void => {
  if (!isWhole(value)) problem(pointer, 'file.count')
}

/** A string; it may be empty. */
export const checkString = (value: Json, pointer: string, problem: Problem): void => {
  if (typeof value !== 'string') problem(pointer, value === undefined ? 'file.missing' : 'file.string')
}

/** Checks what is there; what may be left out, is. Null stands only where the format has it: `?? undefined`. */
export const ifThere = (
  value: Json,
  check: (value: Json, pointer: string, problem: Problem) => void,
  pointer: string,
  problem: Problem,
): void => {
  if (value !== undefined) check(value, pointer, problem)
}

/** A wall-clock time of the meeting's zone, or a moment. */
export const checkMoment = (value: Json, pointer: string, problem: Problem): void => {
  try {
    if (!isText(value)) throw new Error('no text')
    instantFrom(value, { day: Temporal.PlainDate.from('2000-01-01'), zone: 'UTC' })
  } catch {
    problem(pointer, 'file.moment')
  }
}

/** How long something is kept. */
export const checkDuration = (value: Json, pointer: string, problem: Problem): void => {
  if (!isText(value) || !isDuration(value)) problem(pointer, 'file.duration')
}

/** A list that is needed, and each thing in it. */
export const checkEach = (
  value: Json,
  pointer: string,
  problem: Problem,
  check: (each: Json, at: string, problem: Problem) => void,
): void => {
  if (!isList(value)) return problem(pointer, 'file.list')
  for (const [index, each] of value.entries()) check(each, `${pointer}/${index}`, problem)
}

/** One of what the file, or the service, has. */
export const checkKnown = (value: Json, known: ReadonlySet<Json>, pointer: string, problem: Problem): void => {
  if (!known.has(value)) problem(pointer, 'file.unknown', { id: named(value) })
}

export const checkConstituency = (value: Json, pointer: string, problem: Problem): void => {
  if (!isText(value) || !constituency(value)) problem(pointer, 'file.unknown', { id: named(value) })
}

export const checkConstituencies = (value: Json, pointer: string, problem: Problem): void =>
  checkEach(value, pointer, problem, checkConstituency)

/** Each of some names stands once. */
export const checkOnce = (
  names: readonly (readonly [name: Json, pointer: string])[],
  problem: Problem,
  sameAs: (name: string) => string = (name) => name,
): void => {
  const seen = new Set<string>()
  for (const [name, pointer] of names) {
    if (typeof name !== 'string') continue
    const same = sameAs(name)
    if (seen.has(same)) problem(pointer, 'file.twice', { code: name })
    seen.add(same)
  }
}
