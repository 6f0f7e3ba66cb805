import { readFileSync } from 'node:fs'
import type { LocalizedText } from '../kernel/localized-text.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'

/** ISO 3166-1 alpha-3 code of a State: its stable key. */
export type StateId = string

/** A Member State or Observer State of the United Nations, named as UN editors write it (`samples/states.json`). */
export interface State {
  iso2: string
  iso3: StateId
  status: 'member' | 'observer'
  /** Regional group; null for the few States in none (`regional-group.ts`). */
  group: string | null
  /** Short name for lists, nameplates and badges, without article. */
  name: Record<Locale, string>
  /** Article for running text, null where the name stands alone. */
  article: LocalizedText | null
  /** Formal name with its article, lower case as in running text. */
  formal: Record<Locale, string>
}

const file = JSON.parse(readFileSync(new URL('../../samples/states.json', import.meta.url), 'utf8')) as {
  states: State[]
}

/** The 193 Member States and the 2 Observer States. */
export const STATES: readonly State[] = file.states

const byIso3 = new Map(STATES.map((state) => [state.iso3, state]))

/** The State with that code, if there is one. */
export const state = (iso3: StateId): State | undefined => byIso3.get(iso3)

/** The State's short name in a language; the code itself if it names none. */
export const stateName = (iso3: StateId, locale: Locale): string => byIso3.get(iso3)?.name[locale] ?? iso3

/**
 * Compares names as the UN sorts them in each language: French and Spanish letter by letter
 * (Guinée, Guinée-Bissau, Guinée équatoriale), English word by word. Source: `samples/states.README.md`.
 */
export const stateOrder = (locale: Locale): Intl.Collator =>
  locale === 'en' ? new Intl.Collator('en') : new Intl.Collator(locale, { ignorePunctuation: true })

const sorted = new Map(
  LOCALES.map((locale) => {
    const collator = stateOrder(locale)
    const rank = (entry: State) => (entry.status === 'member' ? 0 : 1)
    return [
      locale,
      [...STATES].sort((a, b) => rank(a) - rank(b) || collator.compare(a.name[locale], b.name[locale])),
    ] as const
  }),
)

/** All States in UN order for a language: Members, then Observers. */
export const sortedStates = (locale: Locale): readonly State[] => sorted.get(locale)!

/** Lower case, without accents, apostrophes or punctuation: what people type compared with what is written. */
export const searchForm = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Names people type that are neither the short nor the formal name, nor a code. */
const OTHER_NAMES: Readonly<Record<StateId, readonly string[]>> = {
  CIV: ['Ivory Coast'],
  COD: ['DRC', 'RDC', 'Congo Kinshasa'],
  COG: ['Congo Brazzaville'],
  CPV: ['Cape Verde', 'Cap-Vert'],
  CZE: ['Czech Republic', 'República Checa', 'République tchèque'],
  GBR: ['UK', 'Great Britain', 'Grande-Bretagne', 'Gran Bretaña', 'England'],
  KOR: ['South Korea', 'Corée du Sud', 'Corea del Sur'],
  LAO: ['Laos'],
  MKD: ['Macedonia'],
  MMR: ['Burma', 'Birmanie', 'Birmania'],
  NLD: ['Holland', 'Hollande', 'Holanda'],
  PRK: ['North Korea', 'DPRK', 'Corée du Nord', 'Corea del Norte'],
  RUS: ['Russia', 'Russie', 'Rusia'],
  SWZ: ['Swaziland'],
  TLS: ['East Timor', 'Timor oriental'],
  TUR: ['Turkey', 'Turquie', 'Turquía'],
  TZA: ['Tanzania', 'Tanzanie'],
  USA: ['USA', 'US', 'EE. UU.', 'EEUU', 'États-Unis', 'Estados Unidos'],
  VAT: ['Vatican', 'Vaticano'],
  VNM: ['Vietnam'],
}

/** Other names under which a State is found when typed. */
export const otherNames = (iso3: StateId): readonly string[] => OTHER_NAMES[iso3] ?? []

const forms = new Map(
  STATES.map((entry) => {
    const names = [...Object.values(entry.name), ...Object.values(entry.formal), ...otherNames(entry.iso3)]
    return [entry.iso3, [...new Set([...names, entry.iso2, entry.iso3].map(searchForm))]] as const
  }),
)

/**
 * The State that somebody means by what they typed, in any of our languages, with or without accents, by any of its
 * names or its code; undefined when it is none or more than one could be meant.
 */
export const stateFrom = (typed: string): State | undefined => {
  const form = searchForm(typed)
  if (!form) return undefined
  const exact = STATES.filter((entry) => forms.get(entry.iso3)!.includes(form))
  if (exact.length === 1) return exact[0]
  const starting = STATES.filter((entry) => forms.get(entry.iso3)!.some((name) => name.startsWith(form)))
  return form.length >= 3 && starting.length === 1 ? starting[0] : undefined
}

/** States with a name that has every typed word at the start of one of its words, in UN order. */
export const searchStates = (typed: string, locale: Locale): State[] => {
  const words = searchForm(typed).split(' ').filter(Boolean)
  return sortedStates(locale).filter((entry) =>
    forms.get(entry.iso3)!.some((name) => words.every((word) => ` ${name}`.includes(` ${word}`))),
  )
}
