import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { newId, type MeetingId, type PersonId } from '../../kernel/id.ts'
import { Clock } from '../clock.ts'
import { Database } from '../database/database.ts'
import { currentRequest } from '../http/current-request.ts'

/** What an audit entry may hold: plain data. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Who did what to which thing. Ids only, no names or addresses: entries outlive the erasure of a person. */
export interface AuditFacts {
  /** Absent when the system acted by itself, or before anybody was known. */
  actor?: PersonId
  meeting?: MeetingId
  /** The id of the thing that was acted on. */
  subject?: string
  data?: Readonly<Record<string, Json>>
}

/** An entry as it is read. */
export interface AuditEntry extends AuditFacts {
  id: string
  at: Temporal.Instant
  action: string
}

interface Row {
  id: string
  at: Date
  action: string
  actor_id: PersonId | null
  meeting_id: MeetingId | null
  subject: string | null
  data: Record<string, Json>
}

/** The audit trail: written in the transaction of the deed, never changed (a trigger refuses it). */
@Injectable()
export class Audit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Records a deed, such as `registration.submitted`, in the transaction that does it. */
  async write(tx: EntityManager, action: string, facts: AuditFacts = {}): Promise<void> {
    await this.database.query(
      `INSERT INTO audit_entry (id, at, action, actor_id, meeting_id, subject, data) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        newId(),
        this.clock.now().toString(),
        action,
        facts.actor ?? null,
        facts.meeting ?? null,
        facts.subject ?? null,
        JSON.stringify(withToken(facts.data)),
      ],
      tx,
    )
  }

  /** Records the same deed done to many things, in one statement. */
  async writeAll(tx: EntityManager, action: string, facts: readonly AuditFacts[]): Promise<void> {
    if (facts.length === 0) return
    await this.database.query(
      `INSERT INTO audit_entry (id, at, action, actor_id, meeting_id, subject, data)
       SELECT id, $2, $3, actor, meeting, subject, data
         FROM jsonb_to_recordset($1) AS f (id uuid, actor uuid, meeting uuid, subject text, data jsonb)`,
      [
        JSON.stringify(facts.map(({ data = {}, ...rest }) => ({ id: newId(), ...rest, data: withToken(data) }))),
        this.clock.now().toString(),
        action,
      ],
      tx,
    )
  }

  /** What was done to a thing, oldest first. */
  async of(subject: string): Promise<AuditEntry[]> {
    const rows = await this.database.query<Row>('SELECT * FROM audit_entry WHERE subject = $1 ORDER BY at, id', [
      subject,
    ])
    return rows.map(entryFrom)
  }

  /** When each person first and last did a deed to a thing. */
  async whoDid(
    action: string,
    subject: string,
  ): Promise<ReadonlyMap<PersonId, { first: Temporal.Instant; last: Temporal.Instant }>> {
    const rows = await this.database.query<{ actor_id: PersonId; first: Date; last: Date }>(
      `SELECT actor_id, min(at) AS first, max(at) AS last FROM audit_entry
        WHERE subject = $2 AND action = $1 AND actor_id IS NOT NULL GROUP BY actor_id`,
      [action, subject],
    )
    return new Map(rows.map(({ actor_id, first, last }) => [actor_id, { first: instant(first), last: instant(last) }]))
  }

  /**
   * What was done in a meeting, newest first; `before` is the id of the last entry of the previous page, `prefixes` are how
   * the actions asked for begin.
   */
  async inMeeting(
    meeting: MeetingId,
    page: { before?: string; limit?: number; prefixes?: readonly string[] } = {},
  ): Promise<AuditEntry[]> {
    const rows = await this.database.query<Row>(
      `SELECT * FROM audit_entry
        WHERE meeting_id = $1
          AND (cardinality($4::text[]) = 0 OR action LIKE ANY ($4))
          AND ($2::uuid IS NULL OR (at, id) < (SELECT at, id FROM audit_entry WHERE id = $2))
        ORDER BY at DESC, id DESC LIMIT $3`,
      [
        meeting,
        page.before ?? null,
        Math.min(page.limit ?? 100, 1001),
        (page.prefixes ?? []).map((prefix) => `${prefix}%`),
      ],
    )
    return rows.map(entryFrom)
  }
}

const instant = (at: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime())

/** Whatever a program does with a token in somebody's name says which token it was. */
const withToken = (data: AuditFacts['data'] = {}): AuditFacts['data'] => {
  const token = currentRequest.getStore()?.reader?.token?.id
  return token ? { ...data, token } : data
}

const entryFrom = (row: Row): AuditEntry => ({
  id: row.id,
  at: instant(row.at),
  action: row.action,
  ...(row.actor_id && { actor: row.actor_id }),
  ...(row.meeting_id && { meeting: row.meeting_id }),
  ...(row.subject && { subject: row.subject }),
  data: row.data,
})
