// How long an import of 10,000 people takes, from the file to the last registration, while the page shows how far it is:
// `npm run build && node bench/import.mjs [rows]`. On a data folder of its own; loopback only; stops by itself.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { organiser } from './organiser.mjs'
import { startPlenary } from './plenary.mjs'

const DIST = `${dirname(import.meta.dirname)}/dist`
const ROWS = Number(process.argv[2] ?? 10_000)
const SLUG = 'demo-regional-dialogue'

const { writeXlsx } = await import(`${DIST}/platform/tables/write-table.js`)
const { STATES } = await import(`${DIST}/delegations/state.js`)
const { settingsFrom } = await import(`${DIST}/platform/config/settings.js`)
const { withApp } = await import(`${DIST}/cli/with-app.js`)
const members = STATES.filter(({ status }) => status === 'member')

const columns = [
  'Given names',
  'Family names',
  'E-mail',
  'Constituency',
  'State',
  'Job title',
  'Day 1',
  'Day 2',
  'Day 3',
  'Language',
  'Verified',
]
const rows = Array.from({ length: ROWS }, (_, n) => [
  `Ana María ${n}`,
  'Pérez',
  `ana.${n}@import.example.org`,
  'Member State',
  members[n % members.length].name.fr,
  'Second Secretary',
  // A third in the room, as far as there are places: the rest waits.
  n % 3 === 0 ? 'in person' : 'online',
  'online',
  'no',
  ['en', 'fr', 'es'][n % 3],
  n % 2 ? 'yes' : 'no',
])

const dataDir = await mkdtemp(join(tmpdir(), 'plenary-import-'))
const plenary = await startPlenary(dataDir)
const took = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`
try {
  const cookie = await withApp(settingsFrom({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), organiser)
  const here = `${plenary.url}/api/v1/meetings/${SLUG}/imports`
  const ask = async (path, init = {}) => {
    const response = await fetch(here + path, {
      ...init,
      headers: { cookie, origin: plenary.url, ...init.headers },
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const until = async (id, state) => {
    for (;;) {
      const asked = performance.now()
      const found = await ask(`/${id}`)
      answers.push(performance.now() - asked)
      if (found.state === state) return found
      await wait(250)
    }
  }
  const answers = []
  const bytes = await buffer(writeXlsx({ columns, rows }))
  const form = new FormData()
  form.append('file', new Blob([bytes]), 'people.xlsx')

  const begin = performance.now()
  const { id } = await ask('', { method: 'POST', body: form })
  console.log(`read and kept ${ROWS} rows of XLSX (${(bytes.length / 1e6).toFixed(1)} MB): ${took(begin)}`)
  await until(id, 'checked')
  console.log(`dry run: ${took(begin)} from the upload on`)
  const start = performance.now()
  await ask(`/${id}/start`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"tell":false}' })
  const done = await until(id, 'done')
  console.log(`imported ${done.counts.added}: ${took(start)}; in all ${took(begin)}`)
  answers.sort((a, b) => a - b)
  console.log(
    `status asked ${answers.length} times meanwhile: median ${answers[answers.length >> 1].toFixed(0)} ms, slowest ${answers.at(-1).toFixed(0)} ms`,
  )

  for (const format of ['csv', 'xlsx']) {
    const since = performance.now()
    const response = await fetch(`${here.replace('imports', 'registrations/export')}?format=${format}`, {
      headers: { cookie },
    })
    let size = 0
    let first
    for await (const chunk of response.body) {
      first ??= performance.now() - since
      size += chunk.length
    }
    console.log(
      `exported as ${format}: ${took(since)}, first byte after ${first.toFixed(0)} ms, ${(size / 1e6).toFixed(1)} MB`,
    )
  }
} finally {
  await plenary.stop()
  await rm(dataDir, { recursive: true, force: true })
}
