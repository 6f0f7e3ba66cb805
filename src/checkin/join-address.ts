import { isIP } from 'node:net'

/** Why something that was typed is no way into a session; each is a sentence under `errors:join-link`. */
export type AddressFlaw = 'not-an-address' | 'not-https' | 'with-password' | 'not-public' | 'ours' | 'too-long'

/** Longer than any provider makes them. */
const LONGEST = 2000

/** Names that lead nowhere outside of a house (RFC 6761, RFC 6762, RFC 8375). */
const INDOORS = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home', 'corp', 'private', 'home.arpa', 'invalid']

const isIndoors = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, '')
  return isIP(bare) !== 0 || !host.includes('.') || INDOORS.some((name) => host.endsWith(`.${name}`))
}

/**
 * The provider's address as it is kept, or what is wrong with it. People are sent there: so it must be a public name under
 * https, without a password in it (browsers show what stands before an `@` as if it were the site), and not our own.
 */
export const joinAddress = (
  typed: string,
  ours: string,
): { readonly address: URL; readonly flaw?: never } | { readonly address?: never; readonly flaw: AddressFlaw } => {
  const text = typed.trim()
  if (text.length > LONGEST) return { flaw: 'too-long' }
  const address = URL.parse(text)
  if (!address) return { flaw: 'not-an-address' }
  if (address.protocol !== 'https:') return { flaw: 'not-https' }
  if (address.username || address.password) return { flaw: 'with-password' }
  const host = hostOf(address)
  if (host === ours) return { flaw: 'ours' }
  if (isIndoors(host)) return { flaw: 'not-public' }
  return { address }
}

/** Its name, without the dot that may end it. */
export const hostOf = ({ hostname }: Pick<URL, 'hostname'>): string => hostname.replace(/\.$/, '')

/** Where meetings take place online. Any other place is as good, but worth a second look before hundreds are sent there. */
const PROVIDERS = [
  ...['zoom.us', 'zoom.com', 'zoomgov.com', 'teams.microsoft.com', 'teams.live.com', 'webex.com', 'meet.google.com'],
  ...['interprefy.com', 'kudo.ai', 'kudoway.com', 'goto.com', 'gotomeeting.com', 'whereby.com', 'meet.jit.si'],
  ...['webtv.un.org', 'media.un.org'],
]

/** Whether meetings are known to take place there. */
export const isKnownProvider = (address: Pick<URL, 'hostname'>): boolean => {
  const host = hostOf(address)
  return PROVIDERS.some((name) => host === name || host.endsWith(`.${name}`))
}
