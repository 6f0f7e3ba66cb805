import { crc32 } from 'node:zlib'

/** So that whoever finds one, a person or a scanner of repositories, sees what it is and whose. */
const PREFIX = 'plenary_'
const SECRET = /^[A-Za-z0-9_-]{43}$/
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CHECK_DIGITS = 6

/** Six digits to base 62: a typing error or a look-alike is told from a token without asking the database. */
const checkOf = (secret: string): string => {
  let rest = crc32(PREFIX + secret)
  let check = ''
  while (check.length < CHECK_DIGITS) {
    check = DIGITS[rest % DIGITS.length]! + check
    rest = Math.floor(rest / DIGITS.length)
  }
  return check
}

/** A token around 256 random bits (43 characters of base64url). */
export const tokenAround = (secret: string): string => PREFIX + secret + checkOf(secret)

/** Whether a text can be a token of ours. */
export const isToken = (text: string): boolean => {
  const secret = text.slice(PREFIX.length, -CHECK_DIGITS)
  return SECRET.test(secret) && text === tokenAround(secret)
}
