import { defineConfig } from 'vitest/config'

/** The journeys in a real browser: one at a time, for they share the machine's two cores with Chromium. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.{ts,tsx}', 'test/clients/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
})
