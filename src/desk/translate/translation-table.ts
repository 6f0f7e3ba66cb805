import type { AgendaText } from '../../agenda/agenda-texts.ts'
import { seenAs, type TranslationEdit } from '../../agenda/translating.service.ts'
import type { Translation } from '../../agenda/translations.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { wordsFor } from '../../platform/i18n/i18n.ts'
import type { Table } from '../../platform/tables/table.ts'

/** The columns of a file for translators, in their order. */
export const COLUMNS = ['where', 'source', 'target', 'state', 'key', 'seen'] as const
type ColumnName = (typeof COLUMNS)[number]
const NEEDED = ['source', 'target', 'key', 'seen'] as const satisfies readonly ColumnName[]

/** What a column is called in a language. */
export const columnName = (column: ColumnName, locale: Locale): string => wordsFor(locale, `translate:column.${column}`)

/** The table that a translator gets: every text, with what it is checked by when it comes back. */
export const translationRows = (
  all: readonly Translation[],
  locale: Locale,
  nameOf: (one: Translation) => string,
): string[][] =>
  all.map((one) => [
    nameOf(one),
    one.source,
    one.target,
    wordsFor(locale, `translate:state.${one.state}`),
    one.text.key,
    seenAs(one.source, one.target),
  ])

/** What becomes of a row. Only `change` is written; the others say why not, or that there is nothing to do. */
export type RowOutcome = 'change' | 'same' | 'empty' | 'source-changed' | 'target-changed' | 'unknown'

export interface LookedRow {
  number: number
  outcome: RowOutcome
  text?: AgendaText
  edit?: TranslationEdit
}

/** Finds the columns by what they are called in any of our languages; undefined where one is missing. */
const placesIn = (table: Table): Readonly<Record<(typeof NEEDED)[number], number>> | undefined => {
  const at = (column: ColumnName): number =>
    table.columns.findIndex((heading) =>
      LOCALES.some((locale) => columnName(column, locale).toLowerCase() === heading.trim().toLowerCase()),
    )
  const places = { source: at('source'), target: at('target'), key: at('key'), seen: at('seen') }
  return NEEDED.every((column) => places[column] >= 0) ? places : undefined
}

/**
 * What would become of each row of a file that a translator sends back; undefined when it is no such file. A row whose source
 * or translation changed since the file was made is refused.
 */
export const lookAtRows = (table: Table, now: ReadonlyMap<string, Translation>): LookedRow[] | undefined => {
  const places = placesIn(table)
  if (!places) return undefined
  return table.rows.map(({ number, cells }): LookedRow => {
    const cell = (column: keyof typeof places): string => (cells[places[column]] ?? '').trim().normalize('NFC')
    const one = now.get(cell('key'))
    if (!one) return { number, outcome: 'unknown' }
    const [target, seen] = [cell('target'), cell('seen')]
    const row = (outcome: RowOutcome): LookedRow => ({ number, outcome, text: one.text })
    if (!target) return row('empty')
    if (target === one.target) return row('same')
    const [source, before] = [seenAs(one.source, '').split('.')[0], seenAs('', one.target).split('.')[1]]
    if (seen.split('.')[0] !== source) return row('source-changed')
    if (seen.split('.')[1] !== before) return row('target-changed')
    return { ...row('change'), edit: { key: one.text.key, target, seen } }
  })
}

/** Rows that a form carried, as far as they are such rows. */
export const editsFrom = (unpacked: unknown): TranslationEdit[] =>
  Array.isArray(unpacked)
    ? unpacked.flatMap((row: unknown) => {
        const { key, target, seen } = (row ?? {}) as Record<string, unknown>
        return typeof key === 'string' && typeof target === 'string' && typeof seen === 'string'
          ? [{ key: key.slice(0, 200), target: target.slice(0, 10_000), seen: seen.slice(0, 60) }]
          : []
      })
    : []
