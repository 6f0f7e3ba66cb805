import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common'
import { Gate } from '../access/gate.service.ts'
import { toMilliseconds } from '../kernel/time.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { Database } from '../platform/database/database.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import type { Outgoing } from '../platform/mail/mail.ts'
import { Mailroom } from '../platform/mail/mailroom.ts'
import { changeMail } from './change-mail.ts'
import { CirculationRound, type RoundId } from './circulation-round.entity.ts'
import { MailStops } from './mail-stops.service.ts'
import { Recipients, type Recipient } from './recipients.service.ts'
import { Rounds, tellRound } from './rounds.service.ts'

/** How often each process looks for rounds that are due and no job has seen to. */
const SWEEP_MS = 10_000

/**
 * Writes to those with an affected session, batch by batch: the mails of a batch and how far it has come are one
 * transaction, and a mail has one row a cause and recipient. So a process that ends in the middle leaves off there.
 */
@Injectable()
export class Telling implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Telling.name)
  private timer: NodeJS.Timeout | undefined
  private sweeping: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly database: Database,
    private readonly meetings: Meetings,
    private readonly gate: Gate,
    private readonly rounds: Rounds,
    private readonly recipients: Recipients,
    private readonly stops: MailStops,
    private readonly mailroom: Mailroom,
    private readonly jobs: Jobs,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'baseUrl'>,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(tellRound, ({ round }) => this.tell(round))
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep().catch((err: unknown) => this.logger.warn({ err }, 'The sweep for rounds failed'))
    }, SWEEP_MS)
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer)
    await this.sweeping
  }

  /** Tells a round whose time has come; again, it tells nobody twice. */
  async tell(id: RoundId): Promise<void> {
    const round = await this.rounds.take(id)
    if (!round?.toRelease) return
    const meeting = await this.meetings.byId(round.meetingId)
    const compare = await this.gate.comparing(meeting, round.fromRelease, round.toRelease)
    for (let after = round.afterPerson; compare;) {
      const { recipients, last } = await this.recipients.batch(meeting, compare, after)
      const mails = recipients.map((recipient) => this.mailTo(meeting, round, recipient))
      await this.database.transaction(async (tx) => {
        const posted = await this.mailroom.postAll(tx, mails)
        // Another process may tell the same round, and have ended it.
        await tx.update(CirculationRound, { id, state: 'telling' }, { afterPerson: last ?? after })
        await tx.increment(CirculationRound, { id }, 'told', posted)
      })
      if (!last) break
      after = last
    }
    const ended = { state: 'told' as const, afterPerson: null, endedAt: toMilliseconds(this.clock.now()) }
    await this.database.manager.update(CirculationRound, { id, state: 'telling' }, ended)
  }

  /** Tells every round that is due, and what was begun by a process that has ended. */
  async sweep(): Promise<void> {
    const due = await this.database.query<{ id: RoundId }>(
      `SELECT id FROM circulation_round WHERE state IN ('waiting', 'telling') AND due_at <= $1 ORDER BY due_at LIMIT 20`,
      [this.clock.now().toString()],
    )
    for (const { id } of due) await this.tell(id)
  }

  private mailTo(meeting: Meeting, round: CirculationRound, recipient: Recipient): Outgoing {
    const { locale, address, person } = recipient
    const path = `/${locale}/${meeting.slug}/me/mail/${this.stops.tokenOf(meeting.id, person)}`
    const stop = new URL(path, this.settings.baseUrl).href
    return {
      cause: `agenda.changed ${round.id}`,
      to: { address, person },
      locale,
      ...changeMail(meeting, recipient, { base: this.settings.baseUrl, stop }),
      replyTo: meeting.contact.email,
      unsubscribe: stop,
    }
  }
}
