import { describe, expect, test } from 'vitest'
import type { Question } from '../../meetings/registration-settings.ts'
import { checkQuestion, idFrom, isDuration, moved, type QuestionDraft } from './question.ts'

const food: Question = {
  id: 'food',
  type: 'one-of',
  required: false,
  label: { en: 'What do you eat?' },
  options: [
    { id: 'halal', label: { en: 'Halal' } },
    { id: 'vegan', label: { en: 'Vegan' } },
  ],
}
const kitchen: Question = {
  id: 'kitchen',
  type: 'short-text',
  required: true,
  label: { en: 'Which kitchen?' },
  appliesTo: { answer: { question: 'food', is: ['halal'] } },
}
const around = {
  questions: [food, kitchen],
  answered: 0,
  mainLanguage: 'en' as const,
  days: 2,
  constituencies: ['member-state'],
}
const draft = (more: Partial<QuestionDraft> = {}): QuestionDraft => ({
  type: 'short-text',
  required: false,
  label: { en: ' Food? ' },
  purpose: { en: 'the kitchen orders by it' },
  ...more,
})
const problemsOf = (given: QuestionDraft, more: Partial<Parameters<typeof checkQuestion>[1]> = {}) =>
  (checkQuestion(given, { ...around, ...more }).problems ?? []).map(({ pointer, message }) => [pointer, message])

test('a new question gets an id of its own from its words', () => {
  expect(checkQuestion(draft({ label: { en: 'Food' } }), around).value).toEqual({
    id: 'food-2',
    type: 'short-text',
    required: false,
    label: { en: 'Food' },
    purpose: { en: 'the kitchen orders by it' },
  })
  expect(idFrom('Où habitez-vous ?', new Set())).toBe('ou-habitez-vous')
  expect(idFrom('食べ物', new Set(['q']))).toBe('q-2')
  // What a badge needs has ids of the house.
  expect(checkQuestion(draft({ label: { en: 'Passport' } }), around).value?.id).toBe('passport-2')
})

test('a number and a date have a least and a most, kept as answers are', () => {
  const kept = (more: Partial<QuestionDraft>) => {
    const { type, least, most } = checkQuestion(draft(more), around).value!
    return [type, least, most]
  }
  expect(kept({ type: 'number', least: ' 0,50 ', most: '1 200' })).toEqual(['number', '0.5', '1200'])
  expect(kept({ type: 'date', least: '15 octobre 2022' })).toEqual(['date', '2022-10-15', undefined])
  // Of another kind they mean nothing.
  expect(kept({ type: 'short-text', least: '3' })).toEqual(['short-text', undefined, undefined])
  expect(problemsOf(draft({ type: 'number', least: 'few', most: '3' }))).toEqual([
    ['/least', 'registration.answer.not-a-number'],
  ])
  expect(problemsOf(draft({ type: 'date', most: '31 2 2022' }))).toEqual([['/most', 'registration.answer.not-a-date']])
  expect(problemsOf(draft({ type: 'number', least: '10', most: '9' }))).toEqual([
    ['/most', 'question.most-below-least'],
  ])
})

test('what is missing is said at its field', () => {
  expect(problemsOf(draft({ type: 'riddle', label: { fr: 'Quoi ?' } }))).toEqual([
    ['/type', 'question.type-missing'],
    ['/label/en', 'question.label-missing'],
  ])
  expect(problemsOf(draft({ type: 'one-of', options: [{ label: { en: 'One' } }] }))).toEqual([
    ['/options/0/label/en', 'question.options-missing'],
  ])
  expect(problemsOf(draft({ retention: 'soon' }))).toEqual([['/retention', 'question.not-a-duration']])
  expect(problemsOf(draft({ appliesTo: { days: [3], constituencies: ['martians'] } }))).toEqual([
    ['/appliesTo/days', 'question.no-such-day'],
    ['/appliesTo/constituencies', 'question.no-such-constituency'],
  ])
})

