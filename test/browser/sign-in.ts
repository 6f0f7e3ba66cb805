import { setTimeout as wait } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { Outbox } from '../../src/platform/mail/outbox.ts'
import type { TestApp } from '../harness.ts'

const codeIn = (text: string): string | undefined => {
  const [, first, second] = /\b(\d{4})\s?(\d{4})\b/.exec(text) ?? []
  return first && second && first + second
}

/**
 * The newest code that was mailed to an address, as the outbox of a development install shows it. Mail about something else
 * may come after it, and the code itself a moment after the page that asks for it.
 */
export const newestCode = async (app: TestApp, email: string): Promise<string> => {
  for (let tries = 0; tries < 50; tries++) {
    const mails = (await app.get(Outbox).latest()).filter(({ address }) => address === email)
    const code = mails.flatMap(({ text }) => codeIn(text ?? '') ?? [])[0]
    if (code) return code
    await wait(100)
  }
  throw new Error(`No code for ${email}`)
}

/** Types the code of the newest mail to an address into the page that asks for it. */
export const enterCode = async (app: TestApp, page: Page, email: string): Promise<void> => {
  await page.locator('input[name="code"]').fill(await newestCode(app, email))
  await page.locator('main form button').first().click()
  await page.waitForURL((url) => !url.pathname.endsWith('/code'))
}

/** Asks for a code at a door (`at` is '' or '/desk'); answers the page that waits for it. */
export const askForCode = async (
  app: TestApp,
  context: BrowserContext,
  email: string,
  { at = '', locale = 'en' }: { at?: '' | '/desk'; locale?: string } = {},
): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(`${app.url}/${locale}${at}/sign-in`)
  await page.locator('input[name="email"]').fill(email)
  await page.locator('main form button').first().click()
  await page.waitForURL('**/sign-in/code')
  return page
}

/** Signs a browser in with a code sent by mail. */
export const signIn = async (
  app: TestApp,
  context: BrowserContext,
  email: string,
  door: { at?: '' | '/desk'; locale?: string } = {},
): Promise<void> => {
  const page = await askForCode(app, context, email, door)
  await enterCode(app, page, email)
  await page.close()
}
