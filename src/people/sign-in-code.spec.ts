import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeFrom, newCode } from './sign-in-code.ts'

test.each([
  ['12345678', '12345678'],
  [' 1234 5678 ', '12345678'],
  ['1234-5678', '12345678'],
  ['12 34 56 78', '12345678'],
  ['1234\u00a05678\n', '12345678'],
  ['1234\u200b5678', '12345678'],
  ['１２３４５６７８', '12345678'],
  ['٠١٢٣٤٥٦٧', '01234567'],
  ['۰۱۲۳۴۵۶۷', '01234567'],
  ['12345678 is your Plenary code', '12345678'],
  ['00000000', '00000000'],
  ['1234567', undefined],
  ['123456789', undefined],
  ['12345678 or 87654321', undefined],
  ['eight digits', undefined],
  ['', undefined],
])('%j holds %j', (typed, code) => {
  expect(codeFrom(typed)).toBe(code)
})

test('every code that we make is one that we read', () => {
  for (let made = 0; made < 1000; made++) {
    const code = newCode()
    expect(codeFrom(code)).toBe(code)
  }
})

test('nothing that is typed breaks the reading', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (typed) => {
      const code = codeFrom(typed)
      return code === undefined || /^\d{8}$/.test(code)
    }),
  )
})
