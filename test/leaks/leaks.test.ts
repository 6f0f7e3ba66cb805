import { beforeAll, describe, expect, test, vi } from 'vitest'
import { FactSource, FactSources, type Facts } from '../../src/access/facts.ts'
import { Feeds } from '../../src/calendar/feeds.service.ts'
import type { ConstituencyId } from '../../src/delegations/constituency.ts'
import { LoadMeeting } from '../../src/desk/meeting-file/load-meeting.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type PersonId } from '../../src/kernel/id.ts'
import { LOCALES } from '../../src/kernel/locale.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { SESSION, SignIns } from '../../src/people/sign-ins.service.ts'
import { routesOf, type Route } from '../../src/platform/http/routes.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { startApp, type TestApp } from '../harness.ts'
import { addressesOf, UnknownParameter, type Values } from './addresses.ts'
import { plantedMeeting, type Plant, type Standing } from './plants.ts'

// Every reader asks for every address that the application has, and finds no word that is not for them. The addresses
// come from the list of routes: a new route is asked for by itself, or fails here until its parameters are known.

vi.setConfig({ testTimeout: 120_000 })

class SaidFacts extends FactSource {
  readonly said = new Map<PersonId, Facts>()

  override async factsOf(_meeting: unknown, person: PersonId): Promise<Facts | undefined> {
    return this.said.get(person)
  }
}

interface Somebody extends Standing {
  name: string
  signedIn: boolean
  registered?: boolean
  organises?: boolean
}

const READERS: readonly Somebody[] = [
  { name: 'the public', signedIn: false },
  { name: 'somebody signed in who never registered', signedIn: true },
  // What they claimed is no fact, so no rule asks it.
  { name: 'somebody registered whose claim is not verified', signedIn: true, registered: true },
  { name: 'a verified delegate of a Member State', signedIn: true, registered: true, constituency: 'member-state' },
  { name: 'a verified academic', signedIn: true, registered: true, constituency: 'academia' },
  { name: 'a member of the Executive Committee', signedIn: true, registered: true, groups: ['executive-committee'] },
  { name: 'a co-lead of a workstream', signedIn: true, registered: true, groups: ['workstream-co-leads'] },
]

const ORGANISER: Somebody = { name: 'an organiser', signedIn: true, organises: true }

let app: TestApp
let meeting: Meeting
let plants: Plant[]
let routes: readonly Route[]
const facts = new SaidFacts()
/** A reader's cookie, and the secret address of their calendar. */
const keys = new Map<string, { cookie?: string; feed?: string }>()

const arrive = async (somebody: Somebody): Promise<void> => {
  if (!somebody.signedIn) return void keys.set(somebody.name, {})
  const secret = app.get(Secrets).random()
  const person = await app.database.transaction(async (tx) => {
    const id = await app.get(People).ensure(tx, emailFrom(`${newId()}@example.org`)!, 'en')
    await app.get(SignIns).open(tx, {
      person: id,
      secret,
      opensDesk: somebody.organises ?? false,
      stays: false,
      device: 'a test',
      expiresAt: app.clock.now().add(SESSION),
    })
    if (somebody.organises) await app.get(People).grant(tx, id, 'organiser', meeting.id)
    return id
  })
  if (somebody.registered)
    facts.said.set(person, {
      person,
      days: new Map(meeting.days.map(({ date }) => [date.toString(), 'in-person' as const])),
      ...(somebody.constituency && { constituency: somebody.constituency as ConstituencyId }),
      groups: new Set(somebody.groups),
    })
  await app.get(Feeds).choose(meeting.id, person, { carries: 'attend', language: 'en' })
  const feed = await app.get(Feeds).own(meeting.id, person)
  keys.set(somebody.name, {
    cookie: `plenary-sign-in=${secret}`,
    feed: feed?.address.pathname.split('/').at(-1)?.replace('.ics', ''),
  })
}

beforeAll(async () => {
  app = await startApp({ now: '2022-10-15T09:00:00Z', settings: { development: true } })
  const planted = plantedMeeting()
  plants = planted.plants
  meeting = await app.get(LoadMeeting).load(planted.file)
  app.get(FactSources).register(facts)
  routes = routesOf(app.app)
  for (const somebody of [...READERS, ORGANISER]) await arrive(somebody)
})

