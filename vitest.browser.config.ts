import { defineConfig } from 'vitest/config'

/** The journeys in a real browser, two files side by side: Chromium and the service share the machine's cores. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.{ts,tsx}', 'test/clients/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    isolate: false,
    maxWorkers: 2,
  },
})
