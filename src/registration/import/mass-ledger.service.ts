import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { newId } from '../../kernel/id.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import { tellRegistrant, type Happened } from '../ledger.service.ts'
import type { Registration } from '../registration.entity.ts'
import { Standings } from '../standings.service.ts'

/** Writes down what happened to many registrations at once, as `Ledger` does for one. */
@Injectable()
export class MassLedger {
  constructor(
    private readonly database: Database,
    private readonly standings: Standings,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** The registrations stand as they are now. */
  async record(
    tx: EntityManager,
    registrations: readonly Pick<Registration, 'id' | 'meetingId' | 'state' | 'late'>[],
    happened: Happened,
  ): Promise<void> {
    if (registrations.length === 0) return
    const standings = await this.standings.of(registrations, tx)
    const changes = registrations.map(({ id, state }) => ({
      id: newId<'RegistrationChange'>(),
      registration: id,
      state,
      standing: standings.get(id),
    }))
    await this.database.query(
      `INSERT INTO registration_change (id, registration_id, at, by, move, from_state, to_state, why, standing)
       SELECT id, registration, $2, $3, $4, $5, state, $6, standing
         FROM jsonb_to_recordset($1) AS c (id uuid, registration uuid, state text, standing jsonb)`,
      [
        JSON.stringify(changes),
        this.clock.now().toString(),
        happened.by,
        happened.move,
        happened.from,
        happened.why ?? '',
      ],
      tx,
    )
    await this.audit.writeAll(
      tx,
      `registration.${happened.move}`,
      registrations.map(({ id, state, meetingId }) => ({
        ...(happened.by && { actor: happened.by }),
        meeting: meetingId,
        subject: id,
        data: { from: happened.from, to: state, ...happened.data },
      })),
    )
    if (happened.tell)
      for (const { id } of changes) await this.jobs.send(tx, tellRegistrant, { change: id }, { cause: id })
  }
}
