import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CannotOpen, Secrets } from './secrets.ts'

const old = randomBytes(32)
const fresh = randomBytes(32)
const before = new Secrets({ secretKeys: [old] })
const during = new Secrets({ secretKeys: [fresh, old] })
const after = new Secrets({ secretKeys: [fresh] })

test('without a key nothing starts', () => {
  expect(() => new Secrets({ secretKeys: [] })).toThrow('SECRET_KEYS')
})

test('random secrets are long, unlike each other, and fit into an address', () => {
  const made = Array.from({ length: 100 }, () => before.random(32))
  expect(new Set(made).size).toBe(100)
  for (const secret of made) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
})

describe('a digest', () => {
  test('is of one value and one purpose', () => {
    const stored = before.hmac('feed', 'abc')
    expect(before.verify('feed', 'abc', stored)).toBe(true)
    expect(before.verify('feed', 'abd', stored)).toBe(false)
    expect(before.verify('ticket', 'abc', stored)).toBe(false)
    expect(before.verify('feed', 'abc', stored.subarray(1))).toBe(false)
  })

  test('outlives the rotation of its key, until the key leaves the list', () => {
    const stored = before.hmac('feed', 'abc')
    expect(during.verify('feed', 'abc', stored)).toBe(true)
    expect(during.digests('feed', 'abc')).toContainEqual(stored)
    expect(during.hmac('feed', 'abc')).not.toEqual(stored)
    expect(after.verify('feed', 'abc', stored)).toBe(false)
  })
})

describe('what is sealed', () => {
  test('opens again, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, boundTo) => {
        expect(before.open('mail', before.seal('mail', text, boundTo), boundTo)).toBe(text)
      }),
    )
  })

  test('looks different each time and shows nothing', () => {
    const [one, two] = [before.seal('mail', 'Your code is 12345678'), before.seal('mail', 'Your code is 12345678')]
    expect(one.equals(two)).toBe(false)
    expect(one.includes('12345678')).toBe(false)
  })

  test('opens for its purpose and place only', () => {
    const sealed = before.seal('mail', 'secret', 'row 1')
    expect(() => before.open('feed', sealed, 'row 1')).toThrow(CannotOpen)
    expect(() => before.open('mail', sealed, 'row 2')).toThrow(CannotOpen)
  })

  test('does not open when any one byte was altered or it was cut', () => {
    const sealed = before.seal('mail', 'secret')
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed)
      altered[at]! ^= 1
      expect(() => before.open('mail', altered)).toThrow(CannotOpen)
      expect(() => before.open('mail', sealed.subarray(0, at))).toThrow(CannotOpen)
    }
  })

  test('outlives the rotation of its key, until the key leaves the list', () => {
    const sealed = before.seal('mail', 'secret')
    expect(during.open('mail', sealed)).toBe('secret')
    expect(() => after.open('mail', sealed)).toThrow('not in SECRET_KEYS')
    expect(after.open('mail', during.seal('mail', 'secret'))).toBe('secret')
  })
})
