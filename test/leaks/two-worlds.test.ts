import { beforeAll, describe, expect, test, vi } from 'vitest'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { Publishing } from '../../src/agenda/publishing.service.ts'
import type { ReleaseId, SessionId } from '../../src/kernel/id.ts'
import { routesOf, type Route } from '../../src/platform/http/routes.ts'
import { FetchNotes } from '../../src/calendar/fetch-notes.service.ts'
import { closing } from '../closing.ts'
import { addressesOf } from './addresses.ts'
import { ask, everyAddress, forEachOf, valuesFor, type Answer } from './asking.ts'
import type { LeakHouse } from './house.ts'
import { MEMBER_STATE, PUBLIC, READERS, type Reader } from './readers.ts'
import { EVERYTHING, isAskedAgain } from './seen.ts'
import { addSecret, edit, OPEN, publish, SECRET, settle, twoWorlds, type TwoWorlds, type World } from './two-worlds.ts'

// Two worlds that differ in one unlisted session only. Whatever is done with it, nobody outside it can tell in which of the
// two they are: every answer is the same to the byte, with its headers. Routes are discovered, as the leak matrix does it.

vi.setConfig({ testTimeout: EVERYTHING ? 3_600_000 : 600_000, hookTimeout: 600_000 })

let worlds: TwoWorlds
let lines: Readonly<Record<keyof TwoWorlds, readonly OpenLine[]>>
let routes: readonly Route[]

beforeAll(async () => {
  worlds = await twoWorlds()
  const open = (world: World): Promise<OpenLine[]> =>
    Promise.all(['xxvi', 'xxv', 'xvii'].map((room) => OpenLine.to(world, room)))
  lines = { without: await open(worlds.without), within: await open(worlds.within) }
  routes = routesOf(worlds.within.house.app.app).filter(({ method, policy }) => method === 'GET' && !policy?.desk)
})

const LOCALE = 'en'

/** A line to the screen at a door. */
class OpenLine {
  private heard = ''
  private readonly ending = new AbortController()

  private constructor() {
    closing(async () => this.ending.abort())
  }

  static async to({ house }: World, room: string): Promise<OpenLine> {
    const line = new OpenLine()
    const address = `${house.app.url}/${LOCALE}/${house.meeting.slug}/rooms/${room}/screen/events`
    const { body } = await fetch(address, { signal: line.ending.signal })
    void line.listen(body!)
    return line
  }

  /** How often it said that something changed. */
  get changes(): number {
    return this.heard.split('event: changed').length - 1
  }

  private async listen(body: ReadableStream<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of body) this.heard += Buffer.from(chunk).toString()
    } catch {
      // The end of the test.
    }
  }
}

/** The route of that line; others that stay open would have to be listened to, too. */
const OF_LINES = ['/:locale/:meeting/rooms/:room/screen/events']

const isAsked = (address: string): boolean => !/^\/(fr|es)(\/|$)/.test(address)

/** Every address of readers, with those that the secret session would have. */
const addressesFor = (house: LeakHouse, reader: Reader): string[] => {
  const secret = { ...valuesFor(house, reader), locale: [LOCALE], code: [SECRET], key: ['qz-secret-paper'] }
  const all = routes.flatMap((route) => [
    ...everyAddress(house, reader, route),
    ...(/:(code|key)\b/.test(route.path) ? addressesOf(route, secret) : []),
    ...(route.path === '/:locale/:meeting/agenda'
      ? addressesOf(route, secret).map((each) => `${each}?q=qztwoworlds`)
      : []),
  ])
  return [...new Set(all)].filter(isAsked)
}

/** Drawn anew for each answer: ids of requests and of forms, the seal that says whose a form is. Or by each world: ids of rounds of mail. */
const RANDOM = new RegExp(
  [
    '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}',
    '(?<=name="whose" value=")[^"]*',
    '(?<=agenda\\.changed )[0-9a-f-]{36}',
  ].join('|'),
  'g',
)

const bare = ({ all, text }: Answer): string => {
  // What is drawn anew within a page is compressed to another size each time.
  const told = text.search(RANDOM) >= 0 ? all.replace(/\["(content-length|etag)","[^\]]*"\],/g, '') : all
  return told.replace(RANDOM, '<random>')
}

/** What a reader is answered differently in the two worlds. */
const differences = async (
  { without, within }: TwoWorlds,
  reader: Reader,
  { heads = false } = {},
): Promise<string[]> => {
  const found: string[] = []
  let asked = 0
  const compare = async (address: string, method = 'GET'): Promise<void> => {
    const options = { method, headers: { 'accept-language': LOCALE } }
    const [one, other] = await Promise.all([
      ask(without.house, reader, address, options),
      ask(within.house, reader, address, options),
    ])
    asked++
    if (one.status === 429 || one.status >= 500) found.push(`${address}: ${one.status}`)
    if (bare(one) !== bare(other)) found.push(`${method} ${address}: ${where(bare(one), bare(other))}`)
  }
  // A person's pages say when their calendars were fetched: that comes first, in both worlds.
  const known = addressesFor(within.house, reader)
  expect(known.length).toBeGreaterThan(100)
  const all = known.filter((address) => isAskedAgain(reader, address))
  const isFeed = (address: string): boolean => address.startsWith('/feeds/')
  for (const feed of all.filter(isFeed)) await compare(feed)
  for (const { house } of [without, within]) await house.app.get(FetchNotes).write()
  await forEachOf(
    all.filter((address) => !isFeed(address)),
    (address) => compare(address),
  )
  if (heads) await forEachOf(all, (address) => compare(address, 'HEAD'))
  expect(asked).toBeGreaterThan(50)
  return found
}

