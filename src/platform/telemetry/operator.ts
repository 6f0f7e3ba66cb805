import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isLoopback } from '../http/network-address.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Whether a request comes from who runs this: with the token, or straight from this machine. Straight: a proxy on the
 * same machine passes on what strangers ask.
 */
export const isOperator = (ip: string, headers: IncomingHttpHeaders, token: string | undefined): boolean => {
  const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (token !== undefined && given !== undefined) return timingSafeEqual(digest(given), digest(token))
  const passedOn = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip'].some(
    (name) => name in headers,
  )
  return isLoopback(ip) && !passedOn
}
