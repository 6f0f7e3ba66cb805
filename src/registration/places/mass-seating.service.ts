import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId } from '../../kernel/id.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import type { PlaceMode, Wish } from '../registration.ts'
import { seatFor, type Seat } from './outcome.ts'
import { poolsFor, type PoolRow } from './pools.service.ts'
import { Seating, type AsksFirst } from './seating.service.ts'
import type { Guest } from './waiting-list.service.ts'

/** Somebody new, who holds nothing yet, and what they ask for. */
export interface Arrival {
  guest: Guest
  wishes: readonly Wish[]
  asksFirst: AsksFirst
}

interface Seated {
  guest: Guest
  day: string
  wish: Wish
  seat: Seat
  pools: readonly PoolRow[]
}

/**
 * Seats many people who come at once, in their order, by the same rule as one (`seatFor`): who simply gets what they ask
 * for is written with the others in a few statements; who must wait, or asks where people wait already, goes the long way.
 */
@Injectable()
export class MassSeating {
  constructor(
    private readonly database: Database,
    private readonly seating: Seating,
    private readonly clock: Clock,
  ) {}

  /** The pools of all days asked for are locked, and these registrations are this transaction's own. */
  async seat(tx: EntityManager, meeting: MeetingId, pools: PoolRow[], arrivals: readonly Arrival[]): Promise<void> {
    const waited = await this.whereSomebodyWaits(tx, meeting)
    let seated: Seated[] = []
    for (const arrival of arrivals) {
      const places = simplePlaces(pools, arrival, waited)
      if (places) {
        for (const place of places) for (const pool of place.pools) pool.taken += 1
        seated.push(...places)
        continue
      }
      // What the long way reads in the database must be what is decided here.
      await this.write(tx, seated)
      seated = []
      await this.seating.seat(tx, pools, arrival.guest, arrival.wishes, [], arrival.asksFirst)
      for (const { day, mode } of arrival.wishes) waited.add(`${day} ${mode}`)
    }
    await this.write(tx, seated)
  }

  private async whereSomebodyWaits(tx: EntityManager, meeting: MeetingId): Promise<Set<string>> {
    const rows = await this.database.query<{ day: string; mode: string }>(
      'SELECT DISTINCT day, mode FROM waiting_entry WHERE meeting_id = $1',
      [meeting],
      tx,
    )
    return new Set(rows.map(({ day, mode }) => `${day} ${mode}`))
  }

  private async write(tx: EntityManager, seated: readonly Seated[]): Promise<void> {
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
    const choices = seated.map(({ guest, wish, seat }) => ({
      registration: guest.id,
      day: wish.day,
      mode: wish.mode,
      meanwhile: wish.meanwhile,
      ...seat,
    }))
    // Who had a draft has nothing here: a choice is written when a form is sent.
    await this.database.query(
      `INSERT INTO day_choice (registration_id, day, mode, state, held, meanwhile, since)
       SELECT registration, day, mode, state, held, meanwhile, $2
         FROM jsonb_to_recordset($1)
           AS c (registration uuid, day date, mode text, state text, held text, meanwhile boolean)`,
      [JSON.stringify(choices), now],
      tx,
    )
  }
}

/** Their places, when each day gives what was asked, or nothing before it is granted, and nobody is in line for it. */
const simplePlaces = (
  pools: readonly PoolRow[],
  { guest, wishes, asksFirst }: Arrival,
  waited: ReadonlySet<string>,
): Seated[] | undefined => {
  const places: Seated[] = []
  for (const wish of wishes) {
    // The floor and sessions have queues of their own.
    if ('floor' in wish || 'sessions' in wish || waited.has(`${wish.day} ${wish.mode}`)) return undefined
    const of = (mode: PlaceMode) => poolsFor(pools, guest, { day: wish.day, mode })
    const seat = seatFor(wish, null, {
      free: (mode) => of(mode).every((pool) => pool.taken < pool.capacity),
      asksFirst: (mode) => asksFirst(mode, of(mode)),
    })
    if (seat.state === 'waiting' || (seat.held !== null && seat.held !== wish.mode)) return undefined
    places.push({ guest, day: wish.day, wish, seat, pools: seat.held ? of(seat.held) : [] })
  }
  return places
}
