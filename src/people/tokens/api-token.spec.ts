import { expect, test } from 'vitest'
import { isToken, tokenAround } from './api-token.ts'

const SECRET = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA'

test('a token says whose it is, and carries its checksum', () => {
  expect(tokenAround(SECRET)).toBe('plenary_q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA4fuySj')
  expect(isToken(tokenAround(SECRET))).toBe(true)
})

test.each([
  ['nothing', ''],
  ['the prefix alone', 'plenary_'],
  ['a secret without the rest', SECRET],
  ['one character off', tokenAround(SECRET).replace('q83', 'q84')],
  ['another checksum', `${tokenAround(SECRET).slice(0, -1)}_`],
  ['more behind it', `${tokenAround(SECRET)}\n`],
  ['of another service', tokenAround(SECRET).replace('plenary_', 'ghp_')],
  ['very long', `plenary_${'A'.repeat(100_000)}`],
])('%s is none', (_, text) => {
  expect(isToken(text)).toBe(false)
})
