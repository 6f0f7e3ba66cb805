import { beforeAll, expect, test } from 'vitest'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { People } from '../../src/people/people.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample } from '../journeys/people.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { launchChromium, newPage } from './chromium.ts'
import { signIn } from './sign-in.ts'

// A day at the desk with more sessions than one frame can lay out: their boxes stand at once, what is in them follows.

const ANA = 'ana@secretariat.example.org'
const ROOMS = 8
const HOURS = 10

let app: TestApp
let browser: Browser
let remembered: Exclude<BrowserContextOptions['storageState'], undefined>

beforeAll(async () => {
  app = await startApp({ settings: { development: true, smtpUrl: undefined } })
  await loadSample(app, 'meeting', undefined, (file) => {
    file.rooms = Array.from({ length: ROOMS }, (_, number) => ({ id: `r${number}`, name: { en: `Room ${number}` } }))
    const [one] = file.sessions.filter(
      ({ kind, people, items }) => kind === 'panel' && !people?.length && !items?.length,
    )
    const { materials: _, joinLink: _link, ...panel } = one ?? file.sessions[2]!
    file.sessions = file.rooms.flatMap(({ id }, room) =>
      Array.from({ length: HOURS }, (_hour, hour) => ({
        ...panel,
        code: `FD-${hour}-${room}`,
        day: 1,
        start: `${String(8 + hour).padStart(2, '0')}:00`,
        end: `${String(9 + hour).padStart(2, '0')}:00`,
        room: id,
      })),
    )
    file.materials = []
    file.releases = []
    file.meeting.registration.seatPools = []
  })
  await app.database.transaction(async (tx) => {
    const people = app.get(People)
    await people.grant(tx, await people.ensure(tx, emailFrom(ANA)!, 'en'), 'organiser')
  })
  browser = await launchChromium()
  const context = await browser.newContext()
  await signIn(app, context.request, ANA, { at: '/desk' })
  await passesSecondFactor(app, ANA)
  remembered = await context.storageState()
  await context.close()
})

/** The day at the desk; `lost` keeps its script from arriving. */
const openDay = async (
  options: BrowserContextOptions = {},
  { lost = false }: { lost?: boolean } = {},
): Promise<Page> => {
  const page = await newPage(browser, { storageState: remembered, viewport: { width: 1280, height: 900 }, ...options })
  if (lost) await page.route('**/assets/plan.*.js', (route) => route.abort())
  await page.goto(`${app.url}/en/desk/unnm-2022/agenda`)
  return page
}

/** How many sessions say what they are; the others are still empty boxes. */
const readable = (page: Page): Promise<number> =>
  page.evaluate<number>("[...document.querySelectorAll('.entry h3')].filter((title) => title.checkVisibility()).length")

test('every session is there after a moment, and the first of the day from the beginning', async () => {
  const page = await openDay()
  expect(await page.locator('.entry').count()).toBe(ROOMS * HOURS)
  await page.locator('.entry h3 a').first().waitFor()
  expect(await readable(page)).toBeGreaterThanOrEqual(30)
  await expect.poll(() => readable(page), { timeout: 3000 }).toBe(ROOMS * HOURS)
})

test('they come by themselves where the script is lost on its way', async () => {
  const page = await openDay({}, { lost: true })
  expect(await readable(page)).toBeLessThan(ROOMS * HOURS)
  await expect.poll(() => readable(page), { timeout: 10_000 }).toBe(ROOMS * HOURS)
})

test('they are all there at once without scripts, and on a phone', async () => {
  const still = await openDay({ javaScriptEnabled: false })
  expect(await still.locator('.entry.later').count()).toBeGreaterThan(0)
  await expect.poll(() => readable(still), { timeout: 3000 }).toBe(ROOMS * HOURS)
  const phone = await openDay({ viewport: { width: 390, height: 844 } }, { lost: true })
  expect(await readable(phone)).toBe(ROOMS * HOURS)
})
