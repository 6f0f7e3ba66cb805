import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LOCALES } from '../../kernel/locale.ts'
import { hasWords, wordsFor } from '../i18n/i18n.ts'

const src = join(import.meta.dirname, '../..')
const sources = globSync('**/*.{ts,tsx}', { cwd: src })
  .filter((path) => !/\.spec\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }))

/** The domain errors there are, by their codes. */
const errors = sources.flatMap(({ path, text }) =>
  [...text.matchAll(/extends DomainError\b[\s\S]*?\bcode = '([^']+)'/g)].map(([, code]) => ({ path, code: code! })),
)

test('finds the domain errors', () => {
  expect(errors.map(({ code }) => code)).toContain('not-found')
})

test.each(errors)('$code ($path) has a title', ({ code }) => {
  const key = `errors:problem.${code}`
  expect(hasWords(key) || hasWords(`${key}_other`)).toBe(true)
  for (const locale of LOCALES) expect(wordsFor(locale, key, { count: 2 })).not.toContain('problem.')
})

test('every sentence that a DTO names exists', () => {
  const named = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/\bmessage: '([a-z][\w-]*(?:\.[\w-]+)+)'/g)].map(([, key]) => ({ path, key: key! })),
  )
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter(({ key }) => !hasWords(`errors:${key}`) && !hasWords(`errors:${key}_other`))).toEqual([])
})
