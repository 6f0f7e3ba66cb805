import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { DomainError, NotFound } from '../../kernel/domain-error.ts'
import type { MeetingId, PersonId, RegistrationId, SessionId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { guestFrom } from '../guest.ts'
import type { Registration } from '../registration.entity.ts'
import { mustBeAble, type Move } from '../states.ts'
import { Turns } from '../turns.service.ts'
import { Choices, type ChoiceRow, type ExtraRow } from './choices.service.ts'
import { unitsOf } from './extras.service.ts'
import { Pools, type PoolRow } from './pools.service.ts'
import { endOffer, Serving, type OfferOf } from './serving.service.ts'

/** Which offer: of a day, or of a session of that day. */
export interface Offered {
  /** ISO date. */
  day: string
  session?: SessionId | null
}

/** The offer has ended, or was let go: the place is somebody else's. */
export class OfferIsOver extends DomainError {
  readonly code = 'offer-is-over'
  readonly status = 409
}

type Answer = Extract<Move, 'accept' | 'refuse' | 'lapse'>

/** How often each process looks for offers whose end no job has seen to. */
const SWEEP_MS = 60_000
const SWEEP_LIMIT = 100

/**
 * Places that are offered: accepted, refused or ended, each in one transaction that also passes on what it frees. Whoever
 * holds an offer keeps what they have until they accept it; who lets it go keeps it, and is not in line any more.
 */
@Injectable()
export class Offers implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Offers.name)
  private timer: NodeJS.Timeout | undefined
  private sweeping: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly choices: Choices,
    private readonly serving: Serving,
    private readonly turns: Turns,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(endOffer, (offer) => this.end(offer))
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep().catch((err: unknown) => this.logger.error({ err }, 'Offers could not be ended'))
    }, SWEEP_MS)
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer)
    await this.sweeping
  }

  /**
   * Takes an offered place; what was held of the day meanwhile goes to those in line. Again changes nothing.
   * @throws NotFound, OfferIsOver, MoveNotOpen
   */
  async accept(meeting: Meeting, person: PersonId, offered: Offered): Promise<void> {
    await this.answer(meeting, person, offered, 'accept')
  }

  /**
   * Lets an offered place go to the next in line; what was held of the day meanwhile stays. Again changes nothing.
   * @throws NotFound, MoveNotOpen
   */
  async refuse(meeting: Meeting, person: PersonId, offered: Offered): Promise<void> {
    await this.answer(meeting, person, offered, 'refuse')
  }

  /** Ends an offer whose time is over; does nothing with one that was answered, or made anew. */
  async end({ registration, day, session }: OfferOf): Promise<void> {
    const [row] = await this.database.query<{ meeting: MeetingId }>(
      'SELECT meeting_id AS meeting FROM registration WHERE id = $1',
      [registration],
    )
    if (!row) return
    await this.database.transaction(async (tx) => {
      const found = await this.turns.byId(tx, row.meeting, registration)
      if (found) await this.settle(tx, found, { day, session }, 'lapse', null)
    })
  }

  /** Ends every offer whose time is over: should a job be lost, or late, nobody waits for it. */
  async sweep(): Promise<void> {
    const due = await this.database.query<OfferOf>(
      `SELECT registration_id AS registration, day, NULL::uuid AS session FROM day_choice
        WHERE state = 'offered' AND offered_until <= $1
       UNION ALL
       SELECT registration_id, day, session_id FROM extra_choice WHERE state = 'offered' AND offered_until <= $1
       LIMIT ${SWEEP_LIMIT}`,
      [this.clock.now().toString()],
    )
    for (const offer of due) await this.end(offer)
  }

  private async answer(meeting: Meeting, person: PersonId, offered: Offered, answer: Answer): Promise<void> {
    await this.database.transaction(async (tx) => {
      const registration = await this.turns.own(tx, meeting.id, person)
      if (!registration) throw new NotFound()
      await this.settle(tx, registration, offered, answer, person)
    })
  }

  private async settle(
    tx: EntityManager,
    registration: Registration,
    { day, session = null }: Offered,
    answer: Answer,
    by: PersonId | null,
  ): Promise<void> {
    const pools = await this.pools.lock(tx, registration.meetingId, [day])
    const choice = (await this.choices.of(registration.id, tx)).find((each) => each.day === day)
    const extra = session ? choice?.extras.find((each) => each.session === session) : undefined
    const { state, until } = (session ? extra : choice) ?? { state: undefined, until: null }
    const over = until !== null && !this.isBefore(until)
    if (state !== 'offered' || (answer === 'accept' ? over : answer === 'lapse' && !over)) {
      const repeated = state === 'held' && (await this.accepted(tx, registration.id))
      if (answer === 'accept' && !repeated) throw new OfferIsOver()
      return
    }
    mustBeAble(answer, registration.state)
    if (extra) await this.settleExtra(tx, pools, registration.id, day, extra, answer)
    else if (choice) await this.settleDay(tx, pools, registration, choice, answer)
    const data = { day, ...(session && { session }) }
    await this.turns.finish(tx, registration, {}, { move: answer, by, tell: true, data }, pools)
  }

  private async settleDay(
    tx: EntityManager,
    pools: PoolRow[],
    registration: Registration,
    choice: ChoiceRow,
    answer: Answer,
  ): Promise<void> {
    await this.serving.settleDay(tx, pools, guestFrom(registration), choice, answer === 'accept')
  }

  /** Who lets a session go has not asked for it any more; they may ask again, and wait behind the others. */
  private async settleExtra(
    tx: EntityManager,
    pools: PoolRow[],
    registration: RegistrationId,
    day: string,
    extra: ExtraRow,
    answer: Answer,
  ): Promise<void> {
    if (answer === 'accept')
      return this.choices.keepExtra(tx, registration, day, { ...extra, state: 'held', until: null })
    await this.pools.giveBackOf(tx, registration, unitsOf(pools, day, extra.session))
    await this.choices.dropExtra(tx, registration, day, extra.session)
  }

  /** Whether what they last did with an offer was to take it: a second click finds that, and is no error. */
  private async accepted(tx: EntityManager, registration: RegistrationId): Promise<boolean> {
    const [last] = await this.database.query<{ move: Move }>(
      `SELECT move FROM registration_change WHERE registration_id = $1 AND move IN ('accept', 'refuse', 'lapse')
        ORDER BY number DESC LIMIT 1`,
      [registration],
      tx,
    )
    return last?.move === 'accept'
  }

  private isBefore(until: string): boolean {
    return Temporal.Instant.compare(this.clock.now(), Temporal.Instant.from(until)) < 0
  }
}
