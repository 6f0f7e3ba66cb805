import { beforeAll, describe, expect, test, vi } from 'vitest'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { PersonalLinks } from '../../src/checkin/personal-links.service.ts'
import { routesOf, type Route } from '../../src/platform/http/routes.ts'
import { addressesOf, UnknownParameter } from './addresses.ts'
import { ask, forEachOf, valuesFor } from './asking.ts'
import type { Canary } from './aviary.ts'
import { CODES } from './canaries.ts'
import { bodiesOf, isTheirs, namedCommands } from './commands.ts'
import { LeakHouse } from './house.ts'
import { ALL, FOCAL_POINT, INVITED, ORGANISER, PUBLIC, READERS, type Reader } from './readers.ts'
import { EVERYTHING, EverythingSeen, isAskedAgain, notInAddress, spokenBy, type Seen } from './seen.ts'
import { kindsOfMail } from './kinds-of-mail.ts'
import { stateOf } from './stored.ts'
import { missedBy, unknownSurfaces } from './surfaces.ts'

// Every reader asks for every address that the application has, under every label, and between them in every language, and finds
// nothing that is not for them; and sends every form and command that is not theirs, and changes nothing. The addresses
// come from the list of routes: a new route is asked for by itself, or fails here until its parameters are known.

vi.setConfig({ testTimeout: EVERYTHING ? 1_800_000 : 240_000, hookTimeout: 300_000 })

let house: LeakHouse
let routes: readonly Route[]
let canaries: readonly Canary[]
let everything: (reader: Reader) => ReturnType<EverythingSeen['of']>

beforeAll(async () => {
  house = await LeakHouse.open()
  routes = routesOf(house.app.app)
  canaries = house.planted.aviary.all
  const seen = new EverythingSeen(house)
  everything = (reader) => seen.of(reader)
})

const found = (address: string, text: string): Canary[] => notInAddress(address, house.planted.aviary.in(text))

test('whoever may read a thing finds it somewhere, so that this test could fail', async () => {
  const seen = new Set<string>()
  for (const reader of [...ALL, ORGANISER])
    for (const { address, canaries: all } of await everything(reader))
      for (const { where, mayRead } of notInAddress(address, all)) if (mayRead(reader)) seen.add(where)
  // Some is told by mail alone.
  for (const { text } of house.mailedToAll()) for (const { where } of found('', text)) seen.add(where)
  const hidden = canaries.filter(({ where, byDoorOnly }) => !byDoorOnly && !seen.has(where))
  expect(hidden.map(({ where }) => where)).toEqual([])
})

/** Whether an answer is that of the route, and not of a door before it. */
const isShown = ({ status, headers }: Seen['answer']): boolean =>
  status < 300 || (status < 400 && !/sign-in|second-factor/.test(headers.get('location') ?? ''))

/** Routes that answer none of these readers. **Say here why** of a new one, or give `asking.ts` an address that is good. */
const FOR_NOBODY_HERE: Readonly<Record<string, string>> = {
  '/:locale/outbox': 'of a development install without a mail server',
  '/:locale/outbox/:mail': 'of a development install without a mail server',
  '/:locale/outbox/:mail/html': 'of a development install without a mail server',
  '/metrics': 'for whoever runs the machine; see below',
}

test('every route is asked for by everybody, and shows itself to somebody', async () => {
  const all = routes.filter(({ method }) => method === 'GET').map(({ path }) => path)
  const shown = new Set<string>()
  for (const reader of [...ALL, ORGANISER]) {
    const asked = new Set<string>()
    for (const { route, answer } of await everything(reader)) {
      asked.add(route.path)
      if (isShown(answer)) shown.add(route.path)
    }
    expect(
      all.filter((path) => !asked.has(path)),
      reader.name,
    ).toEqual([])
  }
  expect(all.filter((path) => !shown.has(path))).toEqual(all.filter((path) => path in FOR_NOBODY_HERE))
})

test('every page of a session shows itself to somebody in every state of a session', async () => {
  const shown = new Set<string>()
  const pages = routes.filter(({ method, path }) => method === 'GET' && path.includes(':code'))
  for (const reader of [...ALL, ORGANISER])
    for (const { route, address, answer } of await everything(reader))
      if (route.path.includes(':code') && isShown(answer))
        for (const [state, code] of Object.entries(CODES))
          if (address.includes(code)) shown.add(`${route.path} ${state}`)
  const cells = pages.flatMap(({ path }) => Object.keys(CODES).map((state) => `${path} ${state}`))
  expect(cells.filter((cell) => !shown.has(cell))).toEqual(cells.filter((cell) => OF_NO_SESSION.test(cell)))
})

