/**
 * The header that makes a browser keep what it gets as a file of this name (RFC 6266, 4.3): in ASCII for old clients,
 * the true one for the rest (RFC 8187).
 */
export const attachment = (name: string): string => {
  const ascii = name.normalize('NFKD').replace(/[^\w.() -]/g, '')
  const exact = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${/^\w/.test(ascii) ? ascii : `file${ascii.trim()}`}"; filename*=UTF-8''${exact}`
}