const where = (one: string, other: string): string => {
  const at = [...one].findIndex((sign, index) => sign !== other[index])
  return `…${one.slice(Math.max(0, at - 80), at + 80)}… is …${other.slice(Math.max(0, at - 80), at + 80)}…`
}

const ofSecret = async (does: (copy: WorkingCopy, session: { id: SessionId; version: number }) => Promise<unknown>) => {
  const { app, meeting } = worlds.within.house
  const copy = app.get(WorkingCopy)
  await does(copy, await copy.byCode(meeting.id, SECRET))
}

let lastSecretRelease: ReleaseId

/** What is done, one thing after the other; after each, nobody outside can tell the worlds apart. */
const DEEDS: readonly { what: string; done: () => Promise<unknown> }[] = [
  { what: 'it is written into the working copy', done: () => addSecret(worlds.within) },
  { what: 'it is published alone', done: () => publish(worlds.within, 'Corr.1', [SECRET]) },
  {
    what: 'it is changed, and something public beside it, in one release',
    done: async () => {
      await edit(worlds.within, SECRET, { title: { en: 'Qztwoworlds renamed' }, capacity: 9 })
      for (const world of [worlds.without, worlds.within])
        await edit(world, OPEN, { title: { en: 'Opening, retitled' }, start: Temporal.PlainTime.from('10:10') })
      await publish(worlds.without, 'Corr.3', [OPEN])
      await publish(worlds.within, 'Corr.3', [OPEN, SECRET])
    },
  },
  {
    what: 'it moves to another time and room',
    done: async () => {
      const { meeting } = worlds.within.house
      const room = meeting.rooms.find(({ key }) => key === 'xxv')!.id
      const time = { start: Temporal.PlainTime.from('13:05'), end: Temporal.PlainTime.from('13:55') }
      await edit(worlds.within, SECRET, { ...time, room })
      lastSecretRelease = await publish(worlds.within, 'Corr.3', [SECRET])
    },
  },
  {
    what: 'that release is taken back',
    done: () => {
      const { house, by } = worlds.within
      return house.app.get(Publishing).withdraw(house.meeting.id, lastSecretRelease, by)
    },
  },
  {
    what: 'its rule is saved anew, for others',
    done: () =>
      ofSecret((copy, { id, version }) =>
        copy.setRule(
          worlds.within.house.meeting.id,
          id,
          version,
          {
            attend: 'constituencies',
            constituencies: ['un-entity'],
            show: 'unlisted',
          },
          worlds.within.by,
        ),
      ),
  },
  {
    what: 'it is cancelled',
    done: async () => {
      await ofSecret((copy, { id, version }) =>
        copy.cancel(worlds.within.house.meeting.id, id, version, worlds.within.by),
      )
      await publish(worlds.within, 'Corr.3', [SECRET])
    },
  },
]

/** Everybody asks after one deed, and the public after each. */
const askAfter = (deed: number): readonly Reader[] =>
  READERS.filter((reader, index) => EVERYTHING || reader === PUBLIC || index % DEEDS.length === deed % DEEDS.length)

describe.each(DEEDS.map((deed, number) => ({ ...deed, number })))('$what', ({ done, number }) => {
  beforeAll(async () => {
    await done()
    await settle(worlds)
  })

  test('no open line says more in one world', () => {
    expect(lines.within.map((line) => line.changes)).toEqual(lines.without.map((line) => line.changes))
  })

  test('nobody outside can tell', async () => {
    const told: string[] = []
    for (const reader of askAfter(number)) {
      // Headers alone, once it is published, and once it is cancelled.
      const heads = reader === PUBLIC && (number === 1 || number === DEEDS.length - 1)
      told.push(...(await differences(worlds, reader, { heads })).map((each) => `${reader.name}: ${each}`))
    }
    expect(told).toEqual([])
  })
})

test('every line that stays open is listened to', async () => {
  const open = new Set<string>()
  const values = valuesFor(worlds.without.house, PUBLIC)
  for (const route of routes) {
    const [address] = addressesOf(route, values)
    const { headers } = await ask(worlds.without.house, PUBLIC, address!)
    if (headers.get('content-type')?.startsWith('text/event-stream')) open.add(route.path)
  }
  expect([...open]).toEqual(OF_LINES)
})

test('what is mailed is the same, but for the ids of mails', async () => {
  const bare = (mail: string): string =>
    mail
      .replace(RANDOM, '<random>')
      .replace(/_NmP-[0-9a-f]+/g, '')
      .replace(/^(message-id|date|content-type): .*$/gim, '')
  for (const reader of READERS) {
    const [without, within] = [await worlds.without.house.mailed(reader), await worlds.within.house.mailed(reader)]
    expect(within.map(bare), reader.name).toEqual(without.map(bare))
  }
  const all = ({ house }: World): string[] =>
    house
      .mailedToAll()
      .map(({ to, text }) => `${to} ${bare(text)}`)
      .sort()
  expect(all(worlds.within)).toEqual(all(worlds.without))
  const told = await worlds.within.house.mailed(MEMBER_STATE)
  expect(told.some((mail) => mail.includes('Opening, retitled'))).toBe(true)
})
