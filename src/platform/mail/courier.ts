import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common'
import { setTimeout as wait } from 'node:timers/promises'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import type { MailId } from '../../kernel/id.ts'
import { Clock } from '../clock.ts'
import { SETTINGS, type Settings } from '../config/settings.ts'
import { Database } from '../database/database.ts'
import { Jobs } from '../jobs/jobs.ts'
import { LANES, pauseAfter, refusalFrom, type Lane, type Letter } from './mail.ts'
import { DELIVERIES, mailRefused, Mailroom, type StoredLetter } from './mailroom.ts'

interface Owed extends StoredLetter {
  lane: Lane
  attempts: number
  message_id: string
  reply_to: string | null
  unsubscribe: string | null
}

/** A mail in hand is nobody else's for so long, and the hold is renewed while the mail server takes its time. */
const HOLD_SECONDS = 12
const RENEW_MS = 3_000

/**
 * What is said of a mail in hand holds only while it is owed to the address that it was taken for: corrected meanwhile, it is owed
 * to another, and its new delivery decides.
 */
const STILL_OWED = `state = 'queued' AND address IS NOT DISTINCT FROM`

/** How often a lane is looked through for mail that is owed and in nobody's hand. */
const SWEEP_MS = 1_000
/** A mail never tried is left to its job for a moment. */
const LEFT_TO_JOB_SECONDS = 3
const SWEEP_SIZE = 20

/** Connections to the mail server: each lane has its own, so that a flood of notices never occupies those for codes. */
const CONNECTIONS: Readonly<Record<Lane, number>> = { code: 8, notice: 4 }

/**
 * Carries mail to the mail server, at least once and as good as never twice. The row is the truth and a job the nudge:
 * whatever becomes of the job (its process killed, the database away), the sweep finds the row that is still owed.
 * What was taken by the server (250) is marked at once, and marking is tried until the database has it.
 */
