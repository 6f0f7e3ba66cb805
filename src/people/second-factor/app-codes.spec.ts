import { Secret } from 'otpauth'
import { expect, test } from 'vitest'
import { appCodeFrom, codeAt, keyAddress, newKey, spelled, stepOf } from './app-codes.ts'

/** The key of RFC 6238, appendix B. */
const KEY = Secret.fromLatin1('12345678901234567890').base32
const at = (seconds: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(seconds * 1000)

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('at %i seconds the code is that of RFC 6238', (seconds, code) => {
  expect(codeAt(KEY, at(seconds))).toBe(code)
  expect(stepOf(KEY, code, at(seconds))).toBe(Math.floor(seconds / 30))
})

test.each([
  [-31, false],
  [-30, true],
  [0, true],
  [29, true],
  [59, true],
  [60, false],
])('by a clock that is %i seconds away from its half minute, a code is taken: %s', (off, taken) => {
  expect(stepOf(KEY, codeAt(KEY, at(990)), at(990 + off))).toBe(taken ? 33 : undefined)
})

test.each([
  ['123456', '123456'],
  [' 123 456 ', '123456'],
  ['１２３４５６', '123456'],
  ['١٢٣٤٥٦', '123456'],
  ['123-456', '123456'],
  ['12345', undefined],
  ['1234567', undefined],
  ['abcdef', undefined],
  ['', undefined],
])('"%s" is the code %s', (typed, code) => {
  expect(appCodeFrom(typed)).toBe(code)
})

test('a key is 160 random bits, and says in its address whose it is', () => {
  const key = newKey()
  expect(key).toMatch(/^[A-Z2-7]{32}$/)
  expect(newKey()).not.toBe(key)
  expect(spelled(key)).toBe(key.match(/.{4}/g)!.join(' '))
  const address = new URL(keyAddress(key, 'o@example.org', 'Plenary meetings.example.org'))
  expect(address.protocol).toBe('otpauth:')
  expect(address.searchParams.get('secret')).toBe(key)
  expect(address.searchParams.get('issuer')).toBe('Plenary meetings.example.org')
})
