import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { RegistrationId } from '../../kernel/id.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'

/** What passes as it is: a unit of each pool, a position in each queue, and what was asked for beside the day. */
const PASSED = ['place', 'waiting_entry', 'extra_choice'] as const

/** Hands everything that one registration has of places to another, in one transaction: nothing is free in between. */
@Injectable()
export class Succession {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Passes seats, quota, positions in line and offers from one registration to another, which has none of its own (its
   * own were released). The turns of both are taken and the pools of their days locked. No counter of a pool changes.
   */
  async pass(tx: EntityManager, from: RegistrationId, to: RegistrationId): Promise<void> {
    for (const table of ['extra_choice', 'day_choice'])
      await this.database.query(`DELETE FROM ${table} WHERE registration_id = $1`, [to], tx)
    await this.database.query(
      `INSERT INTO day_choice (registration_id, day, mode, state, held, meanwhile, offered_until, since)
       SELECT $2::uuid, day, mode, state, held, meanwhile, offered_until, $3::timestamptz
         FROM day_choice WHERE registration_id = $1`,
      [from, to, this.clock.now().toString()],
      tx,
    )
    for (const table of PASSED)
      await this.database.query(`UPDATE ${table} SET registration_id = $2 WHERE registration_id = $1`, [from, to], tx)
    await this.database.query(
      `UPDATE day_choice SET state = 'released', held = NULL, offered_until = NULL, since = $2
        WHERE registration_id = $1 AND state <> 'none'`,
      [from, this.clock.now().toString()],
      tx,
    )
  }
}
