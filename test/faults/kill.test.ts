import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/meeting.entity.ts'
import { secretKeysIn } from '../../src/platform/config/secret-keys.ts'
import { closing } from '../closing.ts'
import { startApp } from '../harness.ts'
import { Mailbox } from '../mailbox.ts'
import { freePort } from '../free-port.ts'
import { build, dataFolder, isAlive, postmasterIn, startProcess, type PlenaryProcess } from '../process.ts'
import { applicants, meetingWithPlaces, type Applicant } from './house.ts'
import { Stream } from './stream.ts'

// Registrations stream in; Plenary, or the PostgreSQL that it brings along, is killed at random moments.

const KILLS = Number(process.env['KILLS'] ?? 3)

/** After so many answers, and a moment, comes the next kill: the stream never runs dry before it. */
const SOONEST = 3
const LATEST = 20
const PEOPLE = KILLS * LATEST + 25

/** Mail in the hands of a killed process is nobody else's for some seconds; see `courier.ts` and `jobs.ts`. */
const MAIL_PATIENCE = 60_000
const TIMEOUT = 120_000 + KILLS * 20_000

beforeAll(build, 180_000)

const random = (from: number, to: number): number => from + Math.floor(Math.random() * (to - from + 1))

interface Scene {
  plenary: PlenaryProcess
  dataDir: string
  meeting: Meeting
  people: Applicant[]
  mailbox: Mailbox
  /** Another process in the place of one that is gone: same address, same data, same mail server. */
  start(): Promise<PlenaryProcess>
}

const credentialsIn = async (dataDir: string): Promise<{ databaseUrl: string; ownerDatabaseUrl: string }> => {
  const text = await readFile(join(dataDir, 'postgresql.json'), 'utf8')
  const { port, appPassword, ownerPassword } = JSON.parse(text) as Record<string, string>
  const of = (role: string, password?: string) => `postgresql://${role}:${password}@127.0.0.1:${port}/plenary`
  return { databaseUrl: of('plenary_app', appPassword), ownerDatabaseUrl: of('plenary_owner', ownerPassword) }
}

/** A Plenary with a meeting, people who are about to send their forms, and a mail server. */
const setting = async (): Promise<Scene> => {
  const dataDir = await dataFolder()
  closing(async () => {
    const postmaster = postmasterIn(dataDir)
    if (postmaster && isAlive(postmaster)) process.kill(postmaster, 'SIGKILL')
  })
  const mailbox = new Mailbox()
  const SMTP_URL = await mailbox.start()
  closing(() => mailbox.stop())
  const env = {
    DATA_DIR: dataDir,
    SMTP_URL,
    MAIL_FROM: 'Plenary <plenary@plenary.test>',
    SAMPLES: 'false',
    PORT: String(await freePort()),
  }
  const start = async () => (await startProcess(env)).ready(60_000)
  const plenary = await start()
  const house = await startApp({
    now: Temporal.Now.instant().toString(),
    settings: { ...(await credentialsIn(dataDir)), secretKeys: await secretKeysIn(dataDir) },
  })
  const meeting = await meetingWithPlaces(house, Math.floor(PEOPLE / 2))
  const people = await applicants(house, meeting, PEOPLE)
  await house.stop()
  return { plenary, dataDir, meeting, people, mailbox, start }
}

/** Reads in the database of a data folder, on a connection of its own. */
const inDatabaseOf = async <Row extends object>(dataDir: string, sql: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: (await credentialsIn(dataDir)).databaseUrl })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Kills PostgreSQL at some moment, and waits until Plenary has it back. */
const killPostgres = async ({ plenary, dataDir }: Scene, stream: Stream): Promise<void> => {
  const timesBack = () => plenary.output.split('PostgreSQL ended by itself and is back').length - 1
  const before = timesBack()
  await stream.more(random(SOONEST, LATEST))
  await wait(random(0, 30))
  // A server that is just coming back has not written its number yet.
  await expect.poll(() => postmasterIn(dataDir), { timeout: 30_000, interval: 20 }).toBeGreaterThan(0)
  process.kill(postmasterIn(dataDir)!, 'SIGKILL')
  try {
    await expect.poll(timesBack, { timeout: 30_000 }).toBe(before + 1)
  } catch (cause) {
    throw new Error(`PostgreSQL did not come back: ${plenary.output}`, { cause })
  }
}

