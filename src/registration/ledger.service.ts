import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { newId, type Id, type PersonId, type RegistrationId } from '../kernel/id.ts'
import { Audit, type Json } from '../platform/audit/audit.ts'
import { Clock } from '../platform/clock.ts'
import { Database, type Statement } from '../platform/database/database.ts'
import { defineJob } from '../platform/jobs/job.ts'
import { Jobs } from '../platform/jobs/jobs.ts'
import type { RegistrationState } from './registration.ts'
import type { Standing } from './standing.ts'
import { Registration } from './registration.entity.ts'
import { RegistrationChange } from './registration-change.entity.ts'
import { Standings } from './standings.service.ts'
import type { Move } from './states.ts'

/** Tells somebody by mail where they stand after a change. */
export const tellRegistrant = defineJob<{ change: string }>('registration.tell')

/** What happened to a registration. */
export interface Happened {
  move: Move
  from: RegistrationState
  /** Null when the house did it, such as giving a freed place. */
  by: PersonId | null
  why?: string
  /** Whether the person is told by mail. */
  tell: boolean
  /** For the audit trail: no names, no answers. */
  data?: Readonly<Record<string, Json>>
}

/** A change whose audit entry and job are written, and whose own row is not yet. */
export interface Announced {
  change: Id<'RegistrationChange'>
  happened: Happened
}

/** Writes down each change of a registration, and has the person told, in the transaction that makes it. */
@Injectable()
export class Ledger {
  constructor(
    private readonly database: Database,
    private readonly standings: Standings,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Locks registrations in order of id: the last locks a command takes, after those of pools. */
  async lock(tx: EntityManager, registrations: readonly RegistrationId[]): Promise<Registration[]> {
    await this.database.query(
      'SELECT id FROM registration WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
      [registrations],
      tx,
    )
    return tx
      .createQueryBuilder(Registration, 'registration')
      .where('registration.id = ANY (:ids)', { ids: registrations })
      .orderBy('registration.id')
      .getMany()
  }

  /** Records a change of a registration that stands as it is now. */
  async record(tx: EntityManager, registration: Registration, happened: Happened): Promise<void> {
    const [announced, standing] = await Promise.all([
      this.announce(tx, registration, happened),
      this.standings.one(registration, tx),
    ])
    await this.writeDown(tx, registration, announced, standing)
  }

  /** Writes down a change that was announced, and where the person stands after it. */
  async writeDown(
    tx: EntityManager,
    registration: Pick<Registration, 'id' | 'state'>,
    announced: Announced,
    standing: Standing,
  ): Promise<void> {
    const [sql, values] = this.entry(registration, announced, standing)
    await this.database.query(sql, values, tx)
  }

  /**
   * The part of a record that needs no place to be known: the audit entry, and the job that tells the person. Written
   * before pools are locked, it keeps nobody waiting; `entry` is the rest, for the same transaction.
   */
  async announce(
    tx: EntityManager,
    { id, state, meetingId }: Pick<Registration, 'id' | 'state' | 'meetingId'>,
    happened: Happened,
  ): Promise<Announced> {
    const change = newId<'RegistrationChange'>()
    await Promise.all([
      this.audit.write(tx, `registration.${happened.move}`, {
        ...(happened.by && { actor: happened.by }),
        meeting: meetingId,
        subject: id,
        data: { from: happened.from, to: state, ...happened.data },
      }),
      happened.tell && this.jobs.send(tx, tellRegistrant, { change }, { cause: change }),
    ])
    return { change, happened }
  }

  /** The other part: what writes the change down, and where the person stands after it. */
  entry(
    { id, state }: Pick<Registration, 'id' | 'state'>,
    { change, happened }: Announced,
    standing: Standing,
  ): Statement {
    return [
      `INSERT INTO registration_change (id, registration_id, at, by, move, from_state, to_state, why, standing)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        change,
        id,
        this.clock.now().toString(),
        happened.by,
        happened.move,
        happened.from,
        state,
        happened.why ?? '',
        JSON.stringify(standing),
      ],
    ]
  }

  /** What happened to a registration, oldest first. */
  async of(registration: RegistrationId): Promise<RegistrationChange[]> {
    return this.database.manager.find(RegistrationChange, {
      where: { registrationId: registration },
      order: { number: 'ASC' },
    })
  }
}
