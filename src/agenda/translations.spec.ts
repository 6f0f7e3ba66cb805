import { expect, test } from 'vitest'
import { translationsDue } from './translations.ts'

const session = {
  title: { en: 'Opening', fr: 'Ouverture', es: 'Apertura' },
  abstract: { en: 'What was promised.' },
  fieldVersions: { 'title.en': 3, 'title.fr': 3, 'title.es': 1, 'abstract.en': 1 },
}

test('a translation is due where it is missing, or older than its source', () => {
  expect(translationsDue(session, 'en', ['en', 'fr', 'es'])).toEqual([
    { field: 'title', locale: 'es', state: 'older' },
    { field: 'abstract', locale: 'fr', state: 'missing' },
    { field: 'abstract', locale: 'es', state: 'missing' },
  ])
})

test('of what is not there in the main language no translation is due', () => {
  expect(translationsDue({ ...session, abstract: {}, title: {} }, 'en', ['en', 'fr'])).toEqual([])
})
