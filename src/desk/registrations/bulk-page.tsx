import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { fieldSentence } from '../../platform/http/problem.ts'
import { isUndoable, lacksTerms, modesFor, NOT_DONE, type Effect } from '../../registration/bulk/bulk-action.ts'
import type { Bulk, BulkPreview, BulkProgress, BulkResult } from '../../registration/bulk/bulk.service.ts'
import { shownReference } from '../../registration/reference.ts'
import { ActionLink, Actions, Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Figures, type Figure } from '../../ui/figures.tsx'
import { Note } from '../../ui/note.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { constituencyName, nameOf, representedBy } from './registrations-table.tsx'

interface BulkPageProps {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022/registrations` */
  base: string
  bulk: Bulk
}

const pathOf = ({ base, bulk }: Pick<BulkPageProps, 'base' | 'bulk'>): string => `${base}/bulk/${bulk.id}`

const dayName = (day: string, locale: Locale): string =>
  formatDay(Temporal.PlainDate.from(day), locale, { year: false })

const Back = ({ t, base }: Pick<BulkPageProps, 't' | 'base'>) => (
  <ActionLink href={base}>{t('desk:registrations.bulk.back')}</ActionLink>
)

/** With what it is to be done: the reason, the day and mode, the constituency. */
export const BulkTermsPage = ({
  errors,
  total,
  ...props
}: BulkPageProps & { errors: readonly FieldProblem[]; total: number }) => {
  const { t, locale, meeting, base, bulk } = props
  const { action, terms } = bulk
  return (
    <>
      <DeskHead
        t={t}
        errors={errors}
        title={t(`desk:registrations.bulk.do.${action}`)}
        under={
          <>
            {t('desk:registrations.bulk.chosen', { count: total })} · <Back t={t} base={base} />
          </>
        }
      />
      <Form action={pathOf(props)} class="panel flow">
        {action === 'mode' && (
          <>
            <Select
              t={t}
              name="day"
              label={t('desk:registrations.day')}
              blank={t('desk:registrations.bulk.pickDay')}
              options={meeting.days.map(({ date }) => ({
                value: date.toString(),
                label: formatDay(date, locale, { weekday: true, year: false }),
              }))}
              value={terms.day}
              error={problemOf(errors, 'day')}
            />
            <Select
              t={t}
              name="mode"
              label={t('desk:registrations.bulk.newMode')}
              blank={t('desk:registrations.bulk.pickMode')}
              options={modesFor(meeting.format).map((value) => ({ value, label: t(`desk:format.${value}`) }))}
              value={terms.mode}
              error={problemOf(errors, 'mode')}
            />
          </>
        )}
        {action === 'constituency' && (
          <Select
            t={t}
            name="constituency"
            label={t('desk:registrations.bulk.newConstituency')}
            blank={t('desk:registrations.bulk.pickConstituency')}
            options={meeting.registration.constituencies.map((id) => ({
              value: id,
              label: constituencyName(id, locale),
            }))}
            value={terms.constituency}
            error={problemOf(errors, 'constituency')}
          />
        )}
        <Textarea
          t={t}
          name="why"
          label={t('desk:registrations.bulk.why')}
          hint={t('desk:registrations.bulk.whyHint')}
          optional={action !== 'decline'}
          rows={3}
          value={terms.why ?? ''}
          error={problemOf(errors, 'why')}
        />
        <Actions>
          <Button name="step" value="terms">
            {t('desk:registrations.bulk.showEffect')}
          </Button>
        </Actions>
      </Form>
    </>
  )
}

const EffectWords = ({ t, locale, effect }: { t: TFunction; locale: Locale; effect: Effect }) => {
  if (effect.does === 'nothing')
    return (
      <State t={t} is="not-attending" look={effect.because !== 'already'}>
        {t(`desk:registrations.bulk.not.${effect.because}`)}
      </State>
    )
  return (
    <>
      <State t={t} is={effect.does === 'decline' ? 'declined' : 'confirmed'}>
        {t(`desk:registrations.bulk.effect.${effect.does}`)}
      </State>
      {effect.does === 'constituency' && effect.lost.length > 0 && (
        <small>
          {t('desk:registrations.bulk.loses', { days: effect.lost.map((day) => dayName(day, locale)).join(', ') })}
        </small>
      )}
    </>
  )
}

/** What it is to be done with, in a sentence. */
const TermsWords = ({ t, locale, bulk: { terms } }: BulkPageProps) => (
  <>
    {terms.day && terms.mode && (
      <p>
        {dayName(terms.day, locale)} · {t(`desk:format.${terms.mode}`)}
      </p>
    )}
    {terms.constituency && <p>{constituencyName(terms.constituency, locale)}</p>}
    {terms.why && <p>{t('desk:registrations.bulk.reason', { why: terms.why })}</p>}
  </>
)

/** What it would do: to whom, to whom not and why; nothing has happened yet. */
export const BulkPreviewPage = ({ preview, ...props }: BulkPageProps & { preview: BulkPreview }) => {
  const { t, locale, base, bulk } = props
  const { total, looked, counts, effects } = preview
  const acts = counts['does'] ?? 0
  const figures: Figure[] = [
    { label: t(`desk:registrations.bulk.would.${bulk.action}`), figure: acts },
    ...NOT_DONE.flatMap((because) =>
      counts[because] ? [{ label: t(`desk:registrations.bulk.not.${because}`), figure: counts[because] }] : [],
    ),
  ]
  return (
    <>
      <DeskHead
        t={t}
        title={t(`desk:registrations.bulk.do.${bulk.action}`)}
        under={
          <>
            {t('desk:registrations.bulk.chosen', { count: total })} · <Back t={t} base={base} />
          </>
        }
      />
      <div class="flow">
        <Figures figures={figures} />
        {looked < total && <p class="quiet">{t('desk:registrations.bulk.lookedAt', { count: looked })}</p>}
        <Note>
          <TermsWords {...props} />
          <p>{t(`desk:registrations.bulk.means.${bulk.action}`)}</p>
        </Note>
        <Form action={pathOf(props)}>
          <Actions>
            {acts > 0 && (
              <Button name="step" value="start">
                {t(`desk:registrations.bulk.go.${bulk.action}`, { count: looked < total ? total : acts })}
              </Button>
            )}
            {(lacksTerms(bulk.action, {}) || bulk.action === 'confirm') && (
              <Button second name="step" value="edit">
                {t('desk:registrations.bulk.change')}
              </Button>
            )}
          </Actions>
        </Form>
        <DataTable
          t={t}
          caption={t('desk:registrations.bulk.first', { count: effects.length })}
          columns={[
            { name: t('desk:registrations.who') },
            { name: t('desk:registrations.represents') },
            { name: t('desk:registrations.status') },
            { name: t('desk:registrations.bulk.happens') },
          ]}
          rows={effects.map(({ registration, effect }) => ({
            header: <Who base={base} registration={registration} />,
            cells: [
              representedBy(registration, locale),
              t(`desk:status.${registration.state === 'draft' ? 'requested' : registration.state}`),
              <EffectWords t={t} locale={locale} effect={effect} />,
            ],
          }))}
        />
      </div>
    </>
  )
}

const Who = ({ base, registration }: { base: string; registration: BulkResult['registration'] }) => (
  <>
    <a href={`${base}/${registration.id}`}>{nameOf(registration)}</a>
    <small>{shownReference(registration.reference)}</small>
  </>
)

const problemWords = (locale: Locale, problem: string): string =>
  fieldSentence({ locale }, { pointer: '', message: problem.includes('.') ? problem : `problem.${problem}` })

/** How far it has come, and what became of each. */
export const BulkResultPage = ({
  progress,
  results,
  mine,
  ...props
}: BulkPageProps & { progress: BulkProgress; results: readonly BulkResult[]; mine: boolean }) => {
  const { t, locale, base, bulk } = props
  const busy = bulk.state === 'running' || bulk.state === 'undoing'
  const through = bulk.state === 'undoing' ? progress.undone + progress.kept : progress.total - progress.left
  const shown = (['done', 'unchanged', 'failed', 'undone', 'kept'] as const).filter((of) => progress[of] > 0)
  return (
    <>
      <DeskHead
        t={t}
        title={t(`desk:registrations.bulk.do.${bulk.action}`)}
        under={
          <>
            {t(`desk:registrations.bulk.state.${bulk.state}`)} · <Back t={t} base={base} />
          </>
        }
      />
      {busy && (
        <p>
          <progress
            value={through}
            max={Math.max(progress.total, 1)}
            aria-label={t('desk:registrations.bulk.progress')}
          >
            {through} / {progress.total}
          </progress>{' '}
          {t('desk:registrations.bulk.soFar', { done: through, count: progress.total })}{' '}
          <a href={pathOf(props)}>{t('desk:registrations.bulk.reload')}</a>
        </p>
      )}
      <Figures
        figures={shown.map((of) => ({ label: t(`desk:registrations.bulk.outcome.${of}`), figure: progress[of] }))}
      />
      <Note>
        <TermsWords {...props} />
      </Note>
      {bulk.state === 'done' && mine && progress.done > 0 && isUndoable(bulk.action) && (
        <Form action={pathOf(props)}>
          <Actions>
            <Button second name="step" value="undo">
              {t('desk:registrations.bulk.undo', { count: progress.done })}
            </Button>
            <span class="hint">{t('desk:registrations.bulk.undoHint')}</span>
          </Actions>
        </Form>
      )}
      {results.length > 0 && (
        <DataTable
          t={t}
          caption={t('desk:registrations.bulk.became', { count: results.length })}
          columns={[
            { name: t('desk:registrations.who') },
            { name: t('desk:registrations.represents') },
            { name: t('desk:registrations.status') },
            { name: t('desk:registrations.bulk.happened') },
          ]}
          rows={results.map(({ registration, outcome, problem }) => ({
            header: <Who base={base} registration={registration} />,
            cells: [
              representedBy(registration, locale),
              t(`desk:status.${registration.state === 'draft' ? 'requested' : registration.state}`),
              <>
                <State
                  t={t}
                  is={outcome === 'done' || outcome === 'undone' ? 'confirmed' : 'not-attending'}
                  look={outcome === 'failed' || outcome === 'kept'}
                >
                  {t(`desk:registrations.bulk.outcome.${outcome}`)}
                </State>
                {problem && <small>{problemWords(locale, problem)}</small>}
              </>,
            ],
          }))}
        />
      )}
    </>
  )
}
