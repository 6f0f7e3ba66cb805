import { randomInt } from 'node:crypto'
import { asciiDigits } from '../kernel/digits.ts'

/** How long a code is good: mail may come ten minutes late. Codes that open the desk live shorter. */
export const CODE_MINUTES = { everybody: 30, desk: 10 } as const
export const TRIES = 5

/** Eight random digits. */
export const newCode = (): string => String(randomInt(100_000_000)).padStart(8, '0')

/** The code in what was typed or pasted: spaces, dashes and words around it do not matter. Undefined if there is none. */
export const codeFrom = (input: string): string | undefined => {
  const text = asciiDigits(input.slice(0, 200).normalize('NFKC')).replace(/(?<=\d)[\s\p{Pd}\p{Cf}.]+(?=\d)/gu, '')
  const found = text.match(/(?<!\d)\d{8}(?!\d)/g)
  return found?.length === 1 ? found[0] : undefined
}
