import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { backOfficeSettings, postOffice, type PostOffice } from '../../../test/builders/post-office.ts'
import { closing } from '../../../test/closing.ts'
import { freshDatabase, type TestDatabase } from '../../../test/harness.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { newId } from '../../kernel/id.ts'
import type { Settings } from '../config/settings.ts'
import { Database } from '../database/database.ts'

let database: TestDatabase

/** A mail server of this file: it can be slow, refuse, and be told what to do once it has a message. */
class Server {
  readonly received: ParsedMail[] = []
  /** How many messages it was given, taken or not. */
  begun = 0
  delay = 0
  refusals: { code: number; at: 'RCPT' | 'DATA' }[] = []
  whenTaken: (mail: ParsedMail) => void | Promise<void> = () => undefined
  url = ''
  private readonly smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) => done(this.refusal('RCPT')),
    onData: (stream, _session, done) => {
      void (async () => {
        const mail = await simpleParser(stream)
        this.begun++
        await wait(this.delay)
        const refusal = this.refusal('DATA')
        if (refusal) {
          done(refusal)
          return
        }
        this.received.push(mail)
        await this.whenTaken(mail)
        done()
      })()
    },
  })

  async start(): Promise<this> {
    this.smtp.on('error', () => undefined)
    await new Promise<void>((done) => this.smtp.listen(0, '127.0.0.1', done))
    this.url = `smtp://127.0.0.1:${(this.smtp.server.address() as AddressInfo).port}`
    closing(() => new Promise((done) => this.smtp.close(() => done())))
    return this
  }

  private refusal(at: 'RCPT' | 'DATA'): Error | null {
    if (this.refusals[0]?.at !== at) return null
    const { code } = this.refusals.shift()!
    return Object.assign(new Error('refused <someone@mission.example>'), { responseCode: code })
  }
}

const until = async (said: () => boolean | Promise<boolean>, patience = 15_000): Promise<void> => {
  for (const begin = performance.now(); !(await said()); await wait(20))
    if (performance.now() - begin > patience) throw new Error('It did not happen in time.')
}

interface Row {
  state: string
  attempts: number
  response: string | null
  address: string | null
  subject: string | null
  html: string | null
  body: string | null
  sealed: Buffer | null
  message_id: string
  recipient: string
}

const rows = (): Promise<Row[]> => database.query<Row>('SELECT * FROM mail ORDER BY created_at, id')
const theRow = async (): Promise<Row> => (await rows())[0]!

beforeAll(async () => {
  database = await freshDatabase()
})

beforeEach(async () => {
  await database.query('DELETE FROM mail')
})

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const { close } of open.splice(0)) await close()
})

/** Opens jobs and mail of one process; it is closed after the test. */
const opened = async (settings: Settings): Promise<PostOffice> => {
  const office = await postOffice(database, settings)
  open.push(office)
  return office
}

const office = async (server: Server, more: Parameters<typeof backOfficeSettings>[1] = {}) => {
  const settings = backOfficeSettings(database.url, { smtpUrl: server.url, ...more })
  return { ...(await opened(settings)), settings }
}

test('a mail arrives whole, and is marked at once', async () => {
  const server = await new Server().start()
  const { post } = await office(server, { mailReplyTo: 'secretariat@plenary.test' })
  await post({
    address: 'ana@mission.example',
    locale: 'fr',
    subject: 'Votre demande',
    text: 'Nous avons votre demande\n',
  })
  await until(async () => (await theRow()).state === 'sent')
  const [mail] = server.received
  expect(mail).toMatchObject({
    subject: 'Votre demande',
    text: 'Nous avons votre demande\n',
    messageId: (await theRow()).message_id,
    from: { text: '"Plenary" <plenary@plenary.test>' },
    to: { text: 'ana@mission.example' },
    replyTo: { text: 'secretariat@plenary.test' },
  })
  expect(mail?.html).toContain('<p>A notice</p>')
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
  expect(mail?.headers.get('content-language')).toBe('fr')
  expect(mail?.headers.has('list')).toBe(false)
})

