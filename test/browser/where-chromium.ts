import { existsSync } from 'node:fs'

const CHROMIUM = '/usr/bin/chromium'
/** Where systems keep it; the one without windows comes first: it does the same with two thirds of the work. */
const PLACES = ['/usr/bin/chromium-headless-shell', CHROMIUM, '/usr/bin/chromium-browser']

/** The path of the Chromium of this machine, or that of `CHROMIUM`; where it would be when there is none. */
export const whereChromium = (): string =>
  process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path)) ?? CHROMIUM

/** Files of tests in a browser: none, with a line that says so, where no Chromium is installed. In CI it must be. */
export const inChromium = (...files: readonly string[]): readonly string[] => {
  if (existsSync(whereChromium()) || process.env['CI']) return files
  console.warn('Skipped: the tests in a browser, for Chromium is not installed.')
  return []
}
