import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { isId, type MeetingId, type PersonId, type RegistrationId } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import type { Standing } from './standing.ts'
import { Standings } from './standings.service.ts'
import { mustLeadTo } from './states.ts'
import { Ledger, type Announced, type Happened } from './ledger.service.ts'
import { Registration } from './registration.entity.ts'
import { SHARES_POOLS, type PoolRow } from './places/pools.service.ts'
import type { Recording } from './places/seating.service.ts'
import { Serving, type Served } from './places/serving.service.ts'
import { WaitingList } from './places/waiting-list.service.ts'

/** What a command writes into the registration itself. */
export type Patch = Partial<
  Omit<
    Registration,
    'id' | 'reference' | 'meetingId' | 'personId' | 'quotaConstituency' | 'quotaDelegation' | 'createdAt'
  >
>

/**
 * How every command begins and ends. Commands on one registration take turns (an advisory lock, before all others, so a
 * double click waits and then sees what the first did); then come pools in order of id, then registrations by id.
 */
@Injectable()
export class Turns {
  constructor(
    private readonly database: Database,
    private readonly serving: Serving,
    private readonly line: WaitingList,
    private readonly ledger: Ledger,
    private readonly standings: Standings,
    private readonly clock: Clock,
  ) {}

  /** A person's registration, nobody else's command running on it. */
  async own(tx: EntityManager, meeting: MeetingId, person: PersonId): Promise<Registration | null> {
    return this.take(tx, 'meeting_id = $1 AND person_id = $2', [meeting, person])
  }

  /** A registration of this meeting by its id, likewise. */
  async byId(tx: EntityManager, meeting: MeetingId, id: RegistrationId): Promise<Registration | null> {
    if (!isId(id)) return null
    return this.take(tx, 'meeting_id = $1 AND id = $2', [meeting, id])
  }

  /** All registrations of a person, in every meeting, in order of id, likewise. */
  async ofPerson(tx: EntityManager, person: PersonId): Promise<Registration[]> {
    const found = await this.database.query<{ id: RegistrationId }>(
      'SELECT id FROM registration WHERE person_id = $1 ORDER BY id',
      [person],
      tx,
    )
    // One statement each: the order in which one statement takes its locks is not promised.
    const taken: Registration[] = []
    for (const { id } of found) {
      const registration = await this.take(tx, 'id = $1', [id])
      if (registration) taken.push(registration)
    }
    return taken
  }

  private async take(tx: EntityManager, where: string, values: readonly string[]): Promise<Registration | null> {
    // Asked at once, carried out one after the other: what the second reads, nobody changes any more.
    const [[locked], [found]] = await Promise.all([
      this.database.query<{ id: RegistrationId }>(
        `SELECT id, pg_advisory_xact_lock(hashtextextended('registration ' || id, 0)), ${SHARES_POOLS}
           FROM registration WHERE ${where}`,
        values,
        tx,
      ),
      this.database.rows(Registration, where, values, tx),
    ])
    // One that began between the two is not locked.
    return found && found.id === locked?.id ? found : null
  }

  /**
   * Ends a command: writes the registration, passes on what it freed to those in line (the pools of the days are locked),
   * and records what happened to each, so that all of them are told.
   */
  async finish(
    tx: EntityManager,
    registration: Registration,
    patch: Patch,
    happened: Omit<Happened, 'from'>,
    pools: PoolRow[] = [],
  ): Promise<void> {
    const { id, state: from, meetingId } = registration
    mustLeadTo(happened.move, from, patch.state ?? from)
    const written = { ...patch, changedAt: this.clock.now() }
    await tx.update(Registration, id, written)
    // A delegation's positions in line are filled in its order, which may be what changed.
    if (registration.delegationId && pools.length) await this.line.followOrder(tx, registration.delegationId)
    const served = await this.serving.promote(tx, pools, meetingId)
    await this.ledger.record(tx, Object.assign(registration, written), { ...happened, from })
    await this.tellServed(
      tx,
      served.filter((each) => each.registration !== id),
    )
  }

  /**
   * The beginning of a command on a registration that nobody else can have locked (it is in no line): writes everything
   * that needs no place to be known, so that pools are locked for as short as can be. `recording` is the rest.
   */
  async write(
    tx: EntityManager,
    registration: Registration,
    patch: Patch,
    happened: Omit<Happened, 'from'>,
  ): Promise<Announced> {
    const { id, state: from } = registration
    mustLeadTo(happened.move, from, patch.state ?? from)
    const written = { ...patch, changedAt: this.clock.now() }
    const [announced] = await Promise.all([
      this.ledger.announce(tx, Object.assign(registration, written), { ...happened, from }),
      tx.update(Registration, id, written),
    ])
    return announced
  }

  /** How what `write` began is written down, once the places are given. */
  recording(
    tx: EntityManager,
    registration: Registration,
    announced: Announced,
  ): Recording & { writeDown: (standing: Standing) => Promise<void> } {
    return {
      standing: () => this.standings.one(registration, tx),
      entry: (standing) => this.ledger.entry(registration, announced, standing),
      writeDown: (standing) => this.ledger.writeDown(tx, registration, announced, standing),
    }
  }

  /** Records for each of them that they were given or offered a place, and tells them: once, however many places. */
  async tellServed(tx: EntityManager, served: readonly Served[], by: PersonId | null = null): Promise<void> {
    if (served.length === 0) return
    for (const registration of await this.ledger.lock(tx, [...new Set(served.map((each) => each.registration))]))
      for (const [move, each] of Map.groupBy(
        served.filter((one) => one.registration === registration.id),
        (one) => one.move,
      ))
        await this.ledger.record(tx, registration, {
          move,
          from: registration.state,
          by,
          tell: true,
          data: { places: each.map(({ data }) => ({ ...data })) },
        })
  }
}
