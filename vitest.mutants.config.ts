import { defineConfig } from 'vitest/config'
import { MUTANTS } from './test/mutants/mutants.ts'
import { weakened } from './test/mutants/weakened.ts'

/** The tests of the gate with one of its clauses weakened (`MUTANT`, a number): they must go red. See scripts/mutants.mjs. */
const mutant = MUTANTS[Number(process.env['MUTANT'])]

export default defineConfig({
  plugins: mutant
    ? [
        {
          name: 'mutant',
          enforce: 'pre',
          transform: (source, id) =>
            id.split('?')[0]!.endsWith(`/src/${mutant.file}`) ? weakened(mutant, source) : undefined,
        },
      ]
    : [],
  test: {
    // What is kept of a file does not know that a mutant was put into it.
    fsModuleCache: false,
    globalSetup: process.env['PURE'] ? [] : ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    isolate: false,
    maxWorkers: 2,
  },
})
