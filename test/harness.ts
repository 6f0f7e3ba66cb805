import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import pg from 'pg'
import supertest from 'supertest'
import { getMetadataArgsStorage, type EntityManager } from 'typeorm'
import { inject } from 'vitest'
import { Clock } from '../src/platform/clock.ts'
import type { Settings } from '../src/platform/config/settings.ts'
import { Database, type EntityClass } from '../src/platform/database/database.ts'
import { closing } from './closing.ts'
import { freePort } from './free-port.ts'
import { Mailbox } from './mailbox.ts'

/** A clock that stands still until told. */
export class TestClock extends Clock {
  private instant: Temporal.Instant

  constructor(now: string | Temporal.Instant = '2022-09-27T09:00:00Z') {
    super()
    this.instant = Temporal.Instant.from(now)
  }

  override now(): Temporal.Instant {
    return this.instant
  }

  set(now: string | Temporal.Instant): void {
    this.instant = Temporal.Instant.from(now)
  }

  advance(by: Temporal.DurationLike): void {
    this.instant = this.instant.add(by)
  }
}

const inTransaction = new AsyncLocalStorage<boolean>()

/** A database of one's own, with all tables and no rows, as the app's role sees it. */
export class TestDatabase extends Database {
  url: string
  ownerUrl: string

  override transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return super.transaction((tx) => inTransaction.run(true, () => work(tx)))
  }

  /** A second connection for somebody who has one: as many such as there are connections would wait for each other. */
  override async query<Row>(sql: string, values: readonly unknown[] = [], tx?: EntityManager): Promise<Row[]> {
    if (!tx && inTransaction.getStore()) throw new Error(`Asked beside the transaction that is open: ${sql}`)
    return super.query(sql, values, tx)
  }

  /** Does what the app's role may not: as the owner of the tables. */
  async asOwner<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.ownerUrl })
    await client.connect()
    try {
      return (await client.query<Row>(sql, [...values])).rows
    } finally {
      await client.end()
    }
  }
}

/** Makes a database from the template, or as a copy of one that nobody is connected to; answers its addresses. */
export const freshDatabaseUrls = async (
  copyOf?: string,
): Promise<{ databaseUrl: string; ownerDatabaseUrl: string }> => {
  const { appUrl, ownerUrl } = inject('template')
  const template = new URL(copyOf ?? ownerUrl).pathname.slice(1)
  const name = `test_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: Object.assign(new URL(ownerUrl), { pathname: '/postgres' }).href })
  await client.connect()
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  await client.end()
  const at = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href
  return { databaseUrl: at(appUrl), ownerDatabaseUrl: at(ownerUrl) }
}

/** For specs that need tables and no application. Knows the entities that the spec's own imports brought. */
export const freshDatabase = async (): Promise<TestDatabase> => {
  const urls = await freshDatabaseUrls()
  const entities = getMetadataArgsStorage().tables.flatMap((table) =>
    typeof table.target === 'function' ? [table.target as EntityClass] : [],
  )
  const { source } = await Database.connect(urls.databaseUrl, entities, 20)
  const database = new TestDatabase(source)
  database.url = urls.databaseUrl
  database.ownerUrl = urls.ownerDatabaseUrl
  closing(() => database.close())
  return database
}

/** The whole application at work, as one test file sees it. */
export interface TestApp {
  app: NestFastifyApplication
  settings: Settings & { databaseUrl: string }
  /** `http://127.0.0.1:…`, a real port. */
  url: string
  database: Database
  /** Addresses of its database, also as the owner of the tables. */
  urls: { databaseUrl: string; ownerDatabaseUrl: string }
  clock: TestClock
  mailbox: Mailbox
  /** Somebody without cookies: `app.http.get('/en')`. */
  http: ReturnType<typeof supertest>
  /** Somebody who keeps their cookies, as a browser does. */
  browser(): ReturnType<typeof supertest.agent>
  /** A service of the application: `app.get(Registrations)`. */
  get<T>(token: abstract new (...args: never[]) => T): T
  stop(): Promise<void>
}

export interface StartOptions {
  now?: string
  settings?: Partial<Settings>
  /** The name it is reached by: browsers make passkeys for `localhost`, not for a bare address. */
  host?: 'localhost'
  /** Begins with a copy of this database, which nobody is connected to; what is sealed in it opens under its `secretKeys` alone. */
  copyOf?: string
  /** The database and mailbox of another app, so that two processes' worth of app work on one. */
  beside?: TestApp
}

/** Starts the application on a database, mail server and clock of its own; all end with the file. */
export const startApp = async (options: StartOptions = {}): Promise<TestApp> => {
  const { createApp } = await import('../src/app.ts')
  const { beside } = options
  const [urls, port] = await Promise.all([beside?.urls ?? freshDatabaseUrls(options.copyOf), freePort()])
  const clock = beside?.clock ?? new TestClock(options.now)
  const mailbox = beside?.mailbox ?? new Mailbox()
  const smtpUrl = beside?.settings.smtpUrl ?? (await mailbox.start())
  const url = `http://${options.host ?? '127.0.0.1'}:${port}`
  const settings: Settings & { databaseUrl: string } = {
    port,
    host: '127.0.0.1',
    baseUrl: new URL(url),
    ...urls,
    databasePool: 20,
    dataDir: tmpdir(),
    secretKeys: beside?.settings.secretKeys ?? [randomBytes(32)],
    smtpUrl,
    mailFrom: 'Plenary <plenary@plenary.test>',
    trustProxy: false,
    logLevel: 'silent',
    development: false,
    samples: false,
    ...options.settings,
  }
  const app = await createApp(settings, { clock })
  await app.listen(port, '127.0.0.1')
  const stop = closing(async () => {
    await app.close()
    if (!beside) await mailbox.stop()
  })
  return {
    app,
    settings,
    url,
    database: app.get(Database),
    urls,
    clock,
    mailbox,
    http: supertest(url),
    browser: () => supertest.agent(url),
    get: (token) => app.get(token, { strict: false }),
    stop,
  }
}
