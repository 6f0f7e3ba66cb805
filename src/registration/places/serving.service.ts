import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, RegistrationId, SessionId } from '../../kernel/id.ts'
import type { WaitingListSettings } from '../../meetings/registration-settings.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { Choices } from './choices.service.ts'
import { Extras } from './extras.service.ts'
import { freedPlace, WAITING_LIST, type Freed } from './freed.ts'
import { Pools, poolsFor, type PoolRow, type Queue } from './pools.service.ts'
import { WaitingList, type Guest, type InLine } from './waiting-list.service.ts'
import { PLACE_MODES, POOL_MODES, type DayMode, type PlaceMode } from '../registration.ts'

/** Which offer of somebody's: of a day, or of a session of it. */
export interface OfferOf {
  registration: RegistrationId
  /** ISO date. */
  day: string
  session: SessionId | null
}

/** Ends an offer that was not answered in time, when that moment has come. */
export const endOffer = defineJob<OfferOf>('registration.offer-ends')

/** What the waiting list did for somebody. */
export interface Served {
  registration: RegistrationId
  move: 'seat' | 'offer'
  /** For the audit trail. */
  data: { day: string; mode: string; session?: string; until?: string }
}

interface MeetingRow {
  waitingList: WaitingListSettings | null
  time_zone: string
}

/** Passes on what is free to those in line: each time to the first for whom all pools have room, to nobody twice. */
@Injectable()
export class Serving {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly line: WaitingList,
    private readonly choices: Choices,
    private readonly extras: Extras,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives or offers what is free on locked days to those in line. Who moves from online into the room frees a place online,
   * so it goes on until nothing moves.
   */
  async promote(tx: EntityManager, pools: PoolRow[], meeting: MeetingId): Promise<Served[]> {
    const served: Served[] = []
    const queues = queuesOf(pools)
    let rules: MeetingRow | undefined
    for (let moved = true; moved;) {
      moved = false
      for (const queue of queues)
        for (let next = await this.next(tx, pools, meeting, queue); next;) {
          rules ??= await this.rulesOf(tx, meeting)
          const freed = freedBy(rules, queue, this.clock.now())
          if (freed.how === 'keep') break
          served.push(await this.serve(tx, pools, meeting, queue, next, freed))
          moved = true
          next = await this.next(tx, pools, meeting, queue)
        }
    }
    return served
  }

  /** Gives or offers a place to somebody in line, whoever is before them; all pools that apply have room. */
  async serve(
    tx: EntityManager,
    pools: PoolRow[],
    meeting: MeetingId,
    queue: Queue,
    next: InLine,
    freed: Exclude<Freed, { how: 'keep' }>,
  ): Promise<Served> {
    const guest = guestOf(next, meeting)
    const until = freed.how === 'offer' ? freed.until : null
    const { day, mode, session } = queue
    if (session === null && mode !== 'floor') await this.serveDay(tx, pools, guest, day, mode, next, until)
    else {
      await this.pools.takeOf(tx, guest.id, poolsFor(pools, guest, queue))
      await this.choices.keepExtra(tx, guest.id, day, {
        session,
        mode,
        state: until ? 'offered' : 'held',
        until: until?.toString() ?? null,
      })
    }
    await this.line.leave(tx, next.id)
    if (until) await this.awaitAnswer(tx, { registration: guest.id, day, session }, until)
    return {
      registration: guest.id,
      move: until ? 'offer' : 'seat',
      data: { day, mode, ...(session && { session }), ...(until && { until: until.toString() }) },
    }
  }

