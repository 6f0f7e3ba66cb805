import { Injectable, type OnModuleInit } from '@nestjs/common'
import { NotFound } from '../kernel/domain-error.ts'
import { MeetingDirectory } from '../people/meeting-directory.ts'
import { Database } from '../platform/database/database.ts'
import { Policies } from '../platform/policies/policies.ts'
import type { PolicyKind } from '../platform/policies/policy.ts'
import { FocalPoints } from './focal-points.service.ts'
import { isId } from '../kernel/id.ts'

/** The focal points of the delegation that the address names (`:delegation`), in the meeting it names (`:meeting` or `:slug`). */
export const FOCAL_POINT: PolicyKind = { name: 'focal-point' }

/** Judges it from the database at each request: who was removed a moment ago finds nothing here. */
@Injectable()
export class FocalPointJudge implements OnModuleInit {
  constructor(
    private readonly policies: Policies,
    private readonly meetings: MeetingDirectory,
    private readonly focalPoints: FocalPoints,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.policies.judge('focal-point', async ({ reader }, { params }) => {
      if (!reader) return false
      const { meeting, slug, delegation } = params as Readonly<Record<string, string | undefined>>
      const id = await this.meetings.idOf(meeting ?? slug ?? '')
      // To others there is no such page: it tells nothing, not even that this delegation takes part.
      if (!id || !delegation || !isId(delegation)) return new NotFound()
      const [found] = await this.database.query('SELECT 1 FROM delegation WHERE id = $1 AND meeting_id = $2', [
        delegation,
        id,
      ])
      return found && (await this.focalPoints.isOne(delegation, reader.person)) ? true : new NotFound()
    })
  }
}
