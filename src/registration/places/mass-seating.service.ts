import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId } from '../../kernel/id.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import type { PlaceMode, Wish } from '../registration.ts'
import { seatFor, type Seat } from './outcome.ts'
import { Pools, poolsFor, type PoolRow, type Seeker } from './pools.service.ts'
import { Seating, type AsksFirst } from './seating.service.ts'
import type { Guest } from './waiting-list.service.ts'

/** Somebody new, who holds nothing yet, and what they ask for. */
export interface Arrival {
  guest: Guest
  wishes: readonly Wish[]
  asksFirst: AsksFirst
}

/** The pools of which a place of a day and mode is a unit, for somebody. */
export type PoolsOf = (seeker: Seeker, day: string, mode: PlaceMode) => PoolRow[]

interface Seated {
  guest: Guest
  day: string
  wish: Wish
  seat: Seat
  pools: readonly PoolRow[]
}

/**
 * Seats many people who come at once, in their order, by the same rule as one (`seatFor`), and writes them in a few
 * statements. While the pools are locked and nobody who waits could be seated, nothing but what is given here changes what
 * is free: so nobody overtakes. Where somebody could be (a pool was enlarged and not served yet), it goes the long way.
 */
@Injectable()
export class MassSeating {
  constructor(
    private readonly database: Database,
    private readonly seating: Seating,
    private readonly pools: Pools,
    private readonly clock: Clock,
  ) {}

  /** Makes the pools that delegations have of their own, for those that have none yet; before any pool is locked. */
  async ensureDelegations(
    tx: EntityManager,
    meeting: MeetingId,
    days: readonly string[],
    seekers: readonly Seeker[],
  ): Promise<void> {
    const pools = await this.pools.of(meeting, days, tx)
    if (pools.every((pool) => pool.perDelegation === null)) return
    const kind = ({ constituency, delegation }: Seeker): string => `${constituency} ${delegation}`
    const there = new Set(pools.map(kind))
    const missing = new Map(
      seekers.filter((seeker) => !there.has(kind(seeker))).map((seeker) => [kind(seeker), seeker]),
    )
    for (const seeker of missing.values()) await this.pools.ensureDelegation(tx, meeting, days, seeker)
  }

  /** The pools of all days asked for are locked, and these registrations are this transaction's own. */
  async seat(tx: EntityManager, meeting: MeetingId, pools: PoolRow[], arrivals: readonly Arrival[]): Promise<void> {
    const byQueue = Map.groupBy(pools, ({ day, mode }) => `${day} ${mode}`)
    const of: PoolsOf = (seeker, day, mode) => poolsFor(byQueue.get(`${day} ${mode}`) ?? [], seeker, { day, mode })
    const promised = await this.promised(meeting, of, tx)
    let seated: Seated[] = []
    for (const arrival of arrivals) {
      if (isPlain(arrival, promised)) {
        const places = placesFor(of, arrival)
        for (const place of places) for (const pool of place.pools) pool.taken += 1
        seated.push(...places)
        continue
      }
      // What the long way reads in the database must be what is decided here.
      await this.write(tx, meeting, seated)
      seated = []
      await this.seating.seat(tx, pools, arrival.guest, arrival.wishes, [], arrival.asksFirst)
    }
    await this.write(tx, meeting, seated)
  }

  /**
   * The days and modes for which somebody in line could be seated now: what is free there is promised. All of one kind
   * (constituency and delegation) are as blocked as each other, so one of each is asked about.
   */
  async promised(meeting: MeetingId, of: PoolsOf, tx?: EntityManager): Promise<ReadonlySet<string>> {
    const kinds = await this.database.query<
      { day: string; mode: PlaceMode } & Record<'constituency' | 'delegation', string>
    >(
      `SELECT DISTINCT day, mode, constituency, delegation FROM waiting_entry
        WHERE meeting_id = $1 AND session_id IS NULL AND mode <> 'floor'`,
      [meeting],
      tx,
    )
    const free = kinds.filter(({ day, mode, constituency, delegation }) =>
      of({ constituency, delegation }, day, mode).every((pool) => pool.taken < pool.capacity),
    )
    return new Set(free.map(({ day, mode }) => `${day} ${mode}`))
  }