test('a subject of several lines stays one header', async () => {
  const server = await new Server().start()
  const { post } = await office(server)
  const subject = 'Session moved\r\nBcc: evil@evil.test\r\n\r\n<h1>Evil</h1>'
  await post({ address: 'ana@mission.example', locale: 'en', subject, text: 'A notice\n' })
  await until(async () => (await theRow()).state === 'sent')
  const [mail] = server.received
  expect(mail?.subject?.replace(/\s+/g, ' ')).toBe('Session moved Bcc: evil@evil.test <h1>Evil</h1>')
  expect(mail?.headers.has('bcc')).toBe(false)
  expect(mail?.bcc).toBeUndefined()
  expect(mail?.text).toBe('A notice\n')
})

test('a circulation can be unsubscribed with one click (RFC 8058)', async () => {
  const server = await new Server().start()
  const { post } = await office(server)
  await post({ address: 'ana@mission.example', unsubscribe: 'https://plenary.test/unsubscribe/abc' })
  await until(() => server.received.length === 1)
  const lines = server.received[0]!.headerLines.map(({ line }) => line)
  expect(lines).toContain('List-Unsubscribe: <https://plenary.test/unsubscribe/abc>')
  expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
})

test('a cause sends one mail to one recipient, however often it is posted', async () => {
  const server = await new Server().start()
  const { post } = await office(server)
  const person = newId<'Person'>()
  await Promise.all(
    [1, 2, 3].map(() =>
      post({
        address: 'Ana@mission.example',
        cause: 'session moved 7',
        to: { address: 'Ana@mission.example' as never, person },
      }),
    ),
  )
  await post({ address: 'ben@mission.example', cause: 'session moved 7' })
  await post({ address: 'BEN@mission.example', cause: 'session moved 7' })
  await until(() => server.received.length === 2)
  await wait(300)
  expect(server.received).toHaveLength(2)
  expect(new Set((await rows()).map(({ message_id }) => message_id)).size).toBe(2)
})

