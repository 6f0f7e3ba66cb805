import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { LOCALES } from '../../src/kernel/locale.ts'
import { openHouse, Windows, type House } from './house.ts'

const demo = '/demo-regional-dialogue'

/** The pages that most people hear. What is told is kept beside this file: read it aloud when it changes. */
const HEARD = [
  ['home', '', 'anybody'],
  ['meeting', '/unnm-2022', 'anybody'],
  ['agenda', '/unnm-2022/releases/rev.1', 'anybody'],
  ['changes', '/unnm-2022/changes?from=draft&to=rev.1', 'anybody'],
  ['session', `${demo}/sessions/DX-7`, 'anybody'],
  ['sign-in', '/sign-in', 'anybody'],
  ['register', `${demo}/register/you`, 'newcomer'],
  ['me', `${demo}/me`, 'participant'],
] as const

let house: House
let windows: Windows
beforeAll(async () => {
  house = await openHouse()
  windows = new Windows(house)
})

const windowOf = (who: string): Promise<Page> => windows.of(who, { locale: 'en-GB', timezoneId: 'Europe/Zurich' })

/** Addresses are not heard, and a reference is another in each house. */
const heard = (snapshot: string): string =>
  snapshot
    .split('\n')
    .filter((line) => !/^\s*- \/url:/.test(line))
    // A link with nothing below it but its address needs no colon.
    .map((line) => line.replace(/^(\s*- link ".*"):$/, '$1').replace(/\b[A-Z2-9]{3}-[A-Z2-9]{3}\b/, 'ABC-DEF'))
    .join('\n') + '\n'

describe.each(LOCALES)('in %s', (locale) => {
  test.each(HEARD)('%s is heard as it is written down', async (name, path, who) => {
    const page = await windowOf(who)
    const response = await page.goto(`${house.app.url}/${locale}${path}`)
    expect(response?.status()).toBe(200)
    await expect(heard(await page.locator('body').ariaSnapshot())).toMatchFileSnapshot(`spoken/${name}.${locale}.txt`)
  })

  test('the headings of an agenda are a timetable', async () => {
    const page = await windowOf('anybody')
    await page.goto(`${house.app.url}/${locale}/unnm-2022/agenda`)
    const headings = await page.getByRole('heading', { level: 3 }).allTextContents()
    expect(headings.length).toBeGreaterThan(10)
    for (const heading of headings) expect(heading).toMatch(/^\d\d:\d\d– (to|à|a) \d\d:\d\d, \S/)
  })

  test('what is not in the page’s language says so', async () => {
    const page = await windowOf('anybody')
    await page.goto(`${house.app.url}/${locale}${demo}/sessions/DX-4`)
    // This session has an abstract in English only.
    expect(await page.locator('.lead').getAttribute('lang')).toBe(locale === 'en' ? null : 'en')
  })
})
