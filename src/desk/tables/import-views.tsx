import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import { fieldName, fieldsOf } from '../../registration/import/import-fields.ts'
import type { ImportedAs, ImportRow, ImportView } from '../../registration/import/import.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Figures } from '../../ui/figures.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { State, type StateName } from '../../ui/state.tsx'
import { Tick } from '../../ui/tick.tsx'
import { problemWords, whoIn } from './row-words.ts'

interface Shown {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** Where this import is. */
  base: string
  found: ImportView
}

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

const LIST = /\/import\/[^/]*$/

/** Where the list of registrations shows those that it made, or changed. */
const listOf = (base: string, { id }: ImportView, as: ImportedAs): string =>
  `${base.replace(LIST, '')}?import=${id}.${as}`

/** The ways from an import to those that it registered and changed. */
export const ToTheList = ({ t, base, found }: Pick<Shown, 't' | 'base' | 'found'>) => {
  const { added, changed } = found.counts
  if (added + changed === 0) return null
  return (
    <Links
      links={[
        ...(added
          ? [{ href: listOf(base, found, 'added'), children: t('tables:import.seeAdded', { count: added }) }]
          : []),
        ...(changed
          ? [{ href: listOf(base, found, 'changed'), children: t('tables:import.seeChanged', { count: changed }) }]
          : []),
      ]}
    />
  )
}

/** How far it has come, in numbers. */
export const ImportFigures = ({ t, base, found }: Pick<Shown, 't' | 'base' | 'found'>) => {
  const { counts, state, total } = found
  const seen = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const busy = state === 'checking' || state === 'importing'
  const done = state === 'checking' ? seen : total - counts.new - counts['to-change']
  const shown = [
    ['added', counts.added],
    ['changed', counts.changed],
    ['new', counts.new],
    ['to-change', counts['to-change']],
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
          .map(([key, count]) => ({
            label: t(`tables:outcome.${key}`),
            figure: count,
            ...((key === 'added' || key === 'changed') && count > 0 && { href: listOf(base, found, key) }),
          })),
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
}: Shown & { rows: readonly ImportRow[]; next?: number | undefined }) => (
  <>
    <DataTable
      t={t}
      caption={<span class="hidden">{t('tables:import.problems')}</span>}
      columns={[
        { name: t('tables:import.row'), numbers: true },
        { name: t('tables:import.who') },
        { name: t('tables:import.outcome') },
        { name: t('tables:import.todo') },
      ]}
      rows={rows.map((row) => ({
        header: row.number,
        cells: [
          whoIn(row, found),
          row.registration ? (
            <a href={`${base.replace(LIST, '')}/${row.registration}`}>{t(`tables:outcome.${row.outcome ?? 'new'}`)}</a>
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
        { name: t('tables:import.row'), numbers: true },
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
  const differing = counts.differs + counts['to-change']
  const registers = state !== 'done' && counts.new > 0
  if (state === 'mapping' || (!registers && differing === 0)) return null
  return (
    <Form action={base} class="form">
      {registers ? (
        <>
          <Tick
            t={t}
            name="tell"
            label={t('tables:import.tell')}
            hint={t('tables:import.tellHint')}
            value="yes"
            checked={found.tell}
          />
          {differing > 0 && (
            <Tick
              t={t}
              name="change"
              label={t('tables:import.change', { count: differing })}
              hint={t('tables:import.changeHint')}
              value="yes"
              checked={counts['to-change'] > 0}
            />
          )}
          <Actions>
            <Button name="do" value="start">
              {t(state === 'stopped' ? 'tables:import.goOn' : 'tables:import.start', { count: counts.new })}
            </Button>
          </Actions>
        </>
      ) : (
        <>
          <input type="hidden" name="change" value="yes" />
          <p>{t('tables:import.changeHint')}</p>
          <Actions>
            <Button name="do" value="start" second={state === 'done'}>
              {t('tables:import.changeThem', { count: differing })}
            </Button>
          </Actions>
        </>
      )}
    </Form>
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
