import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsFor, type TFunction } from '../../platform/i18n/i18n.ts'
import { formatDay, formatInstant } from '../../platform/i18n/formats.ts'
import { fieldName, fieldsOf } from '../../registration/import/import-fields.ts'
import { MOST_ROWS, type ImportRow, type ImportView } from '../../registration/import/import.ts'
import type { RowProblem } from '../../registration/import/read-row.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Field } from '../../ui/field.tsx'
import { Figures } from '../../ui/figures.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { State, type StateName } from '../../ui/state.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { Tick } from '../../ui/tick.tsx'

interface Shown {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** Where this import is. */
  base: string
  found: ImportView
}

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

/** Where a table is given: as a file, or pasted. */
export const GivePage = ({
  t,
  locale,
  base,
  zone,
  earlier,
  errors,
  text,
}: {
  t: TFunction
  locale: Locale
  base: string
  zone: string
  earlier: readonly ImportView[]
  errors: readonly FieldProblem[]
  text?: string | undefined
}) => (
  <>
    <Axis title={t('tables:import.give')}>
      <div class="flow">
        <Form action={base} class="form" enctype="multipart/form-data">
          <Field
            t={t}
            name="file"
            label={t('tables:import.file')}
            hint={t('tables:import.fileHint', { rows: MOST_ROWS.toLocaleString(locale) })}
            error={problemOf(errors, 'file')}
          >
            {(control) => <input type="file" accept=".xlsx,.csv,.tsv,.txt" {...control} />}
          </Field>
          <Textarea
            t={t}
            name="text"
            label={t('tables:import.paste')}
            hint={t('tables:import.pasteHint')}
            error={problemOf(errors, 'text')}
            rows={6}
            value={text}
            optional
          />
          <Actions>
            <Button>{t('tables:import.look')}</Button>
          </Actions>
        </Form>
        <p class="quiet">{t('tables:import.nothingYet')}</p>
        <Links
          links={[
            { href: `${base}/template.xlsx`, children: t('tables:import.templateXlsx') },
            { href: `${base}/template.csv`, children: t('tables:import.templateCsv') },
          ]}
        />
      </div>
    </Axis>
    {earlier.length > 0 && (
      <Axis title={t('tables:import.earlier')} under={t('tables:import.kept')}>
        <DataTable
          t={t}
          caption={<span class="hidden">{t('tables:import.earlier')}</span>}
          columns={['name', 'when', 'rows', 'state'].map((key) => ({
            name: t(`tables:import.earlierColumns.${key as 'name' | 'when' | 'rows' | 'state'}`),
          }))}
          rows={earlier.map((each) => ({
            header: <a href={`${base}/${each.id}`}>{each.fileName || t('tables:import.pasted')}</a>,
            cells: [formatInstant(each.createdAt, zone, locale), each.total, t(`tables:import.state.${each.state}`)],
          }))}
        />
      </Axis>
    )}
  </>
)

/** Which field each column holds. */
export const MappingForm = ({
  t,
  locale,
  meeting,
  base,
  found,
  errors,
  samples,
}: Shown & { errors: readonly FieldProblem[]; samples: readonly (readonly string[])[] }) => {
  const options = fieldsOf(meeting).map((value) => ({ value, label: fieldName(value, meeting, locale) }))
  return (
    <Form action={base} class="form">
      <input type="hidden" name="do" value="map" />
      <div class="form in-columns">
        {found.columns.map((column, index) => {
          const example = samples.map((cells) => cells[index]).find((cell) => cell)
          return (
            <Select
              t={t}
              name={`columns[${index}]`}
              label={column || t('tables:import.columnNumber', { number: index + 1 })}
              hint={example === undefined ? undefined : t('tables:import.example', { example: example.slice(0, 60) })}
              error={problemOf(errors, `columns[${index}]`)}
              options={options}
              blank={t('tables:import.notRead')}
              value={found.mapping[index]}
            />
          )
        })}
      </div>
      <RadioChoices
        t={t}
        name="verified"
        label={t('tables:import.verified')}
        hint={t('tables:import.verifiedHint')}
        choices={[
          { value: 'no', label: t('tables:import.toBeChecked') },
          { value: 'yes', label: t('tables:import.verifiedAlready') },
        ]}
        value={found.verified ? 'yes' : 'no'}
      />
      <Actions>
        <Button second={found.state !== 'mapping'}>{t('tables:import.lookAgain')}</Button>
      </Actions>
    </Form>
  )
}

