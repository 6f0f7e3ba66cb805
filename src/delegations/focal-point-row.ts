import type { DelegationId, Id, PersonId } from '../kernel/id.ts'
import type { FocalPoint, FocalPointState } from './focal-point.ts'

/** A focal point as it is stored. */
export interface FocalPointRow {
  id: Id<'FocalPoint'>
  delegation_id: DelegationId
  person_id: PersonId
  state: FocalPointState
  named_by: PersonId | null
  changed_at: Date
}

/** Reads focal points (`f`) with their delegations (`d`). */
export const FOCAL_POINTS = `SELECT f.id, f.delegation_id, f.person_id, f.state, f.named_by, f.changed_at
                  FROM focal_point f JOIN delegation d ON d.id = f.delegation_id`

/** What a row says. */
export const focalPointFrom = (row: FocalPointRow): FocalPoint => ({
  id: row.id,
  delegation: row.delegation_id,
  person: row.person_id,
  state: row.state,
  namedBy: row.named_by,
  since: Temporal.Instant.fromEpochMilliseconds(row.changed_at.getTime()),
})
