import { isIPv6 } from 'node:net'

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

/** Whether a request comes from this very machine. */
export const isLoopback = (ip: string): boolean => LOOPBACK.test(ip)

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 one, which a single subscriber commonly has. */
export const clientOf = (ip: string): string => {
  if (ip.startsWith('::ffff:')) return ip.slice('::ffff:'.length)
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = ip.split('::')
  const front = head.split(':').filter(Boolean)
  const back = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => '0')
  return [...front, ...zeros, ...back].slice(0, 4).join(':')
}
