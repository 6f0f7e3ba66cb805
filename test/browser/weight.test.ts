import { beforeAll, expect, test } from 'vitest'
import { newPage } from './chromium.ts'
import { openHouse, type House } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})

test('the public agenda needs at most 40 kB to be read, with all that it loads', async () => {
  const page = await newPage(house.browser)
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    sizes.push(request.sizes().then((of) => of.responseBodySize + of.responseHeadersSize))
  })
  await page.goto(`${house.app.url}/fr/unnm-2022/agenda`, { waitUntil: 'networkidle' })
  page.removeAllListeners('requestfinished')
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  expect(sizes.length).toBeGreaterThan(2)
  expect(total).toBeLessThan(40_000)
})
