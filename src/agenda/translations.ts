import type { Locale } from '../kernel/locale.ts'
import type { AgendaText } from './agenda-texts.ts'

/** A translation that was made of certain words. */
export interface TranslationPair {
  locale: Locale
  source: string
  target: string
  /** `to-check`: made by a machine, and nobody has read it yet. */
  state: 'approved' | 'to-check'
  at: Temporal.Instant
}

/**
 * How a translation stands: there is none; its source was changed since; nobody has checked what a machine made; or it is as
 * it should be.
 */
export type TranslationState = 'missing' | 'older' | 'to-check' | 'current'

/** A text of the agenda, from the main language into another. */
export interface Translation {
  text: AgendaText
  locale: Locale
  state: TranslationState
  source: string
  /** Empty while missing. */
  target: string
  /** What the source said when this was translated, as far as that is known. */
  before?: string
}

/** What readers of a language get. */
export interface LanguageState {
  locale: Locale
  /** How many texts there are in the main language. */
  total: number
  /** How many of them are as they should be. */
  current: number
  /** The others: what readers of this language will miss, or read otherwise than it is meant. */
  due: readonly Translation[]
}

/** What is known of translations of a meeting: by language and words. */
export type KnownPairs = ReadonlyMap<string, readonly TranslationPair[]>

const place = (locale: Locale, target: string): string => `${locale} ${target}`

/** Pairs, to be found by what was translated; the newest first. */
export const knownPairs = (pairs: readonly TranslationPair[]): KnownPairs =>
  Map.groupBy(
    pairs.toSorted((a, b) => Temporal.Instant.compare(b.at, a.at)),
    ({ locale, target }) => place(locale, target),
  )

/** How a text stands in a language; undefined for what is not there in the main language either. */
export const translationOf = (
  text: AgendaText,
  main: Locale,
  locale: Locale,
  pairs: KnownPairs,
): Translation | undefined => {
  const source = text.words[main]
  if (!source || locale === main) return undefined
  const target = text.words[locale] ?? ''
  const made = { text, locale, source, target }
  if (!target) return { ...made, state: 'missing' }
  const known = pairs.get(place(locale, target)) ?? []
  const exact = known.find((pair) => pair.source === source)
  if (exact) return { ...made, state: exact.state === 'approved' ? 'current' : 'to-check' }
  const earlier = known[0]?.source ?? (text.released?.[main] === source ? undefined : text.released?.[main])
  if (!isOlder(text, main, locale, known.length > 0)) return { ...made, state: 'current' }
  return { ...made, state: 'older', ...(earlier ? { before: earlier } : {}) }
}

/** Whether the source changed after its translation: by the versions of the session, else by what was released. */
const isOlder = (text: AgendaText, main: Locale, locale: Locale, translatedBefore: boolean): boolean => {
  const [source, target] = [text.changed?.[main], text.changed?.[locale]]
  if (source !== undefined || target !== undefined) return (target ?? 0) < (source ?? 0)
  if (translatedBefore) return true
  const { released, words } = text
  return released?.[main] !== undefined && released[main] !== words[main] && released[locale] === words[locale]
}

/** What readers of each language will miss: the rule that the bench, the publish page and the desk's front page share. */
export const languageStates = (
  texts: readonly AgendaText[],
  main: Locale,
  languages: readonly Locale[],
  pairs: KnownPairs,
): LanguageState[] =>
  languages
    .filter((locale) => locale !== main)
    .map((locale) => {
      const all = texts.flatMap((text) => translationOf(text, main, locale, pairs) ?? [])
      const due = all.filter(({ state }) => state !== 'current')
      return { locale, total: all.length, current: all.length - due.length, due }
    })
