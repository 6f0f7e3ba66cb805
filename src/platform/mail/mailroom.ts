import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { emailKey, type EmailAddress } from '../../kernel/email-address.ts'
import { newId, type MailId, type PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { Clock } from '../clock.ts'
import { SETTINGS, type Settings } from '../config/settings.ts'
import { Database } from '../database/database.ts'
import { defineJob, type Job } from '../jobs/job.ts'
import { Jobs } from '../jobs/jobs.ts'
import { Secrets } from '../secrets/secrets.ts'
import { OWED_MINUTES, type Lane, type Letter, type Outgoing } from './mail.ts'

/** Delivers one mail; each lane is a queue with workers of its own. */
export const DELIVERIES: Readonly<Record<Lane, Job<{ mail: MailId }>>> = {
  code: defineJob('mail.code', { atOnce: 8, urgent: true }),
  notice: defineJob('mail.notice', { atOnce: 4 }),
}

/** A mail to a person was refused for good, or not taken for days: whoever knows people may want to know. */
export const mailRefused = defineJob<{ mail: MailId }>('mail.refused')

const PURPOSE = 'mail'

/** The columns that hold what is in a mail: in clear, or all of it sealed. */
export interface StoredLetter {
  id: MailId
  locale: Locale
  address: string | null
  subject: string | null
  html: string | null
  body: string | null
  sealed: Buffer | null
}

/**
 * Where mail is posted: a row of `mail`, written in the transaction of its cause, is the record of what we owe, and
 * stays so until the mail server has it (`courier.ts`). Without a server, a development install shows it instead.
 */
@Injectable()
export class Mailroom {
  private readonly domain: string

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.domain = /@([^\s<>@]+)>?\s*$/.exec(settings.mailFrom)?.[1] ?? settings.baseUrl.hostname
  }

  /** Whether mail goes to the outbox page instead of out. */
  get showsOutbox(): boolean {
    return this.settings.development && !this.settings.smtpUrl
  }

  /** Owes a mail, once a cause and recipient, from the moment that `tx` commits. */
  async post(tx: EntityManager, mail: Outgoing): Promise<void> {
    const id = newId<'Mail'>()
    const lane = mail.lane ?? 'notice'
    const { address, person } = mail.to
    const recipient = person ?? (mail.secret && lane === 'code' ? '' : emailKey(address))
    const content = { address, subject: mail.subject, html: mail.html, body: mail.text }
    const clear = mail.secret ? undefined : content
    const state = this.showsOutbox ? 'outbox' : 'queued'
    const [made] = await this.database.query<{ id: MailId }>(
      `INSERT INTO mail (id, cause, recipient, message_id, lane, locale, person_id, address, subject, html, body, sealed,
                         reply_to, unsubscribe, state, created_at, due_at, given_up_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, now(), now() + $17 * interval '1 minute')
       ON CONFLICT ON CONSTRAINT mail_once_a_cause_and_recipient DO NOTHING RETURNING id`,
      [
        id,
        mail.cause,
        recipient,
        `<${id}@${this.domain}>`,
        lane,
        mail.locale,
        person ?? null,
        clear?.address ?? null,
        clear?.subject ?? null,
        clear?.html ?? null,
        clear?.body ?? null,
        mail.secret ? this.secrets.seal(PURPOSE, JSON.stringify(content), id) : null,
        mail.replyTo ?? null,
        mail.unsubscribe ?? null,
        state,
        this.clock.now().toString(),
        OWED_MINUTES[lane],
      ],
      tx,
    )
    if (made && state === 'queued') await this.jobs.send(tx, DELIVERIES[lane], { mail: id }, { cause: id })
  }

  /** Owes many mails that hold no secret, in a few statements however many they are; answers how many were not owed yet. */
  async postAll(tx: EntityManager, mails: readonly Omit<Outgoing, 'lane' | 'secret'>[]): Promise<number> {
    if (!mails.length) return 0
    const rows = mails.map(({ to: { address, person }, ...mail }) => {
      const id = newId<'Mail'>()
      const message = `<${id}@${this.domain}>`
      return { ...mail, id, message, address, person, recipient: person ?? emailKey(address) }
    })
    const state = this.showsOutbox ? 'outbox' : 'queued'
    const made = await this.database.query<{ id: MailId }>(
      `INSERT INTO mail (id, cause, recipient, message_id, lane, locale, person_id, address, subject, html, body,
                         reply_to, unsubscribe, state, created_at, due_at, given_up_at)
       SELECT id, cause, recipient, message, 'notice', locale, person, address, subject, html, text, "replyTo", unsubscribe,
              $2, $3, now(), now() + $4 * interval '1 minute'
         FROM jsonb_to_recordset($1) AS m (id uuid, cause text, recipient text, message text, locale text, person uuid,
              address text, subject text, html text, text text, "replyTo" text, unsubscribe text)
       ON CONFLICT ON CONSTRAINT mail_once_a_cause_and_recipient DO NOTHING RETURNING id`,
      [JSON.stringify(rows), state, this.clock.now().toString(), OWED_MINUTES.notice],
      tx,
    )
    if (state === 'queued')
      await this.jobs.sendAll(
        tx,
        DELIVERIES.notice,
        made.map(({ id }) => ({ data: { mail: id }, cause: id })),
      )
    return made.length
  }

  /**
   * Owes again what a person was sent and never got, now to the address that is right; answers how many. So is what is still on its
   * way to the address that was `wrong`. What held a secret is gone. Done again, it changes nothing, as nothing has failed any more.
   */
  async resend(
    tx: EntityManager,
    person: PersonId,
    address: EmailAddress,
    { wrong }: { wrong?: EmailAddress } = {},
  ): Promise<number> {
    const state = this.showsOutbox ? 'outbox' : 'queued'
    const again = await this.database.query<{ id: MailId; attempts: number }>(
      `UPDATE mail SET state = $3, address = $2, due_at = now(), given_up_at = now() + $4 * interval '1 minute', response = NULL
        WHERE person_id = $1 AND lane = 'notice' AND subject IS NOT NULL
          AND (state = 'failed' OR (state = 'queued' AND address = $5))
       RETURNING id, attempts`,
      [person, address, state, OWED_MINUTES.notice, wrong ?? null],
      tx,
    )
    if (state === 'queued')
      for (const { id, attempts } of again)
        await this.jobs.send(tx, DELIVERIES.notice, { mail: id }, { cause: `${id} after ${attempts}` })
    return again.length
  }

  /**
   * Drops what was written to a person or to an address of theirs, what is still owed to them, and what mail to others that
   * has been dealt with says of them.
   */
  async forget(
    tx: EntityManager,
    person: PersonId,
    who: { addresses?: readonly EmailAddress[]; name?: string } = {},
  ): Promise<void> {
    const addresses = who.addresses ?? []
    await this.database.query(
      `UPDATE mail SET state = CASE state WHEN 'sent' THEN state ELSE 'failed' END,
                       recipient = CASE WHEN person_id = $1 THEN recipient ELSE id::text END,
                       address = NULL, subject = NULL, html = NULL, body = NULL, sealed = NULL, unsubscribe = NULL
        WHERE person_id = $1 OR recipient = ANY ($2) OR lower(address) = ANY ($2)`,
      [person, addresses.flatMap((address) => [emailKey(address), address.toLowerCase()])],
      tx,
    )
    const words = [...addresses, ...(who.name && who.name.length > 2 ? [who.name] : [])].map((each) =>
      each.toLowerCase(),
    )
    // What is sent has no words left; what is owed to others is theirs, and has none either in a moment.
    await this.database.query(
      `UPDATE mail SET state = 'failed', subject = NULL, html = NULL, body = NULL
        WHERE state IN ('failed', 'outbox') AND body IS NOT NULL
          AND EXISTS (SELECT FROM unnest($1::text[]) AS word WHERE strpos(lower(subject || ' ' || body), word) > 0)`,
      [words],
      tx,
    )
  }

  /** A stored mail as its reader gets it; undefined once what it held was dropped. */
  open(row: StoredLetter): Letter | undefined {
    const { address, subject, html, body } = row.sealed
      ? (JSON.parse(this.secrets.open(PURPOSE, row.sealed, row.id)) as Pick<
          StoredLetter,
          'address' | 'subject' | 'html' | 'body'
        >)
      : row
    if (address === null || subject === null || html === null || body === null) return undefined
    return { id: row.id, locale: row.locale, address, subject, html, text: body }
  }
}