@Injectable()
export class Courier implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Courier.name)
  private readonly transports = new Map<Lane, Transporter>()
  private readonly inHand = new Set<Promise<void>>()
  private readonly timers: NodeJS.Timeout[] = []
  private readonly sweeping = new Set<Lane>()
  /** Taken by the server, not yet marked: never to be handed in again by this process. */
  private readonly taken = new Set<MailId>()
  private stopping = false

  constructor(
    private readonly database: Database,
    private readonly mailroom: Mailroom,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const { smtpUrl } = this.settings
    for (const lane of LANES) {
      if (smtpUrl)
        this.transports.set(
          lane,
          createTransport({
            url: smtpUrl,
            pool: true,
            maxConnections: CONNECTIONS[lane],
            // We try again ourselves, and count it.
            maxRequeues: 0,
            idleTimeout: 20_000,
            name: this.settings.baseUrl.hostname,
            connectionTimeout: 10_000,
            greetingTimeout: 10_000,
            socketTimeout: 30_000,
            disableFileAccess: true,
            disableUrlAccess: true,
          }),
        )
      this.jobs.handle(DELIVERIES[lane], ({ mail }) => this.deliver(mail))
    }
    if (!smtpUrl && !this.mailroom.showsOutbox)
      this.logger.warn('SMTP_URL is not set: mail is kept until it is, and nobody can sign in.')
  }

  onApplicationBootstrap(): void {
    if (!this.settings.smtpUrl) return
    for (const lane of LANES) this.timers.push(setInterval(() => void this.sweep(lane), SWEEP_MS))
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true
    for (const timer of this.timers) clearInterval(timer)
    await Promise.allSettled(this.inHand)
    for (const transport of this.transports.values()) transport.close()
  }

  /** Hands a mail to the server if it is owed now and in nobody's hand; does nothing otherwise. */
  deliver(id: MailId): Promise<void> {
    const work = this.tryToDeliver(id).finally(() => this.inHand.delete(work))
    this.inHand.add(work)
    return work
  }

  private async tryToDeliver(id: MailId): Promise<void> {
    if (this.stopping || !this.settings.smtpUrl || this.taken.has(id)) return
    const [owed] = await this.database.query<Owed>(
      `UPDATE mail SET attempts = attempts + 1, due_at = now() + $2 * interval '1 second'
        WHERE id = $1 AND state = 'queued' AND due_at <= now() AND given_up_at > now()
       RETURNING id, lane, locale, address, subject, html, body, sealed, reply_to, unsubscribe, attempts, message_id`,
      [id, HOLD_SECONDS],
    )
    if (!owed) return
    let failure: ReturnType<typeof refusalFrom> | undefined
    const renewal = setInterval(() => void this.renew(owed), RENEW_MS)
    try {
      const letter = this.mailroom.open(owed)
      if (!letter) throw new Error('A mail that is owed has lost what is in it.')
      const response = await this.handIn(owed, letter)
      this.taken.add(id)
      await this.mark(() => this.markSent(owed, response))
      this.taken.delete(id)
    } catch (error) {
      failure = refusalFrom(error)
    } finally {
      clearInterval(renewal)
    }
    if (failure) await this.mark(() => this.markFailed(owed, failure))
  }

  /** Answers the code of the server's 250; throws what nodemailer throws. */
  private async handIn(owed: Owed, letter: Letter): Promise<string> {
    const transport = this.transports.get(owed.lane)
    if (!transport) throw new Error('There is no mail server.')
    const info = await transport.sendMail(messageFrom(owed, letter, this.settings))
    // A server may take a mail for some recipients only; ours has one.
    if (info.rejected?.length)
      throw Object.assign(new Error('refused'), { responseCode: 550, command: 'RCPT TO', response: '' })
    return info.response?.slice(0, 3) ?? '250'
  }

  /** The database may be away for a moment (a restart): what we know about a mail must not be lost with it. */
  private async mark(write: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await write()
        return
      } catch (error) {
        if (attempt >= 240) throw error
        await wait(attempt < 40 ? 50 : 500)
      }
    }
  }

  /** Once it is sent nobody needs its words any more, and they may name others than its recipient. */
  private async markSent({ id, address }: Owed, response: string): Promise<void> {
    await this.database.query(
      `UPDATE mail SET state = 'sent', sent_at = $2, response = $3,
                       sealed = NULL, subject = NULL, html = NULL, body = NULL
        WHERE id = $1 AND ${STILL_OWED} $4`,
      [id, this.clock.now().toString(), response, address],
    )
  }

  private async markFailed(owed: Owed, { forGood, response }: ReturnType<typeof refusalFrom>): Promise<void> {
    this.logger.warn({ mail: owed.id, response, attempts: owed.attempts, forGood }, 'A mail was not taken')
    if (!forGood) {
      await this.database.query(
        `UPDATE mail SET due_at = now() + $2 * interval '1 second', response = $3 WHERE id = $1 AND ${STILL_OWED} $4`,
        [owed.id, pauseAfter(owed.lane, owed.attempts), response, owed.address],
      )
      return
    }
    await this.fail(
      `UPDATE mail SET state = 'failed', response = $2, sealed = NULL WHERE id = $1 AND ${STILL_OWED} $3`,
      [owed.id, response, owed.address],
    )
  }

  /** Gives mail up, and passes on which of it was to people: their address may be wrong. */
  private async fail(update: string, values: readonly unknown[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const failed = await this.database.query<{ id: MailId; person_id: string | null; attempts: number }>(
        `${update} RETURNING id, person_id, attempts`,
        values,
        tx,
      )
      for (const { id, person_id, attempts } of failed)
        if (person_id) await this.jobs.send(tx, mailRefused, { mail: id }, { cause: `${id} after ${attempts}` })
    })
  }

  private async renew({ id, address }: Owed): Promise<void> {
    await this.database
      .query(`UPDATE mail SET due_at = now() + $2 * interval '1 second' WHERE id = $1 AND ${STILL_OWED} $3`, [
        id,
        HOLD_SECONDS,
        address,
      ])
      .catch(() => undefined)
  }

  /** Delivers what is overdue in a lane, oldest first, and gives up what has been owed for too long. */
  private async sweep(lane: Lane): Promise<void> {
    if (this.sweeping.has(lane) || this.stopping) return
    this.sweeping.add(lane)
    try {
      await this.fail(
        `UPDATE mail SET state = 'failed', response = 'given up', sealed = NULL
          WHERE state = 'queued' AND lane = $1 AND given_up_at <= now()`,
        [lane],
      )
      const overdue = await this.database.query<{ id: MailId }>(
        `SELECT id FROM mail
          WHERE state = 'queued' AND lane = $1
            AND due_at <= now() - CASE WHEN attempts = 0 THEN $2 * interval '1 second' ELSE interval '0' END
          ORDER BY due_at LIMIT $3`,
        [lane, LEFT_TO_JOB_SECONDS, SWEEP_SIZE],
      )
      for (const { id } of overdue) await this.deliver(id)
    } catch (error) {
      this.logger.warn({ err: error }, 'The sweep for owed mail failed and will be repeated')
    } finally {
      this.sweeping.delete(lane)
    }
  }
}

/** The message as the server gets it: the same Message-ID at each try, so that a repeated one is seen as one. */
const messageFrom = (owed: Owed, letter: Letter, settings: Settings): SendMailOptions => {
  const replyTo = owed.reply_to ?? settings.mailReplyTo
  return {
    messageId: owed.message_id,
    from: settings.mailFrom,
    to: { name: '', address: letter.address },
    ...(replyTo && { replyTo }),
    subject: letter.subject,
    html: letter.html,
    text: letter.text,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': letter.locale,
      ...(owed.unsubscribe && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    ...(owed.unsubscribe && { list: { unsubscribe: owed.unsubscribe } }),
  }
}
