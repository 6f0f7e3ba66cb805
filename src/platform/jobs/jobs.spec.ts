import { setTimeout as wait } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closing } from '../../../test/closing.ts'
import { backOfficeSettings } from '../../../test/builders/post-office.ts'
import { freshDatabase, type TestDatabase } from '../../../test/harness.ts'
import { defineJob, jobIdOf } from './job.ts'
import { Jobs } from './jobs.ts'
import { JOBS_SCHEMA } from './schema.ts'

let database: TestDatabase
const open: Jobs[] = []

beforeAll(async () => {
  database = await freshDatabase()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((jobs) => jobs.beforeApplicationShutdown()))
})

/** A process that runs jobs. */
const worker = async (prepare: (jobs: Jobs) => void = () => undefined): Promise<Jobs> => {
  const jobs = new Jobs(database, backOfficeSettings(database.url))
  prepare(jobs)
  await jobs.onApplicationBootstrap()
  open.push(jobs)
  closing(() => jobs.beforeApplicationShutdown())
  return jobs
}

const until = async (said: () => boolean, patience = 8_000): Promise<void> => {
  for (const begin = performance.now(); !said(); await wait(10))
    if (performance.now() - begin > patience) throw new Error('It did not happen in time.')
}

test('a cause gives one id, for each kind of job its own', () => {
  expect(jobIdOf('tell', 'a')).toBe(jobIdOf('tell', 'a'))
  expect(jobIdOf('tell', 'a')).not.toBe(jobIdOf('tell', 'b'))
  expect(jobIdOf('tell', 'a')).not.toBe(jobIdOf('count', 'a'))
  expect(jobIdOf('tell', 'a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

describe('a job', () => {
  test('runs soon after its transaction commits, and not before', async () => {
    const tell = defineJob<{ n: number }>('spec.commit')
    const ran: number[] = []
    const jobs = await worker((each) => each.handle(tell, async ({ n }) => void ran.push(n)))
    let committed = 0
    await database.transaction(async (tx) => {
      await jobs.send(tx, tell, { n: 1 })
      await wait(300)
      expect(ran).toEqual([])
      committed = performance.now()
    })
    await until(() => ran.length === 1)
    expect(performance.now() - committed).toBeLessThan(1_000)
  })

  test('is gone with its transaction', async () => {
    const tell = defineJob<{ n: number }>('spec.rollback')
    const ran: number[] = []
    const jobs = await worker((each) => each.handle(tell, async ({ n }) => void ran.push(n)))
    await expect(
      database.transaction(async (tx) => {
        await jobs.send(tx, tell, { n: 1 })
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await database.transaction((tx) => jobs.send(tx, tell, { n: 2 }))
    await until(() => ran.length === 1)
    expect(ran).toEqual([2])
  })

  test('of one cause runs once, in whichever process', async () => {
    const tell = defineJob<{ n: number }>('spec.once')
    const ran: number[] = []
    const [one, other] = await Promise.all(
      [0, 1].map(() => worker((each) => each.handle(tell, async ({ n }) => void ran.push(n)))),
    )
    for (const jobs of [one!, other!, one!])
      await database.transaction((tx) => jobs.send(tx, tell, { n: 1 }, { cause: 'it' }))
    await database.transaction((tx) => one!.send(tx, tell, { n: 2 }, { cause: 'another' }))
    await until(() => ran.length === 2)
    await wait(200)
    expect(ran.sort()).toEqual([1, 2])
  })

  test('that fails runs again', async () => {
    const tell = defineJob<{ n: number }>('spec.again')
    let tries = 0
    const jobs = await worker((each) =>
      each.handle(tell, async () => {
        if (++tries < 2) throw new Error('not yet')
      }),
    )
    await database.transaction((tx) => jobs.send(tx, tell, { n: 1 }))
    await until(() => tries === 2)
  })

  test('may wait for its moment', async () => {
    const tell = defineJob<{ n: number }>('spec.later')
    let at = 0
    const jobs = await worker((each) => each.handle(tell, async () => void (at = Date.now())))
    const due = Date.now() + 1_500
    await database.transaction((tx) =>
      jobs.send(tx, tell, { n: 1 }, { startAfter: Temporal.Instant.fromEpochMilliseconds(due) }),
    )
    await until(() => at > 0)
    expect(at).toBeGreaterThanOrEqual(due - 50)
  })

  test('one of five hundred does not wait for a poll', async () => {
    const tell = defineJob<{ n: number }>('spec.backlog')
    const ran: number[] = []
    const jobs = await worker((each) => each.handle(tell, async ({ n }) => void ran.push(n)))
    await database.transaction(async (tx) => {
      for (let n = 0; n < 500; n++) await jobs.send(tx, tell, { n })
    })
    await until(() => ran.length === 500, 15_000)
    expect(new Set(ran).size).toBe(500)
  }, 30_000)
})

test('a process that stops lets the running job end, and leaves the rest to others', async () => {
  const tell = defineJob<{ n: number }>('spec.stop', { atOnce: 1 })
  const began: number[] = []
  const ended: number[] = []
  const slow = async ({ n }: { n: number }): Promise<void> => {
    began.push(n)
    await wait(500)
    ended.push(n)
  }
  const first = await worker((each) => each.handle(tell, slow))
  await database.transaction(async (tx) => {
    for (const n of [1, 2]) await first.send(tx, tell, { n })
  })
  await until(() => began.length === 1)
  await first.beforeApplicationShutdown()
  expect(ended).toEqual([1])
  await worker((each) => each.handle(tell, slow))
  await until(() => ended.length === 2)
  expect(ended).toEqual([1, 2])
})

test('a kind of job has one handler', async () => {
  const tell = defineJob<{ n: number }>('spec.two')
  const jobs = new Jobs(database, backOfficeSettings(database.url))
  jobs.handle(tell, async () => undefined)
  expect(() => jobs.handle(tell, async () => undefined)).toThrow('send two jobs')
})

test('a job whose process was killed runs again within seconds', async () => {
  const tell = defineJob<{ n: number }>('spec.killed')
  const ran: number[] = []
  const sender = await worker()
  await database.transaction((tx) => sender.send(tx, tell, { n: 1 }))
  // Takes the job and is never heard of again.
  const killed = new PgBoss({
    connectionString: database.url,
    schema: JOBS_SCHEMA,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
  })
  await killed.start()
  expect(await killed.fetch(tell.name)).toHaveLength(1)
  await killed.stop({ graceful: false })
  await worker((each) => each.handle(tell, async ({ n }) => void ran.push(n)))
  await wait(2_000)
  expect(ran).toEqual([])
  await until(() => ran.length === 1, 20_000)
}, 40_000)
