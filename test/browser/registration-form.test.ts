import { beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { emailFrom } from '../../src/kernel/email-address.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Meetings } from '../../src/meetings/meetings.service.ts'
import { People } from '../../src/people/people.service.ts'
import type { Draft } from '../../src/registration/registration.ts'
import { Registrations } from '../../src/registration/registrations.service.ts'
import { overflow, violations } from './chromium.ts'
import { openHouse, type House } from './house.ts'
import { signIn } from './sign-in.ts'

let house: House
let meeting: Meeting
beforeAll(async () => {
  house = await openHouse()
  const meetings = house.app.get(Meetings)
  const { id } = await meetings.named('demo-regional-dialogue')
  await house.app.database.transaction((tx) =>
    meetings.configureRegistration(tx, id, (now) => ({
      ...now,
      questions: [
        {
          id: 'food',
          type: 'one-of',
          required: false,
          label: { en: 'What do you eat?', fr: 'Que mangez-vous\u00a0?', es: '¿Qué come?' },
          options: [
            { id: 'all', label: { en: 'Everything', fr: 'Tout', es: 'Todo' } },
            { id: 'halal', label: { en: 'Halal', fr: 'Halal', es: 'Halal' } },
          ],
        },
        {
          id: 'kitchen',
          type: 'short-text',
          required: true,
          label: { en: 'Which kitchen?', fr: 'Quelle cuisine\u00a0?', es: '¿Qué cocina?' },
          appliesTo: { answer: { question: 'food', is: ['halal'] } },
        },
        { id: 'arrival', type: 'date', required: false, label: { en: 'Arrival', fr: 'Arrivée', es: 'Llegada' } },
      ],
    })),
  )
  meeting = await meetings.named('demo-regional-dialogue')
})

const at = (step: string, locale = 'en') => `${house.app.url}/${locale}/demo-regional-dialogue/register/${step}`

const draftOf = async (email: string): Promise<Draft | undefined> => {
  const person = await house.app.get(People).byEmail(emailFrom(email)!)
  return person && (await house.app.get(Registrations).own(meeting, person.id))?.draft
}

const open = async (who: 'newcomer' | 'applicant', width = 1280): Promise<Page> => {
  const storageState = house.remembered.get(who)!
  const context = await house.browser.newContext({ viewport: { width, height: 900 }, locale: 'en', storageState })
  return context.newPage()
}

describe('saved while somebody types', () => {
  const NEWCOMER = 'newcomer@mission.example.org'

  test('without sending, and it says so', async () => {
    const page = await open('newcomer')
    await page.goto(at('you'))
    await page.getByLabel('Given names').fill('Nadia')
    await page.getByText('Saved.').waitFor()
    expect((await draftOf(NEWCOMER))?.names?.givenNames).toBe('Nadia')
    await page.context().close()
  })

  test('through a line that drops: it keeps trying, and nothing is lost when the page comes back', async () => {
    const page = await open('newcomer')
    await page.goto(at('you'))
    await page.context().setOffline(true)
    await page.getByLabel('Given names').fill('Nadia Amina')
    await page.getByText('Not saved yet: no connection.').waitFor()
    expect((await draftOf(NEWCOMER))?.names?.givenNames).toBe('Nadia')
    // Back on line, but the page was closed on the way: what was typed stands in the form again, and is saved.
    await page.route('**/draft', (route) => route.abort())
    await page.context().setOffline(false)
    await page.reload()
    expect(await page.getByLabel('Given names').inputValue()).toBe('Nadia Amina')
    await page.unroute('**/draft')
    await page.reload()
    await expect.poll(async () => (await draftOf(NEWCOMER))?.names?.givenNames, { timeout: 20_000 }).toBe('Nadia Amina')
    expect(await page.getByLabel('Given names').inputValue()).toBe('Nadia Amina')
    await page.context().close()
  })

  test('on a slow line what is sent wins over what was on its way', async () => {
    const page = await open('newcomer')
    await page.goto(at('you'))
    // Until the page has moved on, nothing arrives; then it does.
    const line = Promise.withResolvers<void>()
    const arrived: Promise<void>[] = []
    await page.route('**/draft', (route) => {
      arrived.push(line.promise.then(() => route.continue()))
    })
    await page.getByLabel('Given names').fill('Nad')
    await page.waitForRequest('**/draft')
    await page.getByLabel('Given names').fill('Nadia Karim')
    await page.getByRole('button', { name: 'Save and continue' }).click()
    await page.waitForURL('**/representing')
    line.resolve()
    await Promise.allSettled(arrived)
    // The page it came from is gone: nothing there tells when it was answered.
    await new Promise((done) => setTimeout(done, 1000))
    expect((await draftOf(NEWCOMER))?.names?.givenNames).toBe('Nadia Karim')
    await page.context().close()
  })

  test('who was signed out meanwhile is led back to where they were', async () => {
    const page = await open('newcomer')
    await page.goto(at('representing'))
    await page.context().clearCookies()
    await page.getByRole('combobox', { name: 'Organization' }).fill('A network')
    const link = page.getByRole('link', { name: 'Sign in again' })
    await link.waitFor()
    expect(await link.getAttribute('href')).toBe(
      `/en/sign-in?next=${encodeURIComponent('/en/demo-regional-dialogue/register/representing')}`,
    )
    await page.context().close()
  })
})

test('signing out, what was typed and not saved goes from every tab', async () => {
  const context = await house.browser.newContext({ locale: 'en' })
  await signIn(house.app, context.request, 'shared-computer@mission.example.org')
  const form = await context.newPage()
  await form.goto(at('you'))
  await form.route('**/draft', (route) => route.abort())
  await form.getByLabel('Given names').fill('Nadia')
  await form.getByText('Not saved yet: no connection.').waitFor()
  const unsaved = () => form.evaluate(() => Object.keys(sessionStorage).filter((name) => name.includes('unsaved')))
  expect(await unsaved()).toHaveLength(1)
  const other = await context.newPage()
  await other.goto(`${house.app.url}/en/sign-out`)
  await other.locator('main form button').click()
  await other.waitForURL(/\/en$/)
  await expect.poll(unsaved).toEqual([])
  await context.close()
})

test('changes of what was sent are remembered in the tab until they are saved', async () => {
  const storageState = house.remembered.get('participant')!
  const context = await house.browser.newContext({ locale: 'en', storageState })
  const page = await context.newPage()
  await page.goto(at('you'))
  const job = page.getByLabel(/^Job title/)
  const before = await job.inputValue()
  await job.fill('Deputy Director')
  await page.getByText('It is remembered in this tab').waitFor()
  // Away, or the browser went down, and back.
  await page.goto(house.app.url)
  await page.goto(at('you'))
  await page.getByText('What was not saved yet is back in the form.').waitFor()
  expect(await job.inputValue()).toBe('Deputy Director')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(/\/me$/)
  await page.goto(at('you'))
  expect(await job.inputValue()).toBe('Deputy Director')
  // Saved: there is nothing to put back, not even what was there before.
  await job.fill(before)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(/\/me$/)
  await page.goto(at('you'))
  expect([await job.inputValue(), await page.locator('[data-saving]').textContent()]).toEqual([before, ''])
  await context.close()
})

describe('what follows from an answer', () => {
  test('is asked at once, by keyboard alone, and taken back', async () => {
    const page = await open('applicant')
    await page.goto(at('needs'))
    const kitchen = page.getByLabel('Which kitchen?')
    expect(await kitchen.isVisible()).toBe(false)
    await page.getByLabel('Everything').focus()
    await page.keyboard.press('Space')
    expect(await kitchen.isVisible()).toBe(false)
    await page.keyboard.press('ArrowRight')
    await kitchen.waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Tab')
    await page.keyboard.type('Ours')
    await page.keyboard.press('Tab')
    for (const part of ['27', 'dec', '2026']) {
      await page.keyboard.type(part)
      await page.keyboard.press('Tab')
    }
    await page.getByRole('button', { name: 'Save and continue' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/check')
    expect((await draftOf('applicant@mission.example.org'))?.answers).toMatchObject({
      food: 'halal',
      kitchen: 'Ours',
      arrival: '2026-12-27',
    })
    await page.context().close()
  })

  test.each(['en', 'fr', 'es'])('fits 320 pixels and has nothing in the way, in %s', async (locale) => {
    const page = await open('applicant', 320)
    await page.goto(at('needs', locale))
    await page.locator('input[value="halal"]').check()
    expect(await overflow(page)).toBe(0)
    expect(await violations(page)).toEqual([])
    await page.context().close()
  })
})
