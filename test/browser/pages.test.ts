import { beforeAll, describe, expect, test } from 'vitest'
import pages from '../../scripts/pages.json' with { type: 'json' }
import { LOCALES } from '../../src/kernel/locale.ts'
import { overflow, violations } from './chromium.ts'
import { openHouse, type House } from './house.ts'

/**
 * Each page is met once on a phone without our scripts, in the dark, and once on a desk with them, in light. Scripts are
 * kept from loading, not forbidden: axe is one.
 */
const VARIANTS = [
  { width: 360, colorScheme: 'dark', scripts: false },
  { width: 1280, colorScheme: 'light', scripts: true },
] as const

let house: House
beforeAll(async () => {
  house = await openHouse()
})

describe.each(LOCALES)('in %s', (locale) => {
  describe.each(VARIANTS)('$width pixels wide, $colorScheme, scripts $scripts', ({ width, colorScheme, scripts }) => {
    test.each(pages)('$name', async ({ path, who, status = 200 }) => {
      const storageState = house.remembered.get(who)
      const context = await house.browser.newContext({
        viewport: { width, height: 900 },
        locale,
        timezoneId: 'America/Bogota',
        colorScheme,
        ...(storageState && { storageState }),
      })
      try {
        const page = await context.newPage()
        if (!scripts) await page.route('**/assets/*.js', (route) => route.abort())
        const response = await page.goto(`${house.app.url}/${locale}${path}`)
        expect(response?.status()).toBe(status)
        expect(await violations(page)).toEqual([])
        await page.setViewportSize({ width: 320, height: 640 })
        expect(await overflow(page)).toBe(0)
      } finally {
        await context.close()
      }
    })
  })
})
