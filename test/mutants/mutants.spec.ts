import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { MUTANTS } from './mutants.ts'
import { weakened } from './weakened.ts'

test('each mutant weakens a clause that is there, once', async () => {
  for (const mutant of MUTANTS) {
    const source = await readFile(new URL(`../../src/${mutant.file}`, import.meta.url), 'utf8')
    expect(weakened(mutant, source), mutant.what).not.toBe(source)
  }
  expect(new Set(MUTANTS.map(({ what }) => what)).size).toBe(MUTANTS.length)
})
