import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, PersonId, RegistrationId } from '../kernel/id.ts'
import { Clock } from '../platform/clock.ts'
import { Database } from '../platform/database/database.ts'
import { Ledger, type Happened } from './ledger.service.ts'
import { Registration } from './registration.entity.ts'
import type { PoolRow } from './pools.service.ts'
import { Seating } from './seating.service.ts'

/** What a command writes into the registration itself. */
export type Patch = Partial<
  Omit<Registration, 'id' | 'meetingId' | 'personId' | 'quotaConstituency' | 'quotaDelegation' | 'createdAt'>
>

/**
 * How every command begins and ends. Commands on one registration take turns (an advisory lock, before all others, so a
 * double click waits and then sees what the first did); then come pools in order of id, then registrations by id.
 */
@Injectable()
export class Turns {
  constructor(
    private readonly database: Database,
    private readonly seating: Seating,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  /** A person's registration, nobody else's command running on it. */
  async own(tx: EntityManager, meeting: MeetingId, person: PersonId): Promise<Registration | null> {
    return this.take(tx, 'meeting_id = $1 AND person_id = $2', [meeting, person])
  }

  /** A registration of this meeting by its id, likewise. */
  async byId(tx: EntityManager, meeting: MeetingId, id: RegistrationId): Promise<Registration | null> {
    return this.take(tx, 'meeting_id = $1 AND id = $2', [meeting, id])
  }

  private async take(tx: EntityManager, where: string, values: readonly string[]): Promise<Registration | null> {
    const [found] = await this.database.query<{ id: RegistrationId }>(
      `SELECT id, pg_advisory_xact_lock(hashtextextended('registration ' || id, 0)) FROM registration WHERE ${where}`,
      values,
      tx,
    )
    return found ? tx.findOneBy(Registration, { id: found.id }) : null
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
    const written = { ...patch, changedAt: this.clock.now() }
    await tx.update(Registration, id, written)
    const seated = await this.seating.promote(tx, pools, meetingId)
    await this.ledger.record(tx, Object.assign(registration, written), { ...happened, from })
    await this.tellSeated(
      tx,
      seated.filter((each) => each !== id),
    )
  }

  /** Records for each of them that they have been given a place, and tells them. */
  async tellSeated(tx: EntityManager, seated: readonly RegistrationId[]): Promise<void> {
    if (seated.length === 0) return
    for (const registration of await this.ledger.lock(tx, seated))
      await this.ledger.record(tx, registration, { move: 'seat', from: registration.state, by: null, tell: true })
  }
}
