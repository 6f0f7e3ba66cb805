import { expect, test } from 'vitest'
import type { Locale } from '../../kernel/locale.ts'
import { problemWords } from './row-words.ts'

// Spaces that do not break are written as they are read here.
const plain = (words: string): string => words.replaceAll(/[\u00a0\u202f]/g, ' ')

const params = { day: '2022-10-01' }

test.each<[Locale, string, string, string]>([
  [
    'en',
    'Say how they attend on 1 October',
    'Day 1: For 1 October, write “in person”, “online” or “no”',
    'Day 1: 1 October is not open to this constituency. Leave it empty',
  ],
  [
    'fr',
    'Indiquez la participation du 1er octobre',
    'Day 1 : Pour le 1er octobre, écrivez « en présentiel », « en ligne » ou « non »',
    'Day 1 : Le 1er octobre n’est pas ouvert à cette catégorie. Laissez la cellule vide',
  ],
  [
    'es',
    'Indique cómo participa el 1 de octubre',
    'Day 1: Para el 1 de octubre, escriba «presencial», «en línea» o «no»',
    'Day 1: El 1 de octubre no está abierto a esta categoría. Deje la celda vacía',
  ],
])('what is wrong with a day of a row names the day: %s', (locale, missing, unknown, notOpen) => {
  const said = (column: number, message: string) => plain(problemWords({ column, message, params }, ['Day 1'], locale))
  expect(said(-1, 'import.day-missing')).toBe(missing)
  expect(said(0, 'import.day-unknown')).toBe(unknown)
  expect(said(0, 'import.day-not-open')).toBe(notOpen)
})
