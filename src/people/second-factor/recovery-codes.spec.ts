import { expect, test } from 'vitest'
import { newRecoveryCodes, RECOVERY_CODES, recoveryCodeFrom } from './recovery-codes.ts'

test('ten different codes, each read back as it was written, whatever its capitals and hyphens', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(RECOVERY_CODES)
  for (const code of codes) {
    expect(code).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    const letters = code.replaceAll('-', '')
    for (const typed of [code, letters, code.toUpperCase(), ` ${code.replaceAll('-', ' ')} `])
      expect(recoveryCodeFrom(typed)).toBe(letters)
  }
})

test.each(['', '123456', 'abcd-efgh-jkmn', 'abcd-efgh-jkmn-pqr1', 'abcd-efgh-jkmn-pqro'])('"%s" is none', (typed) => {
  expect(recoveryCodeFrom(typed)).toBeUndefined()
})
