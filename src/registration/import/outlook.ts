import { seatFor } from '../places/outcome.ts'
import { poolsFor, type PoolRow, type Seeker } from '../places/pools.service.ts'
import type { PlaceMode, Wish } from '../registration.ts'
import { dayStatus } from '../standing.ts'
import type { DayOutlook } from './import.ts'

/** Somebody of whom a row asks days. */
export interface Asking {
  seeker: Seeker
  wishes: readonly Wish[]
  /** Whether whom they represent is verified; else they wait for approval where a pool gives on approval. */
  confirmed: boolean
  /** An organiser's word gives what is given on approval. */
  granted?: boolean
  /** What they hold now, by day, and the quotas that it counts against. */
  now?: { seeker: Seeker; held: Readonly<Record<string, PlaceMode | null>> }
}

/**
 * The places that an import would find, counted down from row to row: of the day and mode, of the constituency, and of the
 * delegation, also of one that has no places of its own yet. A hint, as on the form: the import decides.
 */
export class PlacesAhead {
  private readonly queues: ReadonlyMap<string, PoolRow[]>
  /** Days and modes where what is free belongs to who waits already. */
  private promised: ReadonlySet<string> = new Set()

  constructor(pools: readonly PoolRow[]) {
    const own = pools.filter(({ session }) => session === null).map((pool) => ({ ...pool }))
    this.queues = Map.groupBy(own, ({ day, mode }) => `${day} ${mode}`)
  }

  /** What is free of these, given as `2022-10-18 in-person`, is for others. */
  promise(queues: ReadonlySet<string>): void {
    this.promised = queues
  }

  /** The pools of which a place is a unit, for somebody; what a delegation may have by rule is among them. */
  of(seeker: Seeker, day: string, mode: PlaceMode): PoolRow[] {
    const queue = this.queues.get(`${day} ${mode}`) ?? []
    const found = poolsFor(queue, seeker, { day, mode })
    const quota = found.find(({ delegation, perDelegation }) => delegation === null && perDelegation !== null)
    if (!quota || seeker.delegation === null || found.some(({ delegation }) => delegation !== null)) return found
    const own = {
      ...{ ...quota, delegation: seeker.delegation, capacity: quota.perDelegation!, taken: 0 },
      ...{ perDelegation: null, shrinksTo: null },
    }
    queue.push(own)
    return [...found, own]
  }

  /** What each day would give. Its places are gone for the rows after. */
  give({ seeker, wishes, confirmed, granted = confirmed, now }: Asking): DayOutlook[] {
    return wishes.map((wish) => {
      const { day } = wish
      const of = (mode: PlaceMode): PoolRow[] => this.of(seeker, day, mode)
      const held = now?.held[day] ?? null
      if (held) for (const pool of this.of(now!.seeker, day, held)) pool.taken -= 1
      const stays = held !== null && of(held).every((pool) => pool.taken < pool.capacity)
      const seat = seatFor(wish, stays ? held : null, {
        free: (mode) => !this.promised.has(`${day} ${mode}`) && of(mode).every((pool) => pool.taken < pool.capacity),
        asksFirst: (mode) => !granted && of(mode).some((pool) => pool.gives === 'on-approval'),
      })
      if (seat.held) for (const pool of of(seat.held)) pool.taken += 1
      const status = dayStatus(confirmed ? 'confirmed' : 'requested', seat.state)
      return {
        day,
        status: status === 'offered' || status === 'declined' || status === 'withdrawn' ? 'waiting' : status,
      }
    })
  }
}
