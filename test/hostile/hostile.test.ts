import { beforeAll, describe, expect, test, vi } from 'vitest'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { everythingStored } from '../builders/everything-stored.ts'
import { BODIES, FILE_NAMES, FILES } from './bodies.ts'
import { ENDS_IT, HostileHouse, type Caught, type FormFound, type Thrown } from './house.ts'
import { ACTIVE, BAD_ADDRESSES, TEXTS } from './texts.ts'

// Whatever people, programs and attackers send: an answer that says what is wrong, at the field where it is wrong, nothing
// changed by what was refused, and never a failure of ours.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let house: HostileHouse
let forms: FormFound[]
/** What was refused: sent once more at the end, when nothing at all may change. */
const refused: Thrown[] = []

beforeAll(async () => {
  house = await HostileHouse.open()
  forms = await house.forms()
})

/** Those that fit into an address. */
const SHORT = TEXTS.filter(({ text }) => text.length < 3_000)

/** So many of a list, beginning elsewhere for each caller, so that all together use all of it many times. */
let turn = 0
const some = <T>(all: readonly T[], count: number): T[] => {
  const from = (turn += count) - count
  return Array.from({ length: Math.min(count, all.length) }, (_, index) => all[(from + index) % all.length]!)
}

const brief = ({ what, status, text }: Caught): string =>
  `${status} ${what}: ${text.replace(/\s+/g, ' ').slice(0, 200)}`

/** An error that says a key and no sentence was translated for nobody. */
const KEY = /<li>(?:<a [^>]*>)?[a-z-]+(\.[a-z-]+)+<|"detail":"[a-z-]+(\.[a-z-]+)+"/

const faults = (caught: readonly Caught[]): string[] =>
  caught.filter(({ status, text }) => status >= 500 || status < 200 || KEY.test(text)).map(brief)

/** Sends them, remembers what was refused, and says what failed. */
const throwAll = async (all: readonly Thrown[]): Promise<Caught[]> => {
  const caught = await house.askAll(all)
  refused.push(...caught.filter(({ status }) => [400, 404, 413, 415, 422].includes(status)))
  expect(faults(caught)).toEqual([])
  return caught
}

test('there are at least two hundred inputs, all different', () => {
  const names = [...TEXTS, ...BODIES, ...FILES, ...FILE_NAMES].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(200)
})

test('the forms are found: of everybody, of participants, of focal points and of organisers', () => {
  const actions = forms.map(({ action }) => action).join('\n')
  for (const part of [
    '/sign-in',
    '/register/you',
    '/register/needs',
    '/me/calendar',
    '/delegation/',
    '/publish',
    '/review',
    '/places',
    '/questions',
    '/import',
  ])
    expect(actions).toContain(part)
  expect(forms.length).toBeGreaterThan(30)
})

test('a form that is in order changes what is stored, and the digest shows it', async () => {
  const before = await house.state()
  const you = forms.find(({ action }) => action.endsWith('/register/you'))!
  await house.ask({ what: 'a sound name', request: house.form(you, (each) => each === 'names[familyName]', 'Nuñez') })
  expect(await house.state()).not.toEqual(before)
})

describe('files', () => {
  test('that are not what they say, wherever one is taken', async () => {
    const taking = forms.filter(({ files }) => files.length > 0)
    expect(taking.length).toBeGreaterThan(1)
    const all = taking.flatMap((form) =>
      form.files.flatMap((field) =>
        FILES.map((file) => ({
          what: `${form.action} ${field} ${file.name}`,
          request: house.multipart(form.action, form.fields, { ...file, field }),
        })),
      ),
    )
    const caught = await throwAll(all)
    // An empty file is none chosen; whatever is text can be read as a table of one column, and is looked at before it is taken.
    const taken = caught.filter(
      ({ status, what }) => status < 400 && !/an empty file|(import|paste) file a(n image| page| script)/.test(what),
    )
    expect(taken.map(brief)).toEqual([])
  })

  test('under names that are not', async () => {
    const taking = forms.filter(({ files }) => files.length > 0)
    await throwAll(
      taking.flatMap((form) =>
        form.files.flatMap((field) =>
          some(FILE_NAMES, 4).map((file) => ({
            what: `${form.action} ${field} ${file.name}`,
            request: house.multipart(form.action, form.fields, { ...file, field }),
          })),
        ),
      ),
    )
    const names = await house.app.database.query<{ name: string }>('SELECT name FROM stored_file')
    // eslint-disable-next-line no-control-regex
    for (const { name } of names) expect(name).toMatch(/^[^/\\\u0000-\u001f\u202e]{1,110}\.(pdf|png|jpg)$/)
  })
})

