import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { Database, type Statement } from '../../platform/database/database.ts'
import { outcomeFor, seatFor, type Seat } from './outcome.ts'
import { Pools, poolsFor, type PoolRow } from './pools.service.ts'
import { Choices, type ChoiceRow } from './choices.service.ts'
import { Extras } from './extras.service.ts'
import { WaitingList, type Guest } from './waiting-list.service.ts'
import { PLACE_MODES, type PlaceMode, type Wish } from '../registration.ts'
import type { Standing } from '../standing.ts'

/** Whether somebody must grant a place of that mode first: the request is late, or not yet approved. */
export type AsksFirst = (mode: PlaceMode, pools: readonly PoolRow[]) => boolean

/** How a request is written down: where it stands, and then the entry that says so. */
export interface Recording {
  standing: () => Promise<Standing>
  entry: (standing: Standing) => Statement
}

/** Gives places and takes them back, one unit of every pool that applies; what it frees is passed on by `Serving`. */
@Injectable()
export class Seating {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly line: WaitingList,
    private readonly choices: Choices,
    private readonly extras: Extras,
  ) {}

  /**
   * The short way for who asks for the first time: each wish gets its place, or its place in line, by what was free a
   * moment ago (`pools`, those of the days, unlocked). It locks only what it takes, so people who ask for different days or
   * modes do not wait for each other; and of full pools it only makes sure that they stay full, which many can do at once,
   * so that a rush does not stand in line to be put in line. Everything is written first, how they stand then too, and the
   * places are taken last, together with the commit: who comes next waits for PostgreSQL alone.
   * It fails (`unmet`) when it is not so any more (gone), or somebody waits for what is free (waited for); then nothing
   * was done. It answers undefined, and does nothing, where only the long way leads: for the floor and for sessions.
   */
  async seatAtOnce(
    tx: EntityManager,
    pools: readonly PoolRow[],
    guest: Guest,
    wishes: readonly Wish[],
    asksFirst: AsksFirst,
    record: Recording,
  ): Promise<Standing | undefined> {
    if (wishes.some((wish) => wish.floor || wish.sessions?.length)) return undefined
    const seats = wishes.map((wish) => {
      const of = (mode: PlaceMode) => poolsFor(pools, guest, { day: wish.day, mode })
      const full: PoolRow[] = []
      const free = (mode: PlaceMode) => {
        const taken = of(mode).filter((pool) => pool.taken >= pool.capacity)
        full.push(...taken)
        return taken.length === 0
      }
      const seat = seatFor(wish, null, { free, asksFirst: (mode) => asksFirst(mode, of(mode)) })
      return { ...wish, ...seat, full, needed: seat.held ? of(seat.held) : [] }
    })
    const ids = seats.flatMap((seat) => seat.needed.map((pool) => pool.id))
    const full = seats.flatMap((seat) => seat.full.map((pool) => pool.id))
    const taken = seats.flatMap(({ day, held }) => (held ? [{ day, mode: held }] : []))
    const waiting = seats.filter((seat) => seat.state === 'waiting')
    const [, , standing] = await Promise.all([
      this.line.join(tx, guest, waiting),
      this.choices.keep(tx, guest.id, seats),
      record.standing(),
    ])
    await this.database.commitWith(tx, [
      record.entry(standing),
      ...this.pools.taking(guest.id, ids, full),
      ...this.line.nobodyAhead(guest, taken, ids),
    ])
    return standing
  }

  /** The long way, with all pools of the days locked: each wish gets its place, or its place in line. */
  async seat(
    tx: EntityManager,
    pools: PoolRow[],
    guest: Guest,
    wishes: readonly Wish[],
    before: readonly ChoiceRow[],
    asksFirst: AsksFirst,
  ): Promise<void> {
    const holds = before.some((choice) => choice.held || choice.until)
    const heldPools = new Set(holds ? await this.pools.heldBy(tx, guest.id) : [])
    for (const wish of wishes) {
      const earlier = before.find((choice) => choice.day === wish.day)
      const held = earlier?.held ?? null
      const kept = held && (await this.moveToOwnPools(tx, pools, guest, wish.day, held, heldPools)) ? held : null
      const after = (await this.keepOffer(tx, pools, guest, wish, earlier, heldPools))
        ? { state: 'offered' as const, held: kept, until: earlier!.until }
        : await this.seatOn(tx, pools, guest, wish, kept, asksFirst)
      if (earlier || after.state === 'waiting')
        await this.line.keep(tx, guest, wish.day, after.state === 'waiting' && wish.mode !== 'none' ? wish.mode : null)
      await this.choices.keep(tx, guest.id, [{ ...wish, ...after }])
      const beside = {
        wanted: wish,
        before: earlier?.extras ?? [],
        // Who has the day is not late for what goes with it: only approval counts, as online.
        waitsForApproval: (units: readonly PoolRow[]) => asksFirst('online', units),
      }
      await this.extras.follow(tx, pools, guest, { day: wish.day, held: after.held }, beside)
    }
  }

  /** A wish gets its place, or its place in line, given the place kept so far. */
  private async seatOn(
    tx: EntityManager,
    pools: PoolRow[],
    guest: Guest,
    wish: Wish,
    kept: PlaceMode | null,
    asksFirst: AsksFirst,
  ): Promise<Seat> {
    const of = (mode: PlaceMode) => poolsFor(pools, guest, { day: wish.day, mode })
    const free = await this.roomFor(tx, pools, guest, wish, kept)
    const seat = seatFor(wish, kept, {
      free: (mode) => free.has(mode),
      asksFirst: (mode) => asksFirst(mode, of(mode)),
    })
    if (seat.held !== kept) {
      if (kept) await this.pools.giveBackOf(tx, guest.id, of(kept))
      if (seat.held) await this.pools.takeOf(tx, guest.id, of(seat.held))
    }
    return seat
  }

  /**
   * An offer stays while the same is asked for and the pools that apply now have room for it. Else it goes back: who asks
   * for something else has let it go.
   */
  private async keepOffer(
    tx: EntityManager,
    pools: PoolRow[],
    guest: Guest,
    wish: Wish,
    earlier: ChoiceRow | undefined,
    heldPools: ReadonlySet<string>,
  ): Promise<boolean> {
    if (earlier?.state !== 'offered' || earlier.mode === 'none') return false
    const { day, mode } = earlier
    if (wish.mode === mode) return this.moveToOwnPools(tx, pools, guest, day, mode, heldPools)
    const offered = pools.filter((pool) => isOf(pool, day, mode) && heldPools.has(pool.id))
    await this.pools.giveBackOf(tx, guest.id, offered)
    return false
  }

  /** Gives back every place and leaves every queue; which days were asked for stays written, to be asked again. */
  async release(tx: EntityManager, pools: PoolRow[], guest: Guest): Promise<void> {
    const held = await this.pools.heldBy(tx, guest.id)
    await this.pools.giveBackOf(
      tx,
      guest.id,
      pools.filter((pool) => held.includes(pool.id)),
    )
    await this.database.query('DELETE FROM waiting_entry WHERE registration_id = $1', [guest.id], tx)
    await this.choices.release(tx, guest.id)
  }

  /** A day that is not for this person any more: its place goes back and the choice is dropped. */
  async drop(tx: EntityManager, pools: PoolRow[], guest: Guest, days: readonly string[]): Promise<void> {
    if (days.length === 0) return
    const held = await this.pools.heldBy(tx, guest.id)
    await this.pools.giveBackOf(
      tx,
      guest.id,
      pools.filter((pool) => days.includes(pool.day) && held.includes(pool.id)),
    )
    for (const table of ['waiting_entry', 'extra_choice', 'day_choice'])
      await this.database.query(
        `DELETE FROM ${table} WHERE registration_id = $1 AND day = ANY ($2::date[])`,
        [guest.id, days],
        tx,
      )
  }

  /** In which of the modes that a wish could lead to a place could be given: all pools have room, nobody is ahead. */
  private async roomFor(
    tx: EntityManager,
    pools: readonly PoolRow[],
    guest: Guest,
    { day, mode, meanwhile }: Wish,
    kept: PlaceMode | null,
  ): Promise<ReadonlySet<PlaceMode>> {
    const free = new Set<PlaceMode>()
    if (mode === 'none' || mode === kept) return free
    for (const each of mode === 'in-person' && meanwhile && !kept ? PLACE_MODES : [mode]) {
      const own = poolsFor(pools, guest, { day, mode: each })
      if (outcomeFor(own, 0) === 'waiting') continue
      const queue = { day, mode: each, session: null }
      const ahead = (await this.line.first(tx, guest.meeting, queue, [], guest.id)) ? 1 : 0
      if (outcomeFor(own, ahead) === 'place') free.add(each)
    }
    return free
  }

  /** Brings a held place in line with the pools that apply now (after a change of claim); false when it is lost. */
  private async moveToOwnPools(
    tx: EntityManager,
    pools: PoolRow[],
    guest: Guest,
    day: string,
    mode: PlaceMode,
    held: ReadonlySet<string>,
  ): Promise<boolean> {
    const now = poolsFor(pools, guest, { day, mode })
    const had = pools.filter((pool) => isOf(pool, day, mode) && held.has(pool.id))
    const missing = now.filter((pool) => !held.has(pool.id))
    if (outcomeFor(missing, 0) === 'waiting') {
      await this.pools.giveBackOf(tx, guest.id, had)
      return false
    }
    await this.pools.giveBackOf(
      tx,
      guest.id,
      had.filter((pool) => !now.includes(pool)),
    )
    await this.pools.takeOf(tx, guest.id, missing)
    return true
  }
}

/** Whether a pool is of the day itself, in that mode. */
const isOf = (pool: PoolRow, day: string, mode: PlaceMode): boolean =>
  pool.day === day && pool.mode === mode && pool.session === null
