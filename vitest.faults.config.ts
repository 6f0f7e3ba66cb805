import { defineConfig } from 'vitest/config'

/** Crashes, rushes, random sequences and hostile input, with their controls: minutes of work for two cores. */
export default defineConfig({
  test: {
    include: ['test/{faults,hostile}/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    isolate: false,
    maxWorkers: 2,
  },
})
