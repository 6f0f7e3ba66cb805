import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { Pools } from '../../src/registration/places/pools.service.ts'
import { startApp, type TestApp } from '../harness.ts'
import { build, startProcess } from '../process.ts'
import { applicants, meetingWithPlaces, send, type Answer } from './house.ts'

// Two processes of the build on one database, as behind a load balancer, and a run on the last places in the room.
const PEOPLE = 200
const PLACES = 50

beforeAll(build, 180_000)

interface Run {
  app: TestApp
  meeting: Meeting
  /** One a click. */
  answers: { person: string; answer: Answer }[]
}

/** Everybody asks at once; every fourth clicks twice, and the clicks reach both processes. */
const askAtOnce = async (nodeArguments: readonly string[] = []): Promise<Run> => {
  const secretKeys = [randomBytes(32)]
  const app = await startApp({ now: Temporal.Now.instant().toString(), settings: { secretKeys } })
  if (nodeArguments.length)
    // The constraint is the second lock on the same door; the first is what is looked at here.
    await asOwner(app, 'ALTER TABLE pool DROP CONSTRAINT pool_not_oversold')
  const env = {
    DATABASE_URL: app.urls.databaseUrl,
    OWNER_DATABASE_URL: app.urls.ownerDatabaseUrl,
    SECRET_KEYS: secretKeys[0]!.toString('hex'),
  }
  const meeting = await meetingWithPlaces(app, PLACES)
  const people = await applicants(app, meeting, PEOPLE)
  const processes = await Promise.all(
    [1, 2].map(async () => (await startProcess(env, [...nodeArguments, 'dist/main.js'])).ready(60_000)),
  )
  const [one, other] = processes.map(({ url }) => url) as [string, string]
  const clicks = people.flatMap((person, index) => {
    const [first, second] = index % 2 ? [other, one] : [one, other]
    return index % 4 < 1
      ? [
          { person, url: first },
          { person, url: second },
        ]
      : [{ person, url: first }]
  })
  const answers = await Promise.all(
    clicks.map(async ({ person, url }) => ({ person: person.person, answer: await send(url, meeting, person) })),
  )
  await Promise.all(processes.map((process) => process.stop()))
  return { app, meeting, answers }
}

const asOwner = async (app: TestApp, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: app.urls.ownerDatabaseUrl })
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** The registrations of the meeting, each with what it holds and how often it was sent. */
const stored = ({ app, meeting }: Run) =>
  app.database.query<{ id: string; person: string; held: string | null; state: string; places: number; sent: number }>(
    `SELECT registration.id, person_id AS person, held, day_choice.state,
            (SELECT count(*)::int FROM place WHERE place.registration_id = registration.id) AS places,
            (SELECT count(*)::int FROM registration_change c
              WHERE c.registration_id = registration.id AND c.move = 'submit') AS sent
       FROM registration LEFT JOIN day_choice ON day_choice.registration_id = registration.id
      WHERE meeting_id = $1 AND registration.state = 'requested'`,
    [meeting.id],
  )

const takenIn = async ({ app, meeting }: Run): Promise<number> => {
  const [pool] = await app.database.query<{ taken: number }>('SELECT taken FROM pool WHERE meeting_id = $1', [
    meeting.id,
  ])
  return pool!.taken
}

test('200 people who ask two processes at once for 50 places: 50 are in the room, the others online and in line', async () => {
  const run = await askAtOnce()
  expect(run.answers.map(({ answer }) => answer.status)).toEqual(run.answers.map(() => 200))

  const registrations = await stored(run)
  expect(registrations, 'nobody is lost, and nobody there twice').toHaveLength(PEOPLE)
  expect(new Set(registrations.map(({ person }) => person)).size).toBe(PEOPLE)
  expect(registrations.filter(({ sent }) => sent !== 1)).toEqual([])
  const inside = registrations.filter(({ held }) => held === 'in-person')
  expect(inside).toHaveLength(PLACES)
  expect(inside.filter(({ places }) => places !== 1)).toEqual([])
  const outside = registrations.filter(({ held }) => held !== 'in-person')
  expect(outside.filter(({ held, state, places }) => held !== 'online' || state !== 'waiting' || places > 0)).toEqual(
    [],
  )
  const line = await run.app.database.query<{ rank: string }>('SELECT rank FROM waiting_entry WHERE meeting_id = $1', [
    run.meeting.id,
  ])
  expect(new Set(line.map(({ rank }) => rank)).size).toBe(PEOPLE - PLACES)

  expect(await takenIn(run)).toBe(PLACES)
  expect(await run.app.get(Pools).recount(run.meeting.id)).toEqual([])

  const heldBy = new Map(registrations.map(({ person, held }) => [person, held]))
  const untrue = run.answers.filter(({ person, answer }) => answer.days[0]?.held !== heldBy.get(person))
  expect(untrue, 'everybody, also who clicked twice, was told what is stored').toEqual([])
}, 180_000)

test('without the guard the same run oversells, so the test above can fail', async () => {
  const run = await askAtOnce(['--import', join(import.meta.dirname, 'without-guard.mjs')])
  const inside = (await stored(run)).filter(({ held }) => held === 'in-person')
  expect(inside.length).toBeGreaterThan(PLACES)
  expect(await takenIn(run)).toBeGreaterThan(PLACES)
}, 180_000)
