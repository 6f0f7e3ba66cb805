// Generates registrations, as many as asked for, straight into PostgreSQL: a meeting's copy with people who attend.
// The names, States, days and states are spread as in a large meeting; nothing is random, so runs compare.
// By itself: `DATABASE_URL=… node bench/registrations.mjs <slug> <count>` fills a meeting that exists.
import { randomBytes, randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import pg from 'pg'
import { organiser } from './organiser.mjs'

const DIST = `${dirname(import.meta.dirname)}/dist`
const ROUNDS = 41

const GIVEN = [
  ...['Amina', 'José Ángel', 'Mary Ann', 'Jean-Pierre', 'Ngọc', 'Işıl', 'Łucja', 'Søren', 'Fatoumata', 'Grace', 'Wei'],
  ...[
    'محمد',
    'فاطمة',
    'Андрей',
    'Ольга',
    '小明',
    '愛',
    '철수',
    'प्रिया',
    'Ιωάννης',
    'Tomás',
    'Zoë',
    'Abebe',
    'Thandiwe',
  ],
]
const FAMILY = [
  ...[
    'Gutiérrez Muñoz',
    'O’Brien',
    'N’Guessan',
    'Nguyễn',
    'İnönü',
    'Brzęczyszczykiewicz',
    'Kjærgård',
    'Diallo',
    'Smith',
  ],
  ...[
    'عبد الله',
    'Иванова',
    '王',
    '김',
    'शर्मा',
    'Παπαδόπουλος',
    'van der Berg',
    'García',
    'Okonkwo',
    'Silva',
    'Traoré',
  ],
]

const FILL = `
  WITH made AS (
    SELECT n, uuidv7() AS person, uuidv7() AS registration,
           ($2::text[])[n % cardinality($2::text[]) + 1] AS given,
           ($3::text[])[n / 7 % cardinality($3::text[]) + 1] || ' ' || to_hex(n * 7919) AS family,
           ($4::text[])[n * 31 % cardinality($4::text[]) + 1] AS land, n % 3 > 0 AS of_state,
           CASE WHEN n % 20 < 13 THEN 'confirmed' WHEN n % 20 < 17 THEN 'requested' WHEN n % 20 < 18 THEN 'declined'
                ELSE 'withdrawn' END AS state,
           $5::timestamptz - make_interval(secs => n * 7) AS at
      FROM generate_series(1, $6::int) AS n),
  people AS (INSERT INTO person (id, language, created_at) SELECT person, 'en', at FROM made RETURNING id),
  identities AS (
    INSERT INTO identity (person_id, email, email_key, given_names, family_name, proved_at)
    SELECT person, address, address, given, family, at FROM made
     CROSS JOIN LATERAL (SELECT 'p' || n || '.' || $7 || '@example.org' AS address) AS a
     WHERE EXISTS (SELECT FROM people WHERE id = person) RETURNING person_id),
  registrations AS (
    INSERT INTO registration (id, meeting_id, person_id, state, job_title, organization, claimed_constituency,
        claimed_state, verified_constituency, verified_state, verified_at, language, answers, consents, submitted_at,
        created_at, changed_at, late)
    SELECT registration, $1, person, state, 'Second Secretary',
           CASE WHEN of_state THEN '' ELSE 'Network of organizations ' || n % 500 END,
           kind, of, CASE state WHEN 'confirmed' THEN kind END, CASE state WHEN 'confirmed' THEN of END,
           CASE state WHEN 'confirmed' THEN at END, 'en',
           CASE WHEN n % 50 = 0 THEN '{"accessibility": "A sign language interpreter"}' ELSE '{}' END::jsonb,
           '{"data": true, "list": true}', at, at, at + make_interval(secs => n * 13 % 100000), n % 90 = 0
      FROM made CROSS JOIN LATERAL (SELECT CASE WHEN of_state THEN 'member-state' ELSE 'civil-society' END AS kind,
                                           CASE WHEN of_state THEN land END AS of) AS claim
     WHERE EXISTS (SELECT FROM identities WHERE person_id = person) RETURNING id)
  INSERT INTO day_choice (registration_id, day, mode, state, held, since)
  SELECT registration, day, CASE WHEN n % 4 = 0 THEN 'in-person' ELSE 'online' END,
         CASE WHEN state IN ('declined', 'withdrawn') THEN 'released' WHEN n % 100 = 0 THEN 'waiting' ELSE 'held' END,
         CASE WHEN state IN ('declined', 'withdrawn') OR n % 100 = 0 THEN NULL
              WHEN n % 4 = 0 THEN 'in-person' ELSE 'online' END, at
    FROM made CROSS JOIN unnest($8::date[]) AS day WHERE EXISTS (SELECT FROM registrations WHERE id = registration)`

const WAIT = `
  INSERT INTO waiting_entry (id, registration_id, meeting_id, day, mode, since)
  SELECT uuidv7(), c.registration_id, r.meeting_id, c.day, c.mode, c.since
    FROM day_choice c JOIN registration r ON r.id = c.registration_id
   WHERE r.meeting_id = $1 AND c.state = 'waiting' ON CONFLICT DO NOTHING`

/** Whole days have room for all of them. */
const COUNT = `
  UPDATE pool SET taken = held, capacity = greatest(capacity, held) FROM (
    SELECT c.day, c.held AS mode, count(*)::int AS held FROM day_choice c JOIN registration r ON r.id = c.registration_id
     WHERE r.meeting_id = $1 AND c.held IS NOT NULL GROUP BY c.day, c.held) AS given
   WHERE pool.meeting_id = $1 AND pool.day = given.day AND pool.mode = given.mode AND pool.constituency IS NULL
     AND pool.delegation IS NULL AND pool.session_id IS NULL`

/** Puts `count` registrations into a meeting, and lets PostgreSQL look at them as it does by itself after a while. */
export const fillMeeting = async (client, slug, count) => {
  const [meeting] = (await client.query('SELECT id FROM meeting WHERE slug = $1', [slug])).rows
  if (!meeting) throw new Error(`There is no meeting ${slug}.`)
  const days = (await client.query('SELECT date FROM meeting_day WHERE meeting_id = $1', [meeting.id])).rows
  const states = (await client.query(`SELECT code FROM represented WHERE code ~ '^[A-Z]{3}$'`)).rows
  await client.query(FILL, [
    meeting.id,
    GIVEN,
    FAMILY,
    states.map((row) => row.code),
    '2022-09-30T12:00:00Z',
    count,
    slug,
    days.map((row) => row.date),
  ])
  await client.query(WAIT, [meeting.id])
  await client.query(COUNT, [meeting.id])
}

/** Makes an empty copy of a meeting, its days included; answers the id. */
export const copyMeeting = async (client, slug, as) => {
  const id = randomUUID()
  const columns = async (table) =>
    (
      await client.query(
        `SELECT column_name AS name FROM information_schema.columns
          WHERE table_name = $1 AND table_schema = 'public' AND is_generated = 'NEVER'`,
        [table],
      )
    ).rows.map((row) => row.name)
  const of = (await columns('meeting')).filter((name) => !['id', 'slug', 'series'].includes(name)).join(', ')
  await client.query(`INSERT INTO meeting (id, slug, ${of}) SELECT $1, $3, ${of} FROM meeting WHERE slug = $2`, [
    id,
    slug,
    as,
  ])
  const ofDay = (await columns('meeting_day')).filter((name) => name !== 'meeting_id').join(', ')
  await client.query(
    `INSERT INTO meeting_day (meeting_id, ${ofDay})
     SELECT $1, ${ofDay} FROM meeting_day WHERE meeting_id = (SELECT id FROM meeting WHERE slug = $2)`,
    [id, slug],
  )
  const ofPool = (await columns('pool')).filter((name) => !['id', 'meeting_id', 'taken'].includes(name)).join(', ')
  await client.query(
    `INSERT INTO pool (id, meeting_id, ${ofPool}) SELECT uuidv7(), $1, ${ofPool} FROM pool
      WHERE meeting_id = (SELECT id FROM meeting WHERE slug = $2) AND constituency IS NULL AND delegation IS NULL`,
    [id, slug],
  )
  return id
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** The questions that are asked of the list; `deep` stands for a registration near its end. */
const QUESTIONS = [
  ['first page', () => ''],
  ['page near the end', ({ sent }) => `&after=${sent}`],
  ['by name, near the end', ({ name }) => `&sort=name&after=${name}`],
  ['by delegation, near the end', ({ delegation }) => `&sort=delegation&after=${delegation}`],
  ['by last change', () => '&sort=-changed'],
  ['search: name and part of the address', () => '&q=amina+example'],
  ['search: a State in French', () => '&q=alg%C3%A9rie'],
  ['search: one letter', () => '&q=a'],
  ['search: nobody', () => '&q=zzzzqq'],
  ['filter: waiting on day 1', ({ day }) => `&day=${day}&place=waiting`],
  ['filter: to review, civil society', () => '&status=requested&as=civil-society'],
  ['filter: an answer given', () => '&answered=accessibility'],
]

/** Median time of list pages at 1,000 and at 100,000 registrations, in turn, by who organises. */
export const listPages = async (site, dataDir) => {
  const [{ withApp }, { settingsFrom }, { openDatabase }] = await Promise.all([
    import(`${DIST}/cli/with-app.js`),
    import(`${DIST}/platform/config/settings.js`),
    import(`${DIST}/platform/database/open-database.js`),
  ])
  const settings = settingsFrom({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  await withApp(settings, async (app) => {
    const database = await openDatabase(settings, { mode: 'share' })
    // Only who owns the tables may have PostgreSQL look at them.
    const client = new pg.Client({ connectionString: database.ownerDatabaseUrl })
    await client.connect()
    const meetings = []
    const run = randomBytes(3).toString('hex')
    for (const [slug, count] of [
      [`bench-1000-${run}`, 1000],
      [`bench-100000-${run}`, 100_000],
    ]) {
      const id = await copyMeeting(client, 'demo-regional-dialogue', slug)
      await fillMeeting(client, slug, count)
      meetings.push({ id, slug, count })
    }
    await client.query('VACUUM (ANALYZE)')
    for (const meeting of meetings) {
      const at = async (key, way = '') =>
        (
          await client.query(
            `SELECT r.id FROM registration r JOIN registration_finder f ON f.registration_id = r.id
              WHERE r.meeting_id = $1 ORDER BY ${key} ${way}, r.id ${way} OFFSET $2 LIMIT 1`,
            [meeting.id, Math.floor(meeting.count * 0.9)],
          )
        ).rows[0].id
      meeting.sent = await at('submitted_at', 'DESC')
      meeting.name = await at('name_key')
      meeting.delegation = await at('order_en')
      meeting.day = (
        await client.query('SELECT min(date) AS day FROM meeting_day WHERE meeting_id = $1', [meeting.id])
      ).rows[0].day
    }
    await client.end()
    await database.stop()
    const cookie = await organiser(app)
    const ask = async (meeting, question) => {
      const begin = performance.now()
      const response = await fetch(`${site}/en/desk/${meeting.slug}/registrations?${question(meeting)}`, {
        headers: { cookie },
      })
      const text = await response.text()
      if (response.status !== 200) throw new Error(`Answered ${response.status}: ${text.slice(0, 500)}`)
      const took = performance.now() - begin
      return { took, rows: text.split('name="page"').length - 1 }
    }
    let full
    for (const [name, question] of QUESTIONS) {
      const times = [[], []]
      const rows = []
      for (let round = 0; round < ROUNDS; round++)
        for (const [index, meeting] of meetings.entries()) {
          const answer = await ask(meeting, question)
          times[index].push(answer.took)
          rows[index] = answer.rows
        }
      const [small, large] = times.map((each) => median(each.slice(1)))
      full ??= small
      // Half a page is no measure for a whole one: what fewer than fifty are found for at 1,000 is held against a page of fifty.
      const [base, whose] = rows[0] < rows[1] ? [full, 'times a full page'] : [small, 'times']
      console.log(
        `list, ${name}`.padEnd(46),
        `${small.toFixed(1)} ms at 1,000 (${rows[0]} rows), ${large.toFixed(1)} ms at 100,000 (${rows[1]} rows):`,
        `${(large / base).toFixed(2)} ${whose}`,
      )
    }
  })
}

if (process.argv[1] === import.meta.filename) {
  const [slug, count] = process.argv.slice(2)
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await fillMeeting(client, slug, Number(count))
  await client.end()
}
