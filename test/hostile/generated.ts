import fc from 'fast-check'
import { ACTIVE, TEXTS } from './texts.ts'

/** What of a JSON schema (OpenAPI 3.1) tells what to send. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  format?: string
  example?: unknown
  default?: unknown
  minimum?: number
  minLength?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
}

/** The schemas that others refer to, by their names. */
export type Schemas = Readonly<Record<string, Schema>>

/** A schema itself, behind what refers to it; of several that are possible the first. */
const itself = (schema: Schema, schemas: Schemas): Schema => {
  if (schema.$ref !== undefined) return itself(schemas[schema.$ref.split('/').at(-1)!] ?? {}, schemas)
  const one = schema.allOf?.[0] ?? schema.anyOf?.[0] ?? schema.oneOf?.[0]
  return one ? itself(one, schemas) : schema
}

const typeOf = ({ type, properties, items }: Schema): string =>
  (Array.isArray(type) ? type[0] : type) ?? (properties ? 'object' : items ? 'array' : 'string')

const TEXT: Readonly<Record<string, string>> = {
  email: 'ana@example.org',
  date: '2022-10-18',
  'date-time': '2022-10-18T09:00:00Z',
  uuid: '018f0000-0000-7000-8000-000000000000',
  uri: 'https://example.org/',
}

/** Something that a program could mean, so that what is sent beside it is looked at. */
export const soundly = (asked: Schema, schemas: Schemas, depth = 0): unknown => {
  const schema = itself(asked, schemas)
  const given = asked.example ?? schema.example ?? schema.default ?? schema.enum?.[0]
  if (given !== undefined) return given
  switch (typeOf(schema)) {
    case 'object':
      return depth > 5
        ? {}
        : Object.fromEntries(
            Object.entries(schema.properties ?? {}).map(([name, each]) => [name, soundly(each, schemas, depth + 1)]),
          )
    case 'array':
      return schema.items && depth <= 5 ? [soundly(schema.items, schemas, depth + 1)] : []
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    default:
      return TEXT[schema.format ?? ''] ?? 'x'.repeat(schema.minLength ?? 1)
  }
}

/** A place in a body: the names and numbers that lead there. */
export type At = readonly (string | number)[]

/** Every place in a body of this schema where something stands, itself the first. */
export const placesIn = (asked: Schema, schemas: Schemas, at: At = []): { at: At; schema: Schema }[] => {
  const schema = itself(asked, schemas)
  if (at.length > 5) return []
  const within = Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
    placesIn(each, schemas, [...at, name]),
  )
  return [{ at, schema }, ...within, ...(schema.items ? placesIn(schema.items, schemas, [...at, 0]) : [])]
}

/** A body with something else in one place. */
export const withAt = (body: unknown, [first, ...rest]: At, value: unknown): unknown => {
  if (first === undefined) return value
  if (Array.isArray(body)) return body.map((each, index) => (index === first ? withAt(each, rest, value) : each))
  const before: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, first) : undefined
  return { ...(body as object), [first]: withAt(before, rest, value) }
}

const corpus = fc.constantFrom(...TEXTS.map(({ text }) => text).filter((text) => text.length < 3_000))
const active = fc.constantFrom(...ACTIVE.map(({ text }) => text))

/** Text that nobody means: from the corpus, from all of Unicode, cut, joined, and nearly what is asked for. */
export const hostileText = (schema: Schema): fc.Arbitrary<string> => {
  const sound = fc.constant(String(schema.enum?.[0] ?? schema.example ?? TEXT[schema.format ?? ''] ?? 'x'))
  return fc.oneof(
    corpus,
    active,
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.tuple(sound, corpus).map((two) => two.join('')),
    fc.tuple(sound, fc.nat(3)).map(([text, cut]) => text.slice(0, -1 - cut)),
    fc.tuple(active, active).map((two) => two.join(' ')),
  )
}

/** Anything JSON can say, most of it not what the schema asks for. */
export const hostileValue = (schema: Schema): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: hostileText(schema) },
    fc.constantFrom(null, true, false, 0, -1, 0.5, 1e308, 2 ** 31, 2 ** 53, -(2 ** 63), '', [], {}, [[]]),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.jsonValue({ maxDepth: 3 }),
    fc.array(hostileText(schema), { minLength: 1, maxLength: 5 }),
    hostileText(schema).map((text) => Array.from({ length: 500 }, () => text.slice(0, 20))),
    fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'id', 'length', 'then', 'x'), hostileText(schema)),
  )
