/** Well-formed XML; only `element` makes it. */
export interface Xml {
  readonly xml: string
}

/** What XML 1.0 cannot write at all (its production 2), escaped or not. */
const UNWRITABLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(UNWRITABLE, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** An element with text or elements in it; attributes and text are escaped. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: string | readonly Xml[] = [],
): Xml => {
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(' ')
  const inside = typeof content === 'string' ? escaped(content) : content.map(({ xml }) => xml).join('')
  return { xml: inside ? `<${open}>${inside}</${name}>` : `<${open}/>` }
}
