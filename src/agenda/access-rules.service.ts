import { Inject, Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { MeetingId, SessionId } from '../kernel/id.ts'
import { Database } from '../platform/database/database.ts'
import type { AccessRule } from './release.ts'

/** The access rule of a session as it is saved now, which may be stricter than what is released. */
export interface SavedRule {
  rule: AccessRule
  /** What a calendar calls the session where only "Closed meeting" may be known. */
  closedUid: string
  /** Every rule that was saved, oldest first. */
  history: readonly { rule: AccessRule; savedAt: Temporal.Instant }[]
}

/** By session; a session that is not in it may be shown to nobody. */
export type SavedRules = ReadonlyMap<SessionId, SavedRule>

interface Row {
  id: SessionId
  access: AccessRule
  closed_uid: string
  history: { rule: AccessRule; savedAt: number }[]
}

/** Reads the access rules saved now: the one thing of the working copy that acts before it is published. */
@Injectable()
export class AccessRules {
  constructor(@Inject(Database) private readonly database: Database) {}

  async of(meeting: MeetingId, tx?: EntityManager): Promise<SavedRules> {
    const rows = await this.database.query<Row>(
      `SELECT id, access, closed_uid, coalesce((
          SELECT jsonb_agg(jsonb_build_object('rule', rule, 'savedAt', (extract(epoch FROM saved_at) * 1000)::bigint)
                 ORDER BY revision) FROM session_rule WHERE session_id = session.id), '[]') AS history
         FROM session WHERE meeting_id = $1`,
      [meeting],
      tx,
    )
    return new Map(
      rows.map((row) => [
        row.id,
        {
          rule: row.access,
          closedUid: row.closed_uid,
          history: row.history.map(({ rule, savedAt }) => ({
            rule,
            savedAt: Temporal.Instant.fromEpochMilliseconds(savedAt),
          })),
        },
      ]),
    )
  }
}