test('a question says why it is asked; one of before there were reasons may go on without', () => {
  const silent = draft({ purpose: { fr: 'la cuisine en a besoin' } })
  expect(problemsOf(silent)).toEqual([['/purpose/en', 'question.purpose-missing']])
  expect(problemsOf(silent, { before: kitchen })).toEqual([])
  expect(problemsOf(silent, { before: { ...kitchen, purpose: { en: 'to book it' } } })).toEqual([
    ['/purpose/en', 'question.purpose-missing'],
  ])
})

describe('answers given before keep their meaning', () => {
  test('the type stays once somebody has answered', () => {
    const given = draft({ type: 'long-text', label: food.label })
    expect(problemsOf(given, { before: food, answered: 3 })).toEqual([['/type', 'question.type-has-answers']])
    expect(problemsOf(given, { before: food, answered: 0 })).toEqual([])
  })

  test('options keep their ids; those left out are retired, or go where nobody has answered', () => {
    const given = draft({
      type: 'one-of',
      label: food.label,
      options: [{ id: 'vegan', label: { en: 'No animal products' } }, { label: { en: 'Halal' } }],
    })
    const optionsWith = (answered: number) => checkQuestion(given, { ...around, before: food, answered }).value?.options
    expect(optionsWith(0)).toEqual([
      { id: 'vegan', label: { en: 'No animal products' } },
      { id: 'halal-2', label: { en: 'Halal' } },
    ])
    expect(optionsWith(1)?.at(-1)).toEqual({ id: 'halal', label: { en: 'Halal' }, retired: true })
  })
})

describe('conditions', () => {
  test('a question follows only from an earlier one whose answers are chosen', () => {
    const follows = (question: string, is: string[]) => draft({ appliesTo: { answer: { question, is } } })
    expect(problemsOf(follows('food', ['halal']))).toEqual([])
    expect(problemsOf(follows('food', ['meat']))).toEqual([['/appliesTo/answer', 'question.follows-from-no-answer']])
    expect(problemsOf(follows('kitchen', ['x']))).toEqual([['/appliesTo/answer', 'question.follows-from-none']])
    expect(problemsOf(follows('food', ['halal']), { before: food })).toEqual([
      ['/appliesTo/answer', 'question.follows-from-none'],
    ])
  })

  test('a question follows from States, by their codes', () => {
    const from: Question = { id: 'from', type: 'country', required: false, label: { en: 'From where?' } }
    const follows = (is: string[]) => draft({ appliesTo: { answer: { question: 'from', is } } })
    expect(problemsOf(follows(['FRA', 'CHE']), { questions: [from] })).toEqual([])
    expect(problemsOf(follows(['XXX']), { questions: [from] })).toEqual([
      ['/appliesTo/answer', 'question.follows-from-no-answer'],
    ])
  })

  test('that say nothing are not kept', () => {
    const all = draft({ appliesTo: { mode: ['in-person', 'online'], days: [1, 2], constituencies: [] } })
    expect(checkQuestion(all, around).value?.appliesTo).toBeUndefined()
  })
})

test('a question moves, but not before the one it follows from', () => {
  const other: Question = { ...food, id: 'other' }
  expect(moved([food, other, kitchen], 'other', 0)?.map(({ id }) => id)).toEqual(['other', 'food', 'kitchen'])
  expect(moved([food, kitchen], 'kitchen', 0)).toBeUndefined()
  expect(moved([food, kitchen], 'food', 1)).toBeUndefined()
  expect(moved([food, kitchen], 'food', -1)).toEqual([food, kitchen])
})

test.each([
  ['P30D', true],
  ['P1Y6M', true],
  ['P2W', true],
  ['P', false],
  ['-P1D', false],
  ['PT5M', false],
  ['30 days', false],
])('%s is a duration: %s', (text, is) => {
  expect(isDuration(text)).toBe(is)
})
