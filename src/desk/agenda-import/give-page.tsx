import { FORMATS, SESSION_KINDS, SHOW_LEVELS } from '../../agenda/release.ts'
import type { Locale } from '../../kernel/locale.ts'
import { formatInstant, listed } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Field } from '../../ui/field.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { COLUMNS, textOfColumn, type PlainColumn, type TextField } from './agenda-columns.ts'
import { MOST_SESSIONS, type EarlierImport } from './agenda-import.ts'

interface Props {
  t: TFunction
  locale: Locale
  /** `/en/desk/unnm-2022/agenda/import` */
  base: string
}

/** The columns, each text once for all its languages; the reference comes from other programs only. */
const DESCRIBED = [
  ...new Set(COLUMNS.map((column) => textOfColumn(column)?.text ?? (column as PlainColumn))),
].toSpliced(1, 0, 'reference')

const wordsFor = (column: PlainColumn | TextField, t: TFunction): readonly string[] => {
  switch (column) {
    case 'kind':
      return SESSION_KINDS.map((kind) => t(`desk:kind.${kind}`))
    case 'format':
      return FORMATS.map((format) => t(`desk:format.${format}`))
    case 'show':
      return SHOW_LEVELS.map((level) => t(`desk:level.${level}`))
    default:
      return []
  }
}

const Columns = ({ t, locale }: Omit<Props, 'base'>) => (
  <details>
    <summary>{t('intake:give.columns')}</summary>
    <div class="flow">
      <p>{t('intake:give.empty')}</p>
      <p>{t('intake:give.known')}</p>
      <DataTable
        t={t}
        caption={<span class="hidden">{t('intake:give.columns')}</span>}
        columns={[{ name: t('intake:give.column') }, { name: t('intake:give.inIt') }]}
        rows={DESCRIBED.map((column) => ({
          header: t(`intake:column.${column}`),
          cells: [t(`intake:about.${column}`, { words: listed([...wordsFor(column, t)], locale) })],
        }))}
      />
    </div>
  </details>
)

/** Where a file of sessions is given, and tables to begin with. */
export const GivePage = ({
  t,
  locale,
  base,
  zone,
  earlier,
  errors,
}: Props & { zone: string; earlier: readonly EarlierImport[]; errors: readonly FieldProblem[] }) => (
  <>
    <Axis title={t('intake:give.title')}>
      <div class="flow">
        <Form action={base} class="form" enctype="multipart/form-data">
          <Field
            t={t}
            name="file"
            label={t('intake:give.file')}
            hint={t('intake:give.hint', { limit: MOST_SESSIONS.toLocaleString(locale) })}
            error={problemOf(errors, 'file')}
          >
            {(control) => <input type="file" accept=".ics,.xlsx,.csv,.tsv,.txt,text/calendar" {...control} />}
          </Field>
          <Actions>
            <Button>{t('intake:give.look')}</Button>
          </Actions>
          <p class="quiet">{t('intake:give.nothingYet')}</p>
        </Form>
        <Columns t={t} locale={locale} />
        <details>
          <summary>{t('intake:give.calendars')}</summary>
          <p>{t('intake:give.calendarsHint')}</p>
        </details>
      </div>
    </Axis>
    <Axis title={t('intake:give.tables')} under={t('intake:give.tablesUnder')}>
      <Links
        links={[
          { href: `${base}/template.xlsx`, children: t('intake:give.templateXlsx') },
          { href: `${base}/template.csv`, children: t('intake:give.templateCsv') },
          { href: `${base}/working-copy.xlsx`, children: t('intake:give.workingXlsx') },
          { href: `${base}/working-copy.csv`, children: t('intake:give.workingCsv') },
        ]}
      />
    </Axis>
    {earlier.length > 0 && (
      <Axis title={t('intake:earlier.title')} under={t('intake:earlier.kept')}>
        <DataTable
          t={t}
          caption={<span class="hidden">{t('intake:earlier.title')}</span>}
          columns={[
            { name: t('intake:earlier.name') },
            { name: t('intake:earlier.when') },
            { name: t('intake:earlier.rows') },
          ]}
          rows={earlier.map(({ id, fileName, createdAt, rows }) => ({
            header: <a href={`${base}/${id}`}>{fileName}</a>,
            cells: [formatInstant(createdAt, zone, locale), rows],
          }))}
        />
      </Axis>
    )}
  </>
)
