import { defineConfig } from 'vitest/config'

/** The tests of the gate while its clauses are weakened, one after the other: they must go red. See scripts/mutants.mjs. */
export default defineConfig({
  test: {
    include: ['src/**/*.spec.{ts,tsx}', 'test/{journeys,leaks}/**/*.test.{ts,tsx}'],
    // What is kept of a file does not know that a mutant was put into it.
    fsModuleCache: false,
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A worker that goes on would keep what it knew of the mutant before.
    isolate: true,
    bail: 1,
    maxWorkers: 2,
  },
})
