import { setTimeout as wait } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import type { EmailAddress } from '../../../src/kernel/email-address.ts'
import { Invitations } from '../../../src/people/invitations.service.ts'
import { codeAt } from '../../../src/people/second-factor/app-codes.ts'
import type { TestApp } from '../../harness.ts'
import type { Hands } from '../hands.ts'

// How organisers come in: by invitation the first time, then by a code and what they have.

/** The newest code that was mailed to an address, once there are `nth` of them. */
export const newestCodeBy = async (app: TestApp, address: string, nth = 1): Promise<string> => {
  for (let tries = 0; tries < 200; tries++, await wait(50)) {
    const codes = app.mailbox.to(address).flatMap(({ subject }) => /\d{8}/.exec(subject ?? '') ?? [])
    if (codes.length >= nth) return codes.at(-1)!
  }
  throw new Error(`No code ${nth} for ${address}`)
}

/** What makes passkeys and shows them. */
export interface Device {
  session: CDPSession
  authenticatorId: string
}

/** The device on which somebody works makes passkeys from now on. */
export const holdsPasskeys = async (page: Page): Promise<Device> => {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { session, authenticatorId }
}

/** Another device has them too, as those of one person do. */
export const holdsThemToo = async (page: Page, { session, authenticatorId }: Device): Promise<void> => {
  const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId })
  const here = await holdsPasskeys(page)
  for (const credential of credentials)
    await here.session.send('WebAuthn.addCredential', { authenticatorId: here.authenticatorId, credential })
}

/** Opens the invitation that whoever runs the service has made. */
export const opensInvitation = async (app: TestApp, hands: Hands, address: string): Promise<void> => {
  const link = await app.get(Invitations).create({ role: 'organiser', email: address as EmailAddress })
  await hands.page.goto(link.href)
  await hands.presses('Accept and open the desk')
}

/** Types the key that the page shows into an authenticator app, and the app's code into the page. */
export const setsUpApp = async (app: TestApp, hands: Hands): Promise<void> => {
  const key = (await hands.page.locator('code').first().innerText()).replaceAll(' ', '')
  await hands.writes('The code that the app shows now', codeAt(key, app.clock.now()))
  await hands.presses('Use this app')
  await hands.follows('I have kept them: go on')
}

/** Comes back to the desk on another day, with a code by mail and the passkey. */
export const comesBack = async (app: TestApp, hands: Hands, address: string): Promise<void> => {
  const before = app.mailbox.to(address).filter(({ subject }) => /\d{8}/.test(subject ?? '')).length
  await hands.page.goto(`${app.url}/en/desk`)
  await hands.writes('E-mail address', address)
  await hands.presses('Send me a code')
  await hands.writes('Eight-digit code', await newestCodeBy(app, address, before + 1))
  await hands.presses('Continue')
  await hands.presses('Use my passkey')
}
