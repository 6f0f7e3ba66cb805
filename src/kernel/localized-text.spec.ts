import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOCALES } from './locale.ts'
import { cleanLocalizedText, localize, missingIn, sameText, type LocalizedText } from './localized-text.ts'

const text = fc.record(
  { en: fc.string({ minLength: 1 }), fr: fc.string({ minLength: 1 }), es: fc.string({ minLength: 1 }) },
  { requiredKeys: [] },
)
const locale = fc.constantFrom(...LOCALES)

test('a reader gets their own language where it exists', () => {
  expect(localize({ en: 'Opening', fr: 'Ouverture' }, 'fr', 'en')).toEqual({ text: 'Ouverture', lang: 'fr' })
})

test('what is missing comes in the main language, and says so', () => {
  expect(localize({ en: 'Opening', fr: 'Ouverture' }, 'es', 'en')).toEqual({ text: 'Opening', lang: 'en' })
})

test('the words returned are always those of the language named', () => {
  fc.assert(
    fc.property(text, locale, locale, (words, reader, main) => {
      const found = localize(words, reader, main)
      if (found) expect(words[found.lang]).toBe(found.text)
      else expect(Object.keys(words)).toEqual([])
    }),
  )
})

test('cleaning keeps our languages with words in them, trimmed', () => {
  expect(cleanLocalizedText({ en: ' Opening ', fr: '  ', de: 'Eröffnung', es: 7 })).toEqual({ en: 'Opening' })
})

test('cleaning twice is cleaning once', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('en', 'fr', 'es', 'de'), fc.string()), (input) => {
      const once = cleanLocalizedText(input)
      expect(cleanLocalizedText(once)).toEqual(once)
      expect(sameText(once, input as LocalizedText)).toBe(
        LOCALES.every((tag) => (once[tag] ?? '') === (input[tag] ?? '')),
      )
    }),
  )
})

test('what is missing is known by language', () => {
  expect(missingIn({ en: 'Opening' }, ['en', 'fr', 'es'])).toEqual(['fr', 'es'])
  expect(missingIn(null, ['fr'])).toEqual(['fr'])
})
