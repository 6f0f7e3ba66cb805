import type { ConstituencyId } from '../../delegations/constituency.ts'

/** What of a registration can show that it is somebody's second one. */
export interface Traits {
  givenNames: string
  familyName: string
  constituency: ConstituencyId | null
  /** ISO 3166-1 alpha-3. */
  state: string | null
  organization: string
  /** Keys of the addresses it has: the person's own, and that of who entered them. */
  addresses: readonly string[]
  /** Telephone numbers given in answers. */
  phones: readonly string[]
}

/** Why two registrations may be of one person. */
export type Reason = 'same-name' | 'similar-name' | 'same-represented' | 'same-address' | 'same-phone'

/** Letters that do not fall apart into a Latin one and a mark, by what UN editors write for them. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ħ: 'h', ŋ: 'n', ə: 'a' },
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'i', і: 'i', ї: 'i' },
  ...{ й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh' },
  ...{ ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia', ј: 'j', љ: 'lj', њ: 'nj' },
  ...{ α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n' },
  ...{ ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o' },
  ...{ ا: 'a', أ: 'a', إ: 'a', آ: 'a', ء: '', ب: 'b', ت: 't', ث: 'th', ج: 'j', ح: 'h', خ: 'kh', د: 'd', ذ: 'dh' },
  ...{ ر: 'r', ز: 'z', س: 's', ش: 'sh', ص: 's', ض: 'd', ط: 't', ظ: 'z', ع: 'a', غ: 'gh', ف: 'f', ق: 'q', ك: 'k' },
  ...{ ل: 'l', م: 'm', ن: 'n', ه: 'h', ة: 'h', و: 'u', ي: 'y', ى: 'a', ؤ: 'u', ئ: 'y', پ: 'p', چ: 'ch', گ: 'g' },
}

/** A text as it is compared: in Latin letters where we can write them so, without accents, case or punctuation. */
export const latinForm = (text: string): string =>
  [...text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()]
    .map((letter) => LETTERS[letter] ?? letter)
    .join('')
    .replace(/['’ʼ`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The words of a name in one order, whichever of them are called given or family names. */
export const nameWords = ({ givenNames, familyName }: Pick<Traits, 'givenNames' | 'familyName'>): string[] =>
  latinForm(`${givenNames} ${familyName}`).split(' ').filter(Boolean).sort()

/** What is left of a word when spellings of one sound are one and vowels are gone: Mohamed, Muhammad, Мухаммед. */
export const soundOf = (word: string): string => {
  const sound = word
    .replace(/ph/g, 'f')
    .replace(/[kg]h/g, 'h')
    .replace(/(?:s?ch|sh|zh)/g, 's')
    .replace(/([dt])h/g, '$1')
    .replace(/x/g, 'ks')
    .replace(/[cq]/g, 'k')
    .replace(/w/g, 'v')
    .replace(/z/g, 's')
    .replace(/(?!^)[aeiouyj]/g, '')
    .replace(/(.)\1+/g, '$1')
  return sound.replace(/^[aeou]/, 'a').replace(/^[yj]/, 'i')
}

const represented = ({ constituency, state, organization }: Traits): string =>
  state ?? (organization ? latinForm(organization) : (constituency ?? ''))

/** Digits without what differs between writing a number at home and abroad. */
const phoneKey = (phone: string): string => phone.replace(/\D/g, '').slice(-9)

/**
 * What two registrations of one person have in common in at least one piece: whoever shares one is compared closely, and
 * nobody else. So a comparison is a look into an index, however many have registered.
 */
export const likenessKeys = (traits: Traits): string[] => {
  const words = nameWords(traits)
  const of = represented(traits)
  return [
    ...new Set([
      ...(words.length ? [`name ${words.join(' ')} of ${of}`] : []),
      ...words.filter((word) => word.length > 2).map((word) => `sound ${soundOf(word)} of ${of}`),
      ...words.map((word) => `start ${word.slice(0, 4)} of ${of}`),
      ...traits.addresses.map((address) => `address ${address}`),
      ...traits.phones
        .map(phoneKey)
        .filter((phone) => phone.length >= 6)
        .map((phone) => `phone ${phone}`),
    ]),
  ]
}

const trigrams = (text: string): Set<string> => {
  const padded = `  ${text} `
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)))
}

/** The share of trigrams that two texts have in common (Dice), from 0 to 1. */
export const trigramLikeness = (a: string, b: string): number => {
  const [left, right] = [trigrams(a), trigrams(b)]
  const common = [...left].filter((each) => right.has(each)).length
  return (2 * common) / (left.size + right.size)
}

/** How many letters must be added, dropped or changed to make one text of the other (Levenshtein). */
export const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

const SIMILAR = 0.7
/** Shorter sounds are those of too many names. */
const SPOKEN = 4

const nameReason = (a: Traits, b: Traits): 'same-name' | 'similar-name' | undefined => {
  const [left, right] = [nameWords(a), nameWords(b)]
  const [one, two] = [left.join(' '), right.join(' ')]
  if (!one || !two) return undefined
  if (one === two) return 'same-name'
  const sounds = (words: readonly string[]) => words.map(soundOf).sort().join(' ')
  if (sounds(left) === sounds(right) && sounds(left).length >= SPOKEN) return 'similar-name'
  if (trigramLikeness(one, two) >= SIMILAR) return 'similar-name'
  const shorter = Math.min(one.length, two.length)
  if (shorter >= 5 && editDistance(one, two) <= (shorter >= 10 ? 2 : 1)) return 'similar-name'
  // One wrote all their names, the other two of them.
  const [few, many] = left.length < right.length ? [left, right] : [right, left]
  const soundsOfMany = new Set(many.map(soundOf))
  return few.length >= 2 && few.every((word) => soundsOfMany.has(soundOf(word))) ? 'similar-name' : undefined
}

/**
 * Why two registrations are likely of one person; nothing when they are not. A name alone never is enough, nor is an
 * address: focal points enter several people with one contact address.
 */
export const likenessOf = (a: Traits, b: Traits): Reason[] => {
  const name = nameReason(a, b)
  const same = represented(a) !== '' && represented(a) === represented(b)
  const address = a.addresses.some((each) => b.addresses.includes(each))
  const phones = new Set(a.phones.map(phoneKey).filter((phone) => phone.length >= 6))
  const phone = b.phones.some((each) => phones.has(phoneKey(each)))
  const likely = name ? same || address || phone : phone && same
  if (!likely) return []
  return [
    ...(name ? [name] : []),
    ...(same ? (['same-represented'] as const) : []),
    ...(address ? (['same-address'] as const) : []),
    ...(phone ? (['same-phone'] as const) : []),
  ]
}
