import { expect, test } from 'vitest'
import { isSlug } from './slug.ts'

test.each(['unnm-2022', 'demo', 'a1'])('%s may be a slug', (slug) => expect(isSlug(slug)).toBe(true))

test.each(['', 'UNNM', 'a--b', '-a', 'a b', 'fr', 'sp', 'desk', 'feeds', 'x'.repeat(61)])('%j may not', (slug) =>
  expect(isSlug(slug)).toBe(false),
)
