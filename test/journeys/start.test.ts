import { mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { freshDatabaseUrls } from '../harness.ts'
import { build, dataFolder, isAlive, postmasterIn, startProcess } from '../process.ts'

// Plenary as its operator meets it: real processes, real signals. The samples are other tests' matter.
const QUIET = { SAMPLES: 'false' }

beforeAll(build)

/** Does something in the embedded database of a data folder, as whoever has its password. */
const inDatabaseOf = async <Row extends object>(dataDir: string, sql: string): Promise<Row[]> => {
  const { port, ownerPassword } = JSON.parse(await readFile(join(dataDir, 'postgresql.json'), 'utf8')) as {
    port: number
    ownerPassword: string
  }
  const client = new pg.Client({
    connectionString: `postgresql://plenary_owner:${ownerPassword}@127.0.0.1:${port}/plenary`,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

const healthOf = (url: string): Promise<number> =>
  fetch(`${url}/health/ready`).then(
    (response) => response.status,
    () => 0,
  )

test('a start, a Ctrl-C, a crash of everything: the next start is ready in seconds, and all data is there', async () => {
  const dataDir = await dataFolder()
  const first = await (await startProcess({ ...QUIET, DATA_DIR: dataDir })).ready()
  expect(first.lines.at(-1)).toBe(`Plenary is ready at http://localhost:${new URL(first.url).port}`)
  expect(await healthOf(first.url)).toBe(200)
  expect((await stat(join(dataDir, 'secret-keys'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(dataDir, 'postgresql.json'))).mode & 0o777).toBe(0o600)
  await inDatabaseOf(dataDir, 'CREATE TABLE kept (word text); INSERT INTO kept VALUES ($$acknowledged$$)')

  const second = await startProcess({ ...QUIET, DATA_DIR: dataDir })
  expect(await second.exit).toBe(1)
  expect(second.lines.at(-1)).toContain(`already runs on the data folder ${dataDir}, at http://localhost:`)
  expect(await healthOf(first.url), 'the first is not disturbed').toBe(200)

  const postmaster = postmasterIn(dataDir) ?? 0
  expect(await first.stop()).toBe(0)
  expect(isAlive(postmaster), 'PostgreSQL is gone as well').toBe(false)

  const third = await (await startProcess({ ...QUIET, DATA_DIR: dataDir })).ready()
  expect(await inDatabaseOf(dataDir, 'SELECT word FROM kept')).toEqual([{ word: 'acknowledged' }])
  await third.kill() // its PostgreSQL stays behind, and is taken over

  const fourth = await (await startProcess({ ...QUIET, DATA_DIR: dataDir })).ready()
  expect(await inDatabaseOf(dataDir, 'SELECT word FROM kept')).toEqual([{ word: 'acknowledged' }])
  process.kill(postmasterIn(dataDir) ?? 0, 'SIGKILL')
  await fourth.kill()

  const fifth = await (await startProcess({ ...QUIET, DATA_DIR: dataDir })).ready()
  expect(await inDatabaseOf(dataDir, 'SELECT word FROM kept')).toEqual([{ word: 'acknowledged' }])
  expect(await fifth.stop()).toBe(0)
}, 120_000)

test('when PostgreSQL is killed, Plenary starts it again and goes on', async () => {
  const dataDir = await dataFolder()
  const plenary = await (await startProcess({ ...QUIET, DATA_DIR: dataDir })).ready()
  const before = postmasterIn(dataDir) ?? 0
  process.kill(before, 'SIGKILL')
  await expect.poll(() => plenary.output, { timeout: 20_000 }).toContain('PostgreSQL ended by itself and is back')
  await expect.poll(() => healthOf(plenary.url), { timeout: 5_000 }).toBe(200)
  expect(postmasterIn(dataDir)).not.toBe(before)
  const second = await startProcess({ ...QUIET, DATA_DIR: dataDir })
  expect(await second.exit, 'the folder is still taken').toBe(1)
  expect(await plenary.stop()).toBe(0)
}, 60_000)

test('a port in use gets one sentence, and leaves no PostgreSQL behind', async () => {
  const dataDir = await dataFolder()
  const other = createServer().listen(0, '127.0.0.1')
  await wait(50)
  const { port } = other.address() as AddressInfo
  const plenary = await startProcess({ ...QUIET, DATA_DIR: dataDir, PORT: String(port) })
  expect(await plenary.exit).toBe(1)
  expect(plenary.lines).toEqual([
    `Port ${port} is in use by another program: stop that one, or set PORT to another number.`,
  ])
  expect(postmasterIn(dataDir)).toBeUndefined()

  // And what the start has made is good: now damage it.
  await unlink(join(dataDir, 'postgresql/global/pg_control'))
  const damaged = await startProcess({ ...QUIET, DATA_DIR: dataDir })
  expect(await damaged.exit).toBe(1)
  expect(damaged.lines).toHaveLength(1)
  expect(damaged.lines[0]).toMatch(
    /^The database in .*postgresql is damaged or was not made by Plenary \(.*\): restore/,
  )
  other.close()
}, 60_000)

test('a data folder that is a file, or holds something else, gets one sentence', async () => {
  const dataDir = await dataFolder()
  await writeFile(dataDir, 'a file')
  const file = await startProcess({ ...QUIET, DATA_DIR: dataDir })
  expect(await file.exit).toBe(1)
  expect(file.lines).toEqual([`There is a file in the way of the data folder ${dataDir}: set DATA_DIR to a folder.`])

  const other = await dataFolder()
  await mkdir(join(other, 'postgresql/holiday'), { recursive: true })
  const strange = await startProcess({ ...QUIET, DATA_DIR: other })
  expect(await strange.exit).toBe(1)
  expect(strange.lines).toHaveLength(1)
  expect(strange.lines[0]).toContain('is damaged or was not made by Plenary')
}, 60_000)

test('wrong settings are all named at once, each with what to set', async () => {
  const plenary = await startProcess({ PORT: 'three', DATABASE_URL: 'mysql://somewhere', TRUST_PROXY: 'maybe' })
  expect(await plenary.exit).toBe(1)
  expect(plenary.lines.map((line) => line.split(' ')[0])).toEqual([
    'PORT',
    'DATABASE_URL',
    'SECRET_KEYS',
    'TRUST_PROXY',
  ])
})

test('with DATABASE_URL that server is used, nothing embedded starts, and a wrong password is told', async () => {
  const urls = await freshDatabaseUrls()
  const dataDir = await dataFolder()
  const settings = { ...QUIET, DATA_DIR: dataDir, SECRET_KEYS: Buffer.alloc(32, 7).toString('base64url') }
  const plenary = await (
    await startProcess({ ...settings, DATABASE_URL: urls.databaseUrl, OWNER_DATABASE_URL: urls.ownerDatabaseUrl })
  ).ready()
  expect(await healthOf(plenary.url)).toBe(200)
  await expect(stat(dataDir)).rejects.toThrow(/ENOENT/)
  expect(await plenary.stop()).toBe(0)

  const wrong = Object.assign(new URL(urls.databaseUrl), { password: 'wrong' }).href
  const refused = await startProcess({ ...settings, DATABASE_URL: wrong })
  expect(await refused.exit).toBe(1)
  expect(refused.lines).toHaveLength(1)
  expect(refused.lines[0]).toMatch(/does not accept the user "plenary_app" or the password: check DATABASE_URL/)
  expect(refused.output).not.toContain('wrong')
}, 60_000)
