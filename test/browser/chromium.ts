import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { closing } from '../closing.ts'
import { whereChromium } from './where-chromium.ts'

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: whereChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })

/** The one of this worker; it ends with the worker, on whose pipe it hangs. */
let running: Promise<Browser> | undefined

/**
 * Chromium as the machine has it; root may run it only without its own sandbox. The files of a worker share one, for it takes
 * longer to start than most tests: nothing is shared between contexts, and those that a file leaves open end with the file.
 */
export const launchChromium = async (): Promise<Browser> => {
  if (!(await running?.catch(() => undefined))?.isConnected()) running = launch()
  const browser = await running!
  closing(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
  })
  return browser
}

/** A page of its own: no cookies, no storage, nothing remembered from the page before. */
export const newPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Zurich', ...options })
  onTestFinished(() => context.close())
  return context.newPage()
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  help: string
  nodes: { html: string; failureSummary?: string }[]
}

/**
 * What axe finds wrong, a line each; empty when nothing is. Evaluated rather than added as a script: our own policy for
 * scripts would refuse it.
 */
export const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axeSource)
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    }).then((r) => r.violations)`,
  )
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`))
}

/** How many pixels a page is wider than its window; what scrolls in a box of its own does not count. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