/** Every answer was true, and nothing was done twice. */
const nothingIsLost = async ({ dataDir, people }: Scene, stream: Stream): Promise<void> => {
  const rows = await inDatabaseOf<{ id: string; person: string; state: string; held: string; sent: number }>(
    dataDir,
    `SELECT registration.id, person_id AS person, registration.state, held,
            (SELECT count(*)::int FROM registration_change c
              WHERE c.registration_id = registration.id AND c.move = 'submit') AS sent
       FROM registration JOIN day_choice ON day_choice.registration_id = registration.id`,
  )
  const there = new Map(rows.map((row) => [row.person, row]))
  expect(stream.received.size).toBe(people.length)
  const told = [...stream.received].map(([person, { id, state, days }]) => ({ person, id, state, held: days[0]?.held }))
  expect(told.map(({ person }) => there.get(person))).toEqual(told.map((each) => ({ ...each, sent: 1 })))
  expect(rows).toHaveLength(people.length)
  const pools = await inDatabaseOf<{ taken: number; capacity: number; places: number }>(
    dataDir,
    'SELECT taken, capacity, (SELECT count(*)::int FROM place WHERE pool_id = pool.id) AS places FROM pool',
  )
  expect(pools).toEqual([{ taken: pools[0]?.capacity, capacity: pools[0]?.capacity, places: pools[0]?.capacity }])
}

/** Everybody gets the one mail they are owed; answers how many came more than once, by their Message-ID. */
const mailGoesOut = async ({ dataDir, people, mailbox }: Scene): Promise<number> => {
  const waiting = () => people.filter(({ address }) => mailbox.to(address).length === 0).length
  await expect.poll(waiting, { timeout: MAIL_PATIENCE, interval: 200 }).toBe(0)
  const owed = () => inDatabaseOf(dataDir, `SELECT id FROM mail WHERE state <> 'sent'`)
  await expect.poll(owed, { timeout: 20_000, interval: 200 }).toEqual([])
  const mails = await inDatabaseOf<{ message_id: string }>(dataDir, 'SELECT message_id FROM mail')
  expect(mails).toHaveLength(people.length)
  const came = mailbox.received.map(({ mail }) => mail.messageId)
  expect(new Set(came)).toEqual(new Set(mails.map((mail) => mail.message_id)))
  for (const { address } of people)
    expect(new Set(mailbox.to(address).map((mail) => mail.messageId)), `mails for ${address}`).toHaveProperty('size', 1)
  return came.length - mails.length
}

test(
  `Plenary is killed ${KILLS} times: every registration that was answered is there, every mail goes out`,
  async () => {
    const scene = await setting()
    const { plenary: first, meeting, people, start } = scene
    let plenary = first
    const stream = new Stream(first.url, meeting, people)
    for (let kill = 0; kill < KILLS; kill++) {
      await stream.more(random(SOONEST, LATEST))
      await wait(random(0, 30))
      await plenary.kill()
      plenary = await start()
    }
    await stream.ended
    expect(stream.again, 'the kills were felt').toBeGreaterThan(0)
    await nothingIsLost(scene, stream)
    // Who died between the server's 250 and our commit sent a mail that goes out again; it holds four at once.
    expect(await mailGoesOut(scene)).toBeLessThanOrEqual(KILLS * 4)
    expect(await plenary.stop()).toBe(0)
  },
  TIMEOUT,
)

test(
  `PostgreSQL is killed ${KILLS} times: the same, and no mail goes out twice`,
  async () => {
    const scene = await setting()
    const { plenary, meeting, people } = scene
    const stream = new Stream(plenary.url, meeting, people)
    for (let kill = 0; kill < KILLS; kill++) await killPostgres(scene, stream)
    await stream.ended
    expect(stream.again, 'the kills were felt').toBeGreaterThan(0)
    await nothingIsLost(scene, stream)
    expect(await mailGoesOut(scene)).toBe(0)
    expect(await plenary.stop()).toBe(0)
  },
  TIMEOUT,
)

test(
  'a PostgreSQL that does not wait for its log loses what was answered, so the test above can fail',
  async () => {
    const scene = await setting()
    const { plenary, dataDir, meeting, people } = scene
    await appendFile(
      join(dataDir, 'postgresql/postgresql.conf'),
      "\nsynchronous_commit = off\nwal_writer_delay = '10s'\n",
    )
    process.kill(postmasterIn(dataDir)!, 'SIGHUP')
    await wait(500)
    const stream = new Stream(plenary.url, meeting, people)
    await killPostgres(scene, stream)
    await stream.ended
    await expect(nothingIsLost(scene, stream)).rejects.toThrow('to deeply equal')
  },
  TIMEOUT,
)
