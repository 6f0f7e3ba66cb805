import type { LookedAt } from '../../agenda/put-back.service.ts'
import { stageOf, type ReleasedSession } from '../../agenda/release.ts'
import type { ReleaseSummary } from '../../agenda/releases.service.ts'
import type { WorkingChange } from '../../agenda/working-copy-changes.ts'
import type { CirculationRound } from '../../circulation/circulation-round.entity.ts'
import { LONGEST_QUIET } from '../../circulation/round.ts'
import type { ReleaseId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { ActionLink, ActionLinks, Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { Change } from '../../ui/change.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { Empty } from '../../ui/note.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { labelWords } from '../../ui/release-banner.tsx'
import { Select } from '../../ui/select.tsx'
import { Stamp } from '../../ui/stamp.tsx'
import { State } from '../../ui/state.tsx'
import { Terms } from '../../ui/terms.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { changeName } from '../agenda/day-page.tsx'
import { WhatChanges } from './publish-words.tsx'

/** What a comparison calls the working copy. */
export const WORKING = 'working-copy'

interface Parts {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022` */
  path: string
}

const at = ({ locale, meeting }: Parts, instant: Temporal.Instant): string =>
  formatInstant(instant, meeting.timeZone, locale, { sentence: true })

const withDate = (parts: Parts, { label, publishedAt }: ReleaseSummary): string =>
  parts.t('publishing:releases.dated', { label: labelWords(parts.t, label), when: at(parts, publishedAt) })

const CompareForm = ({
  all,
  from,
  to,
  ...parts
}: Parts & { all: readonly ReleaseSummary[]; from?: string | undefined; to?: string | undefined }) => {
  const { t, path } = parts
  const options = [
    { value: WORKING, label: t('publishing:compare.working') },
    ...all.toReversed().map((release) => ({ value: release.id, label: withDate(parts, release) })),
  ]
  return (
    <Form action={`${path}/releases/compare`} method="get" class="form">
      <Select t={t} name="from" label={t('publishing:compare.from')} value={from} options={options} />
      <Select t={t} name="to" label={t('publishing:compare.to')} value={to} options={options} />
      <Actions>
        <Button second>{t('publishing:compare.button')}</Button>
      </Actions>
    </Form>
  )
}

const Rounds = ({ rounds, ...parts }: Parts & { rounds: readonly CirculationRound[] }) => {
  const { t } = parts
  if (!rounds.length) return <p>{t('publishing:mail.none')}</p>
  return (
    <Terms
      terms={rounds.map(({ state, dueAt, endedAt, told }) => ({
        term: at(parts, endedAt ?? dueAt),
        detail:
          state === 'told'
            ? t('publishing:mail.told', { count: told })
            : state === 'called-off'
              ? t('publishing:mail.calledOff')
              : t('publishing:mail.waits'),
      }))}
    />
  )
}

/** All releases, newest first, with what can be done with each; who was told; how long to wait. */
export const ReleasesPage = ({
  all,
  current,
  rounds,
  quiet,
  errors,
  ...parts
}: Parts & {
  all: readonly ReleaseSummary[]
  current: ReleaseId | undefined
  rounds: readonly CirculationRound[]
  quiet: number
  errors: readonly FieldProblem[]
}) => {
  const { t, locale, meeting, path } = parts
  if (!all.length) return <Empty>{t('desk:publish.nothingYet')}</Empty>
  return (
    <>
      <Axis title={t('publishing:releases.title')}>
        <Terms
          terms={all.toReversed().map((release) => {
            const { id, label, note, publishedAt, withdrawnAt } = release
            const about = labelWords(t, label)
            return {
              term: at(parts, publishedAt),
              detail: (
                <>
                  <Stamp stage={stageOf(label)}>{about}</Stamp>{' '}
                  {withdrawnAt ? (
                    <State t={t} is="withdrawn">
                      {t('publishing:releases.withdrawn', { when: at(parts, withdrawnAt) })}
                    </State>
                  ) : (
                    id === current && t('reading:changes.inForce')
                  )}
                  <br />
                  <LocalizedWords of={wordsOf(note, meeting, locale)} locale={locale} />
                </>
              ),
              action: (
                <ActionLinks>
                  <ActionLink href={`${path}/releases/compare?from=${id}&to=${WORKING}`} about={about}>
                    {t('publishing:compare.button')}
                  </ActionLink>
                  <ActionLink href={`${path}/releases/${id}/put-back`} about={about}>
                    {t('publishing:putBack.link')}
                  </ActionLink>
                  {!withdrawnAt && (
                    <ActionLink href={`${path}/releases/${id}/withdraw`} about={about}>
                      {t('publishing:withdraw.link')}
                    </ActionLink>
                  )}
                </ActionLinks>
              ),
            }
          })}
        />
      </Axis>
      <Axis title={t('publishing:compare.heading')}>
        <CompareForm {...parts} all={all} from={current} to={WORKING} />
      </Axis>
      <Axis title={t('publishing:mail.title')}>
        <div class="flow">
          <Rounds {...parts} rounds={rounds} />
          <Form action={`${path}/releases/quiet`} class="form">
            <TextInput
              t={t}
              name="quiet"
              type="number"
              inputmode="numeric"
              min={0}
              max={LONGEST_QUIET}
              label={t('publishing:mail.quiet')}
              hint={t('publishing:mail.quietHint')}
              value={quiet}
              error={problemOf(errors, 'quiet')}
            />
            <Actions>
              <Button second>{t('publishing:mail.save')}</Button>
            </Actions>
          </Form>
        </div>
      </Axis>
    </>
  )
}

const ChangeList = ({ changes, ...parts }: Parts & { changes: readonly WorkingChange[] }) => {
  const { t, locale, meeting } = parts
  if (!changes.length) return <Empty>{t('publishing:compare.same')}</Empty>
  return (
    <ul class="picks">
      {changes.map((change) => (
        <li>
          <p>
            <strong>{change.session.code}</strong> {wordsOf(change.session.title, meeting, locale).text}
          </p>
          <div>
            <p>
              <Change t={t} is={change.kind === 'removed' ? 'removed' : changeName(change)} as="span" />{' '}
              <WhatChanges t={t} locale={locale} meeting={meeting} change={change} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** What is different between two releases, or a release and the working copy, as organisers see them: all of it. */
export const ComparePage = ({
  all,
  from,
  to,
  changes,
  ...parts
}: Parts & { all: readonly ReleaseSummary[]; from: string; to: string; changes: readonly WorkingChange[] }) => (
  <>
    <Axis
      title={parts.t('publishing:compare.differs')}
      under={parts.t('publishing:compare.count', { count: changes.length })}
    >
      <ChangeList {...parts} changes={changes} />
    </Axis>
    <Axis title={parts.t('publishing:compare.heading')}>
      <CompareForm {...parts} all={all} from={from} to={to} />
    </Axis>
  </>
)

/** Asks before a release is withdrawn. */
export const WithdrawPage = ({ release, ...parts }: Parts & { release: ReleaseSummary }) => {
  const { t, path } = parts
  return (
    <Form action={`${path}/releases/${release.id}/withdraw`} class="form">
      <p>{t('publishing:withdraw.lead', { label: labelWords(t, release.label) })}</p>
      <RadioChoices
        t={t}
        name="tell"
        label={t('publishing:told.question')}
        choices={[
          { value: 'yes', label: t('publishing:withdraw.tell') },
          { value: 'no', label: t('publishing:told.no') },
        ]}
        value="yes"
      />
      <Actions>
        <Button>{t('publishing:withdraw.button')}</Button>{' '}
        <a href={`${path}/releases`}>{t('publishing:withdraw.back')}</a>
      </Actions>
    </Form>
  )
}

const Codes = ({ title, sessions, ...parts }: Parts & { title: string; sessions: readonly ReleasedSession[] }) =>
  sessions.length ? (
    <Axis title={title}>
      <ul>
        {sessions.map(({ code, title: words }) => (
          <li>
            {code} {wordsOf(words, parts.meeting, parts.locale).text}
          </li>
        ))}
      </ul>
    </Axis>
  ) : null

/** Shows what would be edited before an old release is put back into the working copy. */
export const PutBackPage = ({
  release,
  looked: { workingVersion, edits: changes, cancelled, kept, lost },
  ...parts
}: Parts & { release: ReleaseSummary; looked: LookedAt }) => {
  const { t, path } = parts
  return (
    <Form action={`${path}/releases/${release.id}/put-back`}>
      <input type="hidden" name="workingVersion" value={workingVersion} />
      <Axis title={t('publishing:putBack.changes')} under={t('publishing:compare.count', { count: changes.length })}>
        <ChangeList {...parts} changes={changes} />
      </Axis>
      <Codes {...parts} title={t('publishing:putBack.cancelled')} sessions={cancelled} />
      <Codes {...parts} title={t('publishing:putBack.kept')} sessions={kept} />
      <Codes {...parts} title={t('publishing:putBack.lost')} sessions={lost} />
      <Axis title={t('publishing:putBack.effect')}>
        <div class="flow">
          <p>{t('publishing:putBack.lead')}</p>
          <Actions>
            {changes.length > 0 && <Button>{t('publishing:putBack.button')}</Button>}{' '}
            <a href={`${path}/releases`}>{t('publishing:withdraw.back')}</a>
          </Actions>
        </div>
      </Axis>
    </Form>
  )
}
