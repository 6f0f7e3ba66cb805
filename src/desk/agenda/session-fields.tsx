import type { ComponentChildren } from 'preact'
import { FORMATS, SESSION_KINDS, SHOW_LEVELS } from '../../agenda/release.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { constituency } from '../../delegations/constituency.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { capitalized } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import { LiveWarnings } from './live-warnings.tsx'
import { PeopleAndItems } from './people-and-items.tsx'
import type { SessionAnswers } from './session-answers.ts'
import { Tongues } from './tongues.tsx'
import { dayChoices, roomOptions } from './words.ts'
import { SessionTimes } from './session-times.tsx'

interface Props {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** Where the form goes. */
  action: string
  /** Where its warnings are asked for while it is filled in. */
  live: string
  answers: SessionAnswers
  errors?: readonly FieldProblem[] | undefined
}

const Where = ({ t, locale, meeting, answers, errors }: Omit<Props, 'action' | 'live'>) => (
  <>
    <Select
      t={t}
      name="room"
      label={t('desk:session.room')}
      blank={t('desk:agenda.roomToBeAnnounced')}
      options={roomOptions(meeting, locale, t)}
      value={answers.room}
      error={problemOf(errors, 'room')}
    />
    <RadioChoices
      t={t}
      name="format"
      label={t('desk:session.format')}
      choices={FORMATS.map((format) => ({ value: format, label: t(`desk:format.${format}`) }))}
      value={answers.format}
      error={problemOf(errors, 'format')}
    />
    <TextInput
      t={t}
      name="capacity"
      label={t('desk:session.capacity')}
      hint={t('desk:session.capacityHint')}
      inputmode="numeric"
      size={5}
      optional
      value={answers.capacity}
      error={problemOf(errors, 'capacity')}
    />
  </>
)

/** Titles in all languages, and what kind of session it is. */
const What = ({ t, answers, errors }: Omit<Props, 'action' | 'live' | 'locale' | 'meeting'>) => (
  <>
    <Axis title={t('desk:session.title')}>
      <Tongues t={t} name="title" label={t('desk:session.title')} text={answers.title} rows={2} errors={errors} />
    </Axis>
    <Axis title={t('plan:form.what')}>
      <div class="form">
        {answers.version === undefined && (
          <TextInput
            t={t}
            name="code"
            label={t('plan:form.code')}
            hint={t('plan:form.codeHint')}
            size={12}
            spellcheck={false}
            autocomplete="off"
            value={answers.code}
            error={problemOf(errors, 'code')}
          />
        )}
        <Select
          t={t}
          name="kind"
          label={t('plan:form.kind')}
          options={SESSION_KINDS.map((kind) => ({ value: kind, label: t(`desk:kind.${kind}`) }))}
          value={answers.kind}
          error={problemOf(errors, 'kind')}
        />
      </div>
    </Axis>
  </>
)

const When = ({ t, locale, meeting, answers, errors }: Omit<Props, 'action' | 'live'>) => (
  <Axis title={t('desk:session.when')}>
    <div class="form">
      <RadioChoices
        t={t}
        name="day"
        label={t('desk:session.day')}
        choices={dayChoices(meeting, locale)}
        value={answers.day}
        error={problemOf(errors, 'day')}
      />
      <div class="field">
        <p class="hint">{t('desk:session.timeHint', { city: wordsOf(meeting.city, meeting, locale).text })}</p>
        <SessionTimes t={t} answers={answers} errors={errors} />
      </div>
    </div>
  </Axis>
)

/** The plain form of a session: words, time and place, people and items. `before` stands first in it. */
export const SessionFormPage = ({
  before,
  children,
  ...props
}: Props & { before?: ComponentChildren; children: ComponentChildren }) => {
  const { t, locale, meeting, action, live, answers, errors } = props
  const spoken = [...new Set([...meeting.workingLanguages, ...meeting.interpretation, ...answers.interpretation])]
  return (
    <Form action={action} live={live}>
      {answers.version !== undefined && <input type="hidden" name="version" value={answers.version} />}
      {before}
      <What t={t} answers={answers} errors={errors} />
      <When t={t} locale={locale} meeting={meeting} answers={answers} errors={errors} />
      <Axis title={t('desk:session.where')}>
        <div class="form">
          <Where t={t} locale={locale} meeting={meeting} answers={answers} errors={errors} />
          <fieldset class="field">
            <legend>{t('desk:session.interpretation')}</legend>
            {spoken.map((tag) => (
              <Tick
                t={t}
                name="interpretation[]"
                id={`interpretation-${tag}`}
                value={tag}
                label={capitalized(languageName(locale, tag), locale)}
                checked={answers.interpretation.includes(tag)}
              />
            ))}
          </fieldset>
        </div>
      </Axis>
      <Axis title={t('desk:session.abstract')}>
        <div class="flow">
          <p class="hint">{t('plan:form.markdown')}</p>
          <Tongues
            t={t}
            name="abstract"
            label={t('desk:session.abstract')}
            text={answers.abstract}
            rows={6}
            errors={errors}
          />
        </div>
      </Axis>
      <PeopleAndItems t={t} locale={locale} meeting={meeting} answers={answers} errors={errors} />
      <Axis title={t('desk:session.save')}>
        <div class="flow">
          <LiveWarnings t={t} />
          {children}
        </div>
      </Axis>
    </Form>
  )
}

/** The form of who may attend, and what the others see. */
export const RuleFormPart = ({
  t,
  locale,
  meeting,
  action,
  session,
  errors,
}: Omit<Props, 'answers' | 'live'> & { session: Pick<Session, 'version' | 'access'> }) => {
  const { access } = session
  const named = access.attend === 'constituencies' ? access.constituencies : []
  return (
    <Form action={action}>
      <input type="hidden" name="version" value={session.version} />
      <Axis title={t('desk:rule.title')} id="rule">
        <div class="form">
          <RadioChoices
            t={t}
            name="attend"
            label={t('desk:rule.attend')}
            choices={[
              { value: 'everyone', label: t('desk:rule.everyone') },
              { value: 'constituencies', label: t('desk:rule.constituencies') },
              { value: 'invited', label: t('desk:rule.invited') },
            ]}
            value={access.attend}
            error={problemOf(errors, 'attend')}
          />
          <fieldset class="field" id="access-constituencies">
            <legend>{t('desk:rule.which')}</legend>
            <p class="hint">{t('desk:rule.whichHint')}</p>
            {meeting.registration.constituencies.map((id) => (
              <Tick
                t={t}
                name="constituencies[]"
                id={`constituency-${id}`}
                value={id}
                label={localize(constituency(id)?.plural, locale, meeting.mainLanguage)?.text ?? id}
                checked={named.includes(id)}
              />
            ))}
          </fieldset>
          <TextInput
            t={t}
            name="groups"
            label={t('desk:rule.groups')}
            hint={t('desk:rule.groupsHint')}
            optional
            value={access.attend === 'invited' ? access.groups.join(', ') : ''}
            error={problemOf(errors, 'access[groups]')}
          />
          <RadioChoices
            t={t}
            name="show"
            label={t('desk:rule.show')}
            hint={t('desk:rule.showHint')}
            choices={SHOW_LEVELS.map((level) => ({
              value: level,
              label: t(`desk:level.${level}`),
              note: t(`desk:levelNote.${level}`),
            }))}
            value={access.show}
            error={problemOf(errors, 'show')}
          />
          <Actions>
            <Button second>{t('desk:rule.save')}</Button>
          </Actions>
          <p class="quiet">{t('desk:rule.acts')}</p>
        </div>
      </Axis>
    </Form>
  )
}
