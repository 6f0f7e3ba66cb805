import { expect, test } from 'vitest'
import { LOCALES } from '../kernel/locale.ts'
import { hasWords } from '../platform/i18n/i18n.ts'
import { DAY_MODES, POOL_MODES, REGISTRATION_STATES } from '../registration/registration.ts'
import { ALL_MOVES } from '../registration/states.ts'
import { deedWords } from './data-words.tsx'

const en = { locale: 'en' } as const

test('every state, mode and move has words', () => {
  for (const code of [...REGISTRATION_STATES, ...DAY_MODES, ...POOL_MODES])
    expect(hasWords(`privacy:value.${code}`), code).toBe(true)
  for (const move of ALL_MOVES) expect(deedWords(`registration.${move}`, en), move).not.toMatch(/^[Rr]egistration/)
})

test.each([
  ['person.signed-in', 'Signed in'],
  ['registration.verify', 'Verified and confirmed'],
  ['question.added', 'Changed the questions of the form'],
  ['registration.bulk-running', 'Registration'],
  ['import.begun', 'Imported a table'],
  ['sign-in', 'Code to sign in'],
  ['something.else', 'something.else'],
])('%s is read as “%s”', (action, words) => {
  expect(deedWords(action, en)).toBe(words)
  if (words !== action) for (const locale of LOCALES) expect(deedWords(action, { locale })).not.toContain(action)
})