  private async serveDay(
    tx: EntityManager,
    pools: PoolRow[],
    guest: Guest,
    day: string,
    mode: PlaceMode,
    { held, meanwhile, beside }: InLine,
    until: Temporal.Instant | null,
  ): Promise<void> {
    if (held && !until) await this.pools.giveBackOf(tx, guest.id, poolsFor(pools, guest, { day, mode: held }))
    await this.pools.takeOf(tx, guest.id, poolsFor(pools, guest, { day, mode }))
    const seat = until ? ({ state: 'offered', held } as const) : ({ state: 'held', held: mode } as const)
    await this.choices.keep(tx, guest.id, [{ day, mode, meanwhile, ...seat, until: until?.toString() ?? null }])
    if (beside && !until) await this.extras.follow(tx, pools, guest, { day, held: mode })
  }

  /** What somebody holds of a day after they took what was offered, or let it go; the pools are locked. */
  async settleDay(
    tx: EntityManager,
    pools: PoolRow[],
    guest: Guest,
    choice: { day: string; mode: DayMode; held: PlaceMode | null; meanwhile: boolean },
    taken: boolean,
  ): Promise<void> {
    const { day, mode, held, meanwhile } = choice
    if (mode === 'none') return
    const gone = taken ? held : mode
    if (gone) await this.pools.giveBackOf(tx, guest.id, poolsFor(pools, guest, { day, mode: gone }))
    const now = taken ? mode : held
    const seat = now
      ? ({ mode: now, state: 'held', held: now } as const)
      : ({ mode: 'none', state: 'none', held: null } as const)
    await this.choices.keep(tx, guest.id, [{ day, meanwhile, ...seat }])
    await this.extras.follow(tx, pools, guest, { day, held: now })
  }

  /** Sees to it that an offer ends when its time is over. */
  async awaitAnswer(tx: EntityManager, of: OfferOf, until: Temporal.Instant): Promise<void> {
    const cause = `${of.registration} ${of.day} ${of.session ?? ''} ${until.toString()}`
    await this.jobs.send(tx, endOffer, of, { cause, startAfter: until })
  }

  /** What a meeting does with a free place of that queue now. */
  async freed(tx: EntityManager, meeting: MeetingId, queue: Queue): Promise<Freed> {
    return freedBy(await this.rulesOf(tx, meeting), queue, this.clock.now())
  }

  private async rulesOf(tx: EntityManager, meeting: MeetingId): Promise<MeetingRow> {
    const [row] = await this.database.query<MeetingRow>(
      `SELECT registration -> 'waitingList' AS "waitingList", time_zone FROM meeting WHERE id = $1`,
      [meeting],
      tx,
    )
    return row!
  }

  private async next(
    tx: EntityManager,
    pools: readonly PoolRow[],
    meeting: MeetingId,
    queue: Queue,
  ): Promise<InLine | undefined> {
    // The pool of everybody is full: nobody can be seated, whatever the quotas say.
    const { day, mode, session } = queue
    const whole = poolsFor(pools, { constituency: null, delegation: null }, { day, mode, session })
    if (whole.some((pool) => pool.taken >= pool.capacity)) return undefined
    return this.line.first(tx, meeting, queue, [], null)
  }
}

/** Every queue of the days whose pools these are, days before what is beside them. */
const queuesOf = (pools: readonly PoolRow[]): Queue[] => {
  const days = [...new Set(pools.map((pool) => pool.day))]
  const sessions = new Map(pools.flatMap((pool) => (pool.session ? [[pool.session, pool.day] as const] : [])))
  return [
    ...days.flatMap((day) => POOL_MODES.map((mode): Queue => ({ day, mode, session: null }))),
    ...[...sessions].flatMap(([session, day]) => PLACE_MODES.map((mode): Queue => ({ day, mode, session }))),
  ]
}

const freedBy = ({ waitingList, time_zone }: MeetingRow, { day, mode }: Queue, now: Temporal.Instant): Freed =>
  freedPlace(waitingList ?? WAITING_LIST, { day: Temporal.PlainDate.from(day), mode }, time_zone, now)

const guestOf = (next: InLine, meeting: MeetingId): Guest => ({
  id: next.registration_id,
  meeting,
  constituency: next.constituency || null,
  delegation: next.delegation || null,
})
