import { beforeAll, describe, expect, test } from 'vitest'
import { newPage } from './chromium.ts'
import { openHouse, type House } from './house.ts'
import { enter, focused, tabStops, tabTo } from './keyboard.ts'
import { newestCode } from './sign-in.ts'

const demo = '/demo-regional-dialogue'

let house: House
beforeAll(async () => {
  house = await openHouse()
})

describe('with the keyboard alone', () => {
  test.each([
    ['with scripts', true],
    ['without scripts', false],
  ])('a delegate registers, %s', async (_, javaScriptEnabled) => {
    const email = `second.secretary.${javaScriptEnabled}@mission.example.org`
    const page = await newPage(house.browser, { javaScriptEnabled })
    const { keyboard } = page
    await page.goto(`${house.app.url}/en${demo}`)

    await keyboard.press('Tab')
    expect((await focused(page))?.name).toBe('Skip to content')
    await keyboard.press('Enter')
    await page.waitForURL(/#main$/)

    await tabTo(page, 'Register')
    await enter(page)
    await tabTo(page, 'E-mail address')
    await keyboard.type(email)
    await enter(page)
    await tabTo(page, 'Eight-digit code')
    await keyboard.type(await newestCode(house.app, email))
    await enter(page)

    await tabTo(page, 'Given names')
    await keyboard.type('Second')
    await tabTo(page, /^Family name/)
    await keyboard.type('Secretary')
    await enter(page)

    await tabTo(page, /^You take part for/)
    await keyboard.press('Space')
    await tabTo(page, 'State')
    if (javaScriptEnabled) {
      await keyboard.type('cote')
      await keyboard.press('ArrowDown')
      await keyboard.press('Enter')
    } else await keyboard.type('Ghana')
    await tabTo(page, 'Save and continue')
    await enter(page)

    // An empty answer comes back, and the way to it is the first thing met.
    await tabTo(page, 'Save and continue')
    await enter(page)
    expect(await page.title()).toMatch(/^Error: Attendance/)
    for (const day of ['29', '30', '31']) {
      // Tab meets a group of choices once; the arrows choose in it.
      await tabTo(page, new RegExp(`${day} December`))
      await keyboard.press('ArrowDown')
    }
    await tabTo(page, 'Save and continue')
    await enter(page)

    await tabTo(page, /^Preferred working language/)
    await keyboard.press('Space')
    await tabTo(page, 'Save and continue')
    await enter(page)

    await tabTo(page, /^The organizers may use/)
    await keyboard.press('Space')
    await tabTo(page, 'Send')
    await enter(page)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/request/)
    expect(await page.locator('main').textContent()).toContain(javaScriptEnabled ? 'Côte d’Ivoire' : 'Ghana')
  })

  test('an organiser does something to many, past the list or from a tick', async () => {
    const page = await newPage(house.browser, {
      viewport: { width: 1000, height: 700 },
      storageState: house.remembered.get('organiser')!,
    })
    const { keyboard } = page
    await page.goto(`${house.app.url}/en/desk${demo}/registrations`)
    await tabTo(page, /^Skip the list/)
    expect((await focused(page))?.seen).toBe(true)
    await keyboard.press('Enter')
    await keyboard.press('Tab')
    expect((await focused(page))?.name).toBe('Which registrations')
    await keyboard.type('All')
    await keyboard.press('Tab')
    await keyboard.type('Decline')
    await keyboard.press('Tab')
    expect((await focused(page))?.name).toBe('Continue')
    await enter(page)
    expect(await page.title()).toMatch(/^Decline/)
    // Nothing is done before its effect was shown.
    await tabTo(page, 'Show what it would do')

    await page.goto(`${house.app.url}/en/desk${demo}/registrations`)
    await tabTo(page, /^(Pick|Select) /)
    await keyboard.press('Space')
    await enter(page)
    expect(await page.title()).toMatch(/^Verify and confirm/)
    expect(await page.locator('main').textContent()).toContain('1 registration')
  })

  test.each([
    ['anybody', '/unnm-2022'],
    ['anybody', '/unnm-2022/agenda'],
    ['anybody', `${demo}/sessions/DX-1`],
    ['newcomer', `${demo}/register/representing`],
    ['participant', `${demo}/me`],
    ['participant', `${demo}/me/calendar`],
    ['organiser', `/desk${demo}/registrations`],
    ['organiser', `/desk${demo}/review`],
    ['organiser', `/desk${demo}/places`],
    ['organiser', `/desk${demo}/agenda`],
  ])('%s sees where they are at every stop of %s', async (who, path) => {
    const storageState = house.remembered.get(who)
    const page = await newPage(house.browser, {
      viewport: { width: 1000, height: 700 },
      ...(storageState && { storageState }),
    })
    await page.goto(`${house.app.url}/en${path}`)
    const stops = await tabStops(page)
    expect(stops.length).toBeGreaterThan(5)
    expect(stops.filter(({ ring, seen, name }) => !ring || !seen || name === '')).toEqual([])
  })
})

test.each([
  ['organiser', `/desk${demo}/registrations`, 'main tbody th'],
  ['organiser', `/desk${demo}/review`, 'main .terms dd'],
  ['organiser', `/desk${demo}/places`, 'main tbody td'],
  ['participant', `${demo}/me`, 'main .terms dd'],
  ['focal-point', `${demo}/delegation`, 'main tbody td'],
])('what %s prints of %s is what it says, without the buttons', async (who, path, says) => {
  const page = await newPage(house.browser, { storageState: house.remembered.get(who)! })
  await page.goto(`${house.app.url}/en${path}`)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator(says).first().isVisible()).toBe(true)
  expect(await page.locator('main button').filter({ visible: true }).count()).toBe(0)
  const cut = `[...document.querySelectorAll('main select')].filter((one) => one.scrollWidth > one.clientWidth + 1).length`
  expect(await page.evaluate(cut)).toBe(0)
})
