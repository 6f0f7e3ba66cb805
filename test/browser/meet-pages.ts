import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import pages from '../../scripts/pages.json' with { type: 'json' }
import { LOCALES, type Locale } from '../../src/kernel/locale.ts'
import { Invitations } from '../../src/people/invitations.service.ts'
import { newPage, overflow, violations } from './chromium.ts'
import { SCENES, type Visit } from './scenes.ts'
import { openHouse, Windows, type House } from './house.ts'

/**
 * A phone without our scripts, in the dark, and a desk with them, in light. Scripts are kept from loading, not forbidden:
 * axe is one.
 */
const VARIANTS = [
  { width: 360, colorScheme: 'dark', scripts: false },
  { width: 1280, colorScheme: 'light', scripts: true },
] as const

type Variant = (typeof VARIANTS)[number]

/** Each page is met once in each language, and in one of them otherwise than in the two others. */
const variantOf = (index: number, locale: Locale): Variant =>
  VARIANTS[(index + LOCALES.indexOf(locale)) % VARIANTS.length]!

/** Meets every page of `scripts/pages.json` in one language; a file a language, so that two are met side by side. */
export const meetPages = (locale: Locale): void => {
  let house: House
  let windows: Windows

  beforeAll(async () => {
    house = await openHouse({ scenes: true })
    windows = new Windows(house)
  })

  const windowOf = (who: string, { width, colorScheme, scripts }: Variant): Promise<Page> =>
    windows.of(
      who,
      { viewport: { width, height: 900 }, locale, timezoneId: 'America/Bogota', colorScheme },
      async (page) => {
        if (!scripts) await page.route('**/assets/*.js', (route) => route.abort())
      },
    )

  const visits: readonly Visit[] = [...pages, ...SCENES]
  test.each(visits.map((page, index) => ({ ...page, variant: variantOf(index, locale) })))(
    '$name, $variant.width pixels wide, scripts $variant.scripts',
    async ({ path, then, fill = {}, press = [], until, who, status = 200, variant }) => {
      const page = await windowOf(who, variant)
      await page.setViewportSize({ width: variant.width, height: 900 })
      let response = await page.goto(`${house.app.url}/${locale}${path}`)
      if (then) response = await page.goto(house.app.url + (await page.locator(then).first().getAttribute('href')))
      expect(response?.status()).toBe(status)
      for (const [box, text = ''] of Object.entries(fill)) {
        const field = page.locator(box).first()
        if (box.includes("type='file'"))
          await field.setInputFiles({ name: 'sessions.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
        else await (box.startsWith('select') ? field.selectOption(text) : field.fill(text))
      }
      for (const what of press) await page.locator(what).first().click()
      if (until) await page.locator(until).first().waitFor()
      // What was waited for may stand there before the style sheet does.
      await page.waitForLoadState('load')
      expect(await violations(page)).toEqual([])
      await page.setViewportSize({ width: 320, height: 640 })
      expect(await overflow(page)).toBe(0)
    },
  )

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
