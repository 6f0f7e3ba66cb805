/** An address that must not become a link: a script, data, another host written as a path, or an odd scheme. */
export class UnsafeHref extends Error {
  constructor(readonly href: string) {
    super(`This address must not become a link: ${JSON.stringify(href.slice(0, 80))}`)
    this.name = 'UnsafeHref'
  }
}

const SCHEMES: ReadonlySet<string> = new Set(['https:', 'mailto:', 'webcal:', 'tel:'])

/** Browsers drop tabs and line breaks inside addresses and read a backslash as a slash, so none may stand in one. */
const UNREADABLE = /[\u0000-\u0020\u007f\\]/

/** Whether an address is a path, a query or a fragment of this site. */
const isOwn = (href: string): boolean => href === '' || /^(\/(?!\/)|[?#])/.test(href)

const schemeOf = (href: string): string | undefined => URL.parse(href)?.protocol

/**
 * An address for `href`: our own paths, `https:`, `mailto:`, `webcal:` and `tel:`.
 * @throws UnsafeHref for all else; Preact does not check addresses, it would write `javascript:` as it is.
 */
export const safeHref = (href: string): string => {
  if (!isSafeHref(href)) throw new UnsafeHref(href)
  return href
}

/** Whether `safeHref` takes an address; for what people type, so that they can be told. */
export const isSafeHref = (href: string): boolean =>
  !UNREADABLE.test(href) && (isOwn(href) || SCHEMES.has(schemeOf(href) ?? ''))

/**
 * An address for a link in a mail, which has no page it could be relative to. Our own may be `http:` where the site is
 * (a development install).
 */
export const safeMailHref = (href: string): string => {
  const scheme = schemeOf(href) ?? ''
  if (UNREADABLE.test(href) || !(SCHEMES.has(scheme) || scheme === 'http:')) throw new UnsafeHref(href)
  return href
}
