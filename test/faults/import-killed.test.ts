import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '../../src/kernel/id.ts'
import { Database } from '../../src/platform/database/database.ts'
import { Jobs } from '../../src/platform/jobs/jobs.ts'
import { readTable } from '../../src/platform/tables/read-table.ts'
import { runImport } from '../../src/registration/import/import.ts'
import { Imports } from '../../src/registration/import/imports.service.ts'
import { closing } from '../closing.ts'
import { startApp } from '../harness.ts'
import { freePort } from '../free-port.ts'
import { build, dataFolder, startProcess, type PlenaryProcess } from '../process.ts'
import { meetingWithPlaces } from './house.ts'

// An import runs in one process, which is killed in the middle: another goes on, and nobody is entered twice or lost.

beforeAll(build, 180_000)

/** What an import has left: how many rows say that they were registered, and what there is of them. */
interface Left {
  added: number
  registrations: number
  people: number
  moves: number
  places: number
  taken: number
  waiting: number
}

/** Imports so many rows for so few places, in a process that is killed in the middle and another that goes on. */
const killedInTheMiddle = async (
  count: number,
  capacity: number,
  nodeArguments: readonly string[] = [],
): Promise<Left> => {
  const house = await startApp({ now: Temporal.Now.instant().toString() })
  const meeting = await meetingWithPlaces(house, capacity)
  const rows = Array.from({ length: count }, (_, n) => `Ana ${n};ana${n}@m.example.org;Member State;Peru;in person;yes`)
  const text = ['Given names;E-mail;Constituency;State;Day 1;Verified', ...rows].join('\n')
  const imports = house.get(Imports)
  const id = await imports.begin(meeting, newId<'Person'>(), 'list.csv', await readTable({ text }))
  await expect
    .poll(async () => (await imports.one(meeting.id, id)).state, { timeout: 60_000, interval: 100 })
    .toBe('checked')
  // Begun as the desk begins it, but for the processes that come; this one is gone by then.
  const later = Temporal.Now.instant().add({ seconds: 3 })
  await house.get(Database).transaction(async (tx) => {
    await tx.query(`UPDATE registration_import SET state = 'importing' WHERE id = $1`, [id])
    await house.get(Jobs).send(tx, runImport, { import: id }, { startAfter: later })
  })
  await house.stop()

  const client = new pg.Client({ connectionString: house.urls.databaseUrl })
  await client.connect()
  closing(() => client.end())
  const one = async <Row extends object>(sql: string): Promise<Row> => (await client.query<Row>(sql, [id])).rows[0]!
  const added = async (): Promise<number> =>
    (
      await one<{ n: number }>(
        `SELECT count(*)::int AS n FROM registration_import_row WHERE import_id = $1 AND outcome = 'added'`,
      )
    ).n

  const env = {
    DATABASE_URL: house.urls.databaseUrl,
    ...(house.urls.ownerDatabaseUrl && { OWNER_DATABASE_URL: house.urls.ownerDatabaseUrl }),
    DATA_DIR: await dataFolder(),
    SECRET_KEYS: randomBytes(32).toString('base64'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Plenary <plenary@plenary.test>',
    SAMPLES: 'false',
  }
  // On a machine that is busy with much else the database may answer too late for a start: then the next one is tried.
  const start = async (tries = 5): Promise<PlenaryProcess> => {
    const plenary = await startProcess({ ...env, PORT: String(await freePort()) }, [...nodeArguments, 'dist/main.js'])
    try {
      return await plenary.ready(60_000)
    } catch (error) {
      if (tries === 1 || !plenary.output.includes('timeout expired')) throw error
      return start(tries - 1)
    }
  }
  const first = await start()
  await expect.poll(added, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0)
  await first.kill()
  const before = await added()
  expect(before).toBeLessThan(count)

  await start()
  await expect
    .poll(() => one<{ state: string }>('SELECT state FROM registration_import WHERE id = $1'), {
      timeout: 120_000,
      interval: 200,
    })
    .toEqual({ state: 'done' })
  const counted = await one<Omit<Left, 'added'>>(
    `SELECT count(*)::int AS registrations, count(DISTINCT person_id)::int AS people,
            (SELECT count(*)::int FROM registration_change c JOIN registration r ON r.id = c.registration_id
              WHERE r.meeting_id = i.meeting_id) AS moves,
            (SELECT count(*)::int FROM place p JOIN registration r ON r.id = p.registration_id
              WHERE r.meeting_id = i.meeting_id) AS places,
            (SELECT sum(taken)::int FROM pool WHERE meeting_id = i.meeting_id) AS taken,
            (SELECT count(*)::int FROM waiting_entry WHERE meeting_id = i.meeting_id) AS waiting
       FROM registration_import i JOIN registration r ON r.meeting_id = i.meeting_id
      WHERE i.id = $1 GROUP BY i.meeting_id`,
  )
  return { added: await added(), ...counted }
}

test('an import whose process was killed is gone on with by another: no row twice, none lost', async () => {
  expect(await killedInTheMiddle(2000, 700)).toEqual({
    added: 2000,
    registrations: 2000,
    people: 2000,
    moves: 2000,
    places: 700,
    taken: 700,
    waiting: 1300,
  })
}, 300_000)

test('rows that are noted before they are registered get lost, so the test above can fail', async () => {
  const control = ['--import', join(import.meta.dirname, 'without-one-transaction.mjs')]
  const { added, registrations } = await killedInTheMiddle(300, 100, control)
  expect(added).toBe(300)
  expect(registrations).toBeLessThan(300)
}, 300_000)
