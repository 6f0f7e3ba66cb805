import { beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../test/harness.ts'
import { passesSecondFactor } from '../../test/second-factor.ts'
import { emailFrom, type EmailAddress } from '../kernel/email-address.ts'
import { newId, type MeetingId } from '../kernel/id.ts'
import { Invitations } from './invitations.service.ts'
import { People } from './people.service.ts'
import type { Role } from './roles.ts'

let house: TestApp
let nth = 0

beforeAll(async () => {
  house = await startApp({ now: '2022-09-27T09:00:00Z' })
})

const somebody = (): EmailAddress => emailFrom(`organiser-${++nth}@network.example.org`)!

type Browser = ReturnType<TestApp['browser']>

const invite = async (made: { meeting?: MeetingId; email?: EmailAddress } = {}): Promise<string> =>
  (await house.get(Invitations).create({ role: 'organiser', ...made })).pathname

const accept = (browser: Browser, path: string, email?: string) =>
  browser
    .post(path)
    .type('form')
    .send(email === undefined ? {} : { email })

const codeFor = async (address: string, which = 1): Promise<string> =>
  /\d{8}/.exec((await house.mailbox.waitFor(address, which)).subject ?? '')![0]

const desks = async (browser: Browser): Promise<boolean[]> => {
  const { status, body } = await browser.get('/api/v1/sign-ins')
  return status === 200 ? (body as { opensDesk: boolean }[]).map(({ opensDesk }) => opensDesk) : []
}

const rolesOf = async (address: EmailAddress): Promise<Role[]> => {
  const people = house.get(People)
  const person = await people.byEmail(address)
  return person ? people.rolesOf(person.id) : []
}

describe('an invitation', () => {
  test('makes an organiser of who presses its button; looking changes nothing', async () => {
    const path = await invite()
    const address = somebody()
    const browser = house.browser()
    for (let n = 0; n < 3; n++) {
      expect((await browser.get(path).expect(200)).text).toContain('Accept and open the desk')
      await house.http.head(path).expect(200)
    }
    expect(await desks(browser)).toEqual([])
    const accepted = await accept(browser, path, address).expect(303)
    expect(accepted.headers['location']).toBe('/en/desk')
    expect(await desks(browser)).toEqual([true])
    expect(await rolesOf(address)).toEqual([{ name: 'organiser' }])
  })

  test('works once', async () => {
    const path = await invite()
    const [first, second] = [house.browser(), house.browser()]
    await accept(first, path, somebody()).expect(303)
    expect((await second.get(path).expect(404)).text).toContain('cannot be used any more')
    const late = somebody()
    await accept(second, path, late).expect(404)
    expect(await desks(second)).toEqual([])
    expect(await rolesOf(late)).toEqual([])
  })

  test('accepted by ten at once makes one organiser', async () => {
    const path = await invite()
    const all = Array.from({ length: 10 }, somebody)
    const answers = await Promise.all(all.map((address) => accept(house.browser(), path, address)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    const roles = await Promise.all(all.map(rolesOf))
    expect(roles.flat()).toHaveLength(1)
  })

  test('expires after a week, and says nothing of a wrong secret', async () => {
    const path = await invite()
    house.clock.advance({ hours: 7 * 24 + 1 })
    await house.http.get(path).expect(404)
    await house.http.get(`/en/invitations/${'A'.repeat(43)}`).expect(404)
    await house.http.get('/en/invitations/guess').expect(404)
  })

  test('may be for one meeting and one address, which it does not ask then', async () => {
    const meeting = newId<'Meeting'>()
    const address = somebody()
    const path = await invite({ meeting, email: address })
    const browser = house.browser()
    const { text } = await browser.get(path).expect(200)
    expect(text).toContain(`You accept as ${address}.`)
    expect(text).not.toContain('name="email"')
    await accept(browser, path, somebody()).expect(303)
    expect(await rolesOf(address)).toEqual([{ name: 'organiser', meeting }])
  })

  test('asks for an address that can be one', async () => {
    const path = await invite()
    const { text } = await accept(house.browser(), path, 'nobody').expect(422)
    expect(text).toContain('Give an e-mail address such as name@example.org')
    expect(text).toContain('value="nobody"')
  })

  test('opens nobody else’s account: an address that is known must be proved', async () => {
    const victim = somebody()
    await accept(house.browser(), await invite(), victim).expect(303)
    const path = await invite()
    const browser = house.browser()
    const answer = await accept(browser, path, victim).expect(303)
    expect(answer.headers['location']).toBe('/en/sign-in/code')
    expect(await desks(browser)).toEqual([])
    await house.http.get(path).expect(200) // not used up yet
    await browser
      .post('/en/sign-in/code')
      .type('form')
      .send({ code: await codeFor(victim) })
      .expect(303)
    expect(await desks(browser)).toContain(true)
    await house.http.get(path).expect(404)
  })
})

describe('the desk’s own sign-in', () => {
  const signIn = async (door: 'desk/sign-in' | 'sign-in', address: EmailAddress, which = 1) => {
    const browser = house.browser()
    await browser.post(`/en/${door}`).type('form').send({ email: address }).expect(303)
    const page = await browser.get('/en/sign-in/code').expect(200)
    const entered = await browser
      .post('/en/sign-in/code')
      .type('form')
      .send({ code: await codeFor(address, which) })
      .expect(303)
    return { browser, page, entered }
  }

  test('sends a code of ten minutes, which opens the desk', async () => {
    const address = somebody()
    const { browser, page, entered } = await signIn('desk/sign-in', address)
    expect(page.text).toContain('good for 10 minutes')
    expect(page.text).not.toContain('until the day after')
    expect(entered.headers['location']).toBe('/en/desk')
    expect(await desks(browser)).toEqual([true])
    const late = house.browser()
    await late.post('/en/desk/sign-in').type('form').send({ email: address }).expect(303)
    const code = await codeFor(address, 2)
    house.clock.advance({ minutes: 10 })
    await late.post('/en/sign-in/code').type('form').send({ code }).expect(422)
  })

  test('is the only one that does: an organiser who signs in as a participant stays before the desk', async () => {
    const address = somebody()
    await accept(house.browser(), await invite(), address).expect(303)
    const { browser } = await signIn('sign-in', address)
    expect(await desks(browser)).toContain(false)
    const { headers } = await browser.get('/en/desk/sign-in').expect(200)
    expect(headers['location']).toBeUndefined()
  })

  test('says the same to a stranger as to an organiser', async () => {
    const organiser = somebody()
    await accept(house.browser(), await invite(), organiser).expect(303)
    const texts = []
    for (const address of [organiser, somebody()]) {
      const browser = house.browser()
      await browser.post('/en/desk/sign-in').type('form').send({ email: address }).expect(303)
      texts.push((await browser.get('/en/sign-in/code').expect(200)).text.replaceAll(address, 'x'))
    }
    expect(texts[0]).toBe(texts[1])
  })

  test('opens to who holds a role; others learn nothing, whoever they are', async () => {
    const organiser = somebody()
    const invited = house.browser()
    await accept(invited, await invite(), organiser).expect(303)
    const door = '/en/desk/sign-in?next=%2Fen%2Fdesk'
    const asParticipant = (await signIn('sign-in', organiser)).browser
    const stranger = (await signIn('desk/sign-in', somebody())).browser
    expect((await house.http.get('/en/desk')).headers['location']).toBe(door)
    expect((await asParticipant.get('/en/desk')).headers['location']).toBe(door)
    expect((await stranger.get('/en/desk')).status).toBe(404)
    expect((await invited.get('/en/desk')).headers['location']).toBe('/en/desk/second-factor?next=%2Fen%2Fdesk')
    await passesSecondFactor(house, organiser)
    expect((await invited.get('/en/desk')).status).toBe(200)
  })
})

describe('rights', () => {
  test('hold in the meeting of the role, or in all; no role, no right', async () => {
    const people = house.get(People)
    const [mine, other] = [newId<'Meeting'>(), newId<'Meeting'>()]
    const [organiser, translator, nobody] = await house.database.transaction(async (tx) => {
      const made = [
        await people.ensure(tx, somebody(), 'en'),
        await people.ensure(tx, somebody(), 'en'),
        await people.ensure(tx, somebody(), 'en'),
      ]
      await people.grant(tx, made[0]!, 'organiser')
      await people.grant(tx, made[1]!, 'translator', mine)
      await people.grant(tx, made[1]!, 'translator', mine)
      return made
    })
    expect(await people.may(organiser!, 'publish', mine)).toBe(true)
    expect(await people.may(organiser!, 'publish', other)).toBe(true)
    expect(await people.may(translator!, 'translate', mine)).toBe(true)
    expect(await people.may(translator!, 'translate', other)).toBe(false)
    expect(await people.may(translator!, 'translate')).toBe(true)
    expect(await people.may(translator!, 'publish', mine)).toBe(false)
    expect(await people.may(nobody!, 'doors', mine)).toBe(false)
    expect(await people.rolesOf(translator!)).toEqual([{ name: 'translator', meeting: mine }])
    await house.database.transaction((tx) => people.withdraw(tx, translator!, 'translator', mine))
    expect(await people.may(translator!, 'translate', mine)).toBe(false)
  })

  test('twenty who prove one address at once are one person', async () => {
    const people = house.get(People)
    const address = somebody()
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => house.database.transaction((tx) => people.ensure(tx, address, 'fr'))),
    )
    expect(new Set(ids).size).toBe(1)
    expect(await people.byId(ids[0]!)).toMatchObject({ email: address, language: 'fr', givenNames: '' })
  })

  test('are gone with the person, and so is who it was', async () => {
    const people = house.get(People)
    const address = somebody()
    const id = await house.database.transaction(async (tx) => {
      const made = await people.ensure(tx, address, 'en')
      await people.rename(tx, made, { givenNames: ' N. ', familyName: 'N.' })
      await people.grant(tx, made, 'organiser')
      return made
    })
    expect(await people.byId(id)).toMatchObject({ givenNames: 'N.', familyName: 'N.' })
    await house.database.transaction((tx) => people.forget(tx, id))
    expect(await people.byId(id)).toBeUndefined()
    expect(await people.byEmail(address)).toBeUndefined()
    expect(await people.may(id, 'publish')).toBe(false)
  })
})
