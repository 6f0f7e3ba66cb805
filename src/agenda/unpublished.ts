import { newId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { Release } from './release.entity.ts'
import type { ReleaseContent, ReleaseLabel } from './release.ts'

/** What the next release would be, were it published now: to be looked at, and never kept. */
export const unpublished = (
  { id, releaseVersion, workingVersion }: Pick<Meeting, 'id' | 'releaseVersion' | 'workingVersion'>,
  { content, label, note = {} }: { content: ReleaseContent; label: ReleaseLabel; note?: LocalizedText },
  at: Temporal.Instant,
): Release =>
  Object.assign(new Release(), {
    id: newId<'Release'>(),
    meetingId: id,
    version: releaseVersion + 1,
    label,
    note,
    content,
    workingVersion,
    publishedAt: at,
    publishedBy: null,
    withdrawnAt: null,
  })
