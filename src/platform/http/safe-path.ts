/**
 * The address to go on to after signing in and the like, if it is one of our own; else undefined.
 * Only paths are taken (never `//host`, `/\host`, a scheme or a control character), so nobody is sent elsewhere.
 */
export const safePath = (next: unknown): string | undefined => {
  if (typeof next !== 'string' || next.length > 2000 || !/^\/(?![/\\])[^\\\u0000-\u0020\u007f]*$/.test(next))
    return undefined
  const base = 'http://plenary.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : undefined
  if (url?.origin !== base || url.pathname.startsWith('//')) return undefined
  return url.pathname + url.search + url.hash
}
