import { beforeAll, expect, test } from 'vitest'
import { newPage, violations } from './chromium.ts'
import { openHouse, type House } from './house.ts'

// A screen at a door of the demonstration meeting.

let house: House
beforeAll(async () => {
  house = await openHouse()
})

const title = (state: string) => `.door-entry.${state} h2`

test('goes on by itself, says since when it hears nothing, and comes back', async () => {
  const page = await newPage(house.browser, { viewport: { width: 1280, height: 720 } })
  // The screen's own clock is ten years wrong: the server's counts.
  await page.clock.install({ time: '2012-01-01T10:00:00Z' })
  await page.goto(`${house.app.url}/en/demo-regional-dialogue/rooms/cr1/screen`)
  const shownAt = await page.locator('[data-clock]').textContent()
  expect(await page.locator('.door-lost').isVisible()).toBe(false)
  expect(await violations(page)).toEqual([])

  await page.route('**/screen**', (route) => route.abort())
  await page.context().setOffline(true)
  await page.clock.runFor(70_000)
  await page.locator('.door-lost').waitFor()
  expect(await page.locator('.door-lost').textContent()).toBe(`No connection since ${shownAt}. Shown as it was then.`)
  // The clock goes on, and so does what is now.
  expect(await page.locator('[data-clock]').textContent()).not.toBe(shownAt)
  expect(await page.locator(title('next')).first().textContent()).toBeTruthy()

  await page.unroute('**/screen**')
  await page.context().setOffline(false)
  await expect
    .poll(
      async () => {
        await page.clock.runFor(35_000)
        return page.locator('.door-lost').isVisible()
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(false)
})
