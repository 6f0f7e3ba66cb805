import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isLanguageTag, localeFrom, LOCALES } from './locale.ts'

test.each([
  ['en', 'en'],
  ['FR', 'fr'],
  ['es-419', 'es'],
  ['sp', 'es'],
  ['SP', 'es'],
  ['fr_CH', 'fr'],
  ['de', undefined],
  ['english', undefined],
  ['', undefined],
])('%j means %s', (tag, locale) => expect(localeFrom(tag)).toBe(locale))

test.each([
  ['ar', true],
  ['zh-Hant', true],
  ['ase', true],
  ['english', false],
  ['EN', false],
  ['-', false],
])('%j is a language tag: %s', (tag, is) => expect(isLanguageTag(tag)).toBe(is))

test('there is a folder of words for each language, and no other', () => {
  expect(readdirSync(new URL('../../i18n', import.meta.url)).sort()).toEqual([...LOCALES].sort())
})
