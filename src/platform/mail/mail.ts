import type { EmailAddress } from '../../kernel/email-address.ts'
import type { MailId, PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'

/** Sign-in codes have a lane of their own, so that they are out within seconds while thousands of notices wait. */
export const LANES = ['code', 'notice'] as const
export type Lane = (typeof LANES)[number]

/** What became of a mail: owed, taken by the mail server, refused for good, or shown on the outbox page. */
export type MailState = 'queued' | 'sent' | 'failed' | 'outbox'

/** A mail to post. */
export interface Outgoing {
  /** What it follows from, such as `registration.submitted <id> 3`: to one recipient a cause sends one mail. */
  cause: string
  /** With `person` when the address is theirs; without, an address known from elsewhere. */
  to: { address: EmailAddress; person?: PersonId }
  locale: Locale
  subject: string
  html: string
  text: string
  lane?: Lane
  /** It holds a code or a secret address: encrypted until it is sent, then dropped, its recipient's address too. */
  secret?: boolean
  replyTo?: string
  /** The address of one-click unsubscription (RFC 8058): for circulations, not for confirmations. */
  unsubscribe?: string
}

/** A mail as its reader gets it. */
export interface Letter {
  id: MailId
  address: string
  locale: Locale
  subject: string
  html: string
  text: string
}

/** A failed try: whether there may be another, and what to write down (never the server's words: they hold addresses). */
export interface Refusal {
  forGood: boolean
  response: string
}

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null && name in error ? (error as Record<string, unknown>)[name] : undefined

/**
 * Reads an error of nodemailer. Only a 5xx about this recipient or this message is for good; a refused login, sender
 * or connection is ours or the server's to repair, so the mail stays owed. The response code decides: 550 and 451
 * both come as EENVELOPE.
 */
export const refusalFrom = (error: unknown): Refusal => {
  const code = fieldOf(error, 'responseCode')
  const status = typeof code === 'number' ? code : undefined
  const said = fieldOf(error, 'response')
  const enhanced = typeof said === 'string' ? /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(said)?.[1] : undefined
  const kind = fieldOf(error, 'code')
  const command = fieldOf(error, 'command')
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA' || kind === 'EMESSAGE'
  return {
    forGood: status !== undefined && status >= 500 && aboutThisMail,
    response:
      status !== undefined
        ? [status, enhanced].filter(Boolean).join(' ')
        : typeof kind === 'string'
          ? kind.slice(0, 40)
          : 'ERROR',
  }
}

const PACE = { code: { first: 1, most: 30 }, notice: { first: 5, most: 900 } } as const satisfies Record<Lane, object>

/** How many seconds to wait after so many failed tries: doubling, so that a struggling server is not hammered. */
export const pauseAfter = (lane: Lane, attempts: number): number => {
  const { first, most } = PACE[lane]
  return Math.min(most, first * 2 ** Math.min(20, Math.max(0, attempts - 1)))
}

/** How long a mail stays owed: a code that comes after it has expired helps nobody. */
export const OWED_MINUTES: Readonly<Record<Lane, number>> = { code: 30, notice: 5 * 24 * 60 }
