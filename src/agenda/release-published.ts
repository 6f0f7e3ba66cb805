import type { MeetingId, ReleaseId } from '../kernel/id.ts'
import { defineJob } from '../platform/jobs/job.ts'

/** Sent in the transaction that publishes; whoever tells people what changed handles it. */
export const releasePublished = defineJob<{ meeting: MeetingId; release: ReleaseId; version: number }>(
  'agenda.release-published',
)
