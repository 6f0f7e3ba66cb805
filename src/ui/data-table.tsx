import type { ComponentChildren } from 'preact'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { safeHref } from './safe-href.ts'

/** A column; `name` is repeated beside each cell where the table is too narrow for columns. */
export interface Column {
  name: string
  /** Not shown (a column of actions, which say themselves what they do). */
  hideName?: boolean
  /** Of the first column: rows are called by a number, which needs the column's name before it on a card. */
  numbers?: boolean
  /** Sorts by this column; `sorted` says that the table is. */
  href?: string
  sorted?: 'ascending' | 'descending'
}

/** A row: its first cell names it. */
export interface Row {
  header: ComponentChildren
  /** One a column after the first. */
  cells: readonly ComponentChildren[]
  /** A box to pick it with; `label` says what is picked. */
  pick?: { name: string; value: string; label: string; checked?: boolean }
}

/** Rows and columns; on a narrow screen each row becomes a card (ARIA roles keep it a table for who listens). */
export const DataTable = ({
  t,
  caption,
  labelledBy,
  columns,
  rows,
}: {
  t: TFunction
  caption?: ComponentChildren
  labelledBy?: string
  columns: readonly Column[]
  rows: readonly Row[]
}) => {
  const picks = rows.some((row) => row.pick)
  return (
    <table class="data" role="table" aria-labelledby={labelledBy}>
      {caption !== undefined && <caption>{caption}</caption>}
      <thead role="rowgroup">
        <tr role="row">
          {picks && (
            <th role="columnheader" scope="col" class="pick">
              <span class="hidden">{t('common:table.select')}</span>
            </th>
          )}
          {columns.map(({ name, hideName, href, sorted }) => (
            <th role="columnheader" scope="col" aria-sort={sorted}>
              {hideName ? (
                <span class="hidden">{name}</span>
              ) : href === undefined ? (
                name
              ) : (
                <a href={safeHref(href)}>{name}</a>
              )}
              {sorted && <span aria-hidden="true"> {sorted === 'ascending' ? '↑' : '↓'}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ header, cells, pick }) => (
          <tr role="row">
            {pick ? (
              <td role="cell" class="pick">
                <input
                  type="checkbox"
                  name={pick.name}
                  value={pick.value}
                  aria-label={pick.label}
                  checked={pick.checked}
                />
              </td>
            ) : (
              picks && <td role="cell" class="pick" />
            )}
            <th role="rowheader" scope="row" data-label={columns[0]?.numbers ? columns[0].name : undefined}>
              {header}
            </th>
            {cells.map((cell, index) => {
              const column = columns[index + 1]
              return (
                <td role="cell" data-label={column?.hideName ? undefined : column?.name}>
                  <span>{cell}</span>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
