import { HttpException } from '@nestjs/common'
import { STATUS_CODES } from 'node:http'
import { DomainError, type FieldError } from '../../kernel/domain-error.ts'
import { sqlState } from '../database/database.ts'
import { hasWords, wordsFor } from '../i18n/i18n.ts'
import type { RequestContext } from './request-context.ts'

/** Problem details (RFC 9457), with the fields that are wrong as JSON pointers. */
export interface Problem {
  type: string
  title: string
  status: number
  detail?: string
  /** The request, so that it is found in the log. */
  instance: string
  errors?: readonly { pointer: string; detail: string }[]
}

/** The names of problems that HTTP itself, not a rule of ours, finds. */
const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'malformed-request',
  401: 'not-signed-in',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'request-timeout',
  409: 'changed-meanwhile',
  413: 'too-large',
  414: 'malformed-request',
  415: 'unsupported-media-type',
  422: 'invalid-input',
  429: 'too-many-requests',
  503: 'unavailable',
}

/**
 * Values that no column can hold (Appendix A of PostgreSQL's manual): NUL, text that is no number or id, a number or day
 * out of range. They come from outside: a rule of ours should have refused them first, and nothing was changed.
 */
const NOT_STORABLE: ReadonlySet<string> = new Set(['22001', '22003', '22007', '22008', '22021', '22P02', '22P05'])

const statusOf = (error: unknown): number => {
  if (NOT_STORABLE.has(sqlState(error) ?? '')) return 400
  if (error instanceof DomainError) return error.status
  if (error instanceof HttpException) return error.getStatus()
  // Fastify's own errors (a body too large, a path that is no UTF-8) carry their status.
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500
}

/** The sentence for a field, in the reader's language. */
export const fieldSentence = (ctx: Pick<RequestContext, 'locale'>, { message, params }: FieldError): string => {
  const key = `errors:${message}`
  // Plural forms live under `<key>_other`, which `hasWords` finds by the count.
  const known = hasWords(key) || (params && 'count' in params && hasWords(`${key}_other`))
  return wordsFor(ctx.locale, known ? key : 'errors:field.invalid', params)
}

/** The name of the problem, the end of its `type`. */
export const problemCode = (error: unknown): string =>
  error instanceof DomainError ? error.code : (BY_STATUS[statusOf(error)] ?? 'unexpected')

/** What is said about an error: never its inner message, which is for the log. */
export const problemOf = (error: unknown, ctx: Pick<RequestContext, 'locale' | 'requestId'>, baseUrl: URL): Problem => {
  const status = statusOf(error)
  const code = problemCode(error)
  const params = error instanceof DomainError ? error.params : {}
  const said = (section: string): string | undefined => {
    const key = `errors:${section}.${code}`
    return hasWords(key) || hasWords(`${key}_other`) ? wordsFor(ctx.locale, key, params) : undefined
  }
  const detail = said('detail')
  const fields = error instanceof DomainError ? error.fields : []
  return {
    type: new URL(`/problems/${code}`, baseUrl).href,
    title: said('problem') ?? STATUS_CODES[status] ?? code,
    status,
    ...(detail && { detail }),
    instance: `urn:uuid:${ctx.requestId}`,
    ...(fields.length && {
      errors: fields.map((field) => ({ pointer: field.pointer, detail: fieldSentence(ctx, field) })),
    }),
  }
}
