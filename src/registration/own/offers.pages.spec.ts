import { beforeAll, expect, test } from 'vitest'
import { aMeeting, TUESDAY, WEDNESDAY } from '../../../test/builders/registration.ts'
import { startApp, type TestApp } from '../../../test/harness.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { Database } from '../../platform/database/database.ts'
import { Pools } from '../places/pools.service.ts'

let app: TestApp
let meeting: Meeting
beforeAll(async () => {
  app = await startApp({ now: '2022-09-27T09:00:00Z' })
  meeting = aMeeting({ registration: { waitingList: { freed: 'offer', offerHours: 24 }, floor: true } })
  await app.get(Database).transaction(async (tx) => {
    await app.get(Meetings).create(tx, meeting)
    await app.get(Pools).define(tx, meeting, [{ day: 1, mode: 'in-person', capacity: 1 }])
  })
})

type Browser = ReturnType<TestApp['browser']>
const post = (browser: Browser, path: string, form: object) =>
  browser.post(path).set('origin', app.url).type('form').send(form)
const text = (html: string): string =>
  html
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
const root = () => `/en/${meeting.slug}`

const registers = async (address: string): Promise<Browser> => {
  const browser = app.browser()
  await post(browser, '/en/sign-in', { email: address }).expect(303)
  const { subject } = await app.mailbox.waitFor(address)
  await post(browser, '/en/sign-in/code', { code: /\d{4} ?\d{4}/.exec(subject ?? '')?.[0] }).expect(303)
  const at = `${root()}/register`
  await post(browser, `${at}/you`, { 'names[givenNames]': 'N.' }).expect(303)
  const claim = { 'claim[constituency]': 'academia', 'claim[organization]': 'A university' }
  await post(browser, `${at}/representing`, claim).expect(303)
  await post(browser, `${at}/attendance`, {
    'days[0][day]': TUESDAY,
    'days[0][mode]': 'in-person',
    'days[0][meanwhile]': 'yes',
    'days[1][day]': WEDNESDAY,
    'days[1][mode]': 'online',
    'days[1][asked][]': 'floor',
    'days[1][floor]': 'yes',
  }).expect(303)
  await post(browser, `${at}/needs`, { language: 'en' }).expect(303)
  await post(browser, `${at}/check`, { submissionId: address, 'consents[data]': 'yes' }).expect(303)
  return browser
}

test('who waits is offered a freed place, sees until when, and takes it; the next one lets theirs go', async () => {
  const [ana, ben, eva] = [
    await registers('ana.offer@example.org'),
    await registers('ben.offer@example.org'),
    await registers('eva.offer@example.org'),
  ]
  const me = async (browser: Browser) => text((await browser.get(`${root()}/me`).expect(200)).text)
  expect(await me(ben)).toContain('You are number 1 on the waiting list')
  expect(await me(ben)).toContain('Taking the floor online')
  await post(ana, `${root()}/me/withdraw`, {}).expect(303)
  const offered = await me(ben)
  expect(offered).toContain('A place is offered to you')
  expect(offered).toContain('A place in the room on Tuesday 18 October')
  expect(offered).toContain('Answer by 28 September at 11:00, Geneva time.')
  expect(offered).toContain('Until you accept, you keep your place online.')
  const mail = await app.mailbox.waitForSubject('ben.offer@example.org', 'A place is offered to you')
  expect(mail.text).toContain('28 September at 11:00')
  // The first in line, not the second, and twice is once.
  const accept = { day: TUESDAY, answer: 'accept' }
  for (let click = 0; click < 2; click++) await post(ben, `${root()}/me/offer`, accept).expect(303)
  expect(await me(ben)).toContain('You are registered')
  await post(ben, `${root()}/me/withdraw`, {}).expect(303)
  await post(eva, `${root()}/me/offer`, { day: TUESDAY, answer: 'refuse' }).expect(303)
  expect(await me(eva)).toContain('You are registered')
  const over = await post(eva, `${root()}/me/offer`, accept).expect(409)
  expect(text(over.text)).toContain('There is a problem')
})
