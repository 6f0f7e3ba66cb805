import { LOCALES } from '../../src/kernel/locale.ts'
import { newId } from '../../src/kernel/id.ts'
import type { Route } from '../../src/platform/http/routes.ts'
import { STEPS } from '../../src/registration/registration.ts'
import { addressesOf, type Values } from './addresses.ts'
import { TAKEN_BACK } from './agenda-states.ts'
import { CODES } from './canaries.ts'
import type { LeakHouse } from './house.ts'
import { AGENDA_PROGRAM, LEAST_AND_BEST_INFORMED, MEMBER_STATE, ORGANISER, type Reader } from './readers.ts'
import { lineOf } from './things.ts'
import { unpacked } from './unpacked.ts'

/** The id of nothing, the same each time it is asked for. */
const NOTHING = newId()

/** Of old releases, and of one that was taken back. */
const LABELS = ['Draft', 'Rev.1', 'Final', TAKEN_BACK]

/** Everything chosen, as a device without an account keeps it in an address. */
const CHOSEN = `?${Object.values(CODES)
  .map((code) => `session=${code}`)
  .join('&')}`

/**
 * What the parameters of addresses may be, for one reader: what is shut, and beside it what is open to all.
 * **A new parameter of a route goes here.**
 */
export const valuesFor = (house: LeakHouse, reader: Reader, path = ''): Values => {
  const organiser = house.of(ORGANISER)
  const others = [...house.keys].find(([name, keys]) => name !== reader.name && keys.registration)?.[1]
  // At a desk that is shut to them, everything answers alike (`not-yours.test.ts`).
  const shut = path.includes('/desk/') && !reader.role
  const inGroup = `member-state.${house.planted.groups.closed}`
  return {
    locale: LOCALES,
    meeting: [house.meeting.slug],
    slug: [house.meeting.slug],
    code: shut ? [CODES.unlisted, CODES.closed] : Object.values(CODES),
    label: LABELS,
    key: Object.values(house.planted.materials),
    language: ['en', 'fr'],
    step: STEPS,
    question: ['spoken-language', 'passport', 'nothing'],
    command: ['days', 'represent', 'withdraw'],
    secret: secretsOf(house, reader, path),
    id: [idIn(house, path) ?? others?.registration ?? NOTHING],
    other: [house.of(MEMBER_STATE).registration ?? NOTHING],
    mail: [house.aMail],
    plan: [NOTHING],
    round: [NOTHING],
    release: house.things.releases,
    signIn: [organiser.signIn ?? NOTHING],
    factor: [house.things.factor],
    token: [house.of(AGENDA_PROGRAM).token ?? NOTHING],
    request: [house.delegation.request],
    delegation: [house.delegation.id],
    person: [path.includes('settings/roles') ? house.of(ORGANISER).person! : house.delegation.focalPoint],
    registration: [house.delegation.nominee],
    file: [house.things.asset, ...house.delegation.notes],
    format: ['xlsx', 'csv'],
    role: ['organiser'],
    as: shut ? [inGroup] : ['public', 'unverified', 'member-state', inGroup],
    of: shut ? ['working'] : ['working', 'current', 'draft'],
    date: house.meeting.days.map(({ date }) => date.toString()),
    room: house.meeting.rooms.map(({ key }) => key).slice(0, shut ? 1 : undefined),
  }
}

/** Whose secret an address holds: of a calendar, of an invitation, of who stops mail. */
const secretsOf = (house: LeakHouse, reader: Reader, path: string): readonly string[] => {
  if (path.includes('invitations/')) return [house.things.invitation]
  const own = path.includes('me/mail/') ? house.things.mailStops.get(reader.name) : undefined
  return own ? [own] : (house.of(reader).feeds ?? ['no-such-secret'])
}

/** What `:id` names, where it is no registration that was sent. */
const idIn = ({ things }: LeakHouse, path: string): string | undefined => {
  if (path.includes('registrations/bulk/')) return things.bulk
  if (path.includes('agenda/import/')) return things.agendaTable
  if (path.includes('import')) return things.table
  return path.includes('places/line/') ? things.waiting : undefined
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
  '/:locale/desk/:meeting/see-as/:as/:of/changes': ['?from=Draft'],
  '/:locale/desk/:meeting/agenda': ['?day=2022-10-18', '?day=2022-10-19'],
  '/:locale/:meeting/participants': ['?q=qz', '?page=2'],
  '/:locale/desk/:meeting/translate': [1, 2, 3, 4, 5].map((page) => `?to=fr&state=all&page=${page}`),
  '/api/v1/meetings/:meeting/registrations/export': ['?format=csv'],
  '/:locale/desk/:meeting/translate/file': ['?to=fr'],
  '/:locale/desk/:meeting/translate/export.:format(xlsx|csv)': ['?to=fr'],
  '/:locale/sign-in': ['?next=/en/unnm-2022/sessions/QZCL-1'],
}

/** The same, where it names something that there is in this house only. */
const queriesAbout = (house: LeakHouse): Readonly<Record<string, readonly string[]>> => {
  const line = `?of=${lineOf(house)}`
  const [day, mode] = lineOf(house).split('.')
  const { releases } = house.things
  return {
    '/:locale/desk/:meeting/releases/compare': releases.map((release) => `?from=${release}&to=working-copy`),
    '/:locale/desk/:meeting/places/line': [line],
    '/:locale/desk/:meeting/places/line/:id': [line],
    '/:locale/desk/:meeting/places/rule': [line],
    '/api/v1/meetings/:meeting/places/line': [`?day=${day}&mode=${mode}`],
    '/api/v1/meetings/:meeting/places/rule': [`?day=${day}&mode=${mode}`],
  }
}

/** Every address of a route, asked by a reader. @throws UnknownParameter */
export const everyAddress = (house: LeakHouse, reader: Reader, route: Route): string[] => {
  const plain = addressesOf(route, valuesFor(house, reader, route.path))
  const { [route.path]: queries = [] } = { ...QUERIES, ...queriesAbout(house) }
  return plain.flatMap((address) => [address, ...queries.map((query) => address + query)])
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
      // Packed for those whom most is shown to and least: what is packed is the same page.
      ...(!LEAST_AND_BEST_INFORMED.includes(reader) && { 'accept-encoding': 'identity' }),
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
