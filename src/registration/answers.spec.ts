import { describe, expect, test } from 'vitest'
import type { Question } from '../meetings/registration-settings.ts'
import { checkAnswers, isAsked, questionsFor } from './answers.ts'

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
    checkAnswers([badge, access, language], given).problems.map(({ pointer, message }) => [pointer, message])

  test('are kept trimmed; those to questions not asked are dropped', () => {
    const { answers, problems } = checkAnswers([badge, access, language], {
      badge: 'no',
      access: '  Captions. ',
      language: 'fr',
      speak: 'yes',
    })
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
