import { constituency } from '../../delegations/constituency.ts'
import { isLocale } from '../../kernel/locale.ts'

// What a value of a file is, before anything is known of it.

export type Json = unknown
/** Says where in the file something is wrong, and what. */
export type Problem = (pointer: string, message: string, params?: Record<string, string | number>) => void

export const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isList = Array.isArray as (value: Json) => value is Json[]
export const isText = (value: Json): value is string => typeof value === 'string' && value.trim() !== ''
export const isWhole = (value: Json): value is number => Number.isInteger(value) && (value as number) >= 0

export const checkText = (value: Json, pointer: string, problem: Problem): void => {
  if (!isObject(value) || !Object.keys(value).some(isLocale)) return problem(pointer, 'file.text')
  for (const [key, words] of Object.entries(value))
    if (!isLocale(key) || !isText(words)) problem(`${pointer}/${key}`, 'file.text')
}

export const checkOneOf = (value: Json, allowed: readonly string[], pointer: string, problem: Problem): void => {
  if (!allowed.includes(value as string)) problem(pointer, 'file.oneOf', { allowed: allowed.join(', ') })
}

export const checkConstituencies = (value: Json, pointer: string, problem: Problem): void => {
  if (!isList(value)) return problem(pointer, 'file.list')
  value.forEach((id, i) => {
    if (!isText(id) || !constituency(id)) problem(`${pointer}/${i}`, 'file.unknown', { id: String(id) })
  })
}
