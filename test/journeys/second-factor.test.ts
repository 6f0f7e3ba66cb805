import { beforeAll, describe, expect, test, vi } from 'vitest'
import { emailFrom, type EmailAddress } from '../../src/kernel/email-address.ts'
import type { PersonId } from '../../src/kernel/id.ts'
import { People } from '../../src/people/people.service.ts'
import { codeAt } from '../../src/people/second-factor/app-codes.ts'
import { SecondFactors } from '../../src/people/second-factor/second-factors.service.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { SecondFactorNeeded } from '../../src/platform/policies/policies.ts'
import { startApp, type TestApp } from '../harness.ts'
import { TestPasskey } from '../passkey.ts'
import { passesSecondFactor } from '../second-factor.ts'
import { loadSample } from './people.ts'
import { Visitor } from './visitor.ts'

let app: TestApp
let nth = 0

beforeAll(async () => {
  app = await startApp({ now: '2026-11-30T09:00:00Z' })
})

interface Colleague {
  address: EmailAddress
  person: PersonId
}

/** Somebody who organises all meetings and has never been at the desk. */
const colleague = (at = app): Promise<Colleague> =>
  at.database.transaction(async (tx) => {
    const address = emailFrom(`organiser-${++nth}@network.example.org`)!
    const person = await at.get(People).ensure(tx, address, 'en')
    await at.get(People).grant(tx, person, 'organiser')
    return { address, person }
  })

/** The codes that came by mail; other mail may come between them. */
const codesTo = (address: string, at: TestApp): string[] =>
  at.mailbox.to(address).flatMap(({ subject }) => /\d{8}/.exec(subject ?? '') ?? [])

/** Signs in at the desk's door with the code by mail, on the way to a page. */
const signsIn = async ({ address }: Colleague, next = '/en/desk', at = app): Promise<Visitor> => {
  const visitor = new Visitor(at)
  const before = codesTo(address, at).length
  await visitor.opens(`/en/desk/sign-in?next=${encodeURIComponent(next)}`)
  await visitor.fills('email', address).presses('Send me')
  const code = await vi.waitFor(() => codesTo(address, at)[before] ?? Promise.reject(new Error('No code yet')), 10_000)
  return visitor.fills('code', code).presses('Continue')
}

const keyOn = (visitor: Visitor): string =>
  /<code class="key">([A-Z2-7 ]+)<\/code>/.exec(visitor.source)![1]!.replaceAll(' ', '')

const codesOn = (visitor: Visitor): string[] =>
  [...visitor.source.matchAll(/<code>([a-z0-9-]{19})<\/code>/g)].map(([, code]) => code!)

/** Sets up an authenticator app at the first sign-in; answers its key and the recovery codes. */
const setsUpApp = async (visitor: Visitor): Promise<{ key: string; codes: string[] }> => {
  const key = keyOn(visitor)
  await visitor.fills('code', codeAt(key, app.clock.now())).presses('Use this app')
  const codes = codesOn(visitor)
  await visitor.follows('I have kept them')
  return { key, codes }
}

const subjectsTo = async ({ address }: Colleague, count: number): Promise<string[]> => {
  await app.mailbox.waitFor(address, count)
  return app.mailbox.to(address).map(({ subject }) => subject ?? '')
}

const actions = async ({ person }: Colleague): Promise<string[]> =>
  (
    await app.database.query<{ action: string }>(
      `SELECT action FROM audit_entry WHERE subject = $1 AND action LIKE ANY ('{second-factor%,recovery%}') ORDER BY at, id`,
      [person],
    )
  ).map(({ action }) => action)

