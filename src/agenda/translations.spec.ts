import { describe, expect, test } from 'vitest'
import type { AgendaText } from './agenda-texts.ts'
import { knownPairs, languageStates, translationOf, type TranslationPair } from './translations.ts'

const text = (words: AgendaText['words'], more: Partial<AgendaText> = {}): AgendaText => ({
  key: 'session/1/title',
  kind: 'title',
  words,
  ...more,
})

const pair = (source: string, target: string, more: Partial<TranslationPair> = {}): TranslationPair => ({
  locale: 'fr',
  source,
  target,
  state: 'approved',
  at: Temporal.Instant.from('2022-09-01T00:00:00Z'),
  ...more,
})

const french = (one: AgendaText, ...pairs: TranslationPair[]) => {
  const found = translationOf(one, 'en', 'fr', knownPairs(pairs))
  return found && { state: found.state, ...(found.before === undefined ? {} : { before: found.before }) }
}

test('of what is not there in the main language no translation is due', () => {
  expect(french(text({}))).toBeUndefined()
  expect(french(text({ fr: 'Ouverture' }))).toBeUndefined()
})

test('a translation that is not there is missing, whatever else is known', () => {
  expect(french(text({ en: 'Opening' }), pair('Opening', 'Ouverture'))).toEqual({ state: 'missing' })
})

describe('a source that was changed after its translation', () => {
  const words = { en: 'Opening of the Forum', fr: 'Ouverture' }

  test('is told by the versions of its session', () => {
    expect(french(text(words, { changed: { en: 3, fr: 2 } }))).toEqual({ state: 'older' })
    expect(french(text(words, { changed: { en: 3, fr: 3 } }))).toEqual({ state: 'current' })
    expect(french(text(words, { changed: { en: 1, fr: 4 } }))).toEqual({ state: 'current' })
  })

  test('is shown beside what it was when it was translated, else beside what was released', () => {
    const changed = { en: 3, fr: 2 }
    expect(french(text(words, { changed }), pair('Opening', 'Ouverture'))).toEqual({
      state: 'older',
      before: 'Opening',
    })
    const released = { en: 'Opening session', fr: 'Ouverture' }
    expect(french(text(words, { changed, released }))).toEqual({ state: 'older', before: 'Opening session' })
    expect(french(text(words, { changed, released }), pair('Opening', 'Ouverture'))).toMatchObject({
      before: 'Opening',
    })
  })

  test('is told without versions by the pair, or by what was released', () => {
    expect(french(text(words))).toEqual({ state: 'current' })
    expect(french(text(words), pair('Opening', 'Ouverture'))).toEqual({ state: 'older', before: 'Opening' })
    expect(french(text(words, { released: { en: 'Opening', fr: 'Ouverture' } }))).toEqual({
      state: 'older',
      before: 'Opening',
    })
    expect(french(text(words, { released: { en: 'Opening', fr: 'Début' } }))).toEqual({ state: 'current' })
  })

  test('is not old once somebody said that it still says the same', () => {
    const said = pair('Opening of the Forum', 'Ouverture')
    expect(french(text(words, { changed: { en: 3, fr: 2 } }), said)).toEqual({ state: 'current' })
  })
})

test('what a machine made does not pass before somebody has checked it', () => {
  const words = { en: 'Opening', fr: 'Ouverture' }
  const machine = pair('Opening', 'Ouverture', { state: 'to-check' })
  expect(french(text(words, { changed: { en: 1, fr: 2 } }), machine)).toEqual({ state: 'to-check' })
  expect(french(text({ ...words, fr: 'Séance d’ouverture' }, { changed: { en: 1, fr: 3 } }), machine)).toEqual({
    state: 'current',
  })
})

test('each language but the main one is told what its readers will miss', () => {
  const texts = [
    text({ en: 'Opening', fr: 'Ouverture' }),
    text({ en: 'Lunch', fr: 'Déjeuner', es: 'Almuerzo' }),
    text({ es: 'Cierre' }),
  ]
  const machine = pair('Lunch', 'Almuerzo', { locale: 'es', state: 'to-check' })
  const states = languageStates(texts, 'en', ['en', 'fr', 'es'], knownPairs([machine]))
  expect(
    states.map(({ locale, total, current, due }) => [locale, total, current, due.map(({ state }) => state)]),
  ).toEqual([
    ['fr', 2, 2, []],
    ['es', 2, 0, ['missing', 'to-check']],
  ])
})
