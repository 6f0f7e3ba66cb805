import { deflateSync, inflateSync } from 'node:zlib'

/** What is ever carried by a form unpacks to no more. */
const MOST_BYTES = 8_000_000

/** Data that a form carries from a first look to the deed: nothing of it is kept meanwhile. */
export const pack = (data: unknown): string => deflateSync(JSON.stringify(data), { level: 9 }).toString('base64url')

/** What was packed; undefined for anything else. Whoever unpacks it checks it as if it had been typed. */
export const unpack = (text: string | undefined): unknown => {
  if (!text) return undefined
  try {
    return JSON.parse(
      inflateSync(Buffer.from(text, 'base64url'), { maxOutputLength: MOST_BYTES }).toString(),
    ) as unknown
  } catch {
    return undefined
  }
}
