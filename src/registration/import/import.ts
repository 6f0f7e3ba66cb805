import { DomainError } from '../../kernel/domain-error.ts'
import type { Id, MeetingId, PersonId, RegistrationId } from '../../kernel/id.ts'
import { sqlState } from '../../platform/database/database.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import type { DayStatus } from '../standing.ts'
import type { ImportField, Mapping } from './import-fields.ts'
import type { RowProblem } from './read-row.ts'

export type ImportId = Id<'Import'>

/**
 * How far a table has come: its columns are to be matched; its rows are looked at; it can be imported; it is; it was
 * stopped and can go on; all is done.
 */
export type ImportState = 'mapping' | 'checking' | 'checked' | 'importing' | 'stopped' | 'done'

/**
 * What becomes of a row: it can be registered (`new`), was (`added`); the registration there is will be changed as it says
 * (`to-change`), was (`changed`); or it is left: registered already as it says (`known`) or otherwise (`differs`), withdrawn
 * or declined (`left`), the same person as an earlier row (`twice`), or something is wrong with it.
 */
export const OUTCOMES = [
  'new',
  'added',
  'to-change',
  'changed',
  'known',
  'differs',
  'left',
  'twice',
  'problem',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What an import has done to registrations. */
export const IMPORTED_AS = ['added', 'changed'] as const satisfies readonly Outcome[]
export type ImportedAs = (typeof IMPORTED_AS)[number]

/** An import as a page shows it. */
export interface ImportView {
  id: ImportId
  meeting: MeetingId
  by: PersonId
  fileName: string
  state: ImportState
  columns: readonly string[]
  mapping: Mapping
  /** Whether people are verified where their row does not say. */
  verified: boolean
  /** Whether those who are registered are told by mail. */
  tell: boolean
  total: number
  /** How many rows there are of each kind; rows not looked at yet are in none. */
  counts: Readonly<Record<Outcome, number>>
  createdAt: Temporal.Instant
  changedAt: Temporal.Instant
}

/** What a row says otherwise than the registration there is; values as registrations keep them, empty for none. */
export interface Difference {
  field: ImportField
  was: string
  now: string
}

/** What a day would give. */
export interface DayOutlook {
  day: string
  status: Extract<DayStatus, 'none' | 'requested' | 'confirmed' | 'waiting'>
}

/** A row as a page shows it. */
export interface ImportRow {
  number: number
  cells: readonly string[]
  outcome: Outcome | null
  problems: readonly RowProblem[]
  differences: readonly Difference[]
  outlook: readonly DayOutlook[]
  /** The registration that was made or changed by it, or that it is about. */
  registration: RegistrationId | null
}

/** How many rows an import may have. */
export const MOST_ROWS = 20_000

/** How long a table is kept: what was not registered says who people are, and nobody needs it any more. */
export const KEPT = Temporal.Duration.from({ hours: 7 * 24 })

/** Looks at the rows of a large table. */
export const checkImport = defineJob<{ import: ImportId }>('import.check', { atOnce: 2 })
/** Registers the good rows, and changes who is registered otherwise where that was chosen. */
export const runImport = defineJob<{ import: ImportId }>('import.run', { atOnce: 2 })
/** Removes a table when its time is over. */
export const forgetImport = defineJob<{ import: ImportId }>('import.forget')

/** The import is not where this can be done. */
export class ImportNotReady extends DomainError {
  readonly code = 'import-not-ready'
  readonly status = 409
}

/** Whether a row is to blame (what it holds breaks a rule), or the database or the network is (then it is tried again). */
export const isOfTheRow = (error: unknown): boolean =>
  error instanceof DomainError || /^2[23]/.test(sqlState(error) ?? '')
