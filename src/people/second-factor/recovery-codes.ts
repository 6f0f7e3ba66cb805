import { randomInt } from 'node:crypto'

/** How many are made at once. */
export const RECOVERY_CODES = 10

/** No letter that is taken for another, or for a digit. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const LENGTH = 16

/** Ten codes of 16 letters, 79 bits each, in groups of four. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)])
      .join('')
      .replace(/.{4}(?=.)/g, '$&-'),
  )

/** The code in what was typed: capitals, spaces and hyphens do not matter. Undefined if it cannot be one. */
export const recoveryCodeFrom = (typed: string): string | undefined => {
  const letters = typed
    .slice(0, 200)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Pd}\p{Cf}]+/gu, '')
  return letters.length === LENGTH && [...letters].every((letter) => LETTERS.includes(letter)) ? letters : undefined
}
