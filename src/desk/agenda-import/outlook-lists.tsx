import type { ComponentChildren } from 'preact'
import { stateOf } from '../../agenda/session-state.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { hasWords, wordsFor } from '../../platform/i18n/i18n.ts'
import { Links } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { DataTable, type Column as TableColumn, type Row } from '../../ui/data-table.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { fieldName, valueWords, type Wording } from '../agenda/field-words.ts'
import { dayName, roomName, timesOf } from '../agenda/words.ts'
import { columnName } from './agenda-columns.ts'
import type { SHOWN_LISTS } from './import-choices.ts'
import type { JudgedRow } from './judge-rows.ts'
import type { RowProblem } from './said-of-session.ts'

type ListName = (typeof SHOWN_LISTS)[number]

export interface ListProps extends Wording {
  rows: readonly JudgedRow[]
  /** `/en/desk/unnm-2022` */
  path: string
  /** The address of this file with what is chosen, for more of a list. */
  here: (more: Readonly<Record<string, string>>) => string
  calendar: boolean
}

/** Rows of a list on the overview; the list by itself has more. */
const FEW = 25
const MANY = 100

const LONGEST = 160
const short = (words: string): string => (words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words)

/** What is wrong with a row, as a sentence at its column. */
const problemWords = ({ column, message, params }: RowProblem, { t, locale }: Wording): string => {
  const key = `errors:${message}`
  const said = params?.['said'] === undefined ? {} : { said: short(String(params['said'])) }
  const sentence = wordsFor(locale, hasWords(key) ? key : 'errors:problem.invalid-input', { ...params, ...said })
  return column ? t('intake:at', { column: columnName(column, t), problem: sentence }) : sentence
}

const Title = ({ row, path, ...wording }: { row: JudgedRow; path: string } & Wording) => {
  const { t, locale, meeting } = wording
  const words = Object.keys(row.title).length ? wordsOf(row.title, meeting, locale) : undefined
  const code = row.before?.code ?? row.added?.code
  const title = words ? <span lang={words.lang}>{short(words.text)}</span> : t('intake:untitled')
  return (
    <>
      {row.before ? <a href={`${path}/agenda/${row.before.code}`}>{title}</a> : title} {code && <small>{code}</small>}
    </>
  )
}

const Differences = ({ row, ...wording }: { row: JudgedRow } & Wording) => {
  const { t } = wording
  return (
    <ul class="plain">
      {Object.entries(row.differences).map(([field, { was, is }]) => (
        <li>
          <span class="quiet">{fieldName(field, t)}</span> {short(valueWords(field, was, wording))}{' '}
          <span aria-hidden="true">→</span>
          <span class="hidden">{t('intake:becomes')}</span> <strong>{short(valueWords(field, is, wording))}</strong>
        </li>
      ))}
    </ul>
  )
}

/** What each list shows of a row beside its number and title. */
const partsOf = (
  list: ListName,
  wording: Wording,
): { columns: TableColumn[]; cells: (row: JudgedRow) => ComponentChildren[] } => {
  const { t, locale, meeting } = wording
  switch (list) {
    case 'refused':
      return {
        columns: [{ name: t('intake:refused.what') }],
        cells: ({ problems }) => [
          <ul class="plain">
            {problems.map((problem) => (
              <li>{problemWords(problem, wording)}</li>
            ))}
          </ul>,
        ],
      }
    case 'changed':
      return {
        columns: [{ name: t('intake:differences') }],
        cells: (row) => [<Differences {...wording} row={row} />],
      }
    case 'new':
    case 'same':
      return {
        columns: [{ name: t('intake:when') }, { name: t('intake:who') }],
        cells: ({ after }) => [
          after &&
            [dayName(after.day, locale), timesOf(after, t), roomName(meeting, after.roomId, locale, t)].join(', '),
          after && valueWords('access', stateOf(after).access, wording),
        ],
      }
  }
}

const underOf = (list: ListName, t: Wording['t']): string | undefined =>
  list === 'refused' ? t('intake:refused.under') : undefined

/** The rows of one outcome: the first of them, or page by page where only they are shown. */
export const OutlookList = ({ list, from, ...props }: ListProps & { list: ListName; from?: number }) => {
  const { t, locale, meeting, rows, path, here, calendar } = props
  const all = rows.filter(({ outcome }) => outcome === list)
  if (all.length === 0) return null
  const rest = from === undefined ? all : all.filter(({ number }) => number > from)
  const shown = rest.slice(0, from === undefined ? FEW : MANY)
  const last = shown.at(-1)
  const wording: Wording = { t, locale, meeting }
  const { columns, cells } = partsOf(list, wording)
  return (
    <Axis title={t(`intake:${list}.title`)} under={underOf(list, t)} id={list}>
      <div class="flow">
        <DataTable
          t={t}
          caption={<span class="hidden">{t(`intake:${list}.title`)}</span>}
          columns={[
            { name: t(calendar ? 'intake:event' : 'intake:row'), numbers: true },
            { name: t('intake:session') },
            ...columns,
          ]}
          rows={shown.map((row): Row => ({
            header: row.number,
            cells: [<Title {...wording} row={row} path={path} />, ...cells(row)],
          }))}
        />
        {from === undefined && all.length > shown.length && (
          <Links links={[{ href: here({ show: list }), children: t('intake:all', { count: all.length }) }]} />
        )}
        {from !== undefined && (
          <Pagination
            t={t}
            first={from > 0 ? here({ show: list }) : undefined}
            next={rest.length > shown.length ? here({ show: list, after: String(last!.number) }) : undefined}
          />
        )}
      </div>
    </Axis>
  )
}
