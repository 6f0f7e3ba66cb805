import { defineConfig } from 'vitest/config'

/** What everybody is shown, and that nobody can tell of what they are not: the leak matrix and the two worlds, side by side. */
export default defineConfig({
  test: {
    include: ['test/leaks/{leak-matrix,two-worlds}.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    isolate: false,
    maxWorkers: 2,
  },
})
