import { expect, test } from 'vitest'
import { plainText, plainTexts } from './plain-text.ts'

test.each<[string, string, string]>([
  ['NUL', 'A\0na', 'Ana'],
  ['an escape', '\u001b[31mAna', '[31mAna'],
  ['next line, of C1', 'Ana\u0085', 'Ana'],
  ['a right-to-left override', 'Ana \u202egnp.exe', 'Ana gnp.exe'],
  ['an isolate that is not closed', '\u2067Ana', 'Ana'],
  ['half a character', 'Ana\ud83d', 'Ana'],
  ['a mark of byte order', '\ufeffAna', 'Ana'],
  ['no character', 'Ana\uffff\u{1fffe}\u{10ffff}', 'Ana'],
])('%s goes', (_, typed, meant) => {
  expect(plainText(typed)).toBe(meant)
})

test.each<[string, string]>([
  ['lines and tabs', 'One\r\n\ttwo\n'],
  ['a family', '👨‍👩‍👧‍👦 🇨🇭'],
  ['Persian with its non-joiner', 'می‌خواهم'],
  ['Hebrew with a mark', 'שלום\u200f!'],
  ['cuneiform', '𒀀'],
  ['names in any script', 'Nguyễn Văn Ñandú 照会'],
])('%s stay', (_, text) => {
  expect(plainText(text)).toBe(text)
})

test('all texts of a form are plain, however deep', () => {
  expect(plainTexts({ a: [{ b: 'x\0' }, 1, null, true] })).toEqual({ a: [{ b: 'x' }, 1, null, true] })
})
