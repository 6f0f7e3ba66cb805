import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isId, newId } from './id.ts'

test('an id is a UUID of version 7 that begins with its moment', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (now) => {
      const id = newId(now)
      expect(isId(id)).toBe(true)
      expect(id[14]).toBe('7')
      expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now)
    }),
  )
})

test('ids made in one millisecond differ', () => {
  expect(new Set(Array.from({ length: 1000 }, () => newId(1))).size).toBe(1000)
})

test.each(['', 'x', '0190a7b2-7c3d-7e4f-8a5b-6c7d8e9f0a1', "0190a7b2-7c3d-7e4f-8a5b-6c7d8e9f0a1'"])(
  '%j is no id',
  (text) => expect(isId(text)).toBe(false),
)