/** Nobody joins online what is in the room only, or cancelled. */
const OF_NO_SESSION = /\/join(ing\/:code)?\b.* (unlisted|closedCancelled|unlistedCancelled|restricted|loosened)$/

test('whoever may read a thing finds it on every surface that has it', async () => {
  const missed: string[] = []
  for (const reader of [...ALL, ORGANISER])
    missed.push(...missedBy(house, reader, await everything(reader)).map((each) => `${reader.name}: ${each}`))
  expect(missed).toEqual([])
})

test('every surface that tells of sessions is known', async () => {
  const all = await Promise.all([...ALL, ORGANISER].map((reader) => everything(reader)))
  expect(unknownSurfaces(all.flat())).toEqual([])
})

test('every kind of mail there is was sent, and nobody else was told what is not for them', async () => {
  const sent = await house.sent()
  const unsent = (await kindsOfMail()).filter(({ isOne }) => !sent.some((mail) => isOne(mail)))
  expect(unsent.map(({ where }) => where)).toEqual([])
  const leaks = (await house.mailedToOthers()).flatMap(({ to, text }) => {
    // The people of a delegation may be reached through an address of its own, which knows them.
    const who = { name: to, days: [], ...(/contactaddress/.test(to) && { leads: FOCAL_POINT.leads! }) }
    // What stands in their own address is theirs.
    const told = found('', text.replaceAll(to, '')).filter(({ mayRead }) => !mayRead(who))
    return told.map(({ where }) => `${to} was told ${where}`)
  })
  expect(leaks).toEqual([])
})

test('who is invited is told by mail that the closed session moved, so that the test of mail could fail', async () => {
  const told = (await house.mailed(INVITED)).flatMap((text) => found('', text)).map(({ where }) => where)
  expect(told).toContain(`${CODES.closed} title (closed)`)
  const others = READERS.filter((reader) => reader.signedIn && reader !== INVITED)
  for (const reader of others)
    expect(
      (await house.mailed(reader)).some((text) => text.includes('List-Unsubscribe')),
      reader.name,
    ).toBe(true)
})

test('the address of a provider leaves by an open door, to who may go in: each their own, else that of the session', async () => {
  const links = canaries.filter(({ byDoorOnly }) => byDoorOnly)
  const door = `/en/${house.meeting.slug}/sessions/${CODES.closed}/join`
  const leadsTo = async (): Promise<string[]> => {
    const { status, headers } = await ask(house, INVITED, door, { method: 'POST' })
    expect(status).toBe(303)
    return links.filter(({ isIn }) => isIn(headers.get('location') ?? '')).map(({ where }) => where)
  }
  const nobodyElse = async (): Promise<void> => {
    for (const reader of READERS.filter((one) => one !== INVITED)) {
      const { all } = await ask(house, reader, door, { method: 'POST' })
      expect(
        found(door, all).filter(({ mayRead }) => !mayRead(reader)),
        reader.name,
      ).toEqual([])
    }
  }
  expect(await leadsTo()).toEqual([`${CODES.closed} own link of ${INVITED.name}`])
  await nobodyElse()
  const { app, meeting } = house
  const closed = await app.get(WorkingCopy).byCode(meeting.id, CODES.closed)
  await app.get(PersonalLinks).takeAway(meeting.id, closed.id, house.of(ORGANISER).person!)
  expect(await leadsTo()).toEqual([`${CODES.closed} join link`])
  await nobodyElse()
})

