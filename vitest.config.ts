import { defineConfig } from 'vitest/config'

/** Tests share workers, and so what is loaded: each file has a database of its own. Many wait: three at once keep two cores busy. */
export default defineConfig({
  test: {
    include: ['src/**/*.spec.{ts,tsx}', 'test/**/*.{spec,test}.{ts,tsx}'],
    exclude: [
      'test/browser/**',
      'test/clients/**',
      'test/{faults,hostile}/**',
      'test/leaks/{leak-matrix,two-worlds}.test.ts',
      'node_modules/**',
    ],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    isolate: false,
    maxWorkers: 3,
  },
})
