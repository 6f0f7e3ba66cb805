import { expect, test } from 'vitest'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { People } from '../../src/people/people.service.ts'
import { startApp } from '../harness.ts'
import { launchChromium } from './chromium.ts'
import { askForCode, newestCode } from './sign-in.ts'

test('somebody makes a passkey at their first sign-in at the desk, and comes in with it the next time', async () => {
  const app = await startApp({
    host: 'localhost',
    now: '2026-11-25T09:00:00Z',
    settings: { development: true, smtpUrl: undefined },
  })
  const address = 'olga@network.example.org'
  await app.database.transaction(async (tx) => {
    const people = app.get(People)
    await people.grant(tx, await people.ensure(tx, emailFrom(address)!, 'en'), 'organiser')
  })
  const browser = await launchChromium()
  const context = await browser.newContext()
  const page = await askForCode(app, context, address, { at: '/desk' })
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.locator('input[name="code"]').fill(await newestCode(app, address))
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Make a passkey' }).waitFor()
  expect(await page.getByText('Passkeys need JavaScript').count()).toBe(0)
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  await page.getByRole('heading', { name: 'Recovery codes' }).waitFor()
  await page.getByRole('link', { name: 'I have kept them' }).click()
  await page.waitForURL('**/en/desk')

  await context.clearCookies()
  const again = await askForCode(app, context, address, { at: '/desk' })
  await again.close()
  await page.goto(`${app.url}/en/sign-in/code`)
  await page.locator('input[name="code"]').fill(await newestCode(app, address))
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Use my passkey' }).click()
  await page.waitForURL('**/en/desk')

  // A device that refuses is no dead end.
  await context.clearCookies()
  await (await askForCode(app, context, address, { at: '/desk' })).close()
  await page.goto(`${app.url}/en/sign-in/code`)
  await page.locator('input[name="code"]').fill(await newestCode(app, address))
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Use my passkey' }).waitFor()
  // As the browser answers who presses Cancel; a device that is not there lets it wait for a minute first.
  await page.evaluate(() => {
    navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))
  })
  await page.getByRole('button', { name: 'Use my passkey' }).click()
  await page.getByRole('alert').getByText('The passkey was not used.').waitFor()
}, 60_000)
