import { defineConfig } from 'vitest/config'
import { inChromium } from './test/browser/where-chromium.ts'
import { longFirst } from './test/long-first.ts'

/** The journeys in a real browser, two files side by side: Chromium and the service share the machine's cores. */
export default defineConfig({
  test: {
    include: [...inChromium('test/browser/**/*.test.{ts,tsx}'), 'test/clients/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    sequence: {
      sequencer: longFirst(
        'organiser.test.ts',
        'pages.en.test.ts',
        'pages.es.test.ts',
        'pages.fr.test.ts',
        'organiser-hands.test.ts',
        'keyboard.test.ts',
        'registration-form.test.ts',
      ),
    },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    isolate: false,
    maxWorkers: 2,
  },
})
