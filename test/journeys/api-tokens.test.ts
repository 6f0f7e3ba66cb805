import { beforeAll, describe, expect, test, vi } from 'vitest'
import type supertest from 'supertest'
import { emailFrom, type EmailAddress } from '../../src/kernel/email-address.ts'
import { newId, type PersonId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import type { RoleName } from '../../src/people/roles.ts'
import { SecondFactors } from '../../src/people/second-factor/second-factors.service.ts'
import { tokenAround } from '../../src/people/tokens/api-token.ts'
import { ApiTokens, type TokenWish } from '../../src/people/tokens/api-tokens.service.ts'
import { TokenMails } from '../../src/people/tokens/token-mails.service.ts'
import { SCOPES, type Scope } from '../../src/platform/policies/token-scope.ts'
import { SignIns } from '../../src/people/sign-ins.service.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { Retention } from '../../src/privacy/retention.service.ts'
import { everythingLogged, everythingStored, placesOf } from '../builders/everything-stored.ts'
import { startApp, type TestApp } from '../harness.ts'
import { loadSample } from './people.ts'
import { Visitor } from './visitor.ts'

let log: ReturnType<typeof everythingLogged>
let app: TestApp
let meeting: Meeting
let other: Meeting
let nth = 0

beforeAll(async () => {
  log = everythingLogged()
  app = await startApp({ now: '2022-09-28T09:00:00Z', settings: { logLevel: 'trace', trustProxy: true } })
  meeting = await loadSample(app, 'meeting')
  other = await loadSample(app, 'meeting-briefing')
}, 120_000)

interface Colleague {
  address: EmailAddress
  person: PersonId
  visitor: Visitor
  cookie: string
}

/** Somebody who works at a desk, signed in there and with their second factor given just now. */
const colleague = async (role: RoleName = 'organiser', at: Meeting | null = meeting): Promise<Colleague> => {
  const address = emailFrom(`colleague-${++nth}@network.example.org`)!
  const secret = app.get(Secrets).random()
  const person = await app.database.transaction(async (tx) => {
    const id = await app.get(People).ensure(tx, address, 'en')
    await app.get(People).grant(tx, id, role, at?.id)
    await app.get(People).rename(tx, id, { givenNames: 'Olga', familyName: `Number-${nth}` })
    await app.get(SignIns).open(tx, {
      ...{ person: id, secret, opensDesk: true, secondFactor: app.clock.now(), stays: true, device: 'Firefox' },
      expiresAt: app.clock.now().add({ hours: 24 * 400 }),
    })
    return id
  })
  const cookie = `plenary-sign-in=${secret}`
  const visitor = new Visitor(app)
  visitor.carries(cookie)
  return { address, person, visitor, cookie }
}

/** The token on the page that shows it. */
const shownOn = (visitor: Visitor): string => /plenary_[\w-]+/.exec(visitor.source)?.[0] ?? ''

const isGiven = (to: Colleague, wish: Partial<TokenWish> = {}): Promise<string> =>
  app
    .get(ApiTokens)
    .make(
      { person: to.person, secondFactor: app.clock.now() },
      { id: newId(), name: 'A program', scopes: SCOPES, days: 90, meeting: meeting.id, ...wish },
    )
    .then((token) => token!)

/** A program of somebody's, which knows its token and nothing else. */
const program = (token: string, at = app) => ({
  asks: (path: string, method: 'get' | 'post' | 'patch' = 'get', body?: object): supertest.Test => {
    const request = at.http[method](`/api/v1${path}`)
      .set({
        authorization: `Bearer ${token}`,
        'user-agent': 'python-requests/2.32.3',
        'x-forwarded-for': `192.0.2.${nth}`,
      })
      .ok(() => true)
    return body ? request.send(body) : request
  },
})

const HERE = (): string => `/meetings/${meeting.slug}`

const statusOf = async (token: string, path = `${HERE()}/working-copy`, at = app): Promise<number> =>
  (await program(token, at).asks(path)).status

const typeOf = ({ body }: supertest.Response): string => (body as { type: string }).type.split('/').at(-1)!

const recorded = (action: string, token: string): Promise<{ meeting_id: string; data: Record<string, unknown> }[]> =>
  app.database.query('SELECT meeting_id, data FROM audit_entry WHERE action = $1 AND subject = $2', [action, token])

const idOf = async (token: string): Promise<string> => {
  const digest = app.get(Secrets).hmac('api-token', token)
  const [row] = await app.database.query<{ id: string }>('SELECT id FROM api_token WHERE digest = $1', [digest])
  return row!.id
}

describe('who organises a meeting', () => {
  test('makes a token for a program, which does what it is for and nothing else', async () => {
    const olga = await colleague()
    const { visitor } = olga
    await visitor.opens('/en/desk')
    await visitor.follows('API tokens')
    expect(visitor.text).toContain('You have none.')
    await visitor.follows('Make a token')
    await visitor.fills('name', 'Agenda for the mission’s screens').ticks('scopes').takes('meeting', meeting.id)
    await visitor.presses('Make the token')
    expect(visitor.headline).toBe('Copy your token now')
    expect(visitor.headers['cache-control']).toBe('private, no-store')
    const token = shownOn(visitor)
    expect(visitor.source).toContain(`/api/v1${HERE()}/agenda`)

    const screens = program(token)
    expect((await screens.asks(`${HERE()}/agenda`)).status).toBe(200)
    expect((await screens.asks(`${HERE()}/working-copy`)).status).toBe(200)
    const refused = await screens.asks(`${HERE()}/working-copy/PL-1`, 'patch', { version: 1, title: { en: 'Mine' } })
    expect([refused.status, typeOf(refused), refused.headers['www-authenticate']]).toEqual([
      403,
      'insufficient-scope',
      'Bearer realm="Plenary", error="insufficient_scope", scope="edit-agenda"',
    ])

    await visitor.follows('I have copied it')
    expect(visitor.source).not.toContain(token)
    expect(visitor.text).toContain(`Agenda for the mission's screens`)
    expect(visitor.text).toContain('28 September 2022, 09:00 UTC, Python')
    await app.mailbox.waitFor(olga.address, 1)
    const [told] = app.mailbox.to(olga.address)
    expect([told!.subject, told!.text]).toEqual([
      'You made the API token “Agenda for the mission’s screens”',
      expect.stringContaining('Read the agenda'),
    ])
    expect(told!.text).not.toContain(token)
  })

  test('is told what is missing, with what was typed; sent twice makes one', async () => {
    const { visitor, person } = await colleague()
    await visitor.opens('/en/desk/tokens/new')
    await visitor.takes('days', '365').presses('Make the token')
    expect([visitor.status, visitor.errors]).toEqual([422, ['Give the token a name', 'Choose what it may do']])
    expect(visitor.has('input[name=days][value="365"][checked]')).toBe(true)
    const sent = { id: newId(), name: 'Twice', scopes: ['read-agenda'], meeting: meeting.id, days: '7' }
    const once = await visitor.asks('POST', '/en/desk/tokens/new', sent)
    const again = await visitor.asks('POST', '/en/desk/tokens/new', sent)
    expect([once.status, once.text.includes('plenary_'), again.text.includes('plenary_')]).toEqual([200, true, false])
    expect((await app.get(ApiTokens).of(person)).map(({ name }) => name)).toEqual(['Twice'])
  })

  test('gives their second factor again to make one, not to stop one', async () => {
    const { visitor, person } = await colleague()
    await isGiven({ person } as Colleague)
    app.clock.advance({ hours: 30 })
    await visitor.opens('/en/desk/tokens/new')
    expect(visitor.path).toMatch(/^\/en\/desk\/second-factor\b/)
    expect((await visitor.asks('POST', '/en/desk/tokens/new')).headers['location']).toBe('/en/desk/second-factor')
    await visitor.opens('/en/desk/tokens')
    await visitor.follows('Stop')
    await visitor.presses('Stop the token')
    expect(visitor.text).toContain('Stopped on')
  })

  test('has at most twenty', async () => {
    const olga = await colleague()
    for (let made = 0; made < 20; made++) await isGiven(olga)
    await olga.visitor.opens('/en/desk/tokens/new')
    await olga.visitor.fills('name', 'One more').ticks('scopes').presses('Make the token')
    expect(olga.visitor.errors).toEqual(['You have 20 tokens already. Stop one first'])
    await olga.visitor.opens('/en/desk/tokens/stop')
    await olga.visitor.presses('Stop all tokens')
    expect((await app.get(ApiTokens).of(olga.person)).some(({ good }) => good)).toBe(false)
  })

  test('sees in the record of the meeting what a colleague’s program did, and by which token', async () => {
    const [olga, ben] = [await colleague(), await colleague()]
    const token = await isGiven(olga, { name: 'Night shift', scopes: ['edit-agenda', 'read-agenda'] })
    const { body } = await program(token).asks(`${HERE()}/working-copy`)
    const { sessions } = body as { sessions: { code: string; version: number }[] }
    const { version } = sessions.find(({ code }) => code === 'PL-1')!
    const edit = { version, title: { en: 'Opening, by night' } }
    expect((await program(token).asks(`${HERE()}/working-copy/PL-1`, 'patch', edit)).status).toBe(200)
    await olga.visitor.opens('/en/desk/tokens')
    await olga.visitor.follows('Stop')
    await olga.visitor.presses('Stop the token')
    await ben.visitor.opens(`/en/desk/${meeting.slug}/settings/audit`)
    expect(ben.visitor.text).toContain(`Olga Number-${nth - 1}, by the token “Night shift”`)
    await ben.visitor.opens(`/en/desk/${meeting.slug}/settings/audit?part=roles`)
    for (const deed of ['API token made', 'API token stopped', 'Night shift']) expect(ben.visitor.text).toContain(deed)
  })
})

describe('a token', () => {
  test('for one meeting is worth nothing in another, whether there is one or not', async () => {
    const olga = await colleague('organiser', null)
    const token = await isGiven(olga)
    expect(await statusOf(token)).toBe(200)
    const answers = []
    for (const slug of [other.slug, 'no-such-meeting'])
      for (const part of ['', '/agenda', '/working-copy'])
        answers.push(await program(token).asks(`/meetings/${slug}${part}`))
    expect(answers.map((answer) => `${answer.status} ${typeOf(answer)}`)).toEqual(
      Array.from({ length: 6 }, () => '403 insufficient-scope'),
    )
    const everywhere = await isGiven(olga, { meeting: undefined })
    expect(await statusOf(everywhere, `/meetings/${other.slug}/working-copy`)).toBe(200)
    expect(
      (await recorded('token.made', await idOf(everywhere))).map(({ meeting_id }) => meeting_id).toSorted(),
    ).toEqual([meeting.id, other.id].toSorted())
  })

  test('never does more than its owner may, whatever it is for', async () => {
    const editor = await colleague('agenda-editor')
    const token = await isGiven(editor)
    expect(await statusOf(token)).toBe(200)
    for (const path of ['registrations', 'settings', 'registrations/export'])
      expect([path, await statusOf(token, `${HERE()}/${path}`)]).toEqual([path, 404])
    const { status } = await program(token).asks(`${HERE()}/releases`, 'post', {
      workingVersion: 1,
      label: 'Rev.9',
      note: {},
    })
    expect(status).toBe(404)
    await editor.visitor.opens('/en/desk/tokens/new')
    expect(editor.visitor.text).toContain('Edit the agenda')
    expect(editor.visitor.text).not.toContain('Read registrations')
  })

  test('publishes without a second factor, which its owner gave when they made it for that', async () => {
    const olga = await colleague()
    const token = await isGiven(olga, { scopes: ['read-agenda', 'publish'] })
    app.clock.advance({ hours: 24 * 10 })
    const { body } = await program(token).asks(`${HERE()}/working-copy`)
    const order = {
      workingVersion: (body as { workingVersion: number }).workingVersion,
      label: 'Rev.2',
      note: { en: 'By night.' },
    }
    expect((await program(token).asks(`${HERE()}/releases`, 'post', order)).status).toBe(201)
    const entries = await app.database.query<{ action: string }>(
      `SELECT action FROM audit_entry WHERE data->>'token' = $1 AND actor_id = $2`,
      [await idOf(token), olga.person],
    )
    expect(entries.map(({ action }) => action)).toEqual(['agenda.published'])
  })

  test('is nothing to pages, to sign-ins, and to what a person holds for themselves', async () => {
    const olga = await colleague()
    const token = await isGiven(olga)
    const as = { authorization: `Bearer ${token}` }
    for (const path of [
      '/en/desk',
      `/en/desk/${meeting.slug}/agenda`,
      '/en/desk/tokens',
      '/en/me/sign-ins',
      '/en/me/data',
    ]) {
      const { status, headers } = await app.http
        .get(path)
        .set(as)
        .redirects(0)
        .ok(() => true)
      expect([path, status, headers['location']]).toEqual([path, 303, expect.stringContaining('/sign-in?next=')])
    }
    for (const path of ['/sign-ins', '/me/data', '/me/calendar', `${HERE()}/registration`, `${HERE()}/follows`]) {
      const answer = await program(token).asks(path)
      expect([path, answer.status, typeOf(answer)]).toEqual([path, 403, 'not-for-tokens'])
    }
  })

  test('counts alone: a cookie beside it opens nothing, and neither does a worthless one beside a cookie', async () => {
    const olga = await colleague()
    const token = await isGiven(olga, { scopes: ['read-agenda'] })
    const asks = (authorization: string): supertest.Test =>
      app.http
        .get(`/api/v1${HERE()}/registrations`)
        .set({ cookie: olga.cookie, authorization })
        .ok(() => true)
    expect((await app.http.get(`/api/v1${HERE()}/registrations`).set('cookie', olga.cookie)).status).toBe(200)
    expect((await asks(`Bearer ${token}`)).status).toBe(403)
    expect((await asks('Bearer nonsense')).status).toBe(401)
  })

  test('that never was, has ended, was stopped or is another’s to stop: all answer alike', async () => {
    const [olga, eve] = [await colleague(), await colleague()]
    const [short, stopped, good] = [await isGiven(olga, { days: 7 }), await isGiven(olga), await isGiven(olga)]
    await app.get(ApiTokens).stop(eve.person, await idOf(good))
    await app.get(ApiTokens).stop(olga.person, await idOf(stopped))
    app.clock.advance({ hours: 7 * 24 })
    expect(await statusOf(good)).toBe(200)
    const answers = []
    for (const token of [short, stopped, tokenAround(app.get(Secrets).random()), 'nonsense', `${good}x`])
      answers.push(await program(token).asks(`${HERE()}/agenda`))
    const bare = answers.map(({ status, headers, body }) => ({
      status,
      headers: { ...headers, date: '', 'x-request-id': '' },
      body: { ...(body as object), instance: '' },
    }))
    expect(bare[0]).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="Plenary", error="invalid_token"' },
    })
    for (const answer of bare) expect(answer).toEqual(bare[0])
  })

  test.each<[string, (olga: Colleague) => Promise<unknown>, string]>([
    [
      'the role goes',
      (olga) => app.database.transaction((tx) => app.get(People).withdraw(tx, olga.person, 'organiser', meeting.id)),
      'role',
    ],
    ['they sign out everywhere else', (olga) => olga.visitor.asks('POST', '/en/me/sign-ins/end-others'), 'sign-out'],
    ['they set up a second factor anew', (olga) => app.get(SecondFactors).reset(olga.person), 'second-factor'],
    [
      'their address turns out to be wrong',
      async (olga) => {
        const right = emailFrom(`corrected-${nth}@network.example.org`)!
        await app.database.transaction((tx) => app.get(People).correctAddress(tx, olga.person, right))
        // And so do their sign-ins: whoever has the wrong mailbox may have made them.
        expect((await olga.visitor.asks('GET', '/api/v1/sign-ins')).status).toBe(401)
      },
      'address',
    ],
    ['they stop all', (olga) => app.get(ApiTokens).stopAll(olga.person), 'stopped'],
    ['they are erased', (olga) => app.database.transaction((tx) => app.get(People).forget(tx, olga.person)), 'erased'],
  ])('ends at once in every process when %s, and not again later', async (_, happens, why) => {
    const olga = await colleague()
    const tokens = [await isGiven(olga), await isGiven(olga, { meeting: undefined })]
    await app.database.query(
      `INSERT INTO second_factor (id, person_id, kind, name, sealed_key, last_step, created_at, used_at)
       VALUES ($1, $2, 'codes', '', '\\x00', 0, now(), now())`,
      [newId(), olga.person],
    )
    const beside = await startApp({ beside: app })
    for (const token of tokens) expect(await statusOf(token, `${HERE()}/agenda`, beside)).toBe(200)
    const ids = await Promise.all(tokens.map(idOf))
    await happens(olga)
    for (const token of tokens)
      expect([await statusOf(token, undefined, beside), await statusOf(token)]).toEqual([401, 401])
    for (const id of ids)
      expect((await recorded('token.stopped', id)).map(({ meeting_id, data }) => [meeting_id, data['why']])).toEqual([
        [meeting.id, why],
      ])
    await app.database.transaction((tx) => app.get(People).grant(tx, olga.person, 'organiser', meeting.id))
    for (const token of tokens) expect(await statusOf(token, undefined, beside)).toBe(401)
    await beside.stop()
  })

  test('keeps what another role covers when one goes', async () => {
    const olga = await colleague()
    await app.database.transaction((tx) => app.get(People).grant(tx, olga.person, 'agenda-editor', meeting.id))
    const token = await isGiven(olga)
    expect(await statusOf(token, `${HERE()}/registrations`)).toBe(200)
    await app.database.transaction((tx) => app.get(People).withdraw(tx, olga.person, 'organiser', meeting.id))
    expect([await statusOf(token), await statusOf(token, `${HERE()}/registrations`)]).toEqual([200, 404])
  })

  test('is worth nothing where its owner holds no role, however that came to be, nor by a role elsewhere', async () => {
    const olga = await colleague()
    await app.database.transaction((tx) => app.get(People).grant(tx, olga.person, 'translator', other.id))
    const [here, everywhere] = [await isGiven(olga), await isGiven(olga, { meeting: undefined })]
    const agenda = `${HERE()}/agenda`
    expect([await statusOf(here, agenda), await statusOf(everywhere, agenda)]).toEqual([200, 200])
    await app.database.query('DELETE FROM role WHERE person_id = $1 AND meeting_id = $2', [olga.person, meeting.id])
    expect([await statusOf(here, agenda), await statusOf(everywhere, agenda)]).toEqual([401, 200])
    await app.database.query('DELETE FROM role WHERE person_id = $1', [olga.person])
    expect(await statusOf(everywhere, agenda)).toBe(401)
  })

  test('is good up to three thousand requests in five minutes, and who tries many is slowed down', async () => {
    const olga = await colleague()
    const token = await isGiven(olga)
    await app.database.query(`UPDATE rate_limit SET points = 3000 WHERE key LIKE 'token-used-by%'`)
    expect(await statusOf(token)).toBe(200)
    await app.database.query(`UPDATE rate_limit SET points = 3000 WHERE key LIKE 'token-used-by%'`)
    const { status, headers } = await program(token).asks(`${HERE()}/agenda`)
    expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true])
    expect(await statusOf('nonsense')).toBe(401)
    await app.database.query(`UPDATE rate_limit SET points = 300 WHERE key LIKE 'token-wrong-from%'`)
    expect(await statusOf('nonsense')).toBe(429)
    // Whoever has a good one from the same network is let in.
    expect(await statusOf(await isGiven(olga))).toBe(200)
  })

  test('that ends soon is told of by mail, once', async () => {
    const olga = await colleague()
    await isGiven(olga, { name: 'Screens', days: 30 })
    const tells = () => app.get(TokenMails).tellOfEnds()
    await tells()
    app.clock.advance({ hours: 24 * 24 })
    await Promise.all([tells(), tells()])
    await tells()
    await vi.waitFor(() => expect(app.mailbox.to(olga.address)).toHaveLength(2), 10_000)
    const until = app.clock
      .now()
      .add({ hours: 6 * 24 })
      .toZonedDateTimeISO('UTC').day
    // In whatever order they came.
    const subjects = app.mailbox.to(olga.address).map(({ subject }) => subject ?? '')
    expect(subjects.filter((subject) => subject.startsWith(`Your API token “Screens” ends on ${until} `))).toHaveLength(
      1,
    )
  })
})

