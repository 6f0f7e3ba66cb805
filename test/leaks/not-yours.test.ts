import { beforeAll, describe, expect, test, vi } from 'vitest'
import { WorkingCopy } from '../../src/agenda/working-copy.service.ts'
import { newId } from '../../src/kernel/id.ts'
import { routesOf, type Route } from '../../src/platform/http/routes.ts'
import { addressesOf } from './addresses.ts'
import { ask, valuesFor, type Answer } from './asking.ts'
import { CODES } from './canaries.ts'
import { LeakHouse } from './house.ts'
import { ELSEWHERE, INVITED, MEMBER_STATE, ORGANISER, PUBLIC, READERS, type Reader } from './readers.ts'
import { stateOf } from './stored.ts'

// What is not yours and what does not exist answer alike: in status, headers and body, to whoever asks.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let house: LeakHouse
let routes: readonly Route[]

beforeAll(async () => {
  house = await LeakHouse.open()
  routes = routesOf(house.app.app)
})

/** What differs between two answers to the same question: ids of requests, the hour, and the name that was asked for. */
const bare = ({ status, headers, text }: Answer, name: string): string => {
  const told = [...headers].filter(([key]) => !['date', 'etag', 'content-length', 'x-request-id'].includes(key))
  return `${status} ${JSON.stringify(told)} ${text}`
    .replace(/urn:uuid:[0-9a-f-]{36}/g, '')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=[^0-9a-f/]*(request|instance))/g, '')
    .replaceAll(new RegExp(name, 'gi'), '…')
}

interface Question {
  method?: string
  body?: object
  /** The address, given the name of what is asked for. */
  at: (name: string) => string
}

const alike = async (reader: Reader, { method = 'GET', body, at }: Question, real: string, none: string) => {
  const options = { method, ...(body && { body }) }
  const [there, nowhere] = [await ask(house, reader, at(real), options), await ask(house, reader, at(none), options)]
  expect(nowhere.status, `${method} ${at(none)}`).toBeGreaterThanOrEqual(300)
  expect(bare(there, real), `${method} ${at(real)}`).toBe(bare(nowhere, none))
}

const outsiders = READERS.filter(({ invitedTo, days }) => !invitedTo || days.length === 0)

describe.each(outsiders)('$name', (reader) => {
  test.each([CODES.unlisted, CODES.closed])(
    'cannot tell %s from no session, by any address or command',
    async (code) => {
      const before = await stateOf(house.app)
      for (const route of routes.filter(({ path }) => path.includes(':code'))) {
        const at = (name: string): string => addressesOf(route, { ...valuesFor(house, reader), code: [name] })[0]!
        await alike(reader, { method: route.method, at, ...(route.method !== 'GET' && { body: {} }) }, code, 'QZNO-1')
      }
      expect(await stateOf(house.app)).toEqual(before)
    },
  )
})

test.each([PUBLIC, INVITED, READERS[2]!])('$name cannot tell a paper for others from no paper', async (reader) => {
  const at = (key: string): string => `/en/${house.meeting.slug}/materials/${key}/en`
  await alike(reader, { at }, house.planted.materials.ofListed, 'no-such-paper')
  if (reader !== INVITED) await alike(reader, { at }, house.planted.materials.ofClosed, 'no-such-paper')
})

test('a calendar that was never issued and one that was stopped answer alike', async () => {
  const at = (secret: string): string => `/feeds/${secret}.ics`
  const stopped = house.of(READERS[1]!).feeds![0]!
  const page = `/en/${house.meeting.slug}/me/calendar/stop`
  expect((await ask(house, READERS[1]!, page, { method: 'POST' })).status).toBe(303)
  await alike(PUBLIC, { at }, stopped, 'A'.repeat(stopped.length))
})

test('what somebody else handed in for one is not shown as one’s own', async () => {
  const passport = `/en/${house.meeting.slug}/me/files/passport`
  expect((await ask(house, INVITED, passport)).status).toBe(200)
  // As when two registrations become one, or the secretariat answers for somebody.
  const { database } = house.app
  const [[file], by] = [
    await database.query<{ id: string }>("SELECT id FROM stored_file WHERE name LIKE '%.pdf' AND uploaded_by = $1", [
      house.of(INVITED).person,
    ]),
    house.of(MEMBER_STATE).person,
  ]
  await database.query('UPDATE stored_file SET uploaded_by = $2 WHERE id = $1', [file!.id, by])
  expect((await ask(house, INVITED, passport)).status).toBe(404)
})

