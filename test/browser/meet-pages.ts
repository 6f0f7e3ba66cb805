import { beforeAll, describe, expect, test } from 'vitest'
import pages from '../../scripts/pages.json' with { type: 'json' }
import type { Locale } from '../../src/kernel/locale.ts'
import { Invitations } from '../../src/people/invitations.service.ts'
import { newPage, overflow, violations } from './chromium.ts'
import { openHouse, type House } from './house.ts'

/**
 * Each page is met once on a phone without our scripts, in the dark, and once on a desk with them, in light. Scripts are
 * kept from loading, not forbidden: axe is one.
 */
const VARIANTS = [
  { width: 360, colorScheme: 'dark', scripts: false },
  { width: 1280, colorScheme: 'light', scripts: true },
] as const

/** Meets every page of `scripts/pages.json` in one language; a file a language, so that two are met side by side. */
export const meetPages = (locale: Locale): void => {
  let house: House
  beforeAll(async () => {
    house = await openHouse()
  })

  describe.each(VARIANTS)('$width pixels wide, $colorScheme, scripts $scripts', ({ width, colorScheme, scripts }) => {
    test.each(pages)('$name', async ({ path, then, who, status = 200 }) => {
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
        let response = await page.goto(`${house.app.url}/${locale}${path}`)
        if (then) response = await page.goto(house.app.url + (await page.locator(then).first().getAttribute('href')))
        expect(response?.status()).toBe(status)
        expect(await violations(page)).toEqual([])
        await page.setViewportSize({ width: 320, height: 640 })
        expect(await overflow(page)).toBe(0)
      } finally {
        await context.close()
      }
    })
  })

  test('an invitation has nothing in the way, on a phone and on a desk', async () => {
    const link = await house.app.get(Invitations).create({ role: 'organiser' })
    const page = await newPage(house.browser, { locale, viewport: { width: 1280, height: 900 } })
    await page.goto(`${house.app.url}${link.pathname.replace(/^\/\w+/, `/${locale}`)}`)
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await violations(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
  })
}
