import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsFor } from '../../platform/i18n/i18n.ts'
import type { WrittenTable } from '../../platform/tables/write-table.ts'
import type { ImportView, Outcome } from '../../registration/import/import.ts'
import type { Imports } from '../../registration/import/imports.service.ts'
import { differenceText } from './import-changes.tsx'
import { problemWords } from './row-words.ts'

/** Rows that are left out, and why: to be mended, or only to be known. */
export const LEFT_OUT: readonly Outcome[] = ['problem', 'twice', 'left']
/** Rows about people who are registered otherwise. */
export const DIFFERING: readonly Outcome[] = ['differs', 'to-change']

const CHUNK = 500

/** The rows that were left, as they were given, with what to do in a first column; read as they are taken. */
export const problemTable = (imports: Imports, meeting: Meeting, found: ImportView, locale: Locale): WrittenTable => {
  async function* rows(): AsyncGenerator<string[]> {
    for (let after = 0; ;) {
      const some = await imports.rows(found.id, [...LEFT_OUT, ...DIFFERING], { after, limit: CHUNK })
      if (some.length === 0) return
      after = some.at(-1)!.number
      for (const row of some) {
        const problems = [
          ...row.problems.map((problem) => problemWords(problem, found.columns, locale)),
          ...row.differences.map((difference) => differenceText(difference, meeting, locale)),
        ]
        const words = problems.length ? problems : [wordsFor(locale, `tables:outcome.${row.outcome ?? 'new'}`)]
        yield [words.join(' | '), String(row.number), ...row.cells]
      }
    }
  }
  return {
    columns: [wordsFor(locale, 'tables:import.problemColumn'), wordsFor(locale, 'tables:import.row'), ...found.columns],
    rows: rows(),
  }
}
