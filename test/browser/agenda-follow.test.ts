import { beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { newPage, violations } from './chromium.ts'
import { openHouse, type House } from './house.ts'

// Following sessions where they are read, with a script: nothing is loaded again, nothing scrolls.

let house: House
let agenda: string
beforeAll(async () => {
  house = await openHouse()
  agenda = `${house.app.url}/en/demo-regional-dialogue/agenda`
})

const button = (page: Page, title: string) => page.getByRole('button', { name: `Follow ${title}` })
const isPressed = (page: Page, title: string) => button(page, title).and(page.locator('[aria-pressed=true]'))
const clash = (page: Page) => page.locator('.clash')
const kept = (page: Page): Promise<string | null> =>
  page.evaluate(`localStorage.getItem('plenary-agenda-demo-regional-dialogue')`)
const scrolled = (page: Page): Promise<number> => page.evaluate('scrollY')

/** Two that are on at once, and one the next day. */
const [ONE, OTHER, LATER] = ['What censuses and registers can tell', 'Data protection and trust', 'From data to policy']

describe('who is not signed in', () => {
  test('keeps them on the device, sees what clashes, and finds them in my agenda', async () => {
    const page = await newPage(house.browser)
    await page.goto(agenda)
    expect(await page.getByText('kept on this device alone').isVisible()).toBe(true)
    expect(await kept(page)).toBe(null)
    await button(page, LATER!).scrollIntoViewIfNeeded()
    const before = await scrolled(page)
    await button(page, LATER!).click()
    await isPressed(page, LATER!).waitFor()
    expect(await scrolled(page)).toBe(before)
    await button(page, ONE!).click()
    expect(await clash(page).count()).toBe(0)
    await button(page, OTHER!).click()
    expect(await clash(page).count()).toBe(2)
    expect(await page.getByRole('status').filter({ hasText: 'At the same time as another' }).count()).toBe(1)
    expect(await violations(page)).toEqual([])

    await page.reload()
    await isPressed(page, OTHER!).waitFor()
    expect(await clash(page).count()).toBe(2)
    await button(page, OTHER!).click()
    expect(await clash(page).count()).toBe(0)
    await page.locator('[data-agenda-of]').getByRole('link', { name: 'My agenda' }).click()
    await page.waitForURL(/session=/)
    const terms = page.locator('main .terms')
    expect(await terms.getByRole('link').allTextContents()).toEqual([ONE, LATER])
  })

  test('sees a clash with a session that the page does not show', async () => {
    const page = await newPage(house.browser)
    await page.goto(agenda)
    await button(page, ONE!).click()
    await page.goto(`${agenda}?q=trust`)
    expect(await page.locator('article.session').count()).toBe(1)
    await button(page, OTHER!).click()
    expect(await clash(page).count()).toBe(1)
  })

  test('is offered nothing where the device may keep nothing', async () => {
    const page = await newPage(house.browser)
    await page.addInitScript(() =>
      Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new Error('no')
        },
      }),
    )
    await page.goto(agenda)
    expect(await page.locator('.press').count()).toBe(0)
    expect(await page.getByText('kept on this device alone').isVisible()).toBe(false)
  })
})

describe('who is signed in', () => {
  const signedIn = async (options: { javaScriptEnabled?: boolean } = {}): Promise<Page> => {
    const page = await newPage(house.browser, { storageState: house.remembered.get('participant')!, ...options })
    await page.goto(agenda)
    return page
  }

  test('follows and leaves without loading the page again, and it is kept with their registration', async () => {
    const page = await signedIn()
    let loads = 0
    page.on('load', () => loads++)
    for (const title of [ONE!, OTHER!]) {
      await button(page, title).click()
      await isPressed(page, title).waitFor()
    }
    await clash(page).nth(1).waitFor()
    expect(await violations(page)).toEqual([])
    expect(loads).toBe(0)
    await page.reload()
    await isPressed(page, ONE!).waitFor()
    expect(await clash(page).count()).toBe(2)
    await button(page, OTHER!).click()
    await clash(page).first().waitFor({ state: 'detached' })
    expect(await kept(page)).toBe(null)
  })

  test('is told when there is no network, and the button stays as it was', async () => {
    const page = await signedIn()
    await page.context().setOffline(true)
    await button(page, LATER!).click()
    await page.getByRole('alert').filter({ hasText: 'could not be saved' }).waitFor()
    expect(await isPressed(page, LATER!).count()).toBe(0)
    await page.context().setOffline(false)
    await button(page, LATER!).click()
    await isPressed(page, LATER!).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('whose sign-in has ended meanwhile is asked to sign in, not left in the belief', async () => {
    const page = await signedIn()
    await page.context().clearCookies()
    await button(page, 'A common set of indicators').click()
    await page.waitForURL(/sign-in/)
  })

  test('does the same without a script', async () => {
    const page = await signedIn({ javaScriptEnabled: false })
    await button(page, 'Opening of the Dialogue').click()
    expect(page.url()).toBe(`${agenda}#dx-1`)
    expect(await isPressed(page, 'Opening of the Dialogue').count()).toBe(1)
  })
})
