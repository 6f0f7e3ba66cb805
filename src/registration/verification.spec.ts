import { expect, test } from 'vitest'
import { needsVerification, verificationOf } from './verification.ts'

const settings = { verification: { 'member-state': 'focal-point', default: 'none' } } as const

test('a constituency follows its own rule, else the default, else the secretariat checks', () => {
  expect(verificationOf(settings, 'member-state')).toBe('focal-point')
  expect(needsVerification(settings, 'academia')).toBe(false)
  expect(verificationOf({ verification: {} }, 'academia')).toBe('secretariat')
})
