import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { emailFrom, type EmailAddress } from '../../src/kernel/email-address.ts'
import { newId } from '../../src/kernel/id.ts'
import { SystemClock } from '../../src/platform/clock.ts'
import type { Settings } from '../../src/platform/config/settings.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { Jobs } from '../../src/platform/jobs/jobs.ts'
import { Courier } from '../../src/platform/mail/courier.ts'
import type { Outgoing } from '../../src/platform/mail/mail.ts'
import { Mailroom } from '../../src/platform/mail/mailroom.ts'
import { Outbox } from '../../src/platform/mail/outbox.ts'
import { Secrets } from '../../src/platform/secrets/secrets.ts'
import { closing } from '../closing.ts'

/** Settings of a process that only has jobs and mail. */
export const backOfficeSettings = (url: string, more: Partial<Settings> = {}): Settings => ({
  port: 0,
  host: '127.0.0.1',
  baseUrl: new URL('http://plenary.test'),
  databaseUrl: url,
  databasePool: 5,
  dataDir: tmpdir(),
  secretKeys: [randomBytes(32)],
  mailFrom: 'Plenary <plenary@plenary.test>',
  trustProxy: false,
  logLevel: 'silent',
  development: false,
  samples: false,
  ...more,
})

/** Jobs and mail of one process, at work. */
export interface PostOffice {
  jobs: Jobs
  mailroom: Mailroom
  courier: Courier
  outbox: Outbox
  secrets: Secrets
  /** Owes a mail in a transaction of its own. */
  post(mail: Partial<Outgoing> & { address: string }): Promise<void>
  close(): Promise<void>
}

/** Opens it on a database; it closes with the file. */
export const postOffice = async (database: Database, settings: Settings): Promise<PostOffice> => {
  const clock = new SystemClock()
  const secrets = new Secrets(settings)
  const jobs = new Jobs(database, settings)
  const mailroom = new Mailroom(database, jobs, secrets, clock, settings)
  const courier = new Courier(database, mailroom, jobs, clock, settings)
  courier.onModuleInit()
  await jobs.onApplicationBootstrap()
  courier.onApplicationBootstrap()
  const close = closing(async () => {
    await courier.beforeApplicationShutdown()
    await jobs.beforeApplicationShutdown()
  })
  return {
    jobs,
    mailroom,
    courier,
    outbox: new Outbox(database, mailroom),
    secrets,
    post: ({ address, ...mail }) =>
      database.transaction((tx) =>
        mailroom.post(tx, {
          cause: `test ${newId()}`,
          to: { address: emailFrom(address) as EmailAddress },
          locale: 'en',
          subject: 'A notice',
          html: '<!doctype html><p>A notice</p>',
          text: 'A notice\n',
          ...mail,
        }),
      ),
    close,
  }
}
