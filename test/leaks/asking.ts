import { LOCALES } from '../../src/kernel/locale.ts'
import { newId } from '../../src/kernel/id.ts'
import type { Route } from '../../src/platform/http/routes.ts'
import { STEPS } from '../../src/registration/registration.ts'
import { addressesOf, type Values } from './addresses.ts'
import { CODES } from './canaries.ts'
import { ORGANISER, type LeakHouse, type Reader } from './house.ts'
import { unpacked } from './unpacked.ts'

/** The id of nothing, the same each time it is asked for. */
const NOTHING = newId()

const LABELS = ['Draft', 'Rev.1', 'Final']

/** Everything chosen, as a device without an account keeps it in an address. */
const CHOSEN = `?${Object.values(CODES)
  .map((code) => `session=${code}`)
  .join('&')}`

/**
 * What the parameters of addresses may be, for one reader: what is shut, and beside it what is open to all.
 * **A new parameter of a route goes here.**
 */
export const valuesFor = (house: LeakHouse, reader: Reader): Values => {
  const organiser = house.of(ORGANISER)
  const others = [...house.keys].find(([name, keys]) => name !== reader.name && keys.registration)?.[1]
  return {
    locale: LOCALES,
    meeting: [house.meeting.slug],
    slug: [house.meeting.slug],
    code: Object.values(CODES),
    label: LABELS,
    key: Object.values(house.planted.materials),
    language: ['en', 'fr'],
    step: STEPS,
    question: ['spoken-language', 'passport', 'nothing'],
    command: ['days', 'represent', 'withdraw'],
    secret: house.of(reader).feeds ?? ['no-such-secret'],
    id: [others?.registration ?? NOTHING],
    other: [NOTHING],
    mail: [house.aMail],
    plan: [NOTHING],
    round: [NOTHING],
    release: [house.release],
    signIn: [organiser.signIn ?? NOTHING],
    factor: [NOTHING],
    token: [NOTHING],
    request: [house.delegation.request],
    delegation: [house.delegation.id],
    person: [house.delegation.focalPoint],
    registration: [house.delegation.nominee],
    file: ['plenary.css', ...house.delegation.notes],
    format: ['xlsx', 'csv'],
    role: ['organiser'],
    as: ['public', 'unverified', 'member-state'],
    of: ['working', 'current', 'draft'],
    date: house.meeting.days.map(({ date }) => date.toString()),
    room: house.meeting.rooms.map(({ key }) => key),
  }
}

/** What stands after the question mark of routes that read it, besides nothing. **A new query goes here.** */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/meetings/:meeting/agenda': LABELS.map((label) => `?label=${label}`),
  '/:locale/:meeting/changes': ['?from=Draft&to=Rev.1', '?from=Rev.1&to=Final', '?from=Draft&to=Final'],
  '/:locale/:meeting/agenda': [
    '?day=2022-10-18',
    '?view=rooms',
    '?view=grid',
    '?room=hidden',
    '?q=qz',
    '?kind=coordination',
    '?open=me',
  ],
  '/:locale/:meeting/agenda.ics': ['?room=hidden', '?q=qz', '?open=me', CHOSEN],
  '/:locale/:meeting/my-agenda': [CHOSEN],
  '/:locale/:meeting/agenda.pdf': LABELS.map((label) => `?label=${label}`),
  '/:locale/:meeting/releases/:label': ['?view=grid', '?q=qz'],
  '/:locale/desk/:meeting/agenda': ['?day=2022-10-18', '?day=2022-10-19'],
  '/:locale/:meeting/participants': ['?q=qz', '?page=2'],
  '/:locale/sign-in': ['?next=/en/unnm-2022/sessions/QZCL-1'],
}

/** Every address of a route, asked by a reader. @throws UnknownParameter */
export const everyAddress = (house: LeakHouse, reader: Reader, route: Route): string[] => {
  const plain = addressesOf(route, valuesFor(house, reader))
  return plain.flatMap((address) => [address, ...(QUERIES[route.path] ?? []).map((query) => address + query)])
}

/** What one request was answered. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Status, headers and body as one text, with folded lines of calendars (RFC 5545, 3.1) unfolded. */
  all: string
}

const firstWords = async ({ body }: Response): Promise<string> => {
  const reader = body!.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!text.includes('data:')) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  await reader.cancel()
  // The hour of the machine is nobody's secret.
  return text.replace(/data: [\d:.TZ-]+/g, 'data:')
}

let asked = 0

/**
 * Each from a network of their own: nobody is turned away for what others asked. A program whose token is worthless would be
 * slowed down after a while, and then nobody would see what it is answered: it asks from another each time.
 */
const networkOf = ({ keys }: LeakHouse, reader: Reader): string =>
  reader.token?.ended
    ? `198.18.${(++asked >> 8) & 255}.${asked & 255}`
    : `192.0.2.${[...keys.keys()].indexOf(reader.name) + 1}`

/** Asks as a reader; forms come from our own page, so that no other lock hides what the policy lets through. */
export const ask = async (
  house: LeakHouse,
  reader: Reader,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: object } = {},
): Promise<Answer> => {
  const { cookie, authorization } = house.of(reader)
  const reply = await fetch(house.app.url + path, {
    method,
    redirect: 'manual',
    headers: {
      accept: '*/*',
      ...(cookie && { cookie }),
      ...(authorization && { authorization }),
      'x-forwarded-for': networkOf(house, reader),
      ...(method !== 'GET' && { origin: house.app.settings.baseUrl.origin }),
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  // A line that stays open is read until it has said something.
  const isLine = reply.headers.get('content-type')?.startsWith('text/event-stream') === true
  const text =
    isLine && method === 'GET' ? await firstWords(reply) : await unpacked(Buffer.from(await reply.arrayBuffer()))
  // The hour of the machine is nobody's secret, and may by chance be that of a session.
  const told = [...reply.headers].filter(([name]) => name !== 'date')
  const all = `${reply.status} ${JSON.stringify(told)}\n${text.replace(/\r?\n[ \t]/g, '')}`
  return { status: reply.status, headers: reply.headers, text, all }
}

/** Does `work` for each, several at once: calendars, pages and JSON keep a core busy. */
export const forEachOf = async <T>(all: Iterable<T>, work: (one: T) => Promise<void>): Promise<void> => {
  const waiting = [...all].toReversed()
  const one = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await work(next)
  }
  await Promise.all(Array.from({ length: 8 }, one))
}