test('made where second factors are put off is worth nothing once the install is for production', async () => {
  const trial = await startApp({ beside: app, settings: { development: true, smtpUrl: app.settings.smtpUrl } })
  const olga = await colleague()
  const token = await app
    .get(ApiTokens)
    .make(
      { person: olga.person, secondFactor: 'put-off' },
      { id: newId(), name: 'Trial', scopes: ['read-agenda'] satisfies Scope[], days: 7 },
    )
  expect([await statusOf(token!, undefined, trial), await statusOf(token!)]).toEqual([200, 401])
})

test('no token is written down anywhere', async () => {
  const olga = await colleague()
  const token = await isGiven(olga)
  await program(token).asks(`${HERE()}/agenda`)
  await program(token).asks(`/nowhere?access_token=${token}`)
  await program(`${token}x`).asks(`${HERE()}/agenda`)
  await program(token).asks(`${HERE()}/working-copy/${token}`, 'patch', { [token]: token })
  expect(log.text()).toContain('answered')
  const secret = token.slice(0, 40)
  expect(log.text().includes(secret)).toBe(false)
  expect(placesOf([secret], await everythingStored(app.urls.ownerDatabaseUrl))).toEqual([])
})

test('a year after it ended, or was stopped, a token is forgotten; that there was one stays on record', async () => {
  const olga = await colleague()
  const [stopped, short, long] = [
    await isGiven(olga),
    await isGiven(olga, { days: 7 }),
    await isGiven(olga, { days: 365 }),
  ]
  const [first, second, third] = [await idOf(stopped), await idOf(short), await idOf(long)]
  const kept = async (): Promise<string[]> => {
    await app.get(Retention).carryOut()
    const rows = await app.database.query<{ id: string }>(
      'SELECT id FROM api_token WHERE person_id = $1 ORDER BY created_at, id',
      [olga.person],
    )
    return rows.map(({ id }) => id).sort()
  }
  await app.get(ApiTokens).stop(olga.person, first)
  app.clock.advance({ hours: 24 * 364 })
  expect(await kept()).toEqual([first, second, third].sort())
  expect(await statusOf(long)).toBe(200)
  app.clock.advance({ hours: 24 * 3 })
  expect(await kept()).toEqual([second, third].sort())
  app.clock.advance({ hours: 24 * 7 })
  expect(await kept()).toEqual([third])
  await olga.visitor.opens('/en/desk')
  await olga.visitor.follows('API tokens')
  expect(olga.visitor.text).not.toContain('You have none.')
  expect(await recorded('token.made', first)).toHaveLength(1)
})
