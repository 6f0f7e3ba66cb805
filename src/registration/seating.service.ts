import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, RegistrationId } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { outcomeFor, seatFor, type Seat } from './outcome.ts'
import { Pools, poolsFor, type PoolRow } from './pools.service.ts'
import { WaitingList, type Guest, type InLine } from './waiting-list.service.ts'
import { PLACE_MODES, type ChoiceState, type DayMode, type PlaceMode, type Wish } from './registration.ts'

/** A day choice as stored. */
export interface ChoiceRow {
  day: string
  mode: DayMode
  state: ChoiceState
  held: PlaceMode | null
  meanwhile: boolean
}

/** Whether somebody must grant a place of that mode first: the request is late, or not yet approved. */
export type AsksFirst = (mode: PlaceMode, pools: readonly PoolRow[]) => boolean

const KEEP_CHOICES = `
  INSERT INTO day_choice (registration_id, day, mode, state, held, meanwhile, since)
  SELECT $1::uuid, day, mode, state, held, meanwhile, $7::timestamptz
    FROM unnest($2::date[], $3::text[], $4::text[], $5::text[], $6::boolean[]) AS c (day, mode, state, held, meanwhile)
  ON CONFLICT (registration_id, day) DO UPDATE SET
    mode = excluded.mode, state = excluded.state, held = excluded.held, meanwhile = excluded.meanwhile,
    since = CASE WHEN (day_choice.mode, day_choice.state, day_choice.held)
                      IS DISTINCT FROM (excluded.mode, excluded.state, excluded.held)
                 THEN excluded.since ELSE day_choice.since END`

