import type { EntityManager } from 'typeorm'
import type { Session } from '../../agenda/session.entity.ts'
import { instantsOf } from '../../agenda/session.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import { NoSuchHour } from '../../kernel/time.ts'
import type { Database } from '../../platform/database/database.ts'

/**
 * Gives sessions the moments that their wall-clock times mean on these days in this zone; the times stay.
 * @throws InvalidInput at `pointer`, for a time that there is not, or twice
 */
export const respanSessions = async (
  database: Database,
  tx: EntityManager,
  sessions: readonly Pick<Session, 'id' | 'code' | 'day' | 'start' | 'end'>[],
  timeZone: string,
  pointer: string,
): Promise<void> => {
  const rows = sessions.map((session) => {
    try {
      const span = instantsOf(session, timeZone)
      const day = session.day.toString()
      return { id: session.id, day, starts: span?.startsAt.toString() ?? null, ends: span?.endsAt.toString() ?? null }
    } catch (error) {
      if (!(error instanceof NoSuchHour)) throw error
      const params = { code: session.code, ...error.params }
      throw new InvalidInput({ fields: [{ pointer, message: 'meeting.no-such-hour-there', params }] })
    }
  })
  await database.query(
    `UPDATE session SET day = moved.day, starts_at = moved.starts, ends_at = moved.ends
       FROM jsonb_to_recordset($1) AS moved (id uuid, day date, starts timestamptz, ends timestamptz)
      WHERE session.id = moved.id`,
    [JSON.stringify(rows)],
    tx,
  )
}