describe('who holds a role', () => {
  test('sets up an authenticator app before anything else, and goes on to where they were going', async () => {
    const olga = await colleague()
    const visitor = await signsIn(olga, '/en/desk/second-factors')
    expect(visitor.headline).toBe('Set up a second factor')
    await visitor.opens('/en/desk')
    expect(visitor.headline).toBe('Set up a second factor')
    expect(visitor.source).toContain('<svg role="img" aria-label="QR code with the key"')
    const key = keyOn(visitor)
    await visitor.fills('code', '000000').presses('Use this app')
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['This code is wrong, or was used already. Type the one that is shown now'],
    ])
    expect(keyOn(visitor)).toBe(key) // scanned already
    await visitor.fills('code', codeAt(key, app.clock.now())).presses('Use this app')
    expect(visitor.headline).toBe('Recovery codes')
    expect(codesOn(visitor)).toHaveLength(10)
    await visitor.follows('I have kept them')
    expect([visitor.status, visitor.path]).toEqual([200, '/en/desk'])
    expect(await subjectsTo(olga, 2)).toContain('A second factor was added to your account')
    expect(await actions(olga)).toEqual(['second-factor.added'])
  })

  test('gives the code at each sign-in; it works once, and nothing opens without', async () => {
    const olga = await colleague()
    const { key } = await setsUpApp(await signsIn(olga))
    app.clock.advance({ minutes: 5 })
    const again = await signsIn(olga, '/en/desk/second-factors')
    expect(again.headline).toBe('Your second factor')
    // Setting up another is no way around it.
    await again.opens('/en/desk/second-factor/set-up')
    expect(again.headline).toBe('Your second factor')
    for (const path of ['/en/desk', '/en/desk/second-factors']) {
      await again.opens(path)
      expect(again.path).toBe(`/en/desk/second-factor?next=${encodeURIComponent(path)}`)
    }
    const code = codeAt(key, app.clock.now())
    await again.fills('code', code).presses('Continue')
    expect([again.status, again.path]).toEqual([200, '/en/desk/second-factors'])
    const copied = await signsIn(olga)
    await copied.fills('code', code).presses('Continue')
    expect([copied.status, copied.errors.length]).toEqual([422, 1])
    app.clock.advance({ seconds: 30 })
    await copied.fills('code', codeAt(key, app.clock.now())).presses('Continue')
    expect(copied.path).toBe('/en/desk')
  })

  test('gets in with a recovery code, once each, and hears of it', async () => {
    const olga = await colleague()
    const { codes } = await setsUpApp(await signsIn(olga))
    const visitor = await signsIn(olga)
    await visitor.fills('code', codes[0]!.toUpperCase()).presses('Continue')
    expect(visitor.path).toBe('/en/desk')
    expect(await subjectsTo(olga, 4)).toContain('A recovery code of yours was used')
    const twice = await signsIn(olga)
    await twice.fills('code', codes[0]!).presses('Continue')
    expect(twice.status).toBe(422)
    await twice.fills('code', codes[1]!).presses('Continue')
    expect(twice.path).toBe('/en/desk')
    await twice.opens('/en/desk/second-factors')
    expect(twice.text).toContain('You have 8 left.')
    await twice.presses('Make new ones')
    expect(codesOn(twice)).toHaveLength(10)
    const late = await signsIn(olga)
    await late.fills('code', codes[2]!).presses('Continue')
    expect(late.status).toBe(422)
  })

  test('is stopped after ten wrong codes', async () => {
    const olga = await colleague()
    const { key } = await setsUpApp(await signsIn(olga))
    app.clock.advance({ minutes: 1 })
    const visitor = await signsIn(olga)
    const right = codeAt(key, app.clock.now())
    for (let tries = 0; tries < 10; tries++) {
      await visitor.opens('/en/desk/second-factor')
      await visitor.fills('code', right === '000000' ? '000001' : '000000').presses('Continue')
      expect(visitor.status).toBe(422)
    }
    await visitor.opens('/en/desk/second-factor')
    await visitor.fills('code', right).presses('Continue')
    expect(visitor.status).toBe(429)
  })

  test('may not put it off where the install is for production', async () => {
    const visitor = await signsIn(await colleague())
    expect(visitor.text).not.toContain('Not now?')
    const { status } = await visitor.asks('POST', '/en/desk/second-factor/later')
    expect(status).toBe(403)
    await visitor.opens('/en/desk')
    expect(visitor.headline).toBe('Set up a second factor')
  })

  test('removes one of two, never the last', async () => {
    const olga = await colleague()
    const visitor = await signsIn(olga)
    await setsUpApp(visitor)
    await visitor.opens('/en/desk/second-factors')
    expect(visitor.text).toContain('the last one stays')
    await visitor.follows('Add another')
    await visitor.fills('code', codeAt(keyOn(visitor), app.clock.now())).presses('Use this app')
    expect(visitor.headline).toBe('Your second factors')
    await visitor.follows('Remove')
    await visitor.presses('Remove it')
    expect(visitor.text).toContain('the last one stays')
    const [left] = await app.database.query<{ id: string }>('SELECT id FROM second_factor WHERE person_id = $1', [
      olga.person,
    ])
    await visitor.asks('POST', `/en/desk/second-factors/${left!.id}/remove`)
    expect(await actions(olga)).toEqual(['second-factor.added', 'second-factor.added', 'second-factor.removed'])
    expect(await subjectsTo(olga, 4)).toContain('A second factor was removed from your account')
  })

  test('removes nobody else’s', async () => {
    const [olga, eve] = [await colleague(), await colleague()]
    for (const one of [olga, eve]) await setsUpApp(await signsIn(one))
    app.clock.advance({ minutes: 1 })
    const thief = await signsIn(eve)
    expect(thief.headline).toBe('Your second factor')
    const [hers] = await app.database.query<{ id: string }>('SELECT id FROM second_factor WHERE person_id = $1', [
      olga.person,
    ])
    await thief.opens(`/en/desk/second-factors/${hers!.id}/remove`)
    expect(thief.headline).toBe('Your second factor')
    await passesSecondFactor(app, eve.address)
    await thief.opens(`/en/desk/second-factors/${hers!.id}/remove`)
    expect(thief.status).toBe(404)
    await thief.asks('POST', `/en/desk/second-factors/${hers!.id}/remove`)
    expect(await actions(olga)).toEqual(['second-factor.added'])
  })

  test('two who hold the same mailbox do not both set up the first', async () => {
    const olga = await colleague()
    const [first, second] = [await signsIn(olga), await signsIn(olga)]
    const key = keyOn(second)
    await setsUpApp(first)
    await second.fills('code', codeAt(key, app.clock.now())).presses('Use this app')
    expect(second.headline).toBe('Your second factor')
    await second.opens('/en/desk')
    expect(second.headline).toBe('Your second factor')
    // Not by any other way either: the service itself asks for the first one, and puts nothing off.
    const [held] = await app.get(SignIns).of(olga.person)
    const reader = { person: olga.person, signIn: held!.id, opensDesk: true, language: 'en' } as const
    const factors = app.get(SecondFactors)
    const offered = factors.offerKey(reader)
    const adding = factors.addApp(reader, offered.sealed, codeAt(offered.key, app.clock.now()), 'Eve’s')
    await expect(adding).rejects.toThrow(SecondFactorNeeded)
    expect(await factors.of(olga.person)).toHaveLength(1)
    const trial = await startApp({ beside: app, settings: { development: true, smtpUrl: app.settings.smtpUrl } })
    await expect(trial.get(SecondFactors).putOff(reader)).rejects.toThrow(SecondFactorNeeded)
  })
})

