import { beforeAll, expect, test } from 'vitest'
import { newPage, violations } from './chromium.ts'
import { openHouse, type House } from './house.ts'

// A venue with a bad network.

let house: House
let agenda: string
beforeAll(async () => {
  house = await openHouse()
  agenda = `${house.app.url}/fr/unnm-2022/agenda`
})

/** What the device holds of us. */
const HELD = `(async () => ({
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  caches: await caches.keys(),
}))()`

test('nothing is kept, and no worker registered, by who only reads', async () => {
  const page = await newPage(house.browser)
  await page.goto(agenda)
  await page.getByRole('button', { name: 'Garder hors ligne' }).waitFor()
  await page.reload()
  expect(await page.evaluate(HELD)).toEqual({ workers: 0, caches: [] })
})

test('who keeps the agenda reads it without a network, is told since when, and can remove it', async () => {
  const page = await newPage(house.browser)
  await page.goto(agenda)
  await page.getByRole('button', { name: 'Garder hors ligne' }).click()
  await page.getByText('Gardé sur cet appareil').waitFor()
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')

  await page.context().setOffline(true)
  await page.goto(`${agenda}?q=plan`)
  await page.getByText('Pas de réseau').waitFor()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Programme')
  expect(await page.locator('.slot').count()).toBeGreaterThan(10)
  // Its style and scripts are there too.
  expect(await page.evaluate(`getComputedStyle(document.querySelector('.slot')).display`)).toBe('grid')
  expect(await violations(page)).toEqual([])

  await page.context().setOffline(false)
  await page.goto(agenda)
  await page.getByText('Gardé sur cet appareil').waitFor()
  expect(await page.locator('html[data-kept]').count()).toBe(0)
  await page.getByRole('button', { name: 'Supprimer' }).click()
  await page.getByRole('button', { name: 'Garder hors ligne' }).waitFor()
  expect(await page.evaluate(HELD)).toEqual({ workers: 0, caches: [] })
})