/** How far it has come, in numbers. */
export const ImportFigures = ({ t, found }: Pick<Shown, 't' | 'found'>) => {
  const { counts, state, total } = found
  const seen = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const busy = state === 'checking' || state === 'importing'
  const done = state === 'checking' ? seen : total - counts.new
  const shown = [
    ['added', counts.added],
    ['new', counts.new],
    ['known', counts.known],
    ['differs', counts.differs],
    ['left', counts.left],
    ['twice', counts.twice],
    ['problem', counts.problem],
  ] as const
  return (
    <Figures
      figures={[
        {
          label: t(state === 'checking' ? 'tables:import.lookedAt' : 'tables:import.rows'),
          figure: busy ? done : total,
          ...(busy && {
            progress: { value: done, max: total, label: t('tables:import.progress', { done, total }) },
            note: t('tables:import.of', { total }),
          }),
        },
        ...shown
          .filter(
            ([key, count]) =>
              count > 0 || (key === 'new' && state === 'checked') || (key === 'added' && state === 'done'),
          )
          .map(([key, count]) => ({ label: t(`tables:outcome.${key}`), figure: count })),
      ]}
    />
  )
}

/** What stands in the way of rows, first the wrong ones. */
export const ProblemRows = ({
  t,
  locale,
  base,
  found,
  rows,
  next,
}: Shown & { rows: readonly ImportRow[]; next?: number | undefined }) => {
  const name = ['givenNames', 'familyName', 'email', 'contactEmail'].map((field) =>
    found.mapping.findIndex((each) => each === field),
  )
  const who = (cells: readonly string[]): string =>
    name
      .flatMap((at) => (at >= 0 && cells[at] ? [cells[at]] : []))
      .slice(0, 3)
      .join(' ')
  return (
    <>
      <DataTable
        t={t}
        caption={<span class="hidden">{t('tables:import.problems')}</span>}
        columns={[
          { name: t('tables:import.row') },
          { name: t('tables:import.who') },
          { name: t('tables:import.outcome') },
          { name: t('tables:import.todo') },
        ]}
        rows={rows.map((row) => ({
          header: row.number,
          cells: [
            who(row.cells) || '–',
            row.registration ? (
              <a href={`${base.replace(/\/import\/.*/, '')}/${row.registration}`}>
                {t(`tables:outcome.${row.outcome ?? 'new'}`)}
              </a>
            ) : (
              t(`tables:outcome.${row.outcome ?? 'new'}`)
            ),
            row.problems.length ? (
              <ul class="plain">
                {row.problems.map((problem) => (
                  <li>{problemWords(problem, found.columns, locale)}</li>
                ))}
              </ul>
            ) : (
              t('tables:import.asItIs')
            ),
          ],
        }))}
      />
      <Pagination t={t} next={next === undefined ? undefined : `${base}?after=${next}`} />
    </>
  )
}

const SHAPES = {
  none: 'not-attending',
  requested: 'under-review',
  confirmed: 'confirmed',
  waiting: 'waiting',
} as const satisfies Record<string, StateName>

/** What the first good rows would get. */
export const GoodRows = ({ t, locale, meeting, found, rows }: Shown & { rows: readonly ImportRow[] }) => {
  const at = (field: string): number => found.mapping.findIndex((each) => each === field)
  const cell = (row: ImportRow, field: string): string => row.cells[at(field)] ?? ''
  return (
    <DataTable
      t={t}
      caption={<span class="hidden">{t('tables:import.good')}</span>}
      columns={[
        { name: t('tables:import.row') },
        { name: t('tables:import.who') },
        ...meeting.days.map((day) => ({ name: formatDay(day.date, locale, { year: false }) })),
      ]}
      rows={rows.map((row) => ({
        header: row.number,
        cells: [
          [cell(row, 'givenNames'), cell(row, 'familyName')].filter(Boolean).join(' '),
          ...meeting.days.map((day) => {
            const outlook = row.outlook.find((each) => each.day === day.date.toString())
            return <State t={t} is={SHAPES[outlook?.status ?? 'none']} />
          }),
        ],
      }))}
    />
  )
}

/** What can be done now. */
export const NextSteps = ({ t, base, found }: Pick<Shown, 't' | 'base' | 'found'>) => {
  const { state, counts } = found
  if (state === 'checking') return null
  if (state === 'importing')
    return (
      <Form action={base} class="form">
        <Actions>
          <Button second name="do" value="stop">
            {t('tables:import.stop')}
          </Button>
          <a href={base}>{t('tables:import.refresh')}</a>
        </Actions>
      </Form>
    )
  return (
    <>
      {(state === 'checked' || state === 'stopped') && counts.new > 0 && (
        <Form action={base} class="form">
          <Tick
            t={t}
            name="tell"
            label={t('tables:import.tell')}
            hint={t('tables:import.tellHint')}
            value="yes"
            checked={found.tell}
          />
          <Actions>
            <Button name="do" value="start">
              {t(state === 'stopped' ? 'tables:import.goOn' : 'tables:import.start', { count: counts.new })}
            </Button>
          </Actions>
        </Form>
      )}
    </>
  )
}

/** Throws the table away, when asked twice. */
export const Discard = ({ t, base }: Pick<Shown, 't' | 'base'>) => (
  <details>
    <summary>{t('tables:import.discardAsk')}</summary>
    <Form action={base} class="form">
      <p>{t('tables:import.discardWhat')}</p>
      <Actions>
        <Button second name="do" value="discard">
          {t('tables:import.discard')}
        </Button>
      </Actions>
    </Form>
  </details>
)
