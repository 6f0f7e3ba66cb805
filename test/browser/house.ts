import { request, type APIRequestContext, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { LoadSamples } from '../../src/desk/samples/load-samples.service.ts'
import { sampleDraft, type SampleRegistration } from '../../src/desk/samples/sample-registrations.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { PersonId } from '../../src/kernel/id.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { People } from '../../src/people/people.service.ts'
import type { Settings } from '../../src/platform/config/settings.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { launchChromium } from './chromium.ts'
import { setScenes } from './scenes.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { newestCode, sendForCode, signIn } from './sign-in.ts'

/** What a browser remembers of somebody: their cookies. */
export type Remembered = Exclude<BrowserContextOptions['storageState'], undefined>

/** Plenary with its sample meetings, mail in the outbox, and a browser in front of it. */
export interface House {
  app: TestApp
  browser: Browser
  /** By who looks, as `scripts/pages.json` names them; nothing for anybody. */
  remembered: ReadonlyMap<string, Remembered>
}

/** By which our pages call the device of those who have signed in. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

const APPLICANT = 'applicant@mission.example.org'

/** A sample participant whose place is confirmed, somebody who has only begun, one who has filled in the form, a focal point, and an organiser. */
const PEOPLE = {
  participant: 'regional-data-officer@international-organization-for-migration.example.org',
  newcomer: 'newcomer@mission.example.org',
  applicant: APPLICANT,
  'focal-point': 'permanent-mission@ecuador.example.org',
  organiser: 'organiser@example.org',
} as const

/** A fixed day, so that what is read aloud is the same each time. */
const NOW = '2026-11-25T09:00:00Z'
const SETTINGS = { development: true, smtpUrl: undefined } as const

/** What every house begins with, made once for all files of a worker. */
interface Ground {
  /** Nobody is connected to it any more. */
  database: string
  secretKeys: Settings['secretKeys']
  organiser: PersonId
  remembered: ReadonlyMap<string, Remembered>
}

let laid: Promise<Ground> | undefined

/** The sample meetings, and people who have signed in. */
const layGround = async (): Promise<Ground> => {
  const app = await startApp({ now: NOW, settings: SETTINGS })
  await app.get(LoadSamples).loadOnce()
  const organiser = await app.database.transaction(async (tx) => {
    const people = app.get(People)
    const person = await people.ensure(tx, emailFrom(PEOPLE.organiser)!, 'en')
    await people.grant(tx, person, 'organiser')
    return person
  })
  const remembered = await rememberedIn(app, PEOPLE)
  await passesSecondFactor(app, PEOPLE.organiser)
  await fillIn(app)
  const asker = await rememberedAfter((browser) => sendForCode(app, browser, 'asker@mission.example.org'))
  await newestCode(app, 'asker@mission.example.org')
  await app.stop()
  const { urls, settings } = app
  return {
    database: urls.ownerDatabaseUrl,
    secretKeys: settings.secretKeys,
    organiser,
    remembered: new Map([...remembered, ['asker', asker]]),
  }
}

/** Opens the house on a database of its own; with `scenes.ts` where asked. */
export const openHouse = async ({ scenes = false } = {}): Promise<House> => {
  laid ??= layGround().catch((error: unknown) => {
    laid = undefined // the next file tries for itself
    throw error
  })
  const { database, secretKeys, organiser, remembered } = await laid
  const app = await startApp({ now: NOW, settings: { ...SETTINGS, secretKeys }, copyOf: database })
  const inScenes = scenes ? await rememberedIn(app, await setScenes(app, organiser)) : []
  return { app, browser: await launchChromium(), remembered: new Map([...remembered, ...inScenes]) }
}

/** Signs people in, each in a browser of their own; answers what these remember. */
const rememberedIn = async (app: TestApp, people: Readonly<Record<string, string>>): Promise<[string, Remembered][]> =>
  Promise.all(
    Object.entries(people).map(async ([who, email]): Promise<[string, Remembered]> => {
      const at = who === 'organiser' ? '/desk' : ''
      return [who, await rememberedAfter((browser) => signIn(app, browser, email, { at }))]
    }),
  )

/** What a new browser remembers of something that was done in it. */
const rememberedAfter = async (doing: (browser: APIRequestContext) => Promise<void>): Promise<Remembered> => {
  const browser = await request.newContext({ userAgent: USER_AGENT })
  await doing(browser)
  const state = await browser.storageState()
  await browser.dispose()
  return state
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
