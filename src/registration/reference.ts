/** The letters and digits of references: none that is mistaken for another (o 0, 1 i l), no vowel, so that none is a word. */
const REFERENCE = /^[2-9bcdfghjkmnp-tv-z]{6}$/

/** A reference as people see it, in two halves that are easy to read aloud: `K7M-2XP`. Made by the database. */
export const shownReference = (reference: string): string =>
  `${reference.slice(0, 3)}-${reference.slice(3)}`.toUpperCase()

/** The reference that somebody typed or heard, in any case, with or without separators; undefined for anything else. */
export const referenceFrom = (typed: string): string | undefined => {
  const bare = typed.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return REFERENCE.test(bare) ? bare : undefined
}