test('who holds no role finds nothing at the second door', async () => {
  const address = emailFrom('stranger@network.example.org')!
  const person = await app.database.transaction((tx) => app.get(People).ensure(tx, address, 'en'))
  const stranger = await signsIn({ address, person })
  for (const path of ['', '/set-up', 's', 's/recover']) {
    await stranger.opens(`/en/desk/second-factor${path}`)
    expect([path, stranger.status]).toEqual([path, 404])
  }
})

test('a development install lets it be put off, and says so', async () => {
  const trial = await startApp({ settings: { development: true } })
  const olga = await colleague(trial)
  const visitor = await signsIn(olga, '/en/desk/second-factors', trial)
  expect(visitor.text).toContain('This is a development install, so this may be put off.')
  await visitor.presses('Put it off')
  expect(visitor.path).toBe('/en/desk/second-factors')
  expect(visitor.text).toContain('You have put it off')
  // The same sign-in in an install that became one for production.
  const production = await startApp({ beside: trial })
  const cookie = (await visitor.fetches('/en/desk')).request.cookies as string
  const { headers } = await production.http.get('/en/desk').set('Cookie', cookie)
  expect(headers['location']).toBe('/en/desk/second-factor?next=%2Fen%2Fdesk')
})

describe('who stays signed in for a week', () => {
  test('is asked again for what asks once a day, and comes back to it', async () => {
    const olga = await colleague()
    const { key } = await setsUpApp(await signsIn(olga))
    app.clock.advance({ minutes: 1 })
    const visitor = await signsIn(olga)
    await visitor.fills('code', codeAt(key, app.clock.now())).ticks('stay').presses('Continue')
    app.clock.advance({ hours: 25 })
    await visitor.opens('/en/desk/second-factors')
    expect(visitor.headline).toBe('Your second factors')
    await visitor.follows('Help a colleague')
    expect(visitor.headline).toBe('Your second factor')
    expect(visitor.text).toContain('You gave it over a day ago')
    await visitor.fills('code', codeAt(key, app.clock.now())).presses('Continue')
    expect([visitor.status, visitor.path]).toEqual([200, '/en/desk/second-factors/recover'])
    // A form that was opened in time is taken a little later.
    app.clock.advance({ hours: 24, minutes: 30 })
    await visitor.presses('Let them set up anew')
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['Give your e-mail address', 'Make sure first that it is them'],
    ])
    app.clock.advance({ hours: 6 * 24 })
    await visitor.opens('/en/desk')
    expect(visitor.headline).toBe('Sign in to the desk')
  })

  test('has another secret in their cookie after each time', async () => {
    const olga = await colleague()
    const visitor = await signsIn(olga)
    const cookie = async (): Promise<string> => (await visitor.fetches('/en/accessibility')).request.cookies as string
    const before = await cookie()
    await setsUpApp(visitor)
    expect(await cookie()).not.toBe(before)
    const { headers } = await app.http.get('/en/desk').set('Cookie', before)
    expect(headers['location']).toBe('/en/desk/sign-in?next=%2Fen%2Fdesk')
  })
})

