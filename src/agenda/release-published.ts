import type { MeetingId, ReleaseId } from '../kernel/id.ts'
import { defineJob } from '../platform/jobs/job.ts'

/** What is in force now instead of what was before. */
export interface InForceNow {
  meeting: MeetingId
  /** The release in force; none after the only one was withdrawn. */
  release: ReleaseId | null
  /** The release that was in force until then; none before the first. */
  before: ReleaseId | null
  /** The release version of the meeting since: rises with each publish and withdrawal. */
  version: number
  /** Whether the organiser wants people told. */
  tell: boolean
}

/** Sent in the transaction that publishes or withdraws; whoever tells people what changed handles it. */
export const releasePublished = defineJob<InForceNow>('agenda.release-published')