describe('text', () => {
  test('in every field of every form, alone and everywhere at once', async () => {
    const alone = forms.flatMap((form) =>
      form.fields.flatMap(([field]) =>
        some(TEXTS, 1).map(({ name, text }) => ({
          what: `${form.action} ${field} ${name}${form.fixed.includes(field) ? ' (fixed)' : ''}`,
          request: house.form(form, (each) => each === field, text),
        })),
      ),
    )
    const everywhere = forms.flatMap((form) =>
      some(TEXTS, 4).map(({ name, text }) => ({
        what: `${form.action} everywhere ${name}`,
        request: house.form(form, (each) => !form.fixed.includes(each), text),
      })),
    )
    const caught = await throwAll([...alone, ...everywhere])
    // What is refused is refused on a page that says so, or sent on to one.
    const silent = caught.filter(
      ({ status, text, type, what }) =>
        status === 422 && !what.endsWith('(fixed)') && type.startsWith('text/html') && !text.includes('class="errors"'),
    )
    expect(silent.map(brief)).toEqual([])
  })

  test('of each kind, in the fields that all participants fill in', async () => {
    const fields = ['names[givenNames]', 'answers[asks-long-text]', 'answers[asks-phone]']
    const form = (field: string) =>
      forms.find(({ action, fields: all }) => action.includes('/register/') && all.some(([name]) => name === field))
    const all = fields.flatMap((field) => {
      const found = form(field)
      return found
        ? TEXTS.map(({ name, text }) => ({
            what: `${field} ${name}`,
            request: house.form(found, (each) => each === field, text),
          }))
        : []
    })
    expect(all.length).toBe(TEXTS.length * 3)
    await throwAll(all)
  })

  test('never comes back as a part of the page', async () => {
    const all = forms.flatMap((form) =>
      some(ACTIVE, 2).map(({ name, text }) => ({
        what: `${form.action} ${name}\n${text}`,
        request: house.form(form, (each) => !form.fixed.includes(each), text),
      })),
    )
    const caught = await throwAll(all)
    const echoed = caught.filter(
      ({ what, text, type }) => type.startsWith('text/html') && text.includes(what.split('\n')[1]!),
    )
    expect(echoed.map(brief)).toEqual([])
  })

  test('in the address of every page and command', async () => {
    const all = house.routes.flatMap((route) =>
      [...route.path.matchAll(/:(\w+)/g)]
        .map(([, name]) => name!)
        .filter((name) => name !== 'locale' && !(name === 'id' && route.method === 'DELETE'))
        .flatMap((name) =>
          some(SHORT, 1).flatMap(({ name: kind, text }) => ({
            what: `${route.method} ${route.path} ${name} ${kind}`,
            request: {
              method: route.method as 'GET',
              url: house.addresses(route, { [name]: text.toWellFormed() })[0]!,
              ...(route.method !== 'GET' && { headers: { 'content-type': 'application/json' }, payload: '{}' }),
            },
          })),
        ),
    )
    await throwAll(all)
  })

  test('after the question mark of every page', async () => {
    const names = [
      'q',
      'day',
      'zone',
      'after',
      'next',
      'from',
      'to',
      'label',
      'status',
      'as',
      'mode',
      'sort',
      'search',
      'page',
      'limit',
      'd[x][y]',
    ]
    const all = house.routes
      .filter(({ method }) => method === 'GET')
      .flatMap((route) =>
        some(SHORT, 2).map(({ name, text }) => {
          const [query] = some(names, 1)
          return {
            what: `GET ${route.path} ${query} ${name}`,
            request: {
              method: 'GET' as const,
              url: `${house.addresses(route)[0]!}?${encodeURIComponent(query!)}=${encodeURIComponent(text.toWellFormed())}`,
            },
          }
        }),
      )
    const caught = await throwAll(all)
    for (const { what, location } of caught) expect(location ?? '/', what).toMatch(/^\/(?![/\\])/)
  })

  test('in headers', async () => {
    const headers = [
      'accept-language',
      'cookie',
      'if-none-match',
      'user-agent',
      'referer',
      'accept',
      'x-forwarded-for',
      'accept-encoding',
      'range',
    ]
    const all = TEXTS.filter(
      ({ text }) => text.length < 8_000 && /^[\t\u0020-\u007e\u0080-\u00ff]+$/.test(text),
    ).flatMap(({ name, text }) =>
      some(headers, 1).map((header) => ({
        what: `${header} ${name}`,
        request: { method: 'GET' as const, url: '/en', headers: { [header]: text } },
      })),
    )
    expect(all.length).toBeGreaterThan(100)
    await throwAll(all)
  })

  test('for an address: what is none is refused at the field, in the reader’s language', async () => {
    for (const locale of ['en', 'fr', 'es']) {
      const caught = await throwAll(
        BAD_ADDRESSES.filter(({ text }) => !emailFrom(text)).map(({ name, text }) => ({
          what: `${locale} ${name}`,
          request: {
            method: 'POST' as const,
            url: `/${locale}/sign-in`,
            headers: { 'content-type': 'application/json' },
            payload: { email: text },
          },
        })),
      )
      for (const { status, text, what } of caught) {
        expect(status, what).toBe(422)
        expect(text, what).toContain('href="#email"')
      }
    }
  })
})