/** What parameters may be, for one reader. Sessions: those that are shut, and one open to all. */
const valuesFor = (somebody: Somebody): Values => ({
  locale: LOCALES,
  meeting: [meeting.slug],
  slug: [meeting.slug],
  code: ['CO-1', 'CL-1', 'MS-1', 'PL-4'],
  label: ['Draft', 'Rev.1', 'Final'],
  key: ['reviews-note', 'workplan-rev', 'agenda-provisional'],
  language: ['en', 'fr'],
  step: ['who', 'constituency', 'days', 'check'],
  secret: [keys.get(somebody.name)?.feed ?? 'no-such-secret'],
  id: [newId()],
  mail: [newId()],
  signIn: [newId()],
  file: ['plenary.css'],
})

const ask = async (somebody: Somebody, path: string): Promise<string> => {
  const { cookie } = keys.get(somebody.name) ?? {}
  const reply = await fetch(app.url + path, {
    redirect: 'manual',
    headers: { accept: '*/*', ...(cookie && { cookie }) },
  })
  return `${JSON.stringify([...reply.headers])}\n${unfolded(await reply.text())}`
}

/** Long lines of calendars are folded (RFC 5545, 3.1), which would hide a word. */
const unfolded = (text: string): string => text.replace(/\r?\n[ \t]/g, '')

/** Calendars, pages and JSON asked for at once: enough to keep a core busy. */
const AT_ONCE = 8

/** All that a reader gets to see, by address; asked for once. */
const seenBy = new Map<string, Promise<Map<string, string>>>()
const everything = (somebody: Somebody): Promise<Map<string, string>> => {
  const asked = seenBy.get(somebody.name) ?? askForEverything(somebody)
  seenBy.set(somebody.name, asked)
  return asked
}

const askForEverything = async (somebody: Somebody): Promise<Map<string, string>> => {
  const addresses = routes
    .filter(({ method }) => method === 'GET')
    .flatMap((route) => addressesOf(route, valuesFor(somebody)))
  const waiting = [...new Set(addresses)]
  const seen = new Map<string, string>()
  const work = async (): Promise<void> => {
    for (let address = waiting.pop(); address !== undefined; address = waiting.pop())
      seen.set(address, await ask(somebody, address))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return seen
}

test('every planted word is somewhere: whoever may read it does', async () => {
  const readers = [...READERS, ORGANISER]
  const seen = new Set<string>()
  for (const somebody of readers) {
    const text = [...(await everything(somebody)).values()].join('\n')
    for (const plant of plants)
      if (text.includes(plant.word) && (somebody.organises || plant.mayRead(somebody))) seen.add(plant.where)
  }
  const readable = plants.filter(({ mayRead }) => readers.some((somebody) => mayRead(somebody)))
  expect(readable.map(({ where }) => where).filter((where) => !seen.has(where))).toEqual([])
})

describe.each(READERS)('$name', (somebody) => {
  test('finds no word that is not for them, at any address', async () => {
    const leaks: string[] = []
    for (const [address, text] of await everything(somebody))
      for (const { word, where, mayRead } of plants)
        if (text.includes(word) && !mayRead(somebody)) leaks.push(`${address} shows ${where}`)
    expect(leaks).toEqual([])
  })

  test('cannot tell a session that is unlisted or closed from one that does not exist', async () => {
    if (somebody.groups?.length) return
    for (const code of ['CO-1', 'CL-1'])
      for (const route of routes.filter(({ method, path }) => method === 'GET' && path.includes(':code'))) {
        const at = (session: string): string[] => addressesOf(route, { ...valuesFor(somebody), code: [session] })
        const [real = '', none = ''] = [at(code)[0], at('XX-9')[0]]
        const strip = (text: string, session: string): string =>
          text
            .replaceAll(session, '…')
            .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|"(date|content-length)","[^"]*"/g, '')
            .replace(/"etag","[^"]*"/, '')
        expect(strip(await ask(somebody, real), code), real).toBe(strip(await ask(somebody, none), 'XX-9'))
      }
  })

  test('changes nothing at the desk, nor as somebody else', async () => {
    const passed: string[] = []
    for (const route of routes.filter(({ method, policy }) => method !== 'GET' && policy?.desk)) {
      const [address = ''] = addressesOf(route, valuesFor(somebody))
      const { cookie } = keys.get(somebody.name) ?? {}
      const { status, headers } = await fetch(app.url + address, {
        method: route.method,
        redirect: 'manual',
        headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
        body: '{}',
      })
      const turnedAway = [401, 403, 404].includes(status) || /\/desk\/sign-in/.test(headers.get('location') ?? '')
      if (!turnedAway) passed.push(`${route.method} ${route.path}: ${status}`)
    }
    expect(passed).toEqual([])
  })
})

test('a parameter nobody has thought of is not passed over', () => {
  expect(() => addressesOf({ method: 'GET', path: '/:locale/:riddle' }, { locale: ['en'] })).toThrow(UnknownParameter)
})
