import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { LoadSamples } from '../../src/desk/samples/load-samples.service.ts'
import { sampleDraft, type SampleRegistration } from '../../src/desk/samples/sample-registrations.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { People } from '../../src/people/people.service.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { launchChromium } from './chromium.ts'
import { setScenes } from './scenes.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { askForCode, signIn } from './sign-in.ts'

/** What a browser remembers of somebody: their cookies. */
export type Remembered = Exclude<BrowserContextOptions['storageState'], undefined>

/** Plenary with its sample meetings, mail in the outbox, and a browser in front of it. */
export interface House {
  app: TestApp
  browser: Browser
  /** By who looks, as `scripts/pages.json` names them; nothing for anybody. */
  remembered: ReadonlyMap<string, Remembered>
}

const APPLICANT = 'applicant@mission.example.org'

/** A sample participant whose place is confirmed, somebody who has only begun, one who has filled in the form, a focal point, and an organiser. */
const PEOPLE = {
  participant: 'regional-data-officer@international-organization-for-migration.example.org',
  newcomer: 'newcomer@mission.example.org',
  applicant: APPLICANT,
  'focal-point': 'permanent-mission@ecuador.example.org',
  organiser: 'organiser@example.org',
} as const

/** Opens the house on a fixed day, so that what is read aloud is the same each time; with `scenes.ts` where asked. */
export const openHouse = async ({ scenes = false } = {}): Promise<House> => {
  const app = await startApp({ now: '2026-11-25T09:00:00Z', settings: { development: true, smtpUrl: undefined } })
  await app.get(LoadSamples).loadOnce()
  const organiser = await app.database.transaction(async (tx) => {
    const people = app.get(People)
    const person = await people.ensure(tx, emailFrom(PEOPLE.organiser)!, 'en')
    await people.grant(tx, person, 'organiser')
    return person
  })
  const extras = scenes ? await setScenes(app, organiser) : {}
  const browser = await launchChromium()
  const remembered = new Map<string, Remembered>()
  for (const [who, email] of Object.entries({ ...PEOPLE, ...extras })) {
    const context = await browser.newContext()
    await signIn(app, context, email, { at: who === 'organiser' ? '/desk' : '' })
    if (who === 'organiser') await passesSecondFactor(app, email)
    remembered.set(who, await context.storageState())
    await context.close()
  }
  await fillIn(app)
  const context = await browser.newContext()
  await askForCode(app, context, 'asker@mission.example.org')
  remembered.set('asker', await context.storageState())
  await context.close()
  return { app, browser, remembered }
}

/** Everything of the form but the click on Send. */
const fillIn = async (app: TestApp): Promise<void> => {
  const meeting = await app.get(Meetings).named('demo-regional-dialogue')
  const person = (await app.get(People).byEmail(emailFrom(APPLICANT)!))!.id
  const sample: SampleRegistration = {
    who: 'Coordinator',
    constituency: 'civil-society',
    organization: 'A network of organizations',
    language: 'en',
    days: ['in-person', 'online', 'none'],
    then: 'begun',
  }
  await app.get(Registrations).saveDraft(meeting, person, sampleDraft(sample, meeting), 'en')
}

/** The windows of a house; each is opened once, for opening one takes longer than most pages. */
export class Windows {
  private readonly open = new Map<string, Promise<Page>>()

  constructor(private readonly house: House) {}

  /** The window in which somebody reads; `prepare` is done to it when it is opened. */
  of(
    who: string,
    options: BrowserContextOptions = {},
    prepare: (page: Page) => Promise<void> = async () => {},
  ): Promise<Page> {
    const key = `${who} ${JSON.stringify(options)}`
    const known = this.open.get(key) ?? this.openFor(who, options, prepare)
    this.open.set(key, known)
    return known
  }

  private async openFor(
    who: string,
    options: BrowserContextOptions,
    prepare: (page: Page) => Promise<void>,
  ): Promise<Page> {
    const storageState = this.house.remembered.get(who)
    const context = await this.house.browser.newContext({ ...options, ...(storageState && { storageState }) })
    const page = await context.newPage()
    await prepare(page)
    return page
  }
}
