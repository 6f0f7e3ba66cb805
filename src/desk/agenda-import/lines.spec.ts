import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Officer } from '../../agenda/release.ts'
import { LOCALES } from '../../kernel/locale.ts'
import { itemLines, itemsIn, officerLines, officersIn } from './lines.ts'

const OFFICERS: Officer[] = [
  { role: 'chair', name: { en: 'Coordinator: acting', fr: 'Coordonnatrice' }, constituency: 'un-entity' },
  { role: 'speaker', name: { en: 'Ben [Geneva]' } },
]

test('people are written one a line, and read the same in any language of the reader', () => {
  expect(officerLines(OFFICERS, 'en')).toBe('Chair: Coordinator: acting [un-entity]\nSpeaker: Ben [Geneva] []')
  expect(officerLines(OFFICERS, 'fr')).toBe('Présidence: Coordonnatrice [un-entity]\nIntervention: ')
  expect(officerLines(OFFICERS, 'es')).toBe('')
})

test('what is written is read again', () => {
  const words = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => text.replace(/\s+/g, ' ').trim() === text && !/^[-–—]$/.test(text))
  const officer = fc.record({
    role: fc.constantFrom('chair' as const, 'moderator' as const, 'speaker' as const),
    name: fc.record({ en: words, fr: words }, { requiredKeys: ['en'] }),
  })
  fc.assert(
    fc.property(fc.array(officer, { maxLength: 4 }), (officers) => {
      const cells = Object.fromEntries(
        LOCALES.map((locale) => [locale, officerLines(officers, locale)]).filter(([, cell]) => cell),
      )
      expect(officersIn(cells, officers)).toEqual(officers)
    }),
  )
})

test('a language that is not given keeps its words: line by line, or by the same name where lines come and go', () => {
  expect(officersIn({ en: 'Chair: Coordinator, acting [un-entity]\nBen' }, OFFICERS)).toEqual([
    { role: 'chair', name: { en: 'Coordinator, acting', fr: 'Coordonnatrice' }, constituency: 'un-entity' },
    { role: 'speaker', name: { en: 'Ben' } },
  ])
  expect(officersIn({ en: 'Ana\nBen [Geneva] []\nChair: Coordinator: acting [UN entity]' }, OFFICERS)).toEqual([
    { role: 'speaker', name: { en: 'Ana' } },
    { role: 'speaker', name: { en: 'Ben [Geneva]' } },
    { role: 'chair', name: { en: 'Coordinator: acting', fr: 'Coordonnatrice' }, constituency: 'un-entity' },
  ])
})

test('lines that do not belong together are not put together', () => {
  expect(officersIn({ en: 'Ana\nBen', fr: 'Ana' }, [])).toBeUndefined()
  expect(officersIn({ en: 'Chair: Ana', fr: 'Modération: Ana' }, [])).toBeUndefined()
  expect(itemsIn({ en: '1 | One', fr: '2 | Un' }, [])).toBeUndefined()
})

test('a dash takes all of them away', () => {
  expect(officersIn({ en: '–' }, OFFICERS)).toEqual([])
})

test.each([
  ['1 | Workplan', '1', 'Workplan'],
  ['2. Workplan', '2', 'Workplan'],
  ['3.1 Workplan', '3.1', 'Workplan'],
  ['(a) Workplan', '(a)', 'Workplan'],
  ['Workplan 2024', '', 'Workplan 2024'],
  ['2024 | ', '2024', undefined],
])('the item %j has the number %j', (line, number, en) => {
  expect(itemsIn({ en: line }, [])).toEqual([{ number, title: en ? { en } : {} }])
})

test('items come back as they went', () => {
  const items = [
    { number: '1', title: { en: 'One | two', fr: 'Un' } },
    { number: '', title: { en: '3 things' } },
  ]
  expect(itemsIn({ en: itemLines(items, 'en'), fr: itemLines(items, 'fr') }, items)).toEqual(items)
})
