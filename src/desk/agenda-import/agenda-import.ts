import type { Id, PersonId } from '../../kernel/id.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import type { Given } from './given-rows.ts'

export type AgendaImportId = Id<'AgendaImport'>

/** How many sessions a file may have. */
export const MOST_SESSIONS = 2000

/** How long a file is kept: by then its sessions are in the working copy, or nobody wants them. */
export const KEPT = Temporal.Duration.from({ hours: 7 * 24 })

/** A file of sessions that was given, as its rows. */
export interface AgendaImport extends Given {
  id: AgendaImportId
  by: PersonId
  fileName: string
  createdAt: Temporal.Instant
}

/** A file in a list. */
export interface EarlierImport extends Pick<AgendaImport, 'id' | 'fileName' | 'createdAt'> {
  rows: number
}

/** Removes a file when its time is over. */
export const forgetAgendaImport = defineJob<{ import: AgendaImportId }>('agenda-import.forget')