  private async write(tx: EntityManager, meeting: MeetingId, seated: readonly Seated[]): Promise<void> {
    if (seated.length === 0) return
    const now = this.clock.now().toString()
    const units = seated.flatMap(({ guest, pools }) => pools.map(({ id }) => ({ registration: guest.id, pool: id })))
    if (units.length) {
      // The guard is the statement, as everywhere: a pool without room for all of them gives to none.
      const taken = await this.database.query(
        `UPDATE pool SET taken = taken + asked.units
           FROM (SELECT pool, count(*)::int AS units FROM jsonb_to_recordset($1) AS u (pool uuid) GROUP BY pool) AS asked
          WHERE pool.id = asked.pool AND taken + asked.units <= capacity RETURNING pool.id`,
        [JSON.stringify(units)],
        tx,
      )
      if (taken.length < new Set(units.map(({ pool }) => pool)).size)
        throw new Error('A locked pool had no room: it was not locked.')
      await this.database.query(
        `INSERT INTO place (registration_id, pool_id, since)
         SELECT registration, pool, $2 FROM jsonb_to_recordset($1) AS u (registration uuid, pool uuid)`,
        [JSON.stringify(units), now],
        tx,
      )
    }
    const choices = seated.map(({ guest, wish, seat }, order) => ({
      order,
      registration: guest.id,
      constituency: guest.constituency ?? '',
      delegation: guest.delegation ?? '',
      day: wish.day,
      mode: wish.mode,
      meanwhile: wish.meanwhile,
      ...seat,
    }))
    // A draft has nothing here: a choice is written when a form is sent.
    await this.database.query(
      `INSERT INTO day_choice (registration_id, day, mode, state, held, meanwhile, since)
       SELECT registration, day, mode, state, held, meanwhile, $2
         FROM jsonb_to_recordset($1)
           AS c (registration uuid, day date, mode text, state text, held text, meanwhile boolean)`,
      [JSON.stringify(choices), now],
      tx,
    )
    const waiting = choices.filter(({ state }) => state === 'waiting')
    if (waiting.length)
      await this.database.query(
        // Ranks are given in the order of the rows.
        `INSERT INTO waiting_entry (id, registration_id, meeting_id, day, mode, constituency, delegation, since)
         SELECT uuidv7(), registration, $2, day, mode, constituency, delegation, $3
           FROM jsonb_to_recordset($1) AS w
             ("order" integer, registration uuid, day date, mode text, constituency text, delegation text)
          ORDER BY "order"`,
        [JSON.stringify(waiting), meeting, now],
        tx,
      )
  }
}

/** Whether the rule alone decides: nothing beside the days is asked for, and nothing is promised to others. */
const isPlain = ({ wishes }: Arrival, promised: ReadonlySet<string>): boolean =>
  wishes.every(
    (wish) =>
      !wish.floor &&
      !wish.sessions?.length &&
      !promised.has(`${wish.day} ${wish.mode}`) &&
      !promised.has(`${wish.day} online`),
  )

const placesFor = (pools: PoolsOf, { guest, wishes, asksFirst }: Arrival): Seated[] =>
  wishes.map((wish) => {
    const of = (mode: PlaceMode) => pools(guest, wish.day, mode)
    const seat = seatFor(wish, null, {
      free: (mode) => of(mode).every((pool) => pool.taken < pool.capacity),
      asksFirst: (mode) => asksFirst(mode, of(mode)),
    })
    return { guest, day: wish.day, wish, seat, pools: seat.held ? of(seat.held) : [] }
  })
