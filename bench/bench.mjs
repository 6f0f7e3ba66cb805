// The figures of docs/performance.md: `npm run bench`. Loopback only, bounded, stops by itself.
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import pg from 'pg'
import { startPlenary } from './plenary.mjs'
import { listPages } from './registrations.mjs'
import { statementsFor, statementsOf } from './statements.mjs'

const CONNECTIONS = 32
const ROUNDS = 5
const SECONDS = 2
/** Registrations a round and kind. */
const PEOPLE = 64

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const row = (name, values, unit) =>
  console.log(
    `${name.padEnd(46)} ${String(Math.round(median(values))).padStart(7)} ${unit}  (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`,
  )

/** What each round reached of the yardstick's round beside it. */
const ofYardstick = (ours, theirs) => ours.map((value, round) => (100 * value) / theirs[round])

const fetchRaw = (url, headers) =>
  new Promise((done, fail) => {
    get(url, { headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () =>
        done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    }).on('error', fail)
  })

const rate = async (url, headers) => {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, headers })
  if (result.non2xx || result.errors) throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} errors`)
  return result.requests.average
}

/** The public agenda against the smallest server that sends the same bytes under the same headers, in turn. */
const agendaPage = async (site) => {
  const url = `${site}/en/unnm-2022/agenda`
  for (const coding of ['br', 'gzip', 'identity']) {
    const asked = { 'accept-encoding': coding }
    const { headers, body } = await fetchRaw(url, asked)
    const yardstick = spawn('node', [join(import.meta.dirname, 'yardstick.mjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    yardstick.stdin.end(JSON.stringify({ headers, body: body.toString('base64') }))
    const plain = await new Promise((done) => yardstick.stdout.once('data', (chunk) => done(String(chunk).trim())))
    const [ours, theirs] = [[], []]
    await rate(url, asked)
    await rate(plain, asked)
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await rate(url, asked))
      theirs.push(await rate(plain, asked))
    }
    yardstick.kill()
    row(`agenda page, ${coding}, ${body.length} bytes`, ours, 'requests/s')
    row('  node:http sending the same bytes', theirs, 'requests/s')
    row('  of the yardstick', ofYardstick(ours, theirs), '%')
  }
}

/** Everything that the agenda page loads, as a browser gets it. */
const firstLoad = async (site) => {
  const asked = { 'accept-encoding': 'br, gzip' }
  const page = await fetchRaw(`${site}/en/unnm-2022/agenda`, asked)
  const html = await (await fetch(`${site}/en/unnm-2022/agenda`)).text()
  const paths = [...new Set([...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1]))]
  const parts = await Promise.all(paths.map((path) => fetchRaw(site + path, asked)))
  const bytes = page.body.length + parts.reduce((sum, part) => sum + part.body.length, 0)
  console.log(`agenda page, first load, all in (${parts.length + 1} files): ${(bytes / 1000).toFixed(1)} kB compressed`)
}

/** People who are signed in and have filled in the form; all that is left is to send it. */
const applicants = async (app, meeting, count) => {
  const [{ People }, { SignIns, SESSION }, { Registrations }, { Database }, { Secrets }] = await Promise.all([
    import('../dist/people/people.service.js'),
    import('../dist/people/sign-ins.service.js'),
    import('../dist/registration/registrations.service.js'),
    import('../dist/platform/database/database.js'),
    import('../dist/platform/secrets/secrets.js'),
  ])
  const service = (token) => app.get(token, { strict: false })
  const people = []
  for (let index = 0; index < count; index++) {
    const secret = randomBytes(32).toString('base64url')
    const person = await service(Database).transaction(async (tx) => {
      const id = await service(People).ensure(tx, `${randomUUID()}@example.org`, 'en')
      const expiresAt = Temporal.Now.instant().add(SESSION)
      await service(SignIns).open(tx, { person: id, secret, opensDesk: false, stays: true, device: '', expiresAt })
      return id
    })
    const draft = {
      names: { givenNames: 'N.', familyName: 'N.' },
      jobTitle: 'Second Secretary',
      claim: { constituency: 'civil-society', state: null, organization: 'A network of organizations' },
      wishes: meeting.days.map(({ date }) => ({ day: date.toString(), mode: 'online', meanwhile: true })),
      answers: { 'spoken-language': 'en' },
      language: 'en',
    }
    await service(Registrations).saveDraft(meeting, person, draft, 'en')
    const { id } = await service(Registrations).own(meeting, person)
    const digests = service(Secrets).digests('sign-in', secret)
    people.push({ person, registration: id, digests, cookie: `plenary-sign-in=${secret}`, click: randomUUID() })
  }
  return people
}

/** Does the work for everybody in the queue, so many at once; answers how many were done a second. */
const perSecond = async (queue, work) => {
  const left = queue.values()
  const begin = performance.now()
  const hand = async () => {
    for (const one of left) await work(one)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, hand))
  return (1000 * queue.length) / (performance.now() - begin)
}

/** Registrations sent over HTTP, and all that such a request asks of PostgreSQL, asked by the driver alone, in turn. */
const registrations = async (site, dataDir) => {
  const [{ withApp }, { settingsFrom, SETTINGS }, { Meetings }, { quicken }] = await Promise.all([
    import('../dist/cli/with-app.js'),
    import('../dist/platform/config/settings.js'),
    import('../dist/meetings/meetings.service.js'),
    import('../dist/platform/database/connection.js'),
  ])
  await withApp(settingsFrom({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), async (app) => {
    const meeting = await app.get(Meetings, { strict: false }).bySlug('demo-regional-dialogue')
    const request = ({ cookie, click }) => ({
      method: 'POST',
      url: `/api/v1/meetings/${meeting.slug}/registration/submit`,
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': click },
      body: JSON.stringify({ data: true }),
    })
    const send = async (person) => {
      const { url, ...how } = request(person)
      const response = await fetch(site + url, how)
      if (response.status !== 200) throw new Error(`Answered ${response.status}: ${await response.text()}`)
      await response.arrayBuffer()
    }

    // Prepared as ours are; each statement after the answer to the one before.
    const pool = new pg.Pool({ connectionString: app.get(SETTINGS).databaseUrl, max: 10, onConnect: quicken })
    // Room for all of them: whoever is in line is another kind of work.
    await pool.query('UPDATE pool SET capacity = 100000 WHERE meeting_id = $1', [meeting.id])
    const ids = async (sql, values) => new Set((await pool.query(sql, values)).rows.map(({ id }) => id))
    const kept = await ids('SELECT id FROM pool UNION SELECT id FROM meeting')
    const [first] = await applicants(app, meeting, 1)
    const fastify = app.getHttpAdapter().getInstance()
    const statements = await statementsOf(async () => {
      const { statusCode, body } = await fastify.inject(request(first))
      if (statusCode !== 200) throw new Error(`Answered ${statusCode}: ${body}`)
    })
    const drive = async (person) => {
      const swap = ['person', 'registration', 'click'].map((name) => [first[name], person[name]])
      const client = await pool.connect()
      for (const { text, values } of statementsFor(statements, { swap, digests: person.digests, kept }))
        await client.query(text, values)
      client.release()
    }

    const [http, direct] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      const people = await applicants(app, meeting, 2 * PEOPLE)
      http.push(await perSecond(people.slice(0, PEOPLE), send))
      direct.push(await perSecond(people.slice(PEOPLE), drive))
      const sent = await ids(
        `SELECT registration_id AS id FROM registration JOIN registration_change ON registration_id = registration.id
          WHERE move = 'submit' AND registration.id = ANY ($1)`,
        [people.map((person) => person.registration)],
      )
      if (sent.size !== people.length) throw new Error(`Of ${people.length} registrations ${sent.size} were made.`)
    }
    await pool.end()
    row('registrations over HTTP', http, 'per second')
    row(`  their ${statements.length} statements, sent by pg alone`, direct, 'per second')
    row('  of the yardstick', ofYardstick(http, direct), '%')
  })
}

/** Ready again on a database that exists. */
const restarts = async (dataDir) => {
  const times = []
  for (let round = 0; round < ROUNDS; round++) {
    const plenary = await startPlenary(dataDir)
    times.push(plenary.ready)
    await plenary.stop()
  }
  row('start to ready, the database exists', times, 'ms')
}

const folder = await mkdtemp(join(tmpdir(), 'plenary-bench-'))
const dataDir = join(folder, 'data')
try {
  const first = await startPlenary(dataDir)
  row('first start to ready, samples loaded', [first.ready], 'ms')
  await firstLoad(first.url)
  await agendaPage(first.url)
  await registrations(first.url, dataDir)
  await listPages(first.url, dataDir)
  await first.stop()
  await restarts(dataDir)
} finally {
  await rm(folder, { recursive: true, force: true })
}
