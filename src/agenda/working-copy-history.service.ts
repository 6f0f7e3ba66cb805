import { Inject, Injectable } from '@nestjs/common'
import type { MeetingId, SessionId } from '../kernel/id.ts'
import { Database } from '../platform/database/database.ts'
import { WorkingCopyChange } from './working-copy-change.entity.ts'

/** A change of the working copy, and whether somebody took it back. */
export type PastChange = WorkingCopyChange & { undone: boolean }

/** What was done to the working copy, newest first. */
@Injectable()
export class WorkingCopyHistory {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The last changes of a meeting, or of one of its sessions. */
  async recent(
    meeting: MeetingId,
    { session, limit = 50 }: { session?: SessionId; limit?: number } = {},
  ): Promise<PastChange[]> {
    const changes = await this.database.rows(
      WorkingCopyChange,
      `meeting_id = $1 AND ($2::text IS NULL OR sessions @> jsonb_build_array(jsonb_build_object('id', $2::text)))
        ORDER BY working_version DESC LIMIT $3`,
      [meeting, session ?? null, limit],
    )
    const undone = await this.database.query<{ undoes: string }>(
      'SELECT undoes FROM working_copy_change WHERE meeting_id = $1 AND undoes IS NOT NULL',
      [meeting],
    )
    const gone = new Set(undone.map(({ undoes }) => undoes))
    return changes.map((change) => Object.assign(change, { undone: gone.has(change.id) }))
  }
}
