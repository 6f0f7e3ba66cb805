/**
 * The grammar of iCalendar (RFC 5545): properties, parameters, components, lines. ical-generator folds and escapes; what it
 * gets wrong or lacks (order, LANGUAGE, URIs as they are, the last CRLF, control characters) is here and nowhere else.
 * See docs/decisions/0040-icalendar-is-written-here.md.
 */
import { escape, foldLines } from 'ical-generator'

/** A content line; `value` is already encoded, by one of the functions below. */
export interface Property {
  readonly name: string
  readonly params: Readonly<Record<string, string>>
  readonly value: string
}

/** BEGIN to END; properties come before components within (RFC 5545, 3.6). */
export interface Component {
  readonly name: string
  readonly properties: readonly Property[]
  readonly components: readonly Component[]
}

/** A parameter left undefined is not written. */
type Params = Readonly<Record<string, string | undefined>>

// Some parsers split lines at every character that Unicode calls a line break, not only at CRLF.
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g
// eslint-disable-next-line no-control-regex -- these are what RFC 5545, 3.1 forbids in a value; TAB and LF may stay
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** What may stand in a text: paired surrogates, line breaks as LF, no control characters. */
export const plain = (value: string): string => value.toWellFormed().replace(LINE_BREAK, '\n').replace(CONTROL, '')

/** The same on one line: for titles and names. */
export const oneLine = (value: string): string =>
  plain(value)
    .replace(/\s*\n\s*/g, ' ')
    .trim()

const property = (name: string, value: string, params: Params = {}): Property => ({
  name,
  value,
  params: Object.fromEntries(Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined)),
})

/** A TEXT (RFC 5545, 3.3.11): backslash, semicolon, comma and line break are escaped. */
export const text = (name: string, value: string, params?: Params): Property =>
  property(name, escape(plain(value), false), params)

/** Several TEXT values in one property, such as CATEGORIES. */
export const texts = (name: string, values: readonly string[], params?: Params): Property =>
  property(name, values.map((value) => escape(plain(value), false)).join(','), params)

/** A URI (3.3.13): not escaped as TEXT is; what could end the line is percent-encoded. */
export const uri = (name: string, value: URL | string, params?: Params): Property =>
  property(name, new URL(value).href, params)

/** A word of the grammar: a number, `CONFIRMED`, `PT1H`. Never anything a person typed. */
export const word = (name: string, value: string | number, params?: Params): Property =>
  property(name, String(value), params)

const digits = (value: Temporal.PlainDateTime | Temporal.Instant): string =>
  value.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')

/** A moment in UTC (form 2 of 3.3.5), as DTSTAMP must be. */
export const utc = (name: string, value: Temporal.Instant): Property => property(name, digits(value))

/** Wall-clock digits of a moment: `20221018T100000`. */
export const wallClock = (value: Temporal.ZonedDateTime | Temporal.PlainDateTime): string =>
  digits('toPlainDateTime' in value ? value.toPlainDateTime() : value)

/** A wall-clock time with its zone (form 3), or in UTC where the zone is UTC itself: `TZID=UTC` would be wrong. */
export const zoned = (name: string, value: Temporal.ZonedDateTime): Property =>
  isUtc(value.timeZoneId) ? utc(name, value.toInstant()) : property(name, wallClock(value), { TZID: value.timeZoneId })

/** A day (3.3.4). */
export const date = (name: string, value: Temporal.PlainDate): Property =>
  property(name, value.toString().replaceAll('-', ''), { VALUE: 'DATE' })

/** Whether a zone is UTC under one of its names. */
export const isUtc = (zone: string): boolean =>
  /^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal|Greenwich|GMT0|GMT[+-]0)$/i.test(zone)

/** A component from its parts; parts that are undefined are left out. */
export const component = (
  name: string,
  properties: readonly (Property | undefined)[],
  components: readonly (Component | undefined)[] = [],
): Component => ({
  name,
  properties: properties.filter((part) => part !== undefined),
  components: components.filter((part) => part !== undefined),
})

/** Parameters know no backslash: quotes, circumflexes and line breaks go by RFC 6868, and `: ; ,` want quotation marks. */
const parameter = (value: string): string => {
  const encoded = escape(oneLine(value), true)
  return /[:;,]/.test(encoded) ? `"${encoded}"` : encoded
}

const lineOf = ({ name, params, value }: Property): string =>
  `${name}${Object.entries(params)
    .map(([key, of]) => `;${key}=${parameter(of)}`)
    .join('')}:${value}`

const linesOf = ({ name, properties, components }: Component): string[] => [
  `BEGIN:${name}`,
  ...properties.map(lineOf),
  ...components.flatMap(linesOf),
  `END:${name}`,
]

/** The bytes to send, as text: lines of at most 75 octets, no character cut, CRLF after each, the last one too (3.1). */
export const serialize = (root: Component): string => `${foldLines(linesOf(root).join('\r\n'))}\r\n`