describe('who has lost everything', () => {
  test('sets up anew when another organiser says so; they are told, and it is on record', async () => {
    const [olga, ben] = [await colleague(), await colleague()]
    const hers = await signsIn(olga)
    await setsUpApp(hers)
    const helper = await signsIn(ben)
    await setsUpApp(helper)
    await helper.opens('/en/desk/second-factors/recover')
    await helper.fills('email', ben.address).ticks('sure').presses('Let them set up anew')
    expect(helper.errors).toEqual(['You cannot do this for yourself: ask another organizer of all meetings'])
    await helper.fills('email', 'nobody@network.example.org').presses('Let them set up anew')
    expect(helper.errors).toEqual(['Nobody with this address has a second factor'])
    await helper.fills('email', olga.address).presses('Let them set up anew')
    expect(helper.headline).toBe('They can set up anew')
    await hers.opens('/en/desk')
    expect(hers.headline).toBe('Sign in to the desk')
    const anew = await signsIn(olga)
    expect(anew.headline).toBe('Set up a second factor')
    expect(await subjectsTo(olga, 4)).toContain('You can set up a second factor anew')
    const [entry] = await app.database.query(
      `SELECT actor_id FROM audit_entry WHERE action = 'second-factor.reset' AND subject = $1`,
      [olga.person],
    )
    expect(entry).toEqual({ actor_id: ben.person })
  })

  test('an organiser of one meeting cannot say so', async () => {
    const ben = await colleague()
    const visitor = await signsIn(ben)
    await setsUpApp(visitor)
    await app.database.query(
      `INSERT INTO role (id, person_id, role, meeting_id, granted_at) SELECT uuidv7(), $1, 'organiser', uuidv7(), now()`,
      [ben.person],
    )
    await app.database.transaction((tx) => app.get(People).withdraw(tx, ben.person, 'organiser'))
    await visitor.opens('/en/desk/second-factors')
    expect(visitor.text).not.toContain('Help a colleague')
    await visitor.opens('/en/desk/second-factors/recover')
    expect(visitor.status).toBe(404)
  })
})

