import { Injectable } from '@nestjs/common'
import type { FileId, PersonId } from '../kernel/id.ts'
import { asId, isId } from '../kernel/id.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { PersonalData } from '../meetings/personal-data.ts'
import { Database } from '../platform/database/database.ts'
import { StoredFiles, type StoredFile } from '../platform/files/stored-files.service.ts'
import type { Holding } from './holding.ts'
import { HOLDINGS } from './what-we-hold.ts'

/** A value as the database has it; moments are ISO strings in UTC. */
export type HeldValue = string | number | boolean | null | object

/** What we hold of one kind in one table. */
export interface Held {
  kind: PersonalData
  table: string
  rows: Readonly<Record<string, HeldValue>>[]
}

/** A file among it can be fetched by its id; nothing else is. */
const FILES = 'stored_file'

const selectOf = ({ table, shows, of }: Holding): string => {
  const columns = [...(table === FILES ? ['id'] : []), ...shows]
  return `SELECT ${columns.map((column) => `t."${column}"`).join(', ')} FROM ${table} t WHERE ${of} ORDER BY ${columns.map((_, index) => index + 1).join(', ')}`
}

const plain = (value: unknown): HeldValue =>
  value instanceof Date
    ? value.toISOString()
    : typeof value === 'object' || typeof value === 'string'
      ? value
      : asScalar(value)

const asScalar = (value: unknown): number | boolean | null =>
  typeof value === 'number' || typeof value === 'boolean' ? value : null

/** Everything that we hold about a person, for that person only. */
@Injectable()
export class Export {
  constructor(
    private readonly database: Database,
    private readonly files: StoredFiles,
  ) {}

  /** By kind and table, in the order of the register; what there is nothing of is absent. */
  async of(person: PersonId): Promise<Held[]> {
    const held: Held[] = []
    for (const holding of HOLDINGS.filter(({ shows }) => shows.length > 0)) {
      const rows = await this.database.query<Record<string, unknown>>(selectOf(holding), [person])
      if (rows.length)
        held.push({
          kind: holding.kind,
          table: holding.table,
          rows: rows.map((row) =>
            Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)])),
          ),
        })
    }
    return held
  }

  /** One of the person's own files. @throws NotFound also for somebody else's */
  async file(person: PersonId, id: string): Promise<StoredFile> {
    if (!isId(id)) throw new NotFound()
    for (const { of } of HOLDINGS.filter(({ table }) => table === FILES)) {
      const found = await this.database.query(`SELECT 1 FROM ${FILES} t WHERE ${of} AND t.id = $2`, [person, id])
      if (found.length) return this.files.read(asId<'File'>(id) satisfies FileId)
    }
    throw new NotFound()
  }
}
