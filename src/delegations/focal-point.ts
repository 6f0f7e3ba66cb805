import { DomainError } from '../kernel/domain-error.ts'
import { defineJob } from '../platform/jobs/job.ts'
import type { DelegationId, FileId, Id, PersonId } from '../kernel/id.ts'

/** Asked to be one, is one, was refused, or is one no more. */
export type FocalPointState = 'requested' | 'active' | 'refused' | 'ended'

/** A person who speaks for a delegation, or asked to. */
export interface FocalPoint {
  id: Id<'FocalPoint'>
  delegation: DelegationId
  person: PersonId
  state: FocalPointState
  /** Who invited or named them; null for who asked. */
  namedBy: PersonId | null
  /** When it came to be as it is. */
  since: Temporal.Instant
}

/** The document by which a State or organization names its focal points. */
export interface NoteVerbale {
  file: FileId
  name: string
  by: PersonId
  at: Temporal.Instant
}

/** The last focal point does not leave a delegation alone: only the secretariat removes one that nobody follows. */
export class LastFocalPoint extends DomainError {
  readonly code = 'last-focal-point'
  readonly status = 409
}

/** A request to be focal point has its answer: its note verbale stays as it was answered. */
export class RequestAnswered extends DomainError {
  readonly code = 'focal-point-request-answered'
  readonly status = 409
}

/** What became of a focal point, to be told to them and to the others of the delegation; nobody is named who is erased. */
export type FocalPointEvent = 'invited' | 'named' | 'approved' | 'refused' | 'removed' | 'erased'

/** Tells who became, or is no longer, a focal point, and the others of the delegation. */
export const tellFocalPoints = defineJob<{
  event: FocalPointEvent
  delegation: DelegationId
  person: PersonId
  by: PersonId
  /** One deed, one mail each. */
  deed: string
}>('focal-point.tell')

/** Brings those who claimed a delegation before it had a focal point into it. */
export const gatherClaimants = defineJob<{
  delegation: DelegationId
  /** Who has just begun to speak for it, and by whose word. */
  person: PersonId
  by: PersonId
}>('delegation.gather')
