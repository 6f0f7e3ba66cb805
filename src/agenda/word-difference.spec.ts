import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordDifference } from './word-difference.ts'

const text = fc
  .array(fc.constantFrom('regional ', 'reviews ', 'of ', 'the ', 'Compact', '\n', ' '))
  .map((all) => all.join(''))

test('old and new can be read from it, whatever they are', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const runs = wordDifference(before, after)
      const without = (is: string): string => runs.flatMap((run) => (run.is === is ? [] : [run.text])).join('')
      expect(without('added')).toBe(before)
      expect(without('removed')).toBe(after)
      expect(runs.some((run, index) => run.is === runs[index + 1]?.is)).toBe(false)
    }),
  )
})

test('a word that came in is told from those that were there', () => {
  expect(wordDifference('regional reviews of the Compact', 'the next regional reviews of the Compact')).toEqual([
    { is: 'added', text: 'the next ' },
    { is: 'same', text: 'regional reviews of the Compact' },
  ])
  expect(wordDifference('the same', 'the same')).toEqual([{ is: 'same', text: 'the same' }])
})

test('what is too long to compare is shown whole', () => {
  const long = 'word '.repeat(3000)
  expect(wordDifference(long, `${long}more`).map(({ is }) => is)).toEqual(['removed', 'added'])
})
