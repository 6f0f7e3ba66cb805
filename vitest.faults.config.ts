import { defineConfig } from 'vitest/config'
import { longFirst } from './test/long-first.ts'

/** Crashes, rushes, random sequences and hostile input, with their controls: minutes of work for two cores. */
export default defineConfig({
  test: {
    include: ['test/{faults,hostile}/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    sequence: { sequencer: longFirst('import-killed.test.ts', 'kill.test.ts') },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    isolate: false,
    maxWorkers: 2,
  },
})
