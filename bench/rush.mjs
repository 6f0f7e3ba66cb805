// Many ask for few places within a minute: `npm run bench:rush`. Loopback only, bounded, stops by itself.
// Latency is counted from the moment at which each was to ask, so that waiting in line for us counts too.
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPlenary } from './plenary.mjs'

const PEOPLE = Number(process.env.PEOPLE ?? 5000)
const PLACES = Number(process.env.PLACES ?? 500)
const SECONDS = Number(process.env.SECONDS ?? 60)
/** Who registers for another day before the rush: nobody opens registration on a service that nobody has used yet. */
const EARLY = 500

/** So many places left on the first day of the sample meeting, and everybody signed in with a form that is filled in. */
const prepare = async (app, meeting) => {
  const [{ Database }, { Secrets }] = await Promise.all([
    import('../dist/platform/database/database.js'),
    import('../dist/platform/secrets/secrets.js'),
  ])
  const database = app.get(Database, { strict: false })
  const secrets = app.get(Secrets, { strict: false })
  const { Registrations } = await import('../dist/registration/registrations.service.js')
  const [first] = meeting.days
  const day = first.date.toString()
  await database.query(
    'UPDATE pool SET capacity = greatest(taken, $3) WHERE meeting_id = $1 AND day = $2 AND constituency IS NOT NULL',
    [meeting.id, day, 100_000],
  )
  // Who waits already is served first, so that the places are for those who ask now.
  await database.query('UPDATE pool SET capacity = 100000 WHERE meeting_id = $1', [meeting.id])
  await app.get(Registrations, { strict: false }).serve(meeting)
  await database.query(
    "UPDATE pool SET capacity = taken + $3, gives = 'on-request' WHERE meeting_id = $1 AND day = $2 AND mode = 'in-person' AND constituency IS NULL",
    [meeting.id, day, PLACES],
  )
  await database.query(
    "UPDATE pool SET capacity = greatest(taken, 100000), gives = 'on-request' WHERE meeting_id = $1 AND day = $2 AND mode = 'online'",
    [meeting.id, day],
  )
  const draftFor = (wished, mode) => ({
    names: { givenNames: 'N.', familyName: 'N.' },
    jobTitle: 'Second Secretary',
    claim: { constituency: 'civil-society', state: null, organization: 'A network of organizations' },
    wishes: meeting.days.map(({ date }) => ({
      day: date.toString(),
      mode: date.toString() === wished ? mode : 'none',
      meanwhile: true,
    })),
    answers: { 'spoken-language': 'en', badge: 'no' },
    language: 'en',
  })
  const people = Array.from({ length: EARLY + PEOPLE }, (_, index) => {
    const secret = randomBytes(32).toString('base64url')
    return {
      person: randomUUID(),
      registration: randomUUID(),
      address: `${randomUUID()}@example.org`,
      digest: secrets.hmac('sign-in', secret),
      draft: JSON.stringify(
        index < EARLY ? draftFor(meeting.days[1].date.toString(), 'online') : draftFor(day, 'in-person'),
      ),
      cookie: `plenary-sign-in=${secret}`,
      click: randomUUID(),
    }
  })
  const of = (name) => people.map((person) => person[name])
  await database.query(
    "INSERT INTO person (id, language, created_at) SELECT id, 'en', now() FROM unnest($1::uuid[]) AS id",
    [of('person')],
  )
  await database.query(
    'INSERT INTO identity (person_id, email, email_key, proved_at) SELECT id, a, a, now() FROM unnest($1::uuid[], $2::text[]) AS p (id, a)',
    [of('person'), of('address')],
  )
  await database.query(
    `INSERT INTO sign_in (id, secret_digest, person_id, opens_desk, stays, device, created_at, seen_at, expires_at)
     SELECT uuidv7(), digest, id, false, true, '', now(), now(), now() + interval '30 days' FROM unnest($1::uuid[], $2::bytea[]) AS p (id, digest)`,
    [of('person'), of('digest')],
  )
  await database.query(
    `INSERT INTO registration (id, meeting_id, person_id, state, draft, language, created_at, changed_at)
     SELECT r, $3, id, 'draft', draft, 'en', now(), now() FROM unnest($1::uuid[], $2::uuid[], $4::jsonb[]) AS p (id, r, draft)`,
    [of('person'), of('registration'), meeting.id, of('draft')],
  )
  await database.query('ANALYZE person, identity, sign_in, registration, pool')
  return { early: people.slice(0, EARLY), people: people.slice(EARLY), day }
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

const ask = (site, meeting, { cookie, click }) =>
  new Promise((done, fail) => {
    const url = new URL(`/api/v1/meetings/${meeting.slug}/registration/submit`, site)
    const sent = request(
      url,
      { method: 'POST', agent, headers: { cookie, 'content-type': 'application/json', 'idempotency-key': click } },
      (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          response.statusCode === 200
            ? done()
            : fail(new Error(`Answered ${response.statusCode}: ${Buffer.concat(chunks)}`)),
        )
      },
    )
    sent.on('error', fail)
    sent.end(JSON.stringify({ data: true }))
  })

const rush = async (site, meeting, people, within = SECONDS) => {
  const begin = performance.now()
  const gap = (1000 * within) / people.length
  const latencies = await Promise.all(
    people.map(async (person, index) => {
      const due = begin + index * gap
      await new Promise((go) => setTimeout(go, Math.max(0, due - performance.now())))
      await ask(site, meeting, person)
      return performance.now() - due
    }),
  )
  return { latencies: latencies.toSorted((a, b) => a - b), seconds: (performance.now() - begin) / 1000 }
}

const folder = await mkdtemp(join(tmpdir(), 'plenary-rush-'))
const dataDir = join(folder, 'data')
try {
  const plenary = await startPlenary(dataDir)
  const [{ withApp }, { settingsFrom }, { Meetings }] = await Promise.all([
    import('../dist/cli/with-app.js'),
    import('../dist/platform/config/settings.js'),
    import('../dist/meetings/meetings.service.js'),
  ])
  let prepared
  const settings = settingsFrom({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const meeting = await withApp(settings, async (app) => {
    const found = await app.get(Meetings, { strict: false }).bySlug('demo-regional-dialogue')
    prepared = await prepare(app, found)
    return found
  })
  await rush(plenary.url, meeting, prepared.early, EARLY / 25)
  const { latencies, seconds } = await rush(plenary.url, meeting, prepared.people)
  await withApp(settings, async (app) => {
    const { Database } = await import('../dist/platform/database/database.js')
    const database = app.get(Database, { strict: false })
    const [{ inside, waiting }] = await database.query(
      `SELECT count(*) FILTER (WHERE state = 'held' AND held = 'in-person')::int AS inside, count(*) FILTER (WHERE state = 'waiting')::int AS waiting
         FROM day_choice WHERE day = $1 AND registration_id = ANY ($2::uuid[])`,
      [prepared.day, prepared.people.map((person) => person.registration)],
    )
    if (inside !== PLACES || waiting !== PEOPLE - PLACES) process.exitCode = 1
    const at = (share) => Math.round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))])
    console.log(
      `${PEOPLE} ask for ${PLACES} places within ${SECONDS} s: ${inside} inside, ${waiting} in line, all answered after ${seconds.toFixed(1)} s`,
    )
    console.log(`answered in ms: median ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)}`)
  })
  await plenary.stop()
} finally {
  agent.destroy()
  await rm(folder, { recursive: true, force: true })
}
