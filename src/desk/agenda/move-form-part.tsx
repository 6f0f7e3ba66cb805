import type { Session } from '../../agenda/session.entity.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { named } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { ConflictPart, type EditConflict } from './meanwhile.tsx'
import { LiveWarnings } from './live-warnings.tsx'
import type { MoveAnswers } from './move-form.ts'
import { SessionTimes } from './session-times.tsx'
import { dayChoices, dayName, roomOptions, timesOf } from './words.ts'

/** The form of "Move…". */
export const MoveFormPart = ({
  t,
  locale,
  meeting,
  path,
  session,
  others,
  answers,
  errors,
  minutes,
  conflict,
}: {
  t: TFunction
  locale: Locale
  meeting: Meeting
  path: string
  session: Session
  others: readonly Session[]
  answers: MoveAnswers
  errors: readonly FieldProblem[]
  /** How long it takes. */
  minutes: number
  conflict: EditConflict | undefined
}) => {
  const beside = others.filter(({ id, start, end }) => id !== session.id && start && end)
  return (
    <Form
      class="form"
      action={`${path}/agenda/${session.code}/move`}
      live={`${path}/agenda/${session.code}/warnings?move`}
    >
      {conflict && <ConflictPart t={t} locale={locale} meeting={meeting} conflict={conflict} errors={errors} />}
      <input type="hidden" name="version" value={answers.version} />
      <RadioChoices
        t={t}
        name="how"
        label={t('plan:move.how')}
        choices={[
          { value: 'time', label: t('plan:move.time') },
          { value: 'before', label: t('plan:move.before') },
          { value: 'after', label: t('plan:move.after') },
        ]}
        value={answers.how}
        error={problemOf(errors, 'how')}
      />
      <Select
        t={t}
        name="day"
        label={t('desk:session.day')}
        options={dayChoices(meeting, locale)}
        value={answers.day}
        error={problemOf(errors, 'day')}
      />
      <div class="field">
        <p class="hint">{t('plan:move.timeHint')}</p>
        <SessionTimes t={t} answers={answers} errors={errors} />
      </div>
      <Select
        t={t}
        name="other"
        label={t('plan:move.other')}
        hint={
          <>
            {t('plan:move.otherHint')} {t('plan:move.keeps', { count: minutes })}
          </>
        }
        blank={t('plan:move.choose')}
        options={beside.map((other) => ({
          value: other.code,
          label: named(
            `${dayName(other.day, locale)}, ${timesOf(other, t)}`,
            wordsOf(other.title, meeting, locale).text,
            locale,
          ),
        }))}
        value={answers.other}
        error={problemOf(errors, 'other')}
      />
      <Select
        t={t}
        name="room"
        label={t('desk:session.room')}
        blank={t('desk:agenda.roomToBeAnnounced')}
        options={roomOptions(meeting, locale, t)}
        value={answers.room}
        error={problemOf(errors, 'room')}
      />
      <LiveWarnings t={t} />
      <Actions>
        <Button>{t('plan:move.button')}</Button>{' '}
        <a href={`${path}/agenda?day=${session.day.toString()}`}>{t('plan:move.leave')}</a>
      </Actions>
      <p class="hint">{t('plan:move.nobodyTold')}</p>
    </Form>
  )
}
