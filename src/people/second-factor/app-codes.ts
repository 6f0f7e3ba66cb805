import { Secret, TOTP } from 'otpauth'
import { asciiDigits } from '../../kernel/digits.ts'

/** Codes of an authenticator app: six digits, a new one each half minute (RFC 6238; what all apps understand). */
const RULES = { algorithm: 'SHA1', digits: 6, period: 30 } as const

/** Clocks differ: the code before and the one after are taken as well (RFC 6238, 5.2). */
const STEPS_BESIDE = 1

/** A new key: 160 random bits, as base32, the way apps take it. */
export const newKey = (): string => new Secret({ size: 20 }).base32

/** In groups of four, for who types it. */
export const spelled = (key: string): string => key.replace(/.{4}(?=.)/g, '$& ')

/** The address that an app reads from the QR code: whose key it is, and of what. */
export const keyAddress = (key: string, account: string, issuer: string): string =>
  new TOTP({ ...RULES, secret: Secret.fromBase32(key), label: account, issuer }).toString()

/** The code of this moment, as the app shows it. */
export const codeAt = (key: string, at: Temporal.Instant): string =>
  new TOTP({ ...RULES, secret: Secret.fromBase32(key) }).generate({ timestamp: at.epochMilliseconds })

/** The half minute that a code belongs to, counted from the epoch; undefined for a code that is wrong now. */
export const stepOf = (key: string, code: string, at: Temporal.Instant): number | undefined => {
  const delta = new TOTP({ ...RULES, secret: Secret.fromBase32(key) }).validate({
    token: code,
    timestamp: at.epochMilliseconds,
    window: STEPS_BESIDE,
  })
  return delta === null ? undefined : Math.floor(at.epochMilliseconds / (RULES.period * 1000)) + delta
}

/** The six digits in what was typed or pasted; undefined if there are none. */
export const appCodeFrom = (typed: string): string | undefined => {
  const text = asciiDigits(typed.slice(0, 200).normalize('NFKC')).replace(/[\s\p{Pd}\p{Cf}.]+/gu, '')
  return /^\d{6}$/.test(text) ? text : undefined
}
