import { Injectable } from '@nestjs/common'
import type { PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Audit } from '../../platform/audit/audit.ts'
import { Database } from '../../platform/database/database.ts'
import type { TableFormat } from '../../platform/tables/table-response.ts'
import type { WrittenTable } from '../../platform/tables/write-table.ts'
import { SessionOffers } from '../form/session-offers.service.ts'
import { Pools } from '../places/pools.service.ts'
import type { ListFilter, Paging } from '../review/listing.ts'
import { RegistrationList } from '../review/registration-list.service.ts'
import { chosenColumns, exportColumns, type ExportColumn } from './export-columns.ts'

/** So many registrations are read at a time; only they are held in memory. */
const CHUNK = 500

/** What somebody exports. */
export interface ExportOrder {
  columns: readonly string[]
  filter: ListFilter
  order: Pick<Paging, 'sort' | 'descending'>
  format: TableFormat
}

/** What somebody exported last in a meeting. */
export interface ExportChoice {
  columns: readonly string[]
  format: TableFormat
}

/** Registrations as a table, read as fast as it is taken: as many statements for each five hundred as for one. */
@Injectable()
export class RegistrationExport {
  constructor(
    private readonly database: Database,
    private readonly list: RegistrationList,
    private readonly audit: Audit,
    private readonly pools: Pools,
    private readonly sessionOffers: SessionOffers,
  ) {}

  /** What somebody can export of a meeting: also the sessions that ask people to sign up, as far as they may see them. */
  async columns(meeting: Meeting, by: PersonId, locale: Locale): Promise<ExportColumn[]> {
    const days = meeting.days.map(({ date }) => date.toString())
    const [pools, sessions] = await Promise.all([
      this.pools.of(meeting.id, days),
      this.sessionOffers.named(meeting, by, locale),
    ])
    const signedUpFor = new Set(pools.map(({ session }) => session))
    return exportColumns(
      meeting,
      locale,
      [...sessions].flatMap(([id, { code, title }]) =>
        signedUpFor.has(id) ? [{ id, name: `${code} ${title.text}` }] : [],
      ),
    )
  }

  /** Begins an export, which is on record from here; its choice of columns is offered next time. */
  async begin(meeting: Meeting, by: PersonId, locale: Locale, order: ExportOrder): Promise<WrittenTable> {
    const columns = chosenColumns(await this.columns(meeting, by, locale), order.columns)
    const ids = columns.map(({ id }) => id)
    await this.database.transaction(async (tx) => {
      await this.database.query(
        `INSERT INTO registration_export_choice (meeting_id, person_id, columns, format) VALUES ($1, $2, $3, $4)
         ON CONFLICT ON CONSTRAINT registration_export_choice_pkey DO UPDATE SET
           columns = excluded.columns, format = excluded.format`,
        [meeting.id, by, JSON.stringify(ids), order.format],
        tx,
      )
      await this.audit.write(tx, 'registrations.exported', {
        actor: by,
        meeting: meeting.id,
        // What was looked for may be a name: only which filters there were is written down.
        data: { columns: ids, format: order.format, filters: Object.keys(order.filter) },
      })
    })
    const list = this.list
    async function* rows(): AsyncGenerator<string[]> {
      for (let after: string | undefined; ;) {
        const page = await list.list(meeting.id, order.filter, {
          ...order.order,
          locale,
          limit: CHUNK,
          ...(after !== undefined && { after }),
        })
        for (const row of page.rows) yield columns.map((column) => column.cell(row))
        if (page.next === undefined) return
        after = page.next
      }
    }
    return { columns: columns.map(({ heading }) => heading), rows: rows() }
  }

  /** How many registrations an export would have. */
  async count(meeting: Meeting, filter: ListFilter): Promise<number> {
    return this.list.count(meeting.id, filter, 1_000_000)
  }

  /** What they exported last here. */
  async choice(meeting: Meeting, person: PersonId): Promise<ExportChoice | undefined> {
    const [row] = await this.database.query<ExportChoice>(
      'SELECT columns, format FROM registration_export_choice WHERE meeting_id = $1 AND person_id = $2',
      [meeting.id, person],
    )
    return row
  }
}
