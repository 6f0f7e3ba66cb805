import type { Browser, BrowserContextOptions } from 'playwright-core'
import { LoadSamples } from '../../src/desk/samples/load-samples.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { People } from '../../src/people/people.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { launchChromium } from './chromium.ts'
import { signIn } from './sign-in.ts'

/** What a browser remembers of somebody: their cookies. */
export type Remembered = Exclude<BrowserContextOptions['storageState'], undefined>

/** Plenary with its sample meetings, mail in the outbox, and a browser in front of it. */
export interface House {
  app: TestApp
  browser: Browser
  /** By who looks, as `scripts/pages.json` names them; nothing for anybody. */
  remembered: ReadonlyMap<string, Remembered>
}

/** A sample participant whose place is confirmed, somebody who has only begun, and an organiser. */
const PEOPLE = {
  participant: 'regional-data-officer@international-organization-for-migration.example.org',
  newcomer: 'newcomer@mission.example.org',
  organiser: 'organiser@example.org',
} as const

/** Opens the house on a fixed day, so that what is read aloud is the same each time. */
export const openHouse = async (): Promise<House> => {
  const app = await startApp({ now: '2026-11-25T09:00:00Z', settings: { development: true, smtpUrl: undefined } })
  await app.get(LoadSamples).loadOnce()
  await app.database.transaction(async (tx) => {
    const people = app.get(People)
    await people.grant(tx, await people.ensure(tx, emailFrom(PEOPLE.organiser)!, 'en'), 'organiser')
  })
  const browser = await launchChromium()
  const remembered = new Map<string, Remembered>()
  for (const [who, email] of Object.entries(PEOPLE)) {
    const context = await browser.newContext()
    await signIn(app, context, email, { at: who === 'organiser' ? '/desk' : '' })
    remembered.set(who, await context.storageState())
    await context.close()
  }
  return { app, browser, remembered }
}
