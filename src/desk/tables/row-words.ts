import type { Locale } from '../../kernel/locale.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { wordsFor } from '../../platform/i18n/i18n.ts'
import type { ImportRow, ImportView } from '../../registration/import/import.ts'
import type { RowProblem } from '../../registration/import/read-row.ts'

/** A row's problem in words: its column by its own heading, and what to do. */
export const problemWords = (
  { column, message, params }: RowProblem,
  columns: readonly string[],
  locale: Locale,
): string => {
  const day = params?.['day']
  const said =
    day === undefined ? {} : { day: formatDay(Temporal.PlainDate.from(String(day)), locale, { year: false }) }
  const sentence = wordsFor(locale, `errors:${message}`, { ...params, ...said })
  const heading = columns[column] || (column < 0 ? '' : String(column + 1))
  return heading ? wordsFor(locale, 'tables:import.problemAt', { column: heading, problem: sentence }) : sentence
}

/** Whom a row is about, by its cells. */
export const whoIn = ({ cells }: Pick<ImportRow, 'cells'>, { mapping }: Pick<ImportView, 'mapping'>): string =>
  (['givenNames', 'familyName', 'email', 'contactEmail'] as const)
    .flatMap((field) => cells[mapping.indexOf(field)] || [])
    .slice(0, 3)
    .join(' ') || '–'
