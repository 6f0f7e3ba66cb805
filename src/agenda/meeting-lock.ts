import type { EntityManager } from 'typeorm'
import { NotFound } from '../kernel/domain-error.ts'
import type { MeetingId } from '../kernel/id.ts'
import type { Database } from '../platform/database/database.ts'

/** The counters of a meeting that its agenda moves. */
export interface AgendaCounters {
  workingVersion: number
  releaseVersion: number
  rulesRevision: number
}

/**
 * Locks the row of a meeting for an edit or a publish and answers its counters. An edit counts up `working_version`, so
 * it takes at once the lock that this needs: two edits that first locked FOR SHARE would wait for each other for ever.
 * NO KEY UPDATE lets registrations, which only refer to the meeting, go on meanwhile.
 * @throws NotFound
 */
export const lockMeeting = async (
  database: Database,
  tx: EntityManager,
  meeting: MeetingId,
): Promise<AgendaCounters> => {
  const [row] = await database.query<{ working: number; release: number; rules: number }>(
    `SELECT working_version AS working, release_version AS release, rules_revision AS rules
       FROM meeting WHERE id = $1 FOR NO KEY UPDATE`,
    [meeting],
    tx,
  )
  if (!row) throw new NotFound()
  return { workingVersion: row.working, releaseVersion: row.release, rulesRevision: row.rules }
}

/** Counts up what changed; only under the lock of `lockMeeting`. */
export const countUp = async (
  database: Database,
  tx: EntityManager,
  meeting: MeetingId,
  what: { working?: boolean; release?: boolean; rules?: boolean },
): Promise<void> => {
  await database.query(
    `UPDATE meeting SET working_version = working_version + $2, release_version = release_version + $3,
            rules_revision = rules_revision + $4 WHERE id = $1`,
    [meeting, Number(what.working ?? false), Number(what.release ?? false), Number(what.rules ?? false)],
    tx,
  )
}
