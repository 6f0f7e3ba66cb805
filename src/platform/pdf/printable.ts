/** What goes into a document, as JSON has it. */
export type Printable = string | number | boolean | null | readonly Printable[] | { readonly [name: string]: Printable }

/** Control signs, and the marks that turn the direction of the text around them (Unicode TR 9): a name needs none. */
const UNPRINTABLE = /[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}]+/gu

/** Text as it can be printed: well-formed, without control signs. Markup in it stays text: it is never parsed. */
export const printable = (text: string): string => text.toWellFormed().replace(UNPRINTABLE, ' ')

/** The same for all text in it, as JSON. */
export const printableJson = (data: Printable): string =>
  JSON.stringify(data, (_, value: unknown) => (typeof value === 'string' ? printable(value) : value))
