import { IsOptional, IsString, MaxLength } from 'class-validator'
import type { FieldError } from '../../kernel/domain-error.ts'
import { isId } from '../../kernel/id.ts'
import type { ApiTokenId } from '../../platform/http/request-context.ts'
import { isScope, type Scope } from '../../platform/policies/token-scope.ts'
import type { MeetingChoice } from '../meeting-directory.ts'
import type { TokenWish } from './api-tokens.service.ts'
import { isLifetime } from './lifetime.ts'

/** What a name may be long. */
export const NAME_LIMIT = 80

/** A token that somebody wants, as the form sends it. */
export class TokenForm {
  @IsOptional()
  @IsString()
  @MaxLength(40)
  id?: string

  @IsOptional()
  @IsString()
  name?: string

  /** One ticked box comes as a word, several as a list. */
  @IsOptional()
  scopes?: unknown

  /** `all`, or the id of one. */
  @IsOptional()
  @IsString()
  meeting?: string

  @IsOptional()
  @IsString()
  days?: string
}

/** What its owner can choose from. */
export interface Offered {
  scopes: readonly Scope[]
  meetings: readonly MeetingChoice[]
}

/** What was typed, to be shown again. */
export interface Typed {
  id: string
  name: string
  scopes: readonly string[]
  meeting: string
  days: string
}

export const typedIn = ({ id = '', name = '', scopes, meeting = '', days = '' }: TokenForm): Typed => ({
  id,
  name: name.trim(),
  scopes: [scopes].flat().filter((scope): scope is string => typeof scope === 'string' && scope !== ''),
  meeting,
  days,
})

/** The wish that was typed, or what is wrong with it. */
export const wishFrom = (
  { id, name, scopes, meeting, days }: Typed,
  offered: Offered,
): { wish: TokenWish; errors?: never } | { wish?: never; errors: readonly FieldError[] } => {
  const errors: FieldError[] = []
  const wrong = (field: string, message: string, params?: FieldError['params']): void => {
    errors.push({ pointer: `/${field}`, message, ...(params && { params }) })
  }
  const lifetime = Number(days)
  const one = offered.meetings.find((each) => each.id === meeting)
  if (!name) wrong('name', 'token.name-missing')
  else if (name.length > NAME_LIMIT) wrong('name', 'field.too-long', { limit: NAME_LIMIT, count: NAME_LIMIT })
  if (scopes.length === 0) wrong('scopes', 'token.scopes-missing')
  else if (scopes.some((scope) => !isScope(scope) || !offered.scopes.includes(scope)))
    wrong('scopes', 'field.not-a-choice')
  if (!one && meeting !== 'all') wrong('meeting', meeting ? 'field.not-a-choice' : 'token.meeting-missing')
  if (!days || !isLifetime(lifetime)) wrong('days', 'field.not-a-choice')
  // A form of ours always has one; without it, sending twice could not be told from wanting two.
  if (!isId(id)) wrong('name', 'field.invalid')
  if (errors.length > 0 || !isLifetime(lifetime)) return { errors }
  return {
    wish: {
      id: id as ApiTokenId,
      name,
      scopes: offered.scopes.filter((scope) => scopes.includes(scope)),
      days: lifetime,
      ...(one && { meeting: one.id }),
    },
  }
}
