// How long publishing 500 sessions takes, from the press of the button to the first reader of the new agenda in each of three
// languages: `npm run bench:publish`. Loopback only; on a data folder of its own.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import pg from 'pg'
import { loadLargeMeeting } from './large-meeting.mjs'
import { organiser } from './organiser.mjs'
import { startPlenary } from './plenary.mjs'

const ROOT = dirname(import.meta.dirname)
const ROUNDS = Number(process.env.ROUNDS ?? 7)
const LANGUAGES = ['en', 'fr', 'es']
const MEETING = { slug: 'bench-publish', sessions: 500, rooms: 20, days: 5, clashes: false }
/** To reach, for all languages. */
const LIMIT = 2000

/** Asks as a browser does, which takes brotli; answers the text, and how long it took until all of it was there. */
const ask = (url, { method = 'GET', headers = {}, body } = {}) =>
  new Promise((done, fail) => {
    const begin = performance.now()
    const asked = request(url, { method, headers: { 'accept-encoding': 'br', ...headers } }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        const took = performance.now() - begin
        const bytes = Buffer.concat(chunks)
        const text = (response.headers['content-encoding'] === 'br' ? brotliDecompressSync(bytes) : bytes).toString()
        done({ status: response.statusCode, text, took, size: bytes.length })
      })
    })
    asked.on('error', fail)
    asked.end(body)
  })

/** Every title is another one than was released, without the desk: what is measured is the publishing. */
const RETITLE = `
  UPDATE session SET title = jsonb_build_object('en', title->>'en' || ' +', 'fr', title->>'fr' || ' +', 'es', title->>'es' || ' +'),
                     version = version + 1
   WHERE meeting_id = (SELECT id FROM meeting WHERE slug = $1)`
const COUNT_UP = 'UPDATE meeting SET working_version = working_version + 1 WHERE slug = $1'

const field = (html, name) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1]
const labelOn = (html) => /<h1[^>]*>[^<]*?(Draft|Final|(?:Rev|Corr)\.\d+)/.exec(html)?.[1]

/** One release; answers how long each part of it took, in ms. */
const publish = async (site, cookie) => {
  const desk = `${site}/en/desk/${MEETING.slug}/publish`
  const page = await ask(desk, { headers: { cookie } })
  const label = labelOn(page.text)
  const form = new URLSearchParams({
    workingVersion: field(page.text, 'workingVersion'),
    label,
    'note[en]': `Version ${label}.`,
    'note[fr]': `Version ${label}.`,
    'note[es]': `Versión ${label}.`,
  })
  const headers = { cookie, origin: site, 'content-type': 'application/x-www-form-urlencoded' }
  const begin = performance.now()
  const pressed = await ask(desk, { method: 'POST', headers, body: form.toString() })
  if (pressed.status !== 303) throw new Error(`Not published: ${pressed.status}`)
  const parts = { looked: page.took, pressed: pressed.took }
  for (const language of LANGUAGES) {
    const read = async () => {
      const answer = await ask(`${site}/${language}/${MEETING.slug}/agenda`)
      return answer.text.includes(`/${MEETING.slug}/${label.toLowerCase()}`) ? answer : read()
    }
    parts[language] = (await read()).took
  }
  parts.all = performance.now() - begin
  return parts
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const sample = JSON.parse(await readFile(join(ROOT, 'samples/meeting-future.json'), 'utf8'))
const folder = await mkdtemp(join(tmpdir(), 'plenary-publish-'))
const dataDir = join(folder, 'data')
try {
  const plenary = await startPlenary(dataDir)
  const [{ withApp }, { settingsFrom, SETTINGS }] = await Promise.all([
    import('../dist/cli/with-app.js'),
    import('../dist/platform/config/settings.js'),
  ])
  await withApp(settingsFrom({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), async (app) => {
    await loadLargeMeeting(app, sample, MEETING)
    const cookie = await organiser(app)
    const client = new pg.Client({ connectionString: app.get(SETTINGS).databaseUrl })
    await client.connect()
    const rounds = []
    for (let round = 0; round < ROUNDS; round++) {
      await client.query(RETITLE, [MEETING.slug])
      await client.query(COUNT_UP, [MEETING.slug])
      rounds.push(await publish(plenary.url, cookie))
    }
    await client.end()
    const row = (name, part) => {
      const values = rounds.map((one) => one[part])
      const [least, most] = [Math.min(...values), Math.max(...values)]
      console.log(
        `${name.padEnd(58)} ${median(values).toFixed(0).padStart(6)} ms  (${least.toFixed(0)}–${most.toFixed(0)})`,
      )
    }
    console.log(`${MEETING.sessions} sessions, each retitled in three languages; median of ${ROUNDS} releases`)
    row('before: the check list, with all that changes for whom', 'looked')
    row('the button: checked again, frozen, kept', 'pressed')
    for (const language of LANGUAGES) row(`the first reader in ${language}`, language)
    row(`in all, to reach: under ${LIMIT} ms`, 'all')
  })
  await plenary.stop()
} finally {
  await rm(folder, { recursive: true, force: true })
}
