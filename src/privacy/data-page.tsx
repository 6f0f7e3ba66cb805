import type { ComponentChildren } from 'preact'
import { stateName } from '../delegations/state.ts'
import { isLocale, LOCALE_NAMES, type Locale } from '../kernel/locale.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { KINDS } from '../meetings/personal-data.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import type { RequestContext } from '../platform/http/request-context.ts'
import { formatDay, formatInstant } from '../platform/i18n/formats.ts'
import { hasWords, wordsFor } from '../platform/i18n/i18n.ts'
import { questionsOf } from '../registration/questions/badge-questions.ts'
import { shownReference } from '../registration/reference.ts'
import { constituencyName } from '../registration/words.ts'
import { Actions, ButtonLink } from '../ui/actions.tsx'
import { Axis, PageHead } from '../ui/axis.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { page } from '../ui/page.tsx'
import { Terms, type Term } from '../ui/terms.tsx'
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

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

const moment = (text: string, locale: Locale): string =>
  `${formatInstant(Temporal.Instant.from(text), 'UTC', locale)} UTC`

/** What organisers and the service asked, and what was said, in the words of the form. */
const answerWords = (
  key: string,
  value: unknown,
  { ctx, meetings }: DataPage,
  meeting: HeldValue | undefined,
): [string, string] => {
  const { t, locale } = ctx
  const found = typeof meeting === 'string' ? meetings.get(meeting) : undefined
  const question = found && questionsOf(found.registration).find(({ id }) => id === key)
  const label = hasWords(`privacy:agreed.${key}`) ? wordsFor(locale, `privacy:agreed.${key}`) : key
  const said = (one: unknown): string => {
    if (typeof one === 'boolean') return one ? t('privacy:data.yes') : t('privacy:data.no')
    const option = question?.options?.find(({ id }) => id === one)
    if (option && found) return wordsOf(option.label, found, locale).text
    if (typeof one === 'string' && MOMENT.test(one)) return moment(one, locale)
    return typeof one === 'object' ? JSON.stringify(one) : String(one)
  }
  return [
    question && found ? wordsOf(question.label, found, locale).text : label,
    Array.isArray(value) ? value.map(said).join(', ') : said(value),
  ]
}

/** What was done, or what a mail was about; the ids behind it are in the file. */
const deedWords = (text: string, locale: Locale): string => {
  const code = text.split(' ')[0]!
  const [about, move = about] = code.split('.')
  const moved = `desk:registrations.history.move.${move}`
  const key = [
    `privacy:deed.${code.replace('.', '-')}`,
    ...(about === 'registration' || about === move ? [moved] : []),
    `privacy:deed.${about}`,
  ].find(hasWords)
  return key ? wordsFor(locale, key) : code
}

const words = (value: HeldValue, column: string, parts: DataPage, row: Held['rows'][number]): ComponentChildren => {
  const { ctx, meetings } = parts
  const { t, locale } = ctx
  if (typeof value === 'boolean') return value ? t('privacy:data.yes') : t('privacy:data.no')
  if (typeof value === 'object' && value !== null)
    return (
      <ul>
        {Object.entries(value)
          .filter(([, each]) => each !== '' && each !== null)
          .map(([key, each]) => {
            const [question, answer] = answerWords(key, each, parts, row.meeting_id)
            return <li>{t('privacy:data.answer', { question, answer })}</li>
          })}
      </ul>
    )
  const text = String(value)
  if (column === 'meeting_id') {
    const meeting = meetings.get(text)
    return meeting ? wordsOf(meeting.title, meeting, locale).text : text
  }
  if (column.endsWith('constituency')) return constituencyName(text, locale)
  if (column.endsWith('_state') && !column.startsWith('from') && !column.startsWith('to'))
    return stateName(text, locale)
  if ((column === 'language' || column === 'locale') && isLocale(text)) return LOCALE_NAMES[text]
  if (column === 'day') return formatDay(Temporal.PlainDate.from(text), locale)
  if (column === 'reference') return shownReference(text)
  if (column === 'cause' || column === 'action' || column === 'move') return deedWords(text, locale)
  if (MOMENT.test(text)) return moment(text, locale)
  return hasWords(`privacy:value.${text}`) ? wordsFor(locale, `privacy:value.${text}`) : text
}

/** Whether a value says anything to who reads it. */
const says = (column: string, value: HeldValue | undefined): boolean =>
  !HIDDEN.has(column) &&
  value !== undefined &&
  value !== null &&
  value !== '' &&
  !(typeof value === 'object' && Object.keys(value).length === 0)

const termsOf = (row: Held['rows'][number], parts: DataPage): Term[] =>
  Object.entries(row)
    .filter(([column, value]) => says(column, value))
    .map(([column, value]) => ({
      term: wordsFor(parts.ctx.locale, `privacy:column.${column}`),
      detail: words(value, column, parts, row),
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

const HeldTable = ({ held, parts }: { held: Held; parts: DataPage }) => {
  const { t, locale } = parts.ctx
  const rows = held.rows.slice(0, SHOWN)
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => says(column, row[column])))
  const more = held.rows.length - SHOWN
  return (
    <>
      {isTable(held, columns) ? (
        <DataTable
          t={t}
          columns={columns.map((column) => ({ name: wordsFor(locale, `privacy:column.${column}`) }))}
          rows={rows.map((row) => {
            const [first, ...cells] = columns.map((column) =>
              says(column, row[column]) ? words(row[column]!, column, parts, row) : '',
            )
            return { header: first, cells }
          })}
        />
      ) : (
        rows.map((row) => (
          <>
            <Terms terms={termsOf(row, parts)} />
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
            <p>
              <a href={`/${locale}/privacy`}>{t('privacy:data.notice')}</a>
            </p>
          </PageHead>
          {KINDS.map((kind) => {
            const tables = held.filter(
              (each) => each.kind === kind && each.rows.some((row) => termsOf(row, parts).length),
            )
            return (
              tables.length > 0 && (
                <Axis title={t(`privacy:kind.${kind}.title`)}>
                  <div class="flow">
                    <p class="quiet">{t(`privacy:kind.${kind}.why`)}</p>
                    {tables.map((table) => (
                      <HeldTable held={table} parts={parts} />
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