test('a transaction that fails owes nothing', async () => {
  const server = await new Server().start()
  const { mailroom } = await office(server)
  await expect(
    database.transaction(async (tx) => {
      await mailroom.post(tx, {
        cause: 'nothing',
        to: { address: 'ana@mission.example' as never },
        locale: 'en',
        subject: '',
        html: '',
        text: '',
      })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await rows()).toEqual([])
})

describe('a server that refuses', () => {
  test('for now (4xx) gets the mail again', async () => {
    const server = await new Server().start()
    const { post } = await office(server)
    server.refusals = [
      { code: 451, at: 'RCPT' },
      { code: 452, at: 'DATA' },
    ]
    await post({ address: 'ana@mission.example', lane: 'code' })
    await until(async () => (await theRow()).state === 'sent')
    expect(server.received).toHaveLength(1)
    expect(await theRow()).toMatchObject({ attempts: 3, response: '250' })
  }, 30_000)

  test.each([
    ['refuses', [{ code: 550, at: 'DATA' as const }], 1],
    ['is busy', [{ code: 451, at: 'DATA' as const }], 1],
    ['takes it', [], 2],
  ])('a wrong address that %s while it is being corrected loses nothing', async (_does, refusals, taken) => {
    const server = await new Server().start()
    const { post, mailroom } = await office(server)
    const person = newId<'Person'>()
    const [wrong, right] = [emailFrom('ana@mision.example')!, emailFrom('ana@mission.example')!]
    server.delay = 400
    server.refusals = refusals
    await post({ address: wrong, to: { address: wrong, person } })
    await until(() => server.begun === 1)
    expect(await database.transaction((tx) => mailroom.resend(tx, person, right, { wrong }))).toBe(1)
    await until(async () => (await theRow()).state === 'sent')
    expect(server.received).toHaveLength(taken)
    expect(server.received.at(-1)).toMatchObject({ to: { text: right } })
  })

  test.each(['RCPT', 'DATA'] as const)('for good (5xx at %s) is believed, and its words are not kept', async (at) => {
    const server = await new Server().start()
    const { post } = await office(server)
    server.refusals = [{ code: 550, at }]
    await post({ address: 'ana@mission.example', secret: true, lane: 'code' })
    await until(async () => (await theRow()).state === 'failed')
    await wait(1_500)
    expect(server.received).toEqual([])
    expect(await theRow()).toMatchObject({ attempts: 1, response: '550', sealed: null, address: null })
  })

  test('by not being there gets it when it is back', async () => {
    const server = await new Server().start()
    const { post, close } = await office(server, { smtpUrl: 'smtp://127.0.0.1:1' })
    await post({ address: 'ana@mission.example', lane: 'code' })
    await until(async () => (await theRow()).response === 'ECONNREFUSED' || (await theRow()).response === 'ESOCKET')
    await close()
    await office(server)
    await until(() => server.received.length === 1)
  }, 30_000)
})

describe('a mail with a secret', () => {
  const secret = {
    address: 'Ana@mission.example',
    subject: '12345678 is your code',
    lane: 'code',
    secret: true,
  } as const

  test('is not readable in the database before, and not there after', async () => {
    const server = await new Server().start()
    server.refusals = [{ code: 451, at: 'RCPT' }]
    const { post } = await office(server)
    await post({ ...secret, html: '<p>12345678</p>', text: '12345678' })
    await until(async () => (await theRow()).attempts === 1)
    const before = JSON.stringify(await theRow()).toLowerCase()
    for (const word of ['12345678', 'ana@', 'mission.example']) {
      expect(before).not.toContain(word)
      expect((await theRow()).sealed?.includes(word)).toBe(false)
    }
    await until(async () => (await theRow()).state === 'sent')
    expect(server.received[0]?.subject).toBe('12345678 is your code')
    expect(await theRow()).toMatchObject({
      sealed: null,
      address: null,
      subject: null,
      html: null,
      body: null,
      recipient: '',
    })
  }, 30_000)

  test('survives the rotation of the key it was sealed with', async () => {
    const server = await new Server().start()
    const before = await office(server, { smtpUrl: 'smtp://127.0.0.1:1' })
    await before.post(secret)
    await until(async () => (await theRow()).attempts >= 1)
    await before.close()
    const fresh = Buffer.alloc(32, 7)
    await office(server, { secretKeys: [fresh, ...before.settings.secretKeys] })
    await until(() => server.received.length === 1)
    expect(server.received[0]?.subject).toBe(secret.subject)
  }, 30_000)
})

test('codes are out within seconds amid a flood of notices', async () => {
  const server = await new Server().start()
  server.delay = 40
  const { mailroom, post } = await office(server)
  await database.transaction(async (tx) => {
    for (let n = 0; n < 500; n++)
      await mailroom.post(tx, {
        cause: `notice ${n}`,
        to: { address: `delegate-${n}@mission.example` as never },
        locale: 'en',
        subject: `Notice ${n}`,
        html: '<p>Moved</p>',
        text: 'Moved\n',
      })
  })
  await until(() => server.received.length > 10)
  const waits: number[] = []
  for (let n = 0; n < 10; n++) {
    const subject = `${n} is your code`
    const posted = performance.now()
    await post({ address: `someone-${n}@mission.example`, subject, lane: 'code', secret: true, cause: `code ${n}` })
    await until(() => server.received.some((mail) => mail.subject === subject))
    waits.push(performance.now() - posted)
  }
  const notices = server.received.filter(({ subject }) => subject?.startsWith('Notice')).length
  expect(notices).toBeLessThan(500)
  expect(Math.max(...waits)).toBeLessThan(3_000)
  await until(() => server.received.length === 510, 60_000)
  expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(510)
}, 90_000)

/** A database that a process can lose in the middle of a statement, as if it had been killed. */
class LosableDatabase extends Database {
  private lost: Promise<never> | undefined
  find: () => void = () => undefined

  lose(): void {
    this.lost = new Promise((_, fail) => {
      this.find = () => {
        this.lost = undefined
        fail(new Error('lost'))
      }
    })
  }

  override query<Row>(...asked: Parameters<Database['query']>): Promise<Row[]> {
    return this.lost ?? super.query<Row>(...asked)
  }
}

test('a process that dies between the 250 and our commit has the mail repeated, with its Message-ID', async () => {
  const server = await new Server().start()
  const losable = new LosableDatabase(database.source)
  const settings = backOfficeSettings(database.url, { smtpUrl: server.url })
  const dying = await postOffice(losable, settings)
  open.push({
    close: async () => {
      losable.find()
      await dying.close()
    },
  })
  server.whenTaken = () => losable.lose()
  await dying.post({ address: 'ana@mission.example' })
  await until(() => server.received.length === 1)
  server.whenTaken = () => undefined
  expect((await theRow()).state).toBe('queued')
  await opened(settings)
  await until(async () => (await theRow()).state === 'sent', 25_000)
  expect(server.received).toHaveLength(2)
  expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(1)
}, 60_000)

test('a mail whose job is lost goes out all the same', async () => {
  const server = await new Server().start()
  const { post } = await office(server)
  await database.transaction(async (tx) => {
    await database.query(
      `INSERT INTO mail (id, cause, recipient, message_id, lane, locale, address, subject, html, body, state, created_at, due_at, given_up_at)
       VALUES ($1, 'lost', 'ana@mission.example', '<lost@plenary.test>', 'notice', 'en', 'ana@mission.example', 'Lost', '', '', 'queued', now(), now(), now() + interval '1 day')`,
      [newId()],
      tx,
    )
  })
  await post({ address: 'ben@mission.example' })
  await until(() => server.received.length === 2)
  expect(server.received.map(({ subject }) => subject).sort()).toEqual(['A notice', 'Lost'])
})

test('while the database is away, what the server took is not handed in again', async () => {
  const server = await new Server().start()
  const { post } = await office(server)
  server.whenTaken = async () => {
    // The server restarts: every connection breaks.
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`,
    )
  }
  await post({ address: 'ana@mission.example' })
  await until(async () => (await theRow().catch(() => undefined))?.state === 'sent')
  await wait(1_500)
  expect(server.received).toHaveLength(1)
}, 30_000)

test('a code that nobody could take is given up when it is of no use any more', async () => {
  const server = await new Server().start()
  const { post } = await office(server, { smtpUrl: 'smtp://127.0.0.1:1' })
  await post({ address: 'ana@mission.example', lane: 'code', secret: true })
  await database.query(`UPDATE mail SET given_up_at = now()`)
  await until(async () => (await theRow()).state === 'failed')
  expect(await theRow()).toMatchObject({ response: 'given up', sealed: null })
})

test('a development install without a mail server shows what it would send, also what is sealed', async () => {
  const { post, outbox } = await opened(backOfficeSettings(database.url, { development: true }))
  await post({ address: 'ana@mission.example', subject: 'One' })
  await post({ address: 'ben@mission.example', subject: '12345678 is your code', lane: 'code', secret: true })
  expect((await outbox.latest()).map(({ address, subject }) => [address, subject])).toEqual([
    ['ben@mission.example', '12345678 is your code'],
    ['ana@mission.example', 'One'],
  ])
  expect((await rows())[1]?.address).toBeNull()
})

test('forgetting a person drops what was written to them, and what is still owed', async () => {
  const { post, mailroom } = await opened(backOfficeSettings(database.url))
  const person = newId<'Person'>()
  await post({ address: 'ana@mission.example', to: { address: 'ana@mission.example' as never, person } })
  await database.transaction((tx) => mailroom.forget(tx, person))
  expect(await theRow()).toMatchObject({ state: 'failed', address: null, subject: null, html: null, body: null })
})