describe.each(ALL)('$name', (reader) => {
  test('finds nothing that is not for them, at any address', async () => {
    const leaks = new Set<string>()
    for (const { address, language, answer, canaries: all } of await everything(reader)) {
      expect(answer.status, address).toBeLessThan(500)
      for (const { where, mayRead, byDoorOnly } of notInAddress(address, all))
        if (byDoorOnly || !mayRead(reader)) leaks.add(`${address} ${language ?? ''} shows ${where}`)
    }
    expect([...leaks]).toEqual([])
  })

  test('is told by mail nothing that is not for them', async () => {
    const mails = await house.mailed(reader)
    const leaks = mails.flatMap((text) => found('', text).filter(({ mayRead }) => !mayRead(reader)))
    expect(leaks.map(({ where }) => where)).toEqual([])
  })

  test('is told the same by HEAD, and no more by an ETag, their own or a better informed reader’s', async () => {
    const wrong: string[] = []
    const [locale] = spokenBy(reader)
    // A door that is shut is tried by one: HEAD comes to the same doors (`Routes.watch`).
    const inOne = (await everything(reader)).filter(
      ({ address, language, answer }) =>
        (language === undefined ? address.startsWith(`/${locale}`) : language === locale) &&
        (reader === PUBLIC || (isShown(answer) && isAskedAgain(reader, address))),
    )
    const informed = new Map(
      (await everything(INVITED)).map(({ address, language, answer }) => [`${language} ${address}`, answer]),
    )
    await forEachOf(inOne, async ({ address, language, answer }) => {
      // Packed as for who is informed: each coding has an ETag of its own.
      const headers = { 'accept-language': language ?? locale!, 'accept-encoding': 'gzip, deflate' }
      const head = await ask(house, reader, address, { method: 'HEAD', headers })
      if (head.status !== answer.status) wrong.push(`HEAD ${address}: ${head.status}, not ${answer.status}`)
      for (const { where, mayRead } of found(address, head.all))
        if (!mayRead(reader)) wrong.push(`HEAD ${address}: ${where}`)
      const [own, theirs] = [head.headers.get('etag'), informed.get(`${language} ${address}`)?.headers.get('etag')]
      for (const etag of new Set([own, theirs])) {
        if (!etag) continue
        const again = await ask(house, reader, address, { headers: { ...headers, 'if-none-match': etag } })
        if (again.status === 304 && etag !== own) wrong.push(`304 ${address} tells that somebody else's version is so`)
        for (const { where, mayRead } of found(address, again.all))
          if (!mayRead(reader)) wrong.push(`304 ${address}: ${where}`)
      }
    })
    expect(wrong).toEqual([])
  })

  test('sends every form and command that is not theirs, and changes nothing', async () => {
    const commands = routes.filter(({ method }) => method !== 'GET').filter((route) => !isTheirs(reader, route))
    const before = await stateOf(house.app)
    const passed: string[] = []
    for (const route of commands)
      for (const address of addressesOf(route, {
        ...valuesFor(house, reader, route.path),
        locale: ['en'],
        secret: ['no-such-secret'],
      })) {
        const body = bodiesOf(house)[`${route.method} ${route.path}`] ?? {}
        const { status, headers, all } = await ask(house, reader, address, { method: route.method, body })
        const away = (headers.get('location') ?? '').includes('/sign-in')
        if (![401, 403, 404].includes(status) && !away)
          passed.push(`${route.method} ${route.path}: ${status} (whose is it? Say so in commands.ts)`)
        for (const { where, mayRead } of found(address, all + JSON.stringify(body)))
          if (!mayRead(reader)) passed.push(`${route.method} ${address} shows ${where}`)
      }
    expect(passed).toEqual([])
    expect(await stateOf(house.app)).toEqual(before)
  })
})

test('no line of the log, and no number for whoever runs the machine, tells anything of it', async () => {
  // The hour of the machine is nobody's secret, and may by chance be that of a session.
  const log = house.logged.map((line) => line.replace(/"time":"[^"]*"|"ms":[\d.]+/g, '')).join('')
  expect(log).toContain('"route":"/:locale/:meeting/agenda"')
  const numbers = await (await fetch(`${house.app.url}/metrics`)).text()
  expect(numbers).toContain('plenary_mails')
  const told = canaries.filter(({ isIn }) => isIn(log) || isIn(numbers.replace(/ [\d.e+-]+$/gm, '')))
  expect(told.map(({ where }) => where)).toEqual([])
})

test('the commands that are named here are commands that there are', () => {
  const known = routes.map(({ method, path }) => `${method} ${path}`)
  expect(namedCommands(house).filter((command) => !known.includes(command))).toEqual([])
})

test('a parameter nobody has thought of is not passed over', () => {
  expect(() => addressesOf({ method: 'GET', path: '/:locale/:riddle' }, { locale: ['en'] })).toThrow(UnknownParameter)
  expect(() => addressesOf({ method: 'GET', path: '/:riddle' }, {})).toThrow(
    'What may :riddle be in GET /:riddle? Add it to valuesFor in test/leaks/asking.ts.',
  )
})
