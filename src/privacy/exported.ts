import type { PersonId } from '../kernel/id.ts'
import type { LocalizedText } from '../kernel/localized-text.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { noticeVersion } from '../meetings/personal-data.ts'
import type { Held } from './export.service.ts'

/** The export as a file: stable names, moments as ISO 8601 in UTC, meetings by id. */
export interface Exported {
  schema: 1
  person: PersonId
  notice: string
  meetings: Record<string, { slug: string; title: LocalizedText }>
  held: readonly Held[]
}

/** Puts the export together; only meetings that it speaks of are named. */
export const exported = (person: PersonId, held: readonly Held[], meetings: readonly Meeting[]): Exported => {
  const named = new Set(held.flatMap(({ rows }) => rows.map((row) => row.meeting_id)))
  return {
    schema: 1,
    person,
    notice: noticeVersion(),
    meetings: Object.fromEntries(
      meetings.filter(({ id }) => named.has(id)).map(({ id, slug, title }) => [id, { slug, title }]),
    ),
    held,
  }
}
