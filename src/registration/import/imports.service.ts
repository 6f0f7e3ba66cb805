import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { isId, newId, type MeetingId, type PersonId, type RegistrationId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import type { Table } from '../../platform/tables/table.ts'
import { ImportCheck } from './import-check.service.ts'
import { doubledIn, fieldsOf, guessMapping, missingIn, type Mapping } from './import-fields.ts'
import {
  checkImport,
  forgetImport,
  ImportNotReady,
  KEPT,
  runImport,
  IMPORTED_AS,
  OUTCOMES,
  type DayOutlook,
  type Difference,
  type ImportedAs,
  type ImportId,
  type ImportRow,
  type ImportState,
  type ImportView,
  type Outcome,
} from './import.ts'
import type { RowProblem } from './read-row.ts'

/** A table of so many rows is looked at while the organiser waits; a longer one in the background. */
const AT_ONCE = 500
const CHUNK = 1000

interface Row {
  id: ImportId
  meeting_id: MeetingId
  by: PersonId
  file_name: string
  state: ImportState
  columns: string[]
  mapping: Mapping
  verified: boolean
  tell: boolean
  total: number
  created_at: Date
  changed_at: Date
}

/** What an import did, as a choice. */
export interface CarriedOut extends Pick<ImportView, 'id' | 'fileName' | 'createdAt'> {
  as: ImportedAs
}

/** A table of people, from its upload to the last row: each command is one transaction and can be repeated. */
@Injectable()
export class Imports implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly check: ImportCheck,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(forgetImport, ({ import: id }) => this.forget(id))
  }

  /** Keeps a table that was read, and guesses its columns; when all is clear, its rows are looked at. */
  async begin(meeting: Meeting, by: PersonId, fileName: string, table: Table): Promise<ImportId> {
    const id = newId<'Import'>()
    const mapping = guessMapping(table.columns, meeting)
    const now = this.clock.now()
    await this.forget()
    await this.database.transaction(async (tx) => {
      await this.database.query(
        `INSERT INTO registration_import
           (id, meeting_id, by, file_name, state, columns, mapping, total, created_at, changed_at)
         VALUES ($1, $2, $3, $4, 'mapping', $5, $6, $7, $8, $8)`,
        [
          id,
          meeting.id,
          by,
          fileName.slice(0, 200),
          JSON.stringify(table.columns),
          JSON.stringify(mapping),
          table.rows.length,
          now.toString(),
        ],
        tx,
      )
      for (let from = 0; from < table.rows.length; from += CHUNK)
        await this.database.query(
          `INSERT INTO registration_import_row (import_id, number, cells)
           SELECT $1, number, cells FROM jsonb_to_recordset($2) AS r (number integer, cells jsonb)`,
          [id, JSON.stringify(table.rows.slice(from, from + CHUNK))],
          tx,
        )
      await this.audit.write(tx, 'import.begun', {
        actor: by,
        meeting: meeting.id,
        subject: id,
        data: { rows: table.rows.length },
      })
      await this.jobs.send(tx, forgetImport, { import: id }, { cause: id, startAfter: now.add(KEPT) })
    })
    if (missingIn(mapping).length === 0) await this.look(meeting, id, mapping, false)
    return id
  }

  /**
   * Says what each column holds, and has the rows looked at by that.
   * @throws NotFound, InvalidInput, ImportNotReady once it has begun to be imported
   */
  async map(meeting: Meeting, id: string, mapping: Mapping, verified: boolean): Promise<void> {
    const found = await this.one(meeting.id, id)
    const fields = new Set<string>(['', ...fieldsOf(meeting)])
    const doubled = doubledIn(mapping)
    const problems = [
      ...mapping.flatMap((field, index) =>
        fields.has(field) ? [] : [{ pointer: `/columns/${index}`, message: 'field.not-a-choice' }],
      ),
      ...missingIn(mapping).map((lack) => ({ pointer: '/columns/0', message: `import.lacks-${lack}` })),
      ...(doubled
        ? [
            {
              pointer: `/columns/${mapping.lastIndexOf(doubled)}`,
              message: 'import.field-twice',
              params: { field: found.columns[mapping.indexOf(doubled)] ?? doubled },
            },
          ]
        : []),
    ]
    if (problems.length || mapping.length !== found.columns.length) throw new InvalidInput({ fields: problems })
    await this.look(meeting, found.id, mapping, verified)
  }

  private async look(meeting: Meeting, id: ImportId, mapping: Mapping, verified: boolean): Promise<void> {
    const total = await this.database.transaction(async (tx) => {
      const { state, total: rows } = await this.lock(tx, id)
      if (!['mapping', 'checking', 'checked'].includes(state)) throw new ImportNotReady()
      await this.database.query(
        `UPDATE registration_import SET state = 'checking', mapping = $2, verified = $3, changed_at = $4 WHERE id = $1`,
        [id, JSON.stringify(mapping), verified, this.clock.now().toString()],
        tx,
      )
      if (rows > AT_ONCE) await this.jobs.send(tx, checkImport, { import: id })
      return rows
    })
    if (total <= AT_ONCE) await this.check.run(id, meeting)
  }

  /**
   * Registers the good rows, in the background, and changes those who are registered otherwise where that is chosen; also
   * goes on with what was stopped. Who was left otherwise can still be changed once all else is done.
   * @throws NotFound, ImportNotReady
   */
  async start(
    meeting: Meeting,
    id: string,
    by: PersonId,
    { tell = false, change = false }: { tell?: boolean; change?: boolean } = {},
  ): Promise<void> {
    await this.move(meeting.id, id, by, 'import.started', async (tx, { state, id: found }) => {
      if (state === 'importing') return false
      if (state !== 'checked' && state !== 'stopped' && state !== 'done') throw new ImportNotReady()
      const chosen = await this.chooseChanges(tx, found, change)
      if (state === 'done' && chosen === 0) return false
      await this.database.query(
        // From here it is their deed, whoever gave the table.
        `UPDATE registration_import SET state = 'importing', tell = $2, changed_at = $3, by = $4 WHERE id = $1`,
        [found, tell, this.clock.now().toString(), by],
        tx,
      )
      await this.jobs.send(tx, runImport, { import: found })
      return true
    })
  }

  /** Answers how many are to be changed now. */
  private async chooseChanges(tx: EntityManager, id: ImportId, change: boolean): Promise<number> {
    const rows = await this.database.query(
      `UPDATE registration_import_row SET outcome = $2, problems = '[]' WHERE import_id = $1 AND outcome IN ('differs', 'to-change')
       RETURNING number`,
      [id, change ? 'to-change' : 'differs'],
      tx,
    )
    return change ? rows.length : 0
  }

  /** Ends it after the rows that are being registered just now; what is registered stays. */
  async stop(meeting: Meeting, id: string, by: PersonId): Promise<void> {
    await this.move(meeting.id, id, by, 'import.stopped', async (tx, { state, id: found }) => {
      if (state !== 'importing') return false
      await this.database.query(
        `UPDATE registration_import SET state = 'stopped', changed_at = $2 WHERE id = $1`,
        [found, this.clock.now().toString()],
        tx,
      )
      return true
    })
  }

  /** Throws the table away; who was registered from it stays registered. */
  async discard(meeting: Meeting, id: string, by: PersonId): Promise<void> {
    await this.move(meeting.id, id, by, 'import.discarded', async (tx, { id: found }) => {
      await this.database.query('DELETE FROM registration_import WHERE id = $1', [found], tx)
      return true
    })
  }

  /** @throws NotFound */
  async one(meeting: MeetingId, id: string): Promise<ImportView> {
    const [row] = isId(id)
      ? await this.database.query<Row>('SELECT * FROM registration_import WHERE id = $1 AND meeting_id = $2', [
          id,
          meeting,
        ])
      : []
    if (!row) throw new NotFound()
    return (await this.viewed([row]))[0]!
  }

  /** The tables of a meeting that are kept, newest first. */
  async list(meeting: MeetingId): Promise<ImportView[]> {
    return this.viewed(
      await this.database.query<Row>(
        'SELECT * FROM registration_import WHERE meeting_id = $1 ORDER BY created_at DESC, id DESC LIMIT 20',
        [meeting],
      ),
    )
  }

  /** The imports that registered or changed anybody, newest first: by what the list of registrations can be narrowed. */
  async carriedOut(meeting: MeetingId): Promise<CarriedOut[]> {
    const rows = await this.database.query<{ id: ImportId; as: ImportedAs; file_name: string; created_at: Date }>(
      `SELECT i.id, of.outcome AS as, i.file_name, i.created_at
         FROM registration_import i CROSS JOIN unnest($2::text[]) AS of (outcome)
        WHERE i.meeting_id = $1
          AND EXISTS (SELECT FROM registration_import_row WHERE import_id = i.id AND outcome = of.outcome)
        ORDER BY i.created_at DESC, i.id DESC, of.outcome LIMIT 20`,
      [meeting, IMPORTED_AS],
    )
    return rows.map(({ id, as, file_name, created_at }) => ({
      ...{ id, as, fileName: file_name },
      createdAt: Temporal.Instant.fromEpochMilliseconds(created_at.getTime()),
    }))
  }

  /** Rows of some kinds, in the order of the table, after that number. */
  async rows(
    id: ImportId,
    of: readonly Outcome[],
    { after = 0, limit = 50 }: { after?: number; limit?: number } = {},
  ): Promise<ImportRow[]> {
    return this.database.query<
      ImportRow & {
        problems: RowProblem[]
        differences: Difference[]
        outlook: DayOutlook[]
        registration: RegistrationId
      }
    >(
      `SELECT number, cells, outcome, problems, differences, outlook, registration_id AS registration FROM registration_import_row
        WHERE import_id = $1 AND outcome = ANY ($2::text[]) AND number > $3 ORDER BY number LIMIT $4`,
      [id, of, after, limit],
    )
  }

  /** The first rows as they were given, so that columns can be told by what is in them. */
  async samples(id: ImportId): Promise<string[][]> {
    const rows = await this.database.query<{ cells: string[] }>(
      'SELECT cells FROM registration_import_row WHERE import_id = $1 ORDER BY number LIMIT 5',
      [id],
    )
    return rows.map((row) => row.cells)
  }

  private async viewed(rows: readonly Row[]): Promise<ImportView[]> {
    const counted = rows.length
      ? await this.database.query<{ id: ImportId; outcome: Outcome; count: number }>(
          `SELECT import_id AS id, outcome, count(*)::int AS count FROM registration_import_row
            WHERE import_id = ANY ($1::uuid[]) AND outcome IS NOT NULL GROUP BY import_id, outcome`,
          [rows.map((row) => row.id)],
        )
      : []
    return rows.map((row) => ({
      id: row.id,
      meeting: row.meeting_id,
      by: row.by,
      fileName: row.file_name,
      state: row.state,
      columns: row.columns,
      mapping: row.mapping,
      verified: row.verified,
      tell: row.tell,
      total: row.total,
      counts: countsOf(counted.filter(({ id }) => id === row.id)),
      createdAt: Temporal.Instant.fromEpochMilliseconds(row.created_at.getTime()),
      changedAt: Temporal.Instant.fromEpochMilliseconds(row.changed_at.getTime()),
    }))
  }

  private async move(
    meeting: MeetingId,
    id: string,
    by: PersonId,
    action: string,
    work: (tx: EntityManager, found: { id: ImportId; state: ImportState }) => Promise<boolean>,
  ): Promise<void> {
    const { id: found } = await this.one(meeting, id)
    await this.database.transaction(async (tx) => {
      const { state } = await this.lock(tx, found)
      if (await work(tx, { id: found, state }))
        await this.audit.write(tx, action, { actor: by, meeting, subject: found })
    })
  }

  private async lock(tx: EntityManager, id: ImportId): Promise<{ state: ImportState; total: number }> {
    const [row] = await this.database.query<{ state: ImportState; total: number }>(
      'SELECT state, total FROM registration_import WHERE id = $1 FOR UPDATE',
      [id],
      tx,
    )
    if (!row) throw new NotFound()
    return row
  }

  /** Tables whose time is over, and that one if it is. */
  private async forget(id?: ImportId): Promise<void> {
    await this.database.transaction((tx) =>
      this.database.query(
        `DELETE FROM registration_import
          WHERE ($1::uuid IS NULL OR id = $1) AND created_at <= $2 AND state NOT IN ('checking', 'importing')`,
        [id ?? null, this.clock.now().subtract(KEPT).toString()],
        tx,
      ),
    )
  }
}

const countsOf = (rows: readonly { outcome: Outcome; count: number }[]): Record<Outcome, number> => {
  const of = (outcome: Outcome): number => rows.find((row) => row.outcome === outcome)?.count ?? 0
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, of(outcome)])) as Record<Outcome, number>
}
