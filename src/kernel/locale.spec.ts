import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { localeFrom, LOCALES } from './locale.ts'

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

test('there is a folder of words for each language, and no other', () => {
  expect(readdirSync(new URL('../../i18n', import.meta.url)).sort()).toEqual([...LOCALES].sort())
})
