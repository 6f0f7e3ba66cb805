import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { newId, type FileId, type MeetingId, type PersonId } from '../../kernel/id.ts'
import { Clock } from '../clock.ts'
import { Database } from '../database/database.ts'
import { FILE_LIMIT, isAllowed, notOfAKind, tooLarge, type FilePurpose, type MediaType } from './file-purpose.ts'
import { fileName, typeOf } from './sniff.ts'

/** What is known of a stored file without its bytes. */
export interface FileEntry {
  id: FileId
  meeting: MeetingId
  purpose: FilePurpose
  name: string
  type: MediaType
  size: number
  by: PersonId
  at: Temporal.Instant
}

/** A stored file, whole. */
export interface StoredFile extends FileEntry {
  bytes: Buffer
}

/** A file to keep. */
export interface NewFile {
  meeting: MeetingId
  purpose: FilePurpose
  name: string
  bytes: Buffer
  by: PersonId
  /** The field it came from, for what may be wrong with it. */
  pointer?: string
}

interface Row {
  id: FileId
  meeting_id: MeetingId
  purpose: FilePurpose
  name: string
  media_type: MediaType
  size: number
  uploaded_by: PersonId
  at: Date
  bytes: Buffer
}

const ENTRY = 'id, meeting_id, purpose, name, media_type, size, uploaded_by, at'

const entryOf = (row: Omit<Row, 'bytes'>): FileEntry => ({
  id: row.id,
  meeting: row.meeting_id,
  purpose: row.purpose,
  name: row.name,
  type: row.media_type,
  size: row.size,
  by: row.uploaded_by,
  at: Temporal.Instant.fromEpochMilliseconds(row.at.getTime()),
})

/**
 * Files that people hand in, in the database, so that they are backed up, and erased, with the rest. Who may read one is for the
 * caller to decide, at each request; it is answered by `FileResponse`.
 *
 * ```ts
 * const { body, files } = await readUpload(request)             // a route marked @Uploads()
 * const seen = await inspect(files.get('note')!, 'note-verbale', '/note')
 * if (seen.problem) return this.draw(visit, body, [seen.problem])
 * await this.database.transaction((tx) => this.files.keep(tx, { meeting, purpose: 'note-verbale', ...seen.file, by }))
 * ```
 */
@Injectable()
export class StoredFiles {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps a file, once its bytes proved to be of a type that its purpose takes.
   * @throws InvalidInput at `pointer`
   */
  async keep(tx: EntityManager, { meeting, purpose, name, bytes, by, pointer = '/file' }: NewFile): Promise<FileId> {
    if (bytes.length > FILE_LIMIT) throw new InvalidInput({ fields: [tooLarge(pointer)] })
    const type = await typeOf(bytes)
    if (!isAllowed(type, purpose)) throw new InvalidInput({ fields: [notOfAKind(pointer, purpose)] })
    const id = newId<'File'>()
    await this.database.query(
      `INSERT INTO stored_file (id, meeting_id, purpose, name, media_type, size, sha256, bytes, uploaded_by, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        meeting,
        purpose,
        fileName(name, type),
        type,
        bytes.length,
        createHash('sha256').update(bytes).digest(),
        bytes,
        by,
        this.clock.now().toString(),
      ],
      tx,
    )
    return id
  }

  /** The file whole. @throws NotFound when there is none, or none any more */
  async read(id: FileId): Promise<StoredFile> {
    const [row] = await this.database.query<Row>(`SELECT ${ENTRY}, bytes FROM stored_file WHERE id = $1`, [id])
    if (!row) throw new NotFound()
    return { ...entryOf(row), bytes: row.bytes }
  }

  /** What is known of files, without reading them. */
  async entries(ids: readonly FileId[], tx?: EntityManager): Promise<Map<FileId, FileEntry>> {
    const rows = await this.database.query<Row>(
      `SELECT ${ENTRY} FROM stored_file WHERE id = ANY ($1::uuid[])`,
      [ids],
      tx,
    )
    return new Map(rows.map((row) => [row.id, entryOf(row)]))
  }

  /** What somebody has handed in, without the bytes: for export and erasure. */
  async by(person: PersonId, tx?: EntityManager): Promise<FileEntry[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${ENTRY} FROM stored_file WHERE uploaded_by = $1 ORDER BY id`,
      [person],
      tx,
    )
    return rows.map(entryOf)
  }

  /** Removes a file for good; whatever names it lets go of it first. Again changes nothing. */
  async drop(tx: EntityManager, id: FileId): Promise<void> {
    await this.database.query('DELETE FROM stored_file WHERE id = $1', [id], tx)
  }
}
