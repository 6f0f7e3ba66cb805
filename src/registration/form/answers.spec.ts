import { describe, expect, test } from 'vitest'
import type { Question } from '../../meetings/registration-settings.ts'
import { checkAnswers, isAsked, questionsFor, type Asked } from './answers.ts'

const label = { en: 'Question' }
const badge: Question = { id: 'badge', type: 'yes-no', required: true, label, appliesTo: { mode: ['in-person'] } }
const access: Question = { id: 'access', type: 'long-text', required: false, label }
const language: Question = {
  id: 'language',
  type: 'one-of',
  required: true,
  label,
  options: [
    { id: 'en', label },
    { id: 'fr', label },
  ],
}
const applies = { mode: undefined, days: [2], constituencies: ['member-state'] }
const speak: Question = { id: 'speak', type: 'yes-no', required: false, label, appliesTo: { ...applies } }

const days = ['2022-10-18', '2022-10-19']
const everybody: Asked = {
  constituency: 'igo',
  wishes: [{ day: '2022-10-19', mode: 'in-person', meanwhile: false }],
  days,
}
const wish = (day: string, mode: 'in-person' | 'online' | 'none') => ({ day, mode, meanwhile: true })

test('only those who come in person are asked for a badge', () => {
  const wishes = [wish('2022-10-18', 'none'), wish('2022-10-19', 'online')]
  expect(isAsked(badge, { constituency: 'igo', wishes, days })).toBe(false)
  expect(isAsked(badge, { constituency: 'igo', wishes: [wish('2022-10-19', 'in-person')], days })).toBe(true)
})

test('a question of one day is asked of its constituencies who attend that day', () => {
  const second = [wish('2022-10-19', 'online')]
  expect(isAsked(speak, { constituency: 'member-state', wishes: second, days })).toBe(true)
  expect(isAsked(speak, { constituency: 'igo', wishes: second, days })).toBe(false)
  expect(isAsked(speak, { constituency: 'member-state', wishes: [wish('2022-10-18', 'online')], days })).toBe(false)
  expect(questionsFor([badge, access, speak], { constituency: 'igo', wishes: second, days })).toEqual([access])
})

describe('answers', () => {
  const problemsOf = (given: Record<string, string>) =>
    checkAnswers([badge, access, language], given, everybody).problems.map(({ pointer, message }) => [pointer, message])

  test('are kept trimmed; those to questions not asked are dropped', () => {
    const { answers, problems } = checkAnswers(
      [badge, access, language],
      {
        badge: 'no',
        access: '  Captions. ',
        language: 'fr',
        speak: 'yes',
      },
      everybody,
    )
    expect(problems).toEqual([])
    expect(answers).toEqual({ badge: 'no', access: 'Captions.', language: 'fr' })
  })

  test('that are needed and missing are asked for', () => {
    expect(problemsOf({})).toEqual([
      ['/answers/badge', 'registration.answer.choose'],
      ['/answers/language', 'registration.answer.choose'],
    ])
  })

  test('must be one of those offered, and not too long', () => {
    expect(problemsOf({ badge: 'perhaps', language: 'de', access: 'x'.repeat(2001) })).toEqual([
      ['/answers/badge', 'registration.answer.choose'],
      ['/answers/access', 'registration.answer.too-long'],
      ['/answers/language', 'registration.answer.choose'],
    ])
  })
})

describe('questions that follow from an answer', () => {
  const eats: Question = {
    id: 'eats',
    type: 'several-of',
    required: false,
    label,
    options: [
      { id: 'halal', label },
      { id: 'kosher', label },
      { id: 'all', label, retired: true },
    ],
  }
  const kitchen: Question = {
    id: 'kitchen',
    type: 'short-text',
    required: true,
    label,
    appliesTo: { answer: { question: 'eats', is: ['halal', 'kosher'] } },
  }
  const call: Question = {
    id: 'call',
    type: 'phone',
    required: true,
    label,
    appliesTo: { answer: { question: 'kitchen', is: ['none'] } },
  }
  const all = [eats, kitchen, call]
  const asks = (answers: Record<string, string>) => questionsFor(all, everybody, answers).map(({ id }) => id)

  test('are asked only then, and so on down', () => {
    expect(asks({})).toEqual(['eats'])
    expect(asks({ eats: 'kosher halal' })).toEqual(['eats', 'kitchen'])
    expect(asks({ eats: 'halal', kitchen: 'none' })).toEqual(['eats', 'kitchen', 'call'])
    // What follows from a question that is not asked is not asked either, whatever was sent.
    expect(asks({ kitchen: 'none' })).toEqual(['eats'])
    expect(checkAnswers(all, { kitchen: 'none', call: '+41229171234' }, everybody).answers).toEqual({})
  })

  test('are needed only then', () => {
    const problems = (given: Record<string, string>) =>
      checkAnswers(all, given, everybody).problems.map(({ pointer }) => pointer)
    expect(problems({ eats: '' })).toEqual([])
    expect(problems({ eats: 'halal' })).toEqual(['/answers/kitchen'])
  })

  test('a change of the questions does not spoil what was answered before', () => {
    const before = { eats: 'halal all', old: 'x', kitchen: 'yes' }
    const old: Question = { id: 'old', type: 'short-text', required: true, label, retired: true }
    const now = checkAnswers([...all, old], before, everybody, before)
    expect(now.problems).toEqual([])
    expect(now.answers).toEqual({ eats: 'halal all', old: 'x', kitchen: 'yes' })
    // Nobody chooses a retired option anew, and nobody is asked a retired question.
    expect(checkAnswers([...all, old], { eats: 'all' }, everybody).problems.map(({ message }) => message)).toEqual([
      'registration.answer.choose',
    ])
  })
})

describe('what is too little or too much', () => {
  const of = (question: Partial<Question>): Question => ({
    id: 'q',
    type: 'number',
    required: false,
    label: {},
    ...question,
  })
  const nights = of({ least: '1', most: '10.5' })
  const arrival = of({ type: 'date', least: '2022-10-15', most: '2022-10-19' })
  const check = (question: Question, typed: string, sent = '') => {
    const asked = { constituency: 'member-state', wishes: [], days: [] }
    const { answers, problems } = checkAnswers([question], { q: typed }, asked, { q: sent }, { q: sent })
    return problems[0] ? [problems[0].message, problems[0].params] : answers.q
  }
  test.each([
    [nights, '0,5', ['registration.answer.too-low', { least: '1' }]],
    [nights, '1', '1'],
    [nights, '9', '9'],
    [nights, '10,5', '10.5'],
    [nights, '11', ['registration.answer.too-high', { most: '10.5' }]],
    [arrival, '14 10 2022', ['registration.answer.too-early', { least: '2022-10-15' }]],
    [arrival, '15 10 2022', '2022-10-15'],
    [arrival, '20 10 2022', ['registration.answer.too-late', { most: '2022-10-19' }]],
    [of({ type: 'short-text', least: '5' }), '4', '4'],
  ])('%o: %s', (question, typed, is) => {
    expect(check(question, typed)).toEqual(is)
  })

  test('what was sent before there was a limit stays good, another answer does not', () => {
    expect(check(nights, '30', '30')).toBe('30')
    expect(check(nights, '31', '30')).toEqual(['registration.answer.too-high', { most: '10.5' }])
  })
})