/** Gives places, keeps the queues, and passes on what is freed: one unit of every pool that applies, to nobody twice. */
@Injectable()
export class Seating {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly line: WaitingList,
    private readonly clock: Clock,
  ) {}

  /**
   * The short way for who asks for the first time: takes the place of every wish, or none of them. It locks only what it
   * takes, so people who ask for different days or modes do not wait for each other. False: seat them the long way.
   */
  async seatAtOnce(tx: EntityManager, guest: Guest, wishes: readonly Wish[], asksFirst: AsksFirst): Promise<boolean> {
    const pools = await this.pools.of(
      guest.meeting,
      wishes.map((wish) => wish.day),
      tx,
    )
    const asked = wishes.flatMap((wish) => (wish.mode === 'none' ? [] : [{ ...wish, mode: wish.mode }]))
    const needed = asked.flatMap((wish) => poolsFor(pools, guest, wish))
    if (asked.some((wish) => asksFirst(wish.mode, poolsFor(pools, guest, wish)))) return false
    if (needed.some((pool) => pool.taken >= pool.capacity)) return false
    const ids = needed.map((pool) => pool.id)
    if (!(await this.pools.take(tx, guest.id, ids))) return false
    if (await this.line.anyAhead(tx, guest, asked, ids)) {
      await this.pools.undoTake(tx, ids)
      return false
    }
    await this.keepChoices(
      tx,
      guest.id,
      wishes.map((wish) => ({ ...wish, ...seatedAt(wish.mode) })),
    )
    return true
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
    const heldPools = new Set(before.some((choice) => choice.held) ? await this.pools.heldBy(tx, guest.id) : [])
    for (const wish of wishes) {
      const earlier = before.find((choice) => choice.day === wish.day)
      const held = earlier?.held ?? null
      const of = (mode: PlaceMode) => poolsFor(pools, guest, { day: wish.day, mode })
      const kept = held && (await this.moveToOwnPools(tx, pools, guest, wish.day, held, heldPools)) ? held : null
      const free = await this.roomFor(tx, pools, guest, wish, kept)
      const seat = seatFor(wish, kept, {
        free: (mode) => free.has(mode),
        asksFirst: (mode) => asksFirst(mode, of(mode)),
      })
      if (seat.held !== kept) {
        if (kept) await this.giveBack(tx, guest.id, of(kept))
        if (seat.held) await this.take(tx, guest.id, of(seat.held))
      }
      if (earlier || seat.state === 'waiting') await this.line.keep(tx, guest, wish, seat)
      await this.keepChoices(tx, guest.id, [{ ...wish, ...seat }])
    }
  }

  /** Gives back every place and leaves every queue; what was asked for stays written, so that it can be asked again. */
  async release(tx: EntityManager, pools: PoolRow[], guest: Guest): Promise<void> {
    const held = await this.pools.heldBy(tx, guest.id)
    await this.giveBack(
      tx,
      guest.id,
      pools.filter((pool) => held.includes(pool.id)),
    )
    await this.database.query('DELETE FROM waiting_entry WHERE registration_id = $1', [guest.id], tx)
    await this.database.query(
      `UPDATE day_choice SET state = 'released', held = NULL, since = $2 WHERE registration_id = $1 AND state <> 'none'`,
      [guest.id, this.clock.now().toString()],
      tx,
    )
  }

  /** A day that is not for this person any more: its place goes back and the choice is dropped. */
  async drop(tx: EntityManager, pools: PoolRow[], guest: Guest, days: readonly string[]): Promise<void> {
    if (days.length === 0) return
    const held = await this.pools.heldBy(tx, guest.id)
    await this.giveBack(
      tx,
      guest.id,
      pools.filter((pool) => days.includes(pool.day) && held.includes(pool.id)),
    )
    for (const table of ['waiting_entry', 'day_choice'])
      await this.database.query(
        `DELETE FROM ${table} WHERE registration_id = $1 AND day = ANY ($2::date[])`,
        [guest.id, days],
        tx,
      )
  }

  /**
   * Gives what is free on locked days to those in line: each time to the first for whom all pools have room. Who moves
   * from online into the room frees a place online, so it goes on until nothing moves.
   */
  async promote(tx: EntityManager, pools: PoolRow[], meeting: MeetingId): Promise<RegistrationId[]> {
    const seated: RegistrationId[] = []
    const queues = [...new Set(pools.map((pool) => pool.day))].flatMap((day) =>
      PLACE_MODES.map((mode) => ({ day, mode })),
    )
    for (let moved = true; moved;) {
      moved = false
      for (const { day, mode } of queues) {
        for (let next = await this.firstInLine(tx, pools, meeting, day, mode); next;) {
          const guest: Guest = {
            id: next.registration_id,
            meeting,
            constituency: next.quota_constituency,
            delegation: next.quota_delegation,
          }
          if (next.held) await this.giveBack(tx, guest.id, poolsFor(pools, guest, { day, mode: next.held }))
          await this.take(tx, guest.id, poolsFor(pools, guest, { day, mode }))
          await this.database.query('DELETE FROM waiting_entry WHERE id = $1', [next.id], tx)
          await this.keepChoices(tx, guest.id, [{ day, mode, meanwhile: next.meanwhile, ...seatedAt(mode) }])
          seated.push(guest.id)
          moved = true
          next = await this.firstInLine(tx, pools, meeting, day, mode)
        }
      }
    }
    return [...new Set(seated)]
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
      const ahead = (await this.line.first(tx, guest.meeting, day, each, [], guest.id)) ? 1 : 0
      if (outcomeFor(own, ahead) === 'place') free.add(each)
    }
    return free
  }

  private async firstInLine(
    tx: EntityManager,
    pools: readonly PoolRow[],
    meeting: MeetingId,
    day: string,
    mode: PlaceMode,
  ): Promise<InLine | undefined> {
    // The pool of the whole day is full: nobody can be seated, whatever the quotas say.
    const whole = pools.find((pool) => pool.day === day && pool.mode === mode && pool.constituency === null)
    if (whole && whole.taken >= whole.capacity) return undefined
    return this.line.first(tx, meeting, day, mode, [], null)
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
    const had = pools.filter((pool) => pool.day === day && pool.mode === mode && held.has(pool.id))
    const missing = now.filter((pool) => !held.has(pool.id))
    if (outcomeFor(missing, 0) === 'waiting') {
      await this.giveBack(tx, guest.id, had)
      return false
    }
    await this.giveBack(
      tx,
      guest.id,
      had.filter((pool) => !now.includes(pool)),
    )
    await this.take(tx, guest.id, missing)
    return true
  }

  private async take(tx: EntityManager, registration: RegistrationId, pools: readonly PoolRow[]): Promise<void> {
    await this.pools.takeLocked(
      tx,
      registration,
      pools.map((pool) => pool.id),
    )
    for (const pool of pools) pool.taken += 1
  }

  private async giveBack(tx: EntityManager, registration: RegistrationId, pools: readonly PoolRow[]): Promise<void> {
    const given = new Set(
      await this.pools.giveBack(
        tx,
        registration,
        pools.map((pool) => pool.id),
      ),
    )
    for (const pool of pools) if (given.has(pool.id)) pool.taken -= 1
  }

  private async keepChoices(
    tx: EntityManager,
    registration: RegistrationId,
    choices: readonly (Wish & Seat)[],
  ): Promise<void> {
    await this.database.query(
      KEEP_CHOICES,
      [
        registration,
        choices.map((choice) => choice.day),
        choices.map((choice) => choice.mode),
        choices.map((choice) => choice.state),
        choices.map((choice) => choice.held),
        choices.map((choice) => choice.meanwhile),
        this.clock.now().toString(),
      ],
      tx,
    )
  }
}

const seatedAt = (mode: DayMode): Seat =>
  mode === 'none' ? { state: 'none', held: null } : { state: 'held', held: mode }
