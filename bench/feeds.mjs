// Calendars asked for, conditionally and in full, beside their yardsticks: `npm run bench:feeds`. Loopback only, bounded.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import pg from 'pg'
import { startPlenary } from './plenary.mjs'
import { fillMeeting } from './registrations.mjs'

const CONNECTIONS = 32
const ROUNDS = 5
const SECONDS = 2
/** Enough that no single one is asked for more often than it may be (120 times in five minutes). */
const PEOPLE = 6000
const SLUG = 'demo-regional-dialogue'
const CODING = 'gzip'

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const row = (name, values, unit) =>
  console.log(
    `${name.padEnd(46)} ${String(Math.round(median(values))).padStart(7)} ${unit}  (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`,
  )

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

/** Everybody who is confirmed gets a calendar of all they may attend; answers their secret paths. */
const makeFeeds = async (dataDir) => {
  const [{ withApp }, { settingsFrom, SETTINGS }, { Feeds }, { Meetings }] = await Promise.all([
    import('../dist/cli/with-app.js'),
    import('../dist/platform/config/settings.js'),
    import('../dist/calendar/feeds.service.js'),
    import('../dist/meetings/meetings.service.js'),
  ])
  return withApp(settingsFrom({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), async (app) => {
    const client = new pg.Client({ connectionString: app.get(SETTINGS).databaseUrl })
    await client.connect()
    await fillMeeting(client, SLUG, PEOPLE)
    const { id } = await app.get(Meetings, { strict: false }).bySlug(SLUG)
    const { rows } = await client.query(
      `SELECT person_id FROM registration WHERE meeting_id = $1 AND state = 'confirmed'`,
      [id],
    )
    const feeds = app.get(Feeds, { strict: false })
    const paths = []
    for (const { person_id: person } of rows) {
      await feeds.choose(id, person, { carries: 'attend', language: 'en' })
      paths.push((await feeds.own(id, person)).address.pathname)
    }
    await client.query('ANALYZE')
    await client.end()
    return { paths, databaseUrl: app.get(SETTINGS).databaseUrl, keys: app.get(SETTINGS).secretKeys }
  })
}

/** So many requests a second; each connection begins with another feed, and `expected` is what each must be answered. */
const rate = async (site, requests, expected) => {
  const result = await autocannon({
    url: site,
    connections: CONNECTIONS,
    duration: SECONDS,
    setupClient: (client) => {
      const from = Math.floor(Math.random() * requests.length)
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)])
    },
  })
  const others = Object.entries(result.statusCodeStats ?? {}).filter(([code]) => code !== String(expected))
  if (others.length || result.errors) throw new Error(`${site}: ${JSON.stringify(others)}, ${result.errors} errors`)
  return result.requests.average
}

const yardstick = async (file, input) => {
  const child = spawn('node', [join(import.meta.dirname, file)], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(input))
  const url = await new Promise((done) => child.stdout.once('data', (chunk) => done(String(chunk).trim())))
  return { site: new URL(url).origin, stop: () => child.kill() }
}

const compare = async (name, ours, theirs) => {
  const [mine, their] = [[], []]
  await ours()
  await theirs()
  for (let round = 0; round < ROUNDS; round++) {
    mine.push(await ours())
    their.push(await theirs())
  }
  row(name, mine, 'requests/s')
  row('  the yardstick', their, 'requests/s')
  row(
    '  of the yardstick',
    mine.map((value, round) => (100 * value) / their[round]),
    '%',
  )
  return median(mine)
}

const folder = await mkdtemp(join(tmpdir(), 'plenary-feeds-'))
const dataDir = join(folder, 'data')
try {
  const plenary = await startPlenary(dataDir)
  const { paths, databaseUrl, keys } = await makeFeeds(dataDir)
  // Each is rendered once, as by its first fetch; then programs know its ETag.
  const known = []
  const answers = []
  for (const path of paths) {
    const answer = await fetchRaw(plenary.url + path, { 'accept-encoding': CODING })
    if (answer.status !== 200) throw new Error(`${path.slice(0, 10)}… answered ${answer.status}`)
    known.push({ path, headers: { 'accept-encoding': CODING, 'if-none-match': answer.headers.etag } })
    answers.push(answer)
  }
  answers.sort((a, b) => a.body.length - b.body.length)
  const usual = answers[Math.floor(answers.length / 2)]
  const bytes = answers.reduce((sum, { body }) => sum + body.length, 0)
  console.log(`${paths.length} calendars, of ${Math.round(bytes / answers.length)} bytes on average as ${CODING}`)

  const smallest = await yardstick('feed-yardstick.mjs', {
    databaseUrl,
    keys: keys.map((key) => Buffer.from(key).toString('base64')),
  })
  const conditional = await compare(
    'calendar, unchanged (304)',
    () => rate(plenary.url, known, 304),
    () => rate(smallest.site, known, 304),
  )
  smallest.stop()

  const { headers, body } = usual
  const same = await yardstick('yardstick.mjs', { headers, body: body.toString('base64') })
  const whole = paths.map((path) => ({ path, headers: { 'accept-encoding': CODING } }))
  const full = await compare(
    `calendar, in full, ${body.length} bytes`,
    () => rate(plenary.url, whole, 200),
    () => rate(same.site, whole, 200),
  )
  same.stop()

  const hourly = 100_000 / 3600
  for (const [what, one] of [
    ['unchanged', conditional],
    ['in full', full],
  ])
    console.log(
      `100,000 calendars hourly, ${what}: ${hourly.toFixed(1)} a second, ${((100 * hourly) / one).toFixed(1)} % of what one process answered`,
    )
  await plenary.stop()
} finally {
  await rm(folder, { recursive: true, force: true })
}
