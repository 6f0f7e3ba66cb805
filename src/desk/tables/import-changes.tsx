import { constituency } from '../../delegations/constituency.ts'
import { stateName } from '../../delegations/state.ts'
import { isLocale, LOCALE_NAMES, type Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { translator, wordsFor, type TFunction } from '../../platform/i18n/i18n.ts'
import { fieldName, questionsInTable } from '../../registration/import/import-fields.ts'
import type { Difference, ImportRow, ImportView } from '../../registration/import/import.ts'
import { answerText } from '../../registration/questions/answer-words.ts'
import { DAY_MODES } from '../../registration/registration.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { problemWords, whoIn } from './row-words.ts'

/** A value as a registration keeps it, in words. */
const valueWords = ({ field }: Difference, value: string, meeting: Meeting, locale: Locale): string => {
  const t = translator(locale)
  if (value === '') return '–'
  const [kind, of] = field.split(/:(.*)/s)
  switch (kind) {
    case 'day': {
      const mode = DAY_MODES.find((each) => each === value)
      return mode ? t(`tables:mode.${mode}`) : value
    }
    case 'answer': {
      const question = questionsInTable(meeting).find(({ id }) => id === of)
      return question ? answerText(question, value, meeting, locale) : value
    }
    case 'constituency':
      return constituency(value)?.name[locale] ?? value
    case 'state':
      return stateName(value, locale)
    case 'language':
      return isLocale(value) ? LOCALE_NAMES[value] : value
    case 'verified':
      return value === 'yes' ? t('registration:answers.yes') : t('registration:answers.no')
    default:
      return value
  }
}

/** What differs, as it is and as it would be. */
export const differenceWords = (
  difference: Difference,
  meeting: Meeting,
  locale: Locale,
): { field: string; was: string; now: string } => ({
  field: fieldName(difference.field, meeting, locale),
  was: valueWords(difference, difference.was, meeting, locale),
  now: valueWords(difference, difference.now, meeting, locale),
})

/** The same as one text, for files. */
export const differenceText = (difference: Difference, meeting: Meeting, locale: Locale): string =>
  wordsFor(locale, 'tables:import.difference', differenceWords(difference, meeting, locale))

/** Whether there would be no place for them on a day, so that they come into line. */
const wouldWait = ({ field }: Difference, { outlook }: ImportRow, meeting: Meeting): boolean => {
  const day = /^day:(\d+)$/.exec(field)?.[1]
  const date = day && meeting.days[Number(day) - 1]?.date.toString()
  return outlook.some((each) => each.day === date && each.status === 'waiting')
}

/** Who is registered otherwise than the table says: what is, and what would be. */
export const DifferingRows = ({
  t,
  locale,
  meeting,
  base,
  found,
  rows,
  next,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** Where this import is. */
  base: string
  found: ImportView
  rows: readonly ImportRow[]
  next?: number | undefined
}) => (
  <>
    <DataTable
      t={t}
      caption={<span class="hidden">{t('tables:import.differing')}</span>}
      columns={[
        { name: t('tables:import.row'), numbers: true },
        { name: t('tables:import.who') },
        { name: t('tables:import.differences') },
      ]}
      rows={rows.map((row) => ({
        header: row.number,
        cells: [
          row.registration ? (
            <a href={`${base.replace(/\/import\/.*/, '')}/${row.registration}`}>{whoIn(row, found)}</a>
          ) : (
            whoIn(row, found)
          ),
          <ul class="plain">
            {row.problems.map((problem) => (
              <li>{problemWords(problem, found.columns, locale)}</li>
            ))}
            {row.differences.map((difference) => {
              const { field, was, now } = differenceWords(difference, meeting, locale)
              return (
                <li>
                  <span class="quiet">{field}</span> {was} <span aria-hidden="true">→</span>
                  <span class="hidden">{t('tables:import.becomes')}</span> <strong>{now}</strong>
                  {wouldWait(difference, row, meeting) && ` (${t('tables:status.waiting')})`}
                </li>
              )
            })}
          </ul>,
        ],
      }))}
    />
    <Pagination t={t} next={next === undefined ? undefined : `${base}?differing=${next}#differing`} />
  </>
)
