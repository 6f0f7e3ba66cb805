import type { Meeting } from '../meetings/meeting.entity.ts'
import { KINDS } from '../meetings/personal-data.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { hasWords, wordsFor } from '../platform/i18n/i18n.ts'
import { Actions, ButtonLink } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { page } from '../ui/page.tsx'
import { Terms, type Term } from '../ui/terms.tsx'
import { valueWords } from './data-words.tsx'
import type { Held, HeldValue } from './export.service.ts'

/** The most rows of a table that the page shows; the file has them all. */
const SHOWN = 20

interface DataPage {
  ctx: RequestContext
  held: readonly Held[]
  meetings: ReadonlyMap<string, Meeting>
}

/** Ids say nothing to who reads; the file has them. */
const HIDDEN = new Set(['id', 'session_id'])

/** Whether a value says anything to who reads it. */
const says = (column: string, value: HeldValue | undefined): boolean =>
  !HIDDEN.has(column) &&
  value !== undefined &&
  value !== null &&
  value !== '' &&
  !(typeof value === 'object' && Object.keys(value).length === 0)

/** What a column is called: by its table where that says more than the same word elsewhere. */
const columnName = (table: string, column: string, { ctx: { locale } }: DataPage): string => {
  const own = `privacy:column.${table}-${column}`
  return wordsFor(locale, hasWords(own) ? own : `privacy:column.${column}`)
}

const termsOf = (table: string, row: Held['rows'][number], parts: DataPage): Term[] =>
  Object.entries(row)
    .filter(([column, value]) => says(column, value))
    .map(([column, value]) => ({
      term: columnName(table, column, parts),
      detail: valueWords(value, column, row, parts),
    }))

/** Rows of a few short columns are a table; one row, or long ones, are terms. */
const isTable = ({ rows, table }: Held, columns: readonly string[]): boolean =>
  rows.length > 1 && table !== 'stored_file' && columns.length > 1 && columns.length < 8

const FileLink = ({ row, parts }: { row: Held['rows'][number]; parts: DataPage }) => (
  <p>
    <a href={`/${parts.ctx.locale}/me/data/files/${String(row.id)}`}>
      {parts.ctx.t('privacy:data.file')} <span class="hidden">{String(row.name)}</span>
    </a>
  </p>
)

const HeldTable = ({ held, named, parts }: { held: Held; named: boolean; parts: DataPage }) => {
  const { t, locale } = parts.ctx
  const rows = held.rows.slice(0, SHOWN)
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => says(column, row[column])))
  const more = held.rows.length - SHOWN
  return (
    <>
      {named && <h3>{wordsFor(locale, `privacy:held.${held.kind}.${held.table}`)}</h3>}
      {isTable(held, columns) ? (
        <DataTable
          t={t}
          columns={columns.map((column) => ({ name: columnName(held.table, column, parts) }))}
          rows={rows.map((row) => {
            const [first, ...cells] = columns.map((column) =>
              says(column, row[column]) ? valueWords(row[column]!, column, row, parts) : '',
            )
            return { header: first, cells }
          })}
        />
      ) : (
        rows.map((row) => (
          <>
            <Terms terms={termsOf(held.table, row, parts)} />
            {held.table === 'stored_file' && <FileLink row={row} parts={parts} />}
          </>
        ))
      )}
      {more > 0 && <p class="quiet">{t('privacy:data.more', { count: more })}</p>}
    </>
  )
}

/** Everything that we hold about the reader, by kind. */
export const dataPage = (parts: DataPage): HtmlResponse => {
  const { ctx, held } = parts
  const { t, locale } = ctx
  return page(
    ctx,
    {
      title: t('privacy:data.title'),
      children: (
        <>
          <PageHead t={t} rail={t('privacy:data.rail')} title={t('privacy:data.title')} lead={t('privacy:data.lead')}>
            <Actions>
              <ButtonLink href={`/${locale}/me/data.json`}>{t('privacy:data.download')}</ButtonLink>{' '}
              <a href={`/${locale}/me/data/erase`}>{t('privacy:data.eraseLink')}</a>
            </Actions>
            <p class="screen">
              <a href={`/${locale}/privacy`}>{t('privacy:data.notice')}</a>
            </p>
          </PageHead>
          {KINDS.map((kind) => {
            const tables = held.filter(
              (each) => each.kind === kind && each.rows.some((row) => termsOf(each.table, row, parts).length),
            )
            return (
              tables.length > 0 && (
                <Axis title={t(`privacy:kind.${kind}.title`)}>
                  <div class="flow">
                    <p class="quiet">{t(`privacy:kind.${kind}.why`)}</p>
                    {tables.map((table) => (
                      <HeldTable held={table} named={tables.length > 1} parts={parts} />
                    ))}
                  </div>
                </Axis>
              )
            )
          })}
        </>
      ),
    },
    { cache: 'private' },
  )
}
