// Calendars asked for, conditionally and in full, beside their yardsticks: `npm run bench:feeds`. Loopback only, bounded.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import pg from 'pg'
import { startPlenary } from './plenary.mjs'
import { processorOf } from './processor.mjs'
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

/** Asks for a while, each connection for feeds of its own; `expected` is what each must be answered. */
const ask = async (site, requests, expected) => {
  let clients = 0
  const {
    statusCodeStats = {},
    errors,
    requests: asked,
  } = await autocannon({
    url: site,
    connections: CONNECTIONS,
    duration: SECONDS,
    setupClient: (client) => {
      const mine = clients++ % CONNECTIONS
      client.setRequests(requests.filter((_, index) => index % CONNECTIONS === mine))
    },
  })
  const others = Object.entries(statusCodeStats).filter(([code]) => code !== String(expected))
  if (others.length || errors) throw new Error(`${site}: ${JSON.stringify(others)}, ${errors} errors`)
  return { perSecond: asked.average, total: asked.total }
}

const yardstick = async (file, input) => {
  const child = spawn('node', [join(import.meta.dirname, file)], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(input))
  const url = await new Promise((done) => child.stdout.once('data', (chunk) => done(String(chunk).trim())))
  return { site: new URL(url).origin, stop: () => child.kill() }
}

/** Ours beside its yardsticks, in turn, and what a request of ours takes of the processor; answers how many ours answers a second. */
const compare = async (name, plenary, yardsticks, requests, expected) => {
  const rounds = []
  const took = []
  for (let round = 0; round <= ROUNDS; round++) {
    const used = processorOf(plenary.pid)
    const { perSecond, total } = await ask(plenary.url, requests, expected)
    const { itself, below, generator } = used()
    const theirs = []
    for (const { site } of Object.values(yardsticks)) theirs.push((await ask(site, requests, expected)).perSecond)
    // The first round is to warm up.
    if (round === 0) continue
    rounds.push([perSecond, ...theirs])
    took.push([itself, below, generator].map((us) => us / total))
  }
  const ours = rounds.map(([mine]) => mine)
  row(name, ours, 'requests/s')
  for (const [index, whose] of ['Plenary', 'PostgreSQL', 'the load generator'].entries())
    row(
      `  processor a request: ${whose}`,
      took.map((each) => each[index]),
      'µs',
    )
  for (const [index, yardstick] of Object.keys(yardsticks).entries()) {
    const theirs = rounds.map((each) => each[index + 1])
    row(`  ${yardstick}`, theirs, 'requests/s')
    row(
      '    of it',
      ours.map((value, round) => (100 * value) / theirs[round]),
      '%',
    )
  }
  return median(ours)
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

  const database = { databaseUrl, keys: keys.map((key) => Buffer.from(key).toString('base64')) }
  const answer = { headers: usual.headers, body: usual.body.toString('base64') }
  const started = await Promise.all([
    yardstick('feed-yardstick.mjs', database),
    yardstick('feed-yardstick.mjs', { ...database, whole: answer }),
    yardstick('yardstick.mjs', answer),
  ])
  const [looksUp, looksUpAndSends, sends] = started
  const conditional = await compare(
    'calendar, unchanged (304)',
    plenary,
    { 'the smallest handler with the same statement': looksUp },
    known,
    304,
  )
  const full = await compare(
    `calendar, in full, ${usual.body.length} bytes`,
    plenary,
    { 'the same bytes from node:http': sends, 'the same, after the same statement': looksUpAndSends },
    paths.map((path) => ({ path, headers: { 'accept-encoding': CODING } })),
    200,
  )
  for (const { stop } of started) stop()

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
