import { setTimeout as wait } from 'node:timers/promises'
import type { APIRequestContext, BrowserContext, Page } from 'playwright-core'
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

/** Where somebody signs in: the door of a language, of the desk or not. */
interface Door {
  at?: '' | '/desk'
  locale?: string
}

/** Asks for a code on the page of a door; answers the page that waits for it. */
export const askForCode = async (
  app: TestApp,
  context: BrowserContext,
  email: string,
  { at = '', locale = 'en' }: Door = {},
): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(`${app.url}/${locale}${at}/sign-in`)
  await page.locator('input[name="email"]').fill(email)
  await page.locator('main form button').first().click()
  await page.waitForURL('**/sign-in/code')
  return page
}

/** Sends a form as the browser would that has these cookies, but draws no page. */
const send = async (
  app: TestApp,
  browser: APIRequestContext,
  path: string,
  form: Record<string, string>,
): Promise<void> => {
  const headers = { origin: app.settings.baseUrl.origin }
  const response = await browser.post(app.url + path, { form, headers, maxRedirects: 0 })
  if (response.status() !== 303) throw new Error(`${path} answered ${response.status()}`)
}

/** Asks for a code where no page needs to be seen. */
export const sendForCode = (
  app: TestApp,
  browser: APIRequestContext,
  email: string,
  { at = '', locale = 'en' }: Door = {},
): Promise<void> => send(app, browser, `/${locale}${at}/sign-in`, { email })

/** Signs in with a code sent by mail, without the pages: they take seconds, and are for tests of signing in. */
export const signIn = async (
  app: TestApp,
  browser: APIRequestContext,
  email: string,
  door: Door = {},
): Promise<void> => {
  await sendForCode(app, browser, email, door)
  await send(app, browser, `/${door.locale ?? 'en'}/sign-in/code`, { code: await newestCode(app, email) })
}
