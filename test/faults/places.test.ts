import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { FocalPoints } from '../../src/delegations/focal-points.service.ts'
import { emailFrom } from '../../src/kernel/email-address.ts'
import { newId, type SessionId } from '../../src/kernel/id.ts'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { People } from '../../src/people/people.service.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { wrongPlaces } from '../builders/places.ts'
import { startApp, type TestApp } from '../harness.ts'
import { build } from '../process.ts'
import { applicants, meetingWithPlaces } from './house.ts'

// Two processes of the build do random things with the places of one meeting, while transactions are ended as deadlocks
// (40P01) and connections are cut. At every moment, and when all is quiet, everything recomputes.

const PEOPLE = 24
/** So much is done by each process, however long it takes; a minute is the most. */
const DEEDS = 60
const SECONDS = 60
const HANDS = 6

beforeAll(build, 180_000)

interface Scene {
  app: TestApp
  meeting: Meeting
  session: SessionId
  people: string[]
  addresses: string[]
  /** Everybody is of this delegation, and somebody speaks for it. */
  led: { delegation: string; focalPoint: string }
  env: Record<string, string>
}

const setting = async (): Promise<Scene> => {
  const secretKeys = [randomBytes(32)]
  const app = await startApp({ now: Temporal.Now.instant().toString(), settings: { secretKeys } })
  const meeting = await meetingWithPlaces(app, 4)
  await app.database.query(
    `UPDATE meeting SET registration = registration || '{"floor":true,"waitingList":{"freed":"offer","offerHours":1}}'
      WHERE id = $1`,
    [meeting.id],
  )
  const session = newId<'Session'>()
  await app.database.query(
    `INSERT INTO session (id, meeting_id, code, kind, title, abstract, day, format, interpretation, officers, items, access,
                          status, closed_uid, version, field_versions, created_at, changed_at)
     VALUES ($1, $2, 'S-1', 'side-event', '{"en":"A side event"}', '{}', $3, 'hybrid', '{}', '[]', '[]',
             '{"attend":"everyone","show":"programme"}', 'confirmed', $4, 1, '{}', now(), now())`,
    [session, meeting.id, meeting.days[0]!.date.toString(), randomUUID()],
  )
  await app.database.transaction((tx) =>
    app.get(Pools).define(tx, meeting, [
      { day: 1, mode: 'floor', capacity: 3 },
      { day: 1, mode: 'online', session, capacity: 3 },
    ]),
  )
  const people = await applicants(app, meeting, PEOPLE)
  const address = emailFrom(`${randomUUID()}@mission.example.org`)!
  const delegation = await app
    .get(FocalPoints)
    .invite(
      meeting.id,
      { constituency: 'member-state', state: 'ARG', organization: '' },
      { address, locale: 'en' },
      newId(),
    )
  const focalPoint = await app.database.transaction((tx) => app.get(People).ensure(tx, address, 'en'))
  return {
    app,
    meeting,
    session,
    people: people.map(({ person }) => person),
    addresses: people.map((each) => each.address),
    led: { delegation, focalPoint },
    env: {
      DATABASE_URL: app.urls.databaseUrl,
      OWNER_DATABASE_URL: app.urls.ownerDatabaseUrl,
      SECRET_KEYS: secretKeys[0]!.toString('hex'),
      LOG_LEVEL: 'silent',
    },
  }
}

interface Counts {
  done: number
  refused: number
  /** By what PostgreSQL, or the driver, called it. */
  failed: Record<string, number>
}

/** One process at work; answers what it did. */
const work = (
  { meeting, session, people, addresses, led, env }: Scene,
  nodeArguments: readonly string[],
): Promise<Counts> =>
  new Promise((done, fail) => {
    const worker = join(import.meta.dirname, 'places-worker.mjs')
    const child = spawn('node', [...nodeArguments, worker], { env: { PATH: process.env['PATH'], ...env } })
    let [output, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.on('close', (code) =>
      code === 0
        ? done(JSON.parse(output.trim().split('\n').at(-1)!) as Counts)
        : fail(new Error(`A process ended with ${code}: ${errors}`)),
    )
    child.stdin.end(
      JSON.stringify({
        slug: meeting.slug,
        session,
        people,
        addresses,
        ...led,
        organiser: newId(),
        deeds: DEEDS,
        seconds: SECONDS,
        hands: HANDS,
      }),
    )
  })

const asOwner = async (app: TestApp, ...statements: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: app.urls.ownerDatabaseUrl })
  await client.connect()
  for (const sql of statements) await client.query(sql)
  await client.end()
}

/** Some transactions that touch a pool are ended, as PostgreSQL ends one of two that wait for each other. */
const DEADLOCKS = [
  `CREATE FUNCTION sometimes_a_deadlock() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF random() < 0.02 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF;
     RETURN NULL;
   END $$`,
  'CREATE TRIGGER sometimes_a_deadlock AFTER UPDATE ON pool FOR EACH STATEMENT EXECUTE FUNCTION sometimes_a_deadlock()',
]

const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'plenary' AND state <> 'idle' AND pid <> pg_backend_pid()
  ORDER BY random() LIMIT 1`

/** Both processes at work, and connections cut meanwhile; everything that was wrong at any moment. */
const live = async (
  scene: Scene,
  { nodeArguments = [], cut = true }: { nodeArguments?: readonly string[]; cut?: boolean } = {},
): Promise<{ wrong: string[]; counts: Counts[] }> => {
  const wrong: string[] = []
  let over = false
  const cutting = (async () => {
    const client = new pg.Client({ connectionString: scene.app.urls.databaseUrl, application_name: 'scissors' })
    await client.connect()
    while (!over) {
      if (cut) await client.query(CUT)
      await wait(150)
    }
    await client.end()
  })()
  const looking = (async () => {
    while (!over && wrong.length === 0) {
      // One statement, one moment: it sees what is committed, and nothing half done.
      const counted = await scene.app
        .get(Pools)
        .recount(scene.meeting.id)
        .catch(() => [])
      const oversold = await scene.app.database
        .query('SELECT id FROM pool WHERE meeting_id = $1 AND taken > capacity', [scene.meeting.id])
        .catch(() => [])
      if (counted.length || oversold.length) wrong.push(JSON.stringify({ counted, oversold }))
      await wait(100)
    }
  })()
  const counts = await Promise.all([1, 2].map(() => work(scene, nodeArguments))).finally(() => (over = true))
  await Promise.all([cutting, looking])
  return { wrong: [...wrong, ...(await wrongPlaces(scene.app.database, scene.meeting.id))], counts }
}

test('two processes, ended transactions and cut connections: places and lines agree at every moment', async () => {
  const scene = await setting()
  await asOwner(scene.app, ...DEADLOCKS)
  const { wrong, counts } = await live(scene)
  expect(wrong).toEqual([])
  for (const { done, failed } of counts) {
    expect(done, 'something was done').toBeGreaterThan(20)
    // Who loses a connection is told so, in whatever words. No rule of the database and none of ours may be what stops them.
    expect(Object.keys(failed).filter((said) => /^23|locked|registration cannot/.test(said))).toEqual([])
  }
}, 180_000)

test('without the guard places are sold twice, so the test above can fail', async () => {
  const scene = await setting()
  await asOwner(scene.app, 'ALTER TABLE pool DROP CONSTRAINT pool_not_oversold')
  const { wrong } = await live(scene, {
    nodeArguments: ['--import', join(import.meta.dirname, 'without-locks.mjs')],
    cut: false,
  })
  expect(wrong).not.toEqual([])
}, 180_000)