test('nobody ends the sign-in of somebody else, nor learns that there is one', async () => {
  const theirs = house.of(ORGANISER).signIn!
  const before = await stateOf(house.app)
  await alikeOrDone((id) => `/api/v1/sign-ins/${id}`, 'DELETE', theirs)
  await alikeOrDone((id) => `/en/me/sign-ins/${id}/end`, 'POST', theirs)
  expect(await stateOf(house.app)).toEqual(before)
})

/** Commands that can be repeated answer "done" to what is not there; then also to what is not theirs. */
const alikeOrDone = async (at: (name: string) => string, method: string, real: string) => {
  const none = newId()
  const [there, nowhere] = [
    await ask(house, MEMBER_STATE, at(real), { method }),
    await ask(house, MEMBER_STATE, at(none), { method }),
  ]
  expect(bare(there, real)).toBe(bare(nowhere, none))
}

test('a label that was never given answers like one that cannot be', async () => {
  for (const at of [
    (label: string): string => `/en/${house.meeting.slug}/releases/${label}`,
    (label: string): string => `/api/v1/meetings/${house.meeting.slug}/agenda?label=${label}`,
  ])
    await alike(PUBLIC, { at }, 'Corr.9', 'Rev.77')
})

describe('the desk of another meeting', () => {
  const gone = 'no-such-meeting'
  const deskRoutes = (): Route[] => routes.filter(({ path, policy }) => policy?.desk && path.includes(':meeting'))

  test.each([ELSEWHERE, PUBLIC, MEMBER_STATE])('$name cannot tell it from that of no meeting', async (reader) => {
    for (const route of deskRoutes()) {
      const at = (slug: string): string => addressesOf(route, { ...valuesFor(house, reader), meeting: [slug] })[0]!
      await alike(
        reader,
        { method: route.method, at, ...(route.method !== 'GET' && { body: {} }) },
        house.meeting.slug,
        gone,
      )
    }
  })

  test('has nothing that could be reached from the desk of one’s own', async () => {
    const { registration } = house.of(MEMBER_STATE)
    const before = await stateOf(house.app)
    const here = house.other.slug
    const questions: [Question, string, string][] = [
      [{ at: (id) => `/en/desk/${here}/registrations/${id}` }, registration!, newId()],
      [
        { at: (id) => `/en/desk/${here}/registrations/${id}`, method: 'POST', body: { do: 'resend' } },
        registration!,
        newId(),
      ],
      [
        {
          at: (id) => `/api/v1/meetings/${here}/registrations/${id}/decision`,
          method: 'POST',
          body: { decision: 'decline' },
        },
        registration!,
        newId(),
      ],
      [{ at: (code) => `/en/desk/${here}/agenda/${code}` }, CODES.closed, 'QZNO-1'],
      [
        { at: (code) => `/api/v1/meetings/${here}/working-copy/${code}`, method: 'PATCH', body: { version: 1 } },
        CODES.closed,
        'QZNO-1',
      ],
    ]
    for (const [question, real, none] of questions) await alike(ELSEWHERE, question, real, none)
    const search = await ask(house, ELSEWHERE, `/api/v1/meetings/${here}/registrations?search=example`)
    expect(JSON.parse(search.text)).toEqual({ registrations: [], matching: { count: 0 }, next: null, previous: null })
    expect(await stateOf(house.app)).toEqual(before)
  })

  test('lends no room and no session to one’s own', async () => {
    const [own] = await house.app.get(WorkingCopy).list(house.other.id)
    const foreign = await house.app.get(WorkingCopy).byCode(house.meeting.id, CODES.closed)
    const before = await stateOf(house.app)
    const patch = (room: string) =>
      ask(house, ELSEWHERE, `/api/v1/meetings/${house.other.slug}/working-copy/${own!.code}`, {
        method: 'PATCH',
        body: { version: own!.version, room },
      })
    const [theirs, none] = [house.meeting.rooms[0]!.id, newId()]
    expect(bare(await patch(theirs), theirs)).toBe(bare(await patch(none), none))
    const publish = (session: string) =>
      ask(house, ELSEWHERE, `/api/v1/meetings/${house.other.slug}/releases`, {
        method: 'POST',
        body: { workingVersion: house.other.workingVersion, label: 'Corr.1', note: { en: 'x' }, sessions: [session] },
      })
    const nowhere = newId()
    const [asked, never] = [await publish(foreign.id), await publish(nowhere)]
    expect(asked.status).toBeGreaterThanOrEqual(400)
    expect(bare(asked, foreign.id)).toBe(bare(never, nowhere))
    expect(await stateOf(house.app)).toEqual(before)
  })
})
