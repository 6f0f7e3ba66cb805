import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { MeetingVersions } from '../../agenda/meeting-versions.ts'
import type { ManyChange } from '../../agenda/many-edits.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { isId, newId, type MeetingId, type PersonId, type SessionId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { plainText } from '../../kernel/plain-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { Room } from '../../meetings/room.entity.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/database/database.ts'
import { Jobs } from '../../platform/jobs/jobs.ts'
import type { Table } from '../../platform/tables/table.ts'
import { MeetingRooms } from '../setup/rooms.service.ts'
import {
  forgetAgendaImport,
  KEPT,
  type AgendaImport,
  type AgendaImportId,
  type EarlierImport,
} from './agenda-import.ts'
import { givenRows, type Given } from './given-rows.ts'
import { judgeRows, type Ground, type JudgedRow } from './judge-rows.ts'
import { missingRooms, roomsToMake } from './rooms-to-make.ts'
import type { Choices } from './said-of-session.ts'

/** What would become of the rows of a file, and of the agenda with them. */
export interface Outlook {
  rows: readonly JudgedRow[]
  /** Rooms that rows speak of and the meeting does not have. */
  missing: readonly string[]
  /** Those that would be made. */
  made: readonly Room[]
  before: readonly Session[]
  /** The sessions as they would be. */
  after: readonly Session[]
}

const LONGEST_NAME = 200

/** How many files a list shows. */
const LISTED = 20