test('bodies that no form of ours sends, to every command', async () => {
  const all = house.routes
    .filter(({ method }) => method !== 'GET')
    .flatMap((route) =>
      some(BODIES, 4).map(({ name, type, body, headers }) => ({
        what: `${route.method} ${route.path} ${name}`,
        request: {
          method: route.method as 'POST',
          url: house.addresses(route)[0]!,
          headers: { ...(type !== undefined && { 'content-type': type }), ...headers },
          payload: body,
        },
      })),
    )
  const caught = await throwAll(all)
  const large = caught.filter(({ what }) => what.endsWith('of 10 MB'))
  expect(large.length).toBeGreaterThan(5)
  for (const { what, status } of large) expect([404, 413], what).toContain(status)
})

test('every body, where forms and programs begin', async () => {
  const all = BODIES.flatMap(({ name, type, body, headers }) =>
    ['/en/sign-in', '/api/v1/sign-in', `/api/v1/meetings/${house.meeting.slug}/registration/draft`].map((url) => ({
      what: `${url} ${name}`,
      request: {
        method: url.endsWith('draft') ? ('PUT' as const) : ('POST' as const),
        url,
        headers: { ...(type !== undefined && { 'content-type': type }), ...headers },
        payload: body,
      },
    })),
  )
  for (const one of await throwAll(all)) expect(one.status, brief(one)).toBeGreaterThanOrEqual(400)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

test('methods that an address does not have', async () => {
  const stays = house.routes.filter(({ path }) => !ENDS_IT.test(path))
  const all = stays.flatMap((route) =>
    some(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'POST'] as const, 1)
      .filter((method) => !house.routes.some((each) => each.path === route.path && each.method === method))
      .map((method) => ({
        what: `${method} ${route.path}`,
        request: { method: method as 'PUT', url: house.addresses(route)[0]! },
      })),
  )
  for (const one of await throwAll(all))
    expect([303, 400, 401, 403, 404, 405, 415, 422], brief(one)).toContain(one.status)
})

describe('what was refused', () => {
  test('changed nothing: sent again, all of it together leaves every row as it was', async () => {
    expect(refused.length).toBeGreaterThan(500)
    const again = some(refused, 500)
    const before = await house.state()
    const caught = await house.askAll(again)
    const after = await house.state()
    // What had become possible in between is no refusal.
    const accepted = caught.filter(({ status }) => status < 400)
    expect(accepted.map(brief)).toEqual([])
    expect(after).toEqual(before)
  })
})

test('all of it was asked by somebody who is signed in still', async () => {
  const { status } = await house.ask({ what: 'desk', request: { method: 'GET', url: '/en/desk' } })
  expect(status).toBe(200)
})

test('what was taken holds no controls, half characters or signs that turn the direction', async () => {
  const stored = await everythingStored(house.app.urls.ownerDatabaseUrl)
  for (const at of ['public.identity.given_names', 'public.identity.family_name', 'public.registration.job_title'])
    // eslint-disable-next-line no-control-regex
    expect(stored.get(at), at).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffd]|\\u0000|\\ud8/,
    )
})
