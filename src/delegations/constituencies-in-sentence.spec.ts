import { expect, test } from 'vitest'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import { hasWords } from '../platform/i18n/i18n.ts'
import { toConstituencies } from './constituencies-in-sentence.ts'
import { CONSTITUENCIES } from './constituency.ts'

test.each<[Locale, string]>([
  ['en', 'Member States, parliamentarians and media'],
  ['fr', 'aux États Membres, aux parlementaires et aux médias'],
  ['es', 'a los Estados Miembros, a miembros de parlamentos y a los medios de comunicación'],
])('%s has the preposition, its article and the "and" of the language', (locale, words) => {
  expect(toConstituencies(['member-state', 'parliament', 'media'], locale)).toBe(words)
})

test('there are words for each constituency', () => {
  for (const { id } of CONSTITUENCIES) expect([id, hasWords(`delegations:to.${id}`)]).toEqual([id, true])
  for (const locale of LOCALES) expect(toConstituencies(['unheard-of'], locale)).toBe('unheard-of')
})
