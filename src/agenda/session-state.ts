import { isDeepStrictEqual } from 'node:util'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { Session } from './session.entity.ts'

/** One field of a session as plain data, as the database keeps it in JSON: a time is `10:00:00`, a day `2022-10-18`. */
export type PlainValue =
  string | number | boolean | null | readonly PlainValue[] | { readonly [key: string]: PlainValue }

/** All that organisers decide of a session, field by field (`start`, `title.fr`), a missing text as null. */
export type SessionState = Readonly<Record<string, PlainValue>>

/** What an edit did to a session, field by field. */
export type FieldChanges = Readonly<Record<string, { readonly was: PlainValue; readonly is: PlainValue }>>

const WHOLE = [
  'kind',
  'day',
  'start',
  'end',
  'roomId',
  'format',
  'interpretation',
  'officers',
  'items',
  'access',
  'capacity',
  'status',
] as const satisfies readonly (keyof Session)[]

const TEXTS = ['title', 'abstract'] as const

const plain = (value: unknown): PlainValue =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value)) as PlainValue)

/** The fields of a session; titles and abstracts language by language. */
export const stateOf = (session: Session): SessionState =>
  Object.fromEntries([
    ...TEXTS.flatMap((name) => LOCALES.map((locale) => [`${name}.${locale}`, session[name][locale] || null] as const)),
    ...WHOLE.map((field) => [field, plain(session[field])] as const),
  ])

/** The fields in which two states of a session differ; of a new one, those that say something. */
export const changesBetween = (before: SessionState | undefined, after: SessionState): FieldChanges =>
  Object.fromEntries(
    Object.keys(after)
      .filter((field) =>
        before
          ? !isDeepStrictEqual(before[field] ?? null, after[field])
          : after[field] !== null || !/^(title|abstract)\./.test(field),
      )
      .map((field) => [field, { was: before?.[field] ?? null, is: after[field] ?? null }]),
  )

const read: Partial<Record<string, (value: string) => unknown>> = {
  day: (value) => Temporal.PlainDate.from(value),
  start: (value) => Temporal.PlainTime.from(value),
  end: (value) => Temporal.PlainTime.from(value),
}

/** A session with some fields set to what a change says of them. Its instants are for the caller to set anew. */
export const withFields = (session: Session, fields: SessionState): Session => {
  const changed = Object.assign(Object.create(Object.getPrototypeOf(session) as object), session) as Session
  for (const [field, value] of Object.entries(fields)) {
    const [name, locale] = field.split('.')
    if (locale) {
      const texts: LocalizedText = { ...changed[name as 'title'] }
      delete texts[locale as Locale]
      changed[name as 'title'] = typeof value === 'string' ? { ...texts, [locale]: value } : texts
    } else {
      const from = read[field]
      Object.assign(changed, { [field]: typeof value === 'string' && from ? from(value) : value })
    }
  }
  return changed
}
