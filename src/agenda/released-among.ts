import type { EntityManager } from 'typeorm'
import type { Database } from '../platform/database/database.ts'
import type { Session } from './session.entity.ts'

/** Those of some sessions of one meeting that stand in a release, withdrawn or not: readers may have seen them. */
export const releasedAmong = async <S extends Pick<Session, 'id' | 'meetingId'>>(
  database: Database,
  sessions: readonly S[],
  tx?: EntityManager,
): Promise<S[]> => {
  const [first] = sessions
  if (!first) return []
  const rows = await database.query<{ id: string }>(
    `SELECT DISTINCT session ->> 'id' AS id FROM release, jsonb_array_elements(content -> 'sessions') AS session
      WHERE meeting_id = $1 AND session ->> 'id' = ANY($2)`,
    [first.meetingId, sessions.map(({ id }) => id)],
    tx,
  )
  const released = new Set(rows.map(({ id }) => id))
  return sessions.filter(({ id }) => released.has(id))
}
