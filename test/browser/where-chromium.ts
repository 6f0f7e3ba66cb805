import { existsSync } from 'node:fs'

/** Where systems keep it; the one without windows of its own comes first: it does the same with two thirds of the work. */
const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser']

/** The path of the Chromium of this machine, or that of `CHROMIUM`; undefined when there is none. */
export const whereChromium = (): string | undefined =>
  process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path))

/** Files of tests in a browser: none, with a line that says so, where no Chromium is installed. In CI it must be. */
export const inChromium = (...files: readonly string[]): readonly string[] => {
  if (whereChromium() !== undefined || process.env['CI']) return files
  console.warn('Skipped: the tests in a browser, for Chromium is not installed.')
  return []
}