describe('a passkey', () => {
  const origin = 'http://plenary.test'
  let site: TestApp

  beforeAll(async () => {
    site = await startApp({ now: '2026-11-30T09:00:00Z', settings: { baseUrl: new URL(origin) } })
  })

  const asked = async (
    visitor: Visitor,
    path: string,
  ): Promise<{ challenge: string; rp?: { id: string }; rpId?: string }> =>
    (await visitor.asks('POST', `/en/desk/second-factor${path}/options`)).body as { challenge: string }

  /** As the script does: its answer goes into the form, and the form is sent. */
  const sends = async (visitor: Visitor, answer: string, button: string): Promise<Visitor> =>
    visitor.fills('answer', answer).presses(button)

  test('is made and used; what others sign, or signed elsewhere, or once before, is refused', async () => {
    const olga = await colleague(site)
    const visitor = await signsIn(olga, '/en/desk', site)
    const key = new TestPasskey(origin)
    const wish = await asked(visitor, '/set-up')
    expect(wish.rp).toEqual({ id: 'plenary.test', name: 'Plenary' })
    await sends(visitor, key.create(wish), 'Make a passkey')
    expect(visitor.headline).toBe('Recovery codes')

    const again = await signsIn(olga, '/en/desk', site)
    expect(again.text).not.toContain('Six digits')
    for (const twist of [{ forged: true }, { origin: 'http://plenary.test.example.org' }]) {
      await sends(again, key.get(await asked(again, ''), twist), 'Use my passkey')
      expect([again.status, again.errors]).toEqual([
        422,
        ['The passkey was not taken. Try again, or choose another way'],
      ])
    }
    const wanted = await asked(again, '')
    expect(wanted.rpId).toBe('plenary.test')
    const answer = key.get(wanted)
    await sends(again, answer, 'Use my passkey')
    expect([again.status, again.path]).toEqual([200, '/en/desk'])

    const copied = await signsIn(olga, '/en/desk', site)
    await asked(copied, '')
    await sends(copied, answer, 'Use my passkey')
    expect(copied.status).toBe(422)
    const old = await asked(copied, '')
    site.clock.advance({ minutes: 5 })
    await sends(copied, key.get(old), 'Use my passkey')
    expect(copied.status).toBe(422)
    for (const nonsense of ['{', '[]', '{"id":1}', JSON.stringify({ id: 'x', response: {} })]) {
      await asked(copied, '')
      await sends(copied, nonsense, 'Use my passkey')
      expect([nonsense, copied.status]).toEqual([nonsense, 422])
    }
  })

  test('of somebody else opens nothing', async () => {
    const [olga, eve] = [await colleague(site), await colleague(site)]
    const hers = new TestPasskey(origin)
    const mine = new TestPasskey(origin)
    const visitor = await signsIn(olga, '/en/desk', site)
    await sends(visitor, hers.create(await asked(visitor, '/set-up')), 'Make a passkey')
    const other = await signsIn(eve, '/en/desk', site)
    await sends(other, mine.create(await asked(other, '/set-up')), 'Make a passkey')
    const thief = await signsIn(olga, '/en/desk', site)
    await sends(thief, mine.get(await asked(thief, '')), 'Use my passkey')
    expect(thief.status).toBe(422)
  })

  test('is not offered where no browser makes one', async () => {
    const visitor = await signsIn(await colleague())
    expect(visitor.text).not.toContain('Passkey')
    expect(visitor.text).toContain('Authenticator app')
  })
})

describe('a day after the second factor was given', () => {
  test('exports of people, roles, access rules and publishing ask again; other parts of the desk do not', async () => {
    const meeting = await loadSample(app, 'meeting')
    const desk = `/en/desk/${meeting.slug}`
    const olga = await colleague()
    const { key } = await setsUpApp(await signsIn(olga))
    app.clock.advance({ minutes: 1 })
    const visitor = await signsIn(olga)
    await visitor.fills('code', codeAt(key, app.clock.now())).ticks('stay').presses('Continue')
    app.clock.advance({ hours: 27 })
    for (const part of ['agenda', 'registrations', 'settings']) {
      await visitor.opens(`${desk}/${part}`)
      expect([part, visitor.status, visitor.path]).toEqual([part, 200, `${desk}/${part}`])
    }
    const asking = ['publish', 'settings/roles', 'agenda/PL-1', 'registrations/export', 'registrations/export.csv']
    for (const part of asking) {
      await visitor.opens(`${desk}/${part}`)
      expect([part, visitor.headline]).toEqual([part, 'Your second factor'])
    }
    const api = `/api/v1/meetings/${meeting.slug}`
    for (const [method, path] of [
      ['POST', `${api}/releases`],
      ['PUT', `${api}/working-copy/PL-1/access`],
      ['GET', `${api}/registrations/export`],
    ] as const) {
      const { status, body } = await visitor.asks(method, path)
      expect([path, status, (body as { type: string }).type.split('/').at(-1)]).toEqual([
        path,
        403,
        'second-factor-needed',
      ])
    }
    await visitor.opens(`${desk}/publish`)
    await visitor.fills('code', codeAt(key, app.clock.now())).presses('Continue')
    expect([visitor.status, visitor.path]).toEqual([200, `${desk}/publish`])
    for (const part of asking) {
      await visitor.opens(`${desk}/${part}`)
      expect([part, visitor.headline === 'Your second factor']).toEqual([part, false])
    }
  })
})
