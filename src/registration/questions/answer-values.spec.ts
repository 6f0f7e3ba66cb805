import { describe, expect, test } from 'vitest'
import type { Question, QuestionType } from '../../meetings/registration-settings.ts'
import { answerText } from './answer-words.ts'
import { readAnswer } from './answer-values.ts'
import { questionsOf } from './badge-questions.ts'
import { dateFrom, datePartsOf, typedDate } from './typed-date.ts'

const question = (type: QuestionType, more: Partial<Question> = {}): Question => ({
  id: 'q',
  type,
  required: false,
  label: { en: 'Question' },
  ...more,
})

const options = [
  { id: 'a', label: { en: 'Apples', fr: 'Pommes' } },
  { id: 'b', label: { en: 'Bread' } },
]

const read = (type: QuestionType, typed: string, before = ''): string => {
  const { value, problem } = readAnswer(question(type, { options }), typed, before)
  return value ?? problem?.split('.').at(-1) ?? ''
}

describe('what is typed is kept as it is meant', () => {
  test.each<[QuestionType, string, string]>([
    ['short-text', '  two   words ', 'two words'],
    ['long-text', 'one\r\ntwo', 'one\ntwo'],
    ['one-of', 'a', 'a'],
    ['one-of', 'c', 'choose'],
    ['several-of', 'b a', 'a b'],
    ['several-of', 'a c', 'choose'],
    ['yes-no', 'yes', 'yes'],
    ['yes-no', 'maybe', 'choose'],
    ['date', '27 March 1985', '1985-03-27'],
    ['date', '31 2 2026', 'not-a-date'],
    ['number', '1 234,5', '1234.5'],
    ['number', '−3', '-3'],
    ['number', '٤٢', '42'],
    ['number', '1,234', 'not-a-number'],
    ['number', '007.50', '7.5'],
    ['number', '1e6', 'not-a-number'],
    ['country', 'CIV', 'CIV'],
    ['country', 'cote d ivoire', 'CIV'],
    ['country', 'Perou', 'PER'],
    ['country', 'Atlantis', 'not-a-country'],
    ['phone', '0041 22 917 12 34', '+41229171234'],
    ['phone', '+54 (11) 4819-7000', '+541148197000'],
    ['phone', '022 917 12 34', 'not-a-phone'],
    ['phone', '+41 1', 'not-a-phone'],
    ['file', '0199a000-0000-7000-8000-00000000ffff', 'file-missing'],
  ])('%s: %s is %s', (type, typed, kept) => {
    expect(read(type, typed)).toBe(kept)
  })

  test('a file is only what was uploaded before, and an option that was retired only what was chosen before', () => {
    const id = '0199a000-0000-7000-8000-00000000ffff'
    expect(read('file', id, id)).toBe(id)
    const retired = question('one-of', { options: [{ id: 'a', label: { en: 'Apples' }, retired: true }] })
    expect(readAnswer(retired, 'a').problem).toBe('registration.answer.choose')
    expect(readAnswer(retired, 'a', 'a').value).toBe('a')
  })
})

describe('dates', () => {
  test.each([
    ['27 3 1985', '1985-03-27'],
    ['27/03/1985', '1985-03-27'],
    ['27.3.1985', '1985-03-27'],
    ['1er août 2026', '2026-08-01'],
    ['1 aout 2026', '2026-08-01'],
    ['2 de enero de 2026', '2026-01-02'],
    ['3rd Sept 2026', '2026-09-03'],
    ['March 27, 1985', '1985-03-27'],
    ['1985-3-7', '1985-03-07'],
    ['٢٧ ٣ ١٩٨٥', '1985-03-27'],
    ['29 2 2024', '2024-02-29'],
  ])('%s is %s', (typed, date) => {
    expect(dateFrom(typed)?.toString()).toBe(date)
  })

  test.each([
    '',
    '27 3',
    '27 3 85',
    '29 2 2023',
    '0 1 2026',
    '1 13 2026',
    '1 jui 2026',
    '1 1 1492',
    'tomorrow',
    '1 2 3 4',
  ])('%s is none', (typed) => {
    expect(dateFrom(typed)).toBeUndefined()
  })

  test('stand in three fields as they were typed, also what is wrong', () => {
    for (const parts of [
      { day: '27', month: 'March', year: '1985' },
      { day: '', month: '13', year: '' },
    ])
      expect(datePartsOf(typedDate(parts))).toEqual(parts)
    expect(datePartsOf('1985-03-27')).toEqual({ day: '27', month: '3', year: '1985' })
    expect(typedDate({ day: ' ', month: '', year: '' })).toBe('')
  })
})

test('an answer is read in the words of who reads it', () => {
  const meeting = { mainLanguage: 'en' as const }
  const words = (type: QuestionType, answer: string) => answerText(question(type, { options }), answer, meeting, 'fr')
  expect(words('yes-no', 'no')).toBe('Non')
  expect(words('several-of', 'a b')).toBe('Pommes, Bread')
  expect(words('one-of', 'gone')).toBe('gone')
  expect(words('date', '2026-03-01')).toBe('1er mars 2026')
  expect(words('number', '1234.5')).toBe('1\u202f234,5')
  expect(words('country', 'PER')).toBe('Pérou')
  expect(words('phone', '+41229171234')).toBe('+41 22 917 12 34')
})

test('a badge asks for passport and photo only of who comes in person, with the retention of the meeting', () => {
  expect(questionsOf({ questions: [] })).toEqual([])
  const asked = questionsOf({
    questions: [question('yes-no')],
    badge: { passport: true, photo: true },
    retention: { passport: 'P7D' },
  })
  expect(asked.map(({ id, type, appliesTo, retention }) => [id, type, appliesTo?.mode, retention])).toEqual([
    ['q', 'yes-no', undefined, undefined],
    ['passport', 'short-text', ['in-person'], 'P7D'],
    ['photo', 'file', ['in-person'], 'P30D'],
  ])
})
