import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { SessionId } from '../../kernel/id.ts'
import { Database } from '../../platform/database/database.ts'
import { Choices, type ExtraRow } from './choices.service.ts'
import { outcomeFor } from './outcome.ts'
import { Pools, poolsFor, type PoolRow } from './pools.service.ts'
import { WaitingList, type Guest } from './waiting-list.service.ts'
import type { PlaceMode, PoolMode, RegistrationState, Wish } from '../registration.ts'

/** What is wanted beside a day; absent: as it was. */
export type WantedExtras = Pick<Wish, 'floor' | 'sessions'>

/** What a command knows of what it brings in line. */
interface Following {
  wanted?: WantedExtras
  before?: readonly ExtraRow[] | undefined
  waitsForApproval?: (pools: readonly PoolRow[]) => boolean
}

/**
 * The places beside a day: in sessions that ask people to sign up, and at the floor online. Each needs the place of the
 * day in that mode, has pools and a queue of its own, and goes when the day goes. All pools of the day are locked.
 */
@Injectable()
export class Extras {
  constructor(
    private readonly database: Database,
    private readonly pools: Pools,
    private readonly line: WaitingList,
    private readonly choices: Choices,
  ) {}

  /**
   * Brings what somebody has beside a day in line with what they hold of the day and with what they want: to be called
   * whenever one of these changes. `before` is what is stored beside that day, where that is known already;
   * `waitsForApproval` tells whether a pool gives nothing before they are approved.
   */
  async follow(
    tx: EntityManager,
    pools: PoolRow[],
    guest: Guest,
    { day, held }: { day: string; held: PlaceMode | null },
    { wanted = {}, before, waitsForApproval }: Following = {},
  ): Promise<void> {
    before ??= await this.stored(tx, guest, day)
    if (before.length === 0 && !wanted.floor && !wanted.sessions?.length) return
    const kinds = await this.kindsWanted(tx, pools, guest, day, before, wanted)
    for (const { session } of before) if (!kinds.includes(session)) await this.drop(tx, pools, guest, day, session)
    for (const session of kinds) {
      const earlier = before.find((each) => each.session === session)
      const mode = session === null ? (held === 'online' ? 'floor' : null) : held
      await this.place(tx, pools, guest, { day, session, mode }, earlier, waitsForApproval)
    }
  }

  private async stored(tx: EntityManager, guest: Guest, day: string): Promise<readonly ExtraRow[]> {
    const choices = await this.choices.of(guest.id, tx)
    return choices.find((choice) => choice.day === day)?.extras ?? []
  }

  /** The sessions, and the floor (null), that are wanted and may be: a session without sign-up or not for them may not. */
  private async kindsWanted(
    tx: EntityManager,
    pools: readonly PoolRow[],
    guest: Guest,
    day: string,
    before: readonly ExtraRow[],
    wanted: WantedExtras,
  ): Promise<(SessionId | null)[]> {
    const floor = wanted.floor ?? before.some((each) => each.session === null)
    const asked = wanted.sessions ?? before.flatMap(({ session }) => (session ? [session] : []))
    const withPools = asked.filter((session) => pools.some((pool) => pool.session === session && pool.day === day))
    if (withPools.length === 0) return floor ? [null] : []
    const open = await this.database.query<{ id: SessionId }>(
      `SELECT s.id FROM session s
        WHERE s.id = ANY ($1::uuid[]) AND s.status = 'confirmed' AND CASE s.access ->> 'attend'
          WHEN 'everyone' THEN true
          WHEN 'constituencies' THEN s.access -> 'constituencies' ? $2
          ELSE EXISTS (SELECT FROM session_group_member m JOIN registration r ON r.person_id = m.person_id
                        WHERE r.id = $3 AND m.meeting_id = s.meeting_id AND s.access -> 'groups' ? m.group_key) END`,
      [withPools, guest.constituency ?? '', guest.id],
      tx,
    )
    const ids = open.map(({ id }) => id).sort()
    return floor ? [null, ...ids] : ids
  }

  private async place(
    tx: EntityManager,
    pools: PoolRow[],
    guest: Guest,
    of: { day: string; session: SessionId | null; mode: PoolMode | null },
    earlier: ExtraRow | undefined,
    waitsForApproval: ((pools: readonly PoolRow[]) => boolean) | undefined,
  ): Promise<void> {
    const { day, session, mode } = of
    const has = earlier?.state === 'held' || earlier?.state === 'offered'
    const all = unitsOf(pools, day, session)
    const own = mode ? poolsFor(pools, guest, { day, mode, session }) : []
    if (has && earlier.mode === mode && (await this.moveTo(tx, guest, all, own))) return
    if (has) await this.pools.giveBackOf(tx, guest.id, all)
    const row = { session, mode: mode ?? (session === null ? 'floor' : null), until: null } as const
    if (!mode || (waitsForApproval ?? (await this.approvalOf(tx, guest, own)))(own)) {
      await this.line.keepExtra(tx, guest, { day, session }, null)
      return this.choices.keepExtra(tx, guest.id, day, { ...row, state: 'asked' })
    }
    const free =
      outcomeFor(own, 0) === 'place' &&
      !(await this.line.first(tx, guest.meeting, { day, mode, session }, [], guest.id))
    if (free) await this.pools.takeOf(tx, guest.id, own)
    await this.line.keepExtra(tx, guest, { day, session }, free ? null : mode)
    await this.choices.keepExtra(tx, guest.id, day, { ...row, state: free ? 'held' : 'waiting' })
  }

  /** Brings held units in line with the pools that apply now; false when there is no room in one of them. */
  private async moveTo(tx: EntityManager, guest: Guest, all: PoolRow[], own: readonly PoolRow[]): Promise<boolean> {
    const held = await this.pools.heldBy(tx, guest.id)
    const missing = own.filter((pool) => !held.includes(pool.id))
    if (outcomeFor(missing, 0) === 'waiting') return false
    await this.pools.giveBackOf(
      tx,
      guest.id,
      all.filter((pool) => held.includes(pool.id) && !own.includes(pool)),
    )
    await this.pools.takeOf(tx, guest.id, missing)
    return true
  }

  /** Where a command does not know whether they are approved, the registration does. */
  private async approvalOf(
    tx: EntityManager,
    guest: Guest,
    own: readonly PoolRow[],
  ): Promise<(pools: readonly PoolRow[]) => boolean> {
    if (own.every((pool) => pool.gives === 'on-request')) return () => false
    const [row] = await this.database.query<{ state: RegistrationState }>(
      'SELECT state FROM registration WHERE id = $1',
      [guest.id],
      tx,
    )
    return (pools) => row?.state !== 'confirmed' && pools.some((pool) => pool.gives === 'on-approval')
  }

  private async drop(
    tx: EntityManager,
    pools: PoolRow[],
    guest: Guest,
    day: string,
    session: SessionId | null,
  ): Promise<void> {
    await this.pools.giveBackOf(tx, guest.id, unitsOf(pools, day, session))
    await this.line.keepExtra(tx, guest, { day, session }, null)
    await this.choices.dropExtra(tx, guest.id, day, session)
  }
}

/** Every pool of a session, in whatever mode, or every pool of the floor of that day. */
export const unitsOf = (pools: readonly PoolRow[], day: string, session: SessionId | null): PoolRow[] =>
  pools.filter((pool) => pool.day === day && (session === null ? pool.mode === 'floor' : pool.session === session))