/** Files of sessions: kept as rows, judged against the working copy each time they are looked at, taken in as one deed. */
@Injectable()
export class AgendaImports implements OnModuleInit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
    @Inject(MeetingRooms) private readonly rooms: MeetingRooms,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(forgetAgendaImport, ({ import: id }) => this.forget(id))
  }

  /** Keeps what a file says of sessions. @throws InvalidInput when it says nothing of them */
  async begin(meeting: Meeting, by: PersonId, fileName: string, table: Table): Promise<AgendaImportId> {
    const given = givenRows(table, meeting.timeZone)
    if (!given) throw new InvalidInput({ fields: [{ pointer: '/file', message: 'intake.no-sessions' }] })
    const id = newId<'AgendaImport'>()
    const now = this.clock.now()
    await this.forget()
    await this.database.transaction(async (tx) => {
      await this.database.query(
        `INSERT INTO agenda_import (id, meeting_id, by, file_name, kind, not_read, rows, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          meeting.id,
          by,
          plainText(fileName).slice(0, LONGEST_NAME),
          given.kind,
          JSON.stringify(given.notRead),
          JSON.stringify(given.rows),
          now.toString(),
        ],
        tx,
      )
      await this.audit.write(tx, 'agenda-import.given', { actor: by, meeting: meeting.id, subject: id })
      await this.jobs.send(tx, forgetAgendaImport, { import: id }, { cause: id, startAfter: now.add(KEPT) })
    })
    return id
  }

  /** The files of a meeting that are still kept, newest first. */
  async list(meeting: MeetingId): Promise<EarlierImport[]> {
    const rows = await this.database.query<{ id: AgendaImportId; file_name: string; count: number; created_at: Date }>(
      `SELECT id, file_name, jsonb_array_length(rows) AS count, created_at FROM agenda_import
        WHERE meeting_id = $1 ORDER BY created_at DESC LIMIT $2`,
      [meeting, LISTED],
    )
    return rows.map(({ id, file_name, count, created_at }) => ({
      id,
      fileName: file_name,
      rows: count,
      createdAt: Temporal.Instant.fromEpochMilliseconds(created_at.getTime()),
    }))
  }

  /** @throws NotFound */
  async one(meeting: MeetingId, id: string): Promise<AgendaImport> {
    if (!isId(id)) throw new NotFound()
    const [row] = await this.database.query<
      Pick<AgendaImport, 'by' | 'kind' | 'rows'> & { file_name: string; not_read: string[]; created_at: Date }
    >('SELECT by, file_name, kind, not_read, rows, created_at FROM agenda_import WHERE id = $1 AND meeting_id = $2', [
      id,
      meeting,
    ])
    if (!row) throw new NotFound()
    const { by, kind, rows } = row
    const createdAt = Temporal.Instant.fromEpochMilliseconds(row.created_at.getTime())
    return { id: id as AgendaImportId, by, kind, rows, fileName: row.file_name, notRead: row.not_read, createdAt }
  }

  /** What would become of a file now. */
  async look(meeting: Meeting, given: Given, choices: Choices, locale: Locale): Promise<Outlook> {
    const sessions = await this.workingCopy.list(meeting.id)
    return this.outlook(meeting, sessions, given, choices, locale)
  }

  /**
   * Takes in every good row as one change of the working copy. `expected` is the version of it that was looked at.
   * @throws NotFound, WorkingCopyChangedMeanwhile
   */
  async takeIn(
    meeting: MeetingId,
    id: string,
    expected: number,
    choices: Choices,
    by: PersonId,
    locale: Locale,
  ): Promise<void> {
    const given = await this.one(meeting, id)
    await this.database.transaction(async (tx) => {
      let rows: readonly JudgedRow[] = []
      const kept = await this.workingCopy.takeIn(meeting, expected, { by, tx }, async (frame, sessions) => {
        const outlook = await this.outlook(frame, sessions, given, choices, locale, tx)
        rows = outlook.rows
        await this.rooms.make(tx, frame, outlook.made, by)
        return {
          changes: new Map(rows.flatMap(changeOf)),
          added: rows.flatMap(({ added }) => added ?? []),
          rooms: [...frame.rooms, ...outlook.made],
        }
      })
      await this.refer(tx, meeting, rows, kept)
    })
    await this.versions.ask(meeting)
  }

  /** Removes a file; what was taken in stays. Twice is once. */
  async discard(meeting: MeetingId, id: string, by: PersonId): Promise<void> {
    if (!isId(id)) throw new NotFound()
    await this.database.transaction(async (tx) => {
      const gone = await this.database.query<{ id: string }>(
        'DELETE FROM agenda_import WHERE id = $1 AND meeting_id = $2 RETURNING id',
        [id, meeting],
        tx,
      )
      if (gone.length) await this.audit.write(tx, 'agenda-import.removed', { actor: by, meeting, subject: id })
    })
  }

  private async outlook(
    meeting: Meeting,
    before: readonly Session[],
    given: Given,
    choices: Choices,
    locale: Locale,
    tx?: EntityManager,
  ): Promise<Outlook> {
    const missing = missingRooms(given.rows, meeting)
    const possible = choices.makeRooms ? roomsToMake(missing, meeting) : []
    const references = await this.references(meeting.id, tx)
    const ground: Ground = { meeting, sessions: before, made: possible, references, choices, locale }
    const rows = judgeRows(given.rows, ground)
    const now = new Map(rows.flatMap(({ before: was, after }) => (was && after ? [[was.id, after] as const] : [])))
    const after = [
      ...before.map((session) => now.get(session.id) ?? session),
      ...rows.flatMap(({ added, after: row }) => (added && row ? [row] : [])),
    ]
    // A room that only rows speak of that are left out is not made.
    const used = new Set(after.map(({ roomId }) => roomId))
    return { rows, missing, made: possible.filter(({ id }) => used.has(id)), before, after }
  }

  private async references(meeting: MeetingId, tx?: EntityManager): Promise<ReadonlyMap<string, SessionId>> {
    const rows = await this.database.query<{ reference: string; session: SessionId }>(
      'SELECT reference, session_id AS session FROM session_reference WHERE meeting_id = $1',
      [meeting],
      tx,
    )
    return new Map(rows.map(({ reference, session }) => [reference, session]))
  }

  /** Remembers what the file calls its sessions, so that they are known when it comes again. */
  private async refer(
    tx: EntityManager,
    meeting: MeetingId,
    rows: readonly JudgedRow[],
    kept: readonly Session[],
  ): Promise<void> {
    const ids = new Map(kept.map(({ code, id }) => [code, id]))
    const referring = rows.flatMap(({ reference, before, added }) => {
      const session = before?.id ?? (added && ids.get(added.code))
      return reference && session && !isId(reference) ? [{ reference, session }] : []
    })
    if (referring.length)
      await this.database.query(
        `INSERT INTO session_reference (meeting_id, reference, session_id)
           SELECT $1, reference, session FROM unnest($2::text[], $3::uuid[]) AS said (reference, session)
           ON CONFLICT (meeting_id, reference) DO UPDATE SET session_id = excluded.session_id`,
        [meeting, referring.map(({ reference }) => reference), referring.map(({ session }) => session)],
        tx,
      )
  }

  /** Files whose time is over, and that one if it is. */
  private async forget(id?: AgendaImportId): Promise<void> {
    await this.database.transaction((tx) =>
      this.database.query(
        'DELETE FROM agenda_import WHERE ($1::uuid IS NULL OR id = $1) AND created_at <= $2',
        [id ?? null, this.clock.now().subtract(KEPT).toString()],
        tx,
      ),
    )
  }
}

const changeOf = ({ outcome, before, change }: JudgedRow): [SessionId, ManyChange][] =>
  outcome === 'changed' && before && change ? [[before.id, change]] : []
