import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LOCALE, LOCALES, type Locale } from '../../kernel/locale.ts'
import { NAMESPACES } from './resources.ts'

const folder = join(import.meta.dirname, '../../../i18n')
const PLURAL = /_(zero|one|two|few|many|other)$/

type Words = { [key: string]: string | Words }

/** Dotted key to sentence. */
const flat = (words: Words, above = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[above + key, value] as [string, string]] : flat(value, `${above}${key}.`),
  )

const read = (locale: Locale, namespace: string): Map<string, string> =>
  new Map(flat(JSON.parse(readFileSync(join(folder, locale, `${namespace}.json`), 'utf8')) as Words))

const categories = (locale: Locale): string[] => new Intl.PluralRules(locale).resolvedOptions().pluralCategories

const stems = (words: ReadonlyMap<string, string>): string[] =>
  [...new Set([...words.keys()].map((key) => (isPlural(words, key) ? key.replace(PLURAL, '') : key)))].sort()

/** `floor_one` is a plural form only beside `floor_other`. */
const isPlural = (words: ReadonlyMap<string, string>, key: string): boolean =>
  PLURAL.test(key) && words.has(key.replace(PLURAL, '_other'))

const placeholders = (sentences: Iterable<string>): string[] =>
  [...new Set([...sentences].flatMap((each) => [...each.matchAll(/{{\s*([\w.]+)/g)].map(([, name]) => name!)))].sort()

const formsOf = (words: ReadonlyMap<string, string>, stem: string): string[] =>
  [...words]
    .filter(([key]) => (isPlural(words, key) ? key.replace(PLURAL, '') : key) === stem)
    .map(([, value]) => value)

test('every locale has a folder with every namespace, and nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual([...LOCALES].sort())
  for (const locale of LOCALES)
    expect(readdirSync(join(folder, locale)).sort()).toEqual(NAMESPACES.map((name) => `${name}.json`).sort())
})

describe.each(NAMESPACES)('%s', (namespace) => {
  const english = read(DEFAULT_LOCALE, namespace)

  test.each(LOCALES)('%s has the keys and placeholders of English', (locale) => {
    const words = read(locale, namespace)
    expect(stems(words)).toEqual(stems(english))
    for (const stem of stems(english))
      expect([stem, placeholders(formsOf(words, stem))]).toEqual([stem, placeholders(formsOf(english, stem))])
  })

  test.each(LOCALES)('%s has each plural form that its grammar knows', (locale) => {
    const words = read(locale, namespace)
    for (const key of [...words.keys()].filter((each) => isPlural(words, each) && each.endsWith('_other')))
      for (const category of categories(locale))
        expect([...words.keys()]).toContain(key.replace(PLURAL, `_${category}`))
  })

  test.each(LOCALES)('%s leaves no sentence empty and has typographic apostrophes', (locale) => {
    for (const [key, sentence] of read(locale, namespace)) {
      expect(sentence.trim(), key).not.toBe('')
      expect(sentence, key).not.toMatch(/\p{L}'\p{L}/u)
    }
  })

  test('French has a no-break space before : ; ? ! and inside « »', () => {
    for (const [key, sentence] of read('fr', namespace)) {
      // Addresses (https://), placeholders and times (16:45) are not sentences.
      const prose = sentence.replace(/https?:\/\/\S*|{{[^}]*}}/g, 'x').replace(/\d:\d/g, '')
      expect(prose, key).not.toMatch(
        /[^\u00a0\u202f\s?!][:;?!](\s|$)|[ \n][:;?!](\s|$)|«[^\u00a0\u202f]|[^\u00a0\u202f]»/,
      )
    }
  })
})
