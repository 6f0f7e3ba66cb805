import type { Session } from '../../agenda/session.entity.ts'
import type { Warning } from '../../agenda/warnings.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { ActionLink, Actions, Button, ButtonLink, Form } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import type { FieldProblem } from '../../ui/problems.ts'
import { State } from '../../ui/state.tsx'
import { ConflictPart, type EditConflict } from './meanwhile.tsx'
import type { SessionAnswers } from './session-answers.ts'
import { RuleFormPart, SessionFormPage } from './session-fields.tsx'
import { Warnings } from './warnings.tsx'

/** What the page of a session shows. */
export interface SessionPageProps {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022` */
  path: string
  session: Session
  answers: SessionAnswers
  errors: readonly FieldProblem[]
  /** What is doubtful about it as it is kept. */
  warnings: readonly Warning[]
  /** Readers have seen it: it can be cancelled, not deleted. */
  released: boolean
  /** Somebody else was quicker. */
  conflict?: EditConflict
}

const Ending = ({ t, path, session, released }: SessionPageProps) => {
  const off = session.status === 'cancelled'
  const base = `${path}/agenda/${session.code}`
  return (
    <>
      <Form action={`${base}/${off ? 'reinstate' : 'cancel'}`}>
        <input type="hidden" name="version" value={session.version} />
        <Axis title={off ? t('desk:session.reinstate') : t('desk:session.cancel')}>
          <div class="flow">
            <p class="quiet">{t('desk:session.cancelHint')}</p>
            <Actions>
              <Button second>{off ? t('desk:session.reinstateButton') : t('desk:session.cancelButton')}</Button>
            </Actions>
          </div>
        </Axis>
      </Form>
      {!released && (
        <Axis title={t('plan:delete.title')}>
          <div class="flow">
            <p class="quiet">{t('plan:delete.hint')}</p>
            <Actions>
              <ButtonLink second href={`${base}/delete`}>
                {t('plan:delete.button')}
              </ButtonLink>
            </Actions>
          </div>
        </Axis>
      )}
    </>
  )
}

/** The page of a session: what is doubtful, its form, who may attend, and how it ends. */
export const SessionPage = (props: SessionPageProps) => {
  const { t, locale, meeting, path, session, answers, errors, warnings, conflict } = props
  const base = `${path}/agenda/${session.code}`
  return (
    <>
      <DeskHead
        t={t}
        errors={errors}
        title={wordsOf(session.title, meeting, locale).text}
        under={
          <>
            {session.code} · {t(`desk:kind.${session.kind}`)} ·{' '}
            <ActionLink href={`${path}/agenda?day=${session.day.toString()}`}>{t('desk:session.back')}</ActionLink>
          </>
        }
      >
        {session.status === 'cancelled' && <State t={t} is="cancelled" />}
        <Actions>
          <ButtonLink second href={`${base}/move`}>
            {t('plan:day.move')}
          </ButtonLink>
        </Actions>
      </DeskHead>
      {warnings.length > 0 && (
        <section class="panel" aria-labelledby="warnings">
          <h2 id="warnings">{t('plan:warning.ofThis')}</h2>
          <Warnings t={t} locale={locale} meeting={meeting} path={path} warnings={warnings} here />
        </section>
      )}
      <SessionFormPage
        t={t}
        locale={locale}
        meeting={meeting}
        action={base}
        live={`${base}/warnings`}
        answers={answers}
        errors={errors}
        before={
          conflict && <ConflictPart t={t} locale={locale} meeting={meeting} conflict={conflict} errors={errors} />
        }
      >
        <p class="quiet">{t('desk:session.notSeen')}</p>
        <Actions>
          <Button>{t('desk:session.saveButton')}</Button>
        </Actions>
      </SessionFormPage>
      <RuleFormPart t={t} locale={locale} meeting={meeting} action={`${base}/rule`} session={session} errors={errors} />
      <Ending {...props} />
    </>
  )
}
