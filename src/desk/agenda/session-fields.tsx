import { FORMATS, SHOW_LEVELS } from '../../agenda/release.ts'
import type { Session } from '../../agenda/session.entity.ts'
import { constituency } from '../../delegations/constituency.ts'
import { LOCALE_NAMES, LOCALES, type Locale } from '../../kernel/locale.ts'
import { localize, type LocalizedText } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { capitalized, formatDay, formatTime } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { languageName } from '../../ui/language-codes.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { Tick } from '../../ui/tick.tsx'

/** The answers in the form: as they are kept, or as they were typed. */
export interface SessionAnswers {
  version: number
  title: LocalizedText
  abstract: LocalizedText
  day: string
  start: string
  end: string
  room: string
  format: string
  interpretation: readonly string[]
  capacity: string
}

/** A session's row as its form shows it. */
export const answersOf = (session: Session): SessionAnswers => ({
  version: session.version,
  title: session.title,
  abstract: session.abstract,
  day: session.day.toString(),
  start: session.start ? formatTime(session.start) : '',
  end: session.end ? formatTime(session.end) : '',
  room: session.roomId ?? '',
  format: session.format,
  interpretation: session.interpretation,
  capacity: session.capacity?.toString() ?? '',
})

interface Props {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** Where the form goes. */
  action: string
  answers: SessionAnswers
  errors?: readonly FieldProblem[] | undefined
}

/** One text in every language side by side, each in its own. */
export const Tongues = ({
  t,
  name,
  label,
  text,
  rows,
  errors,
}: {
  t: TFunction
  name: string
  label: string
  text: LocalizedText
  rows: number
  errors: readonly FieldProblem[] | undefined
}) => (
  <div class="tongues">
    {LOCALES.map((locale) => (
      <Textarea
        t={t}
        name={`${name}[${locale}]`}
        label={
          <>
            <span lang={locale}>{LOCALE_NAMES[locale]}</span>
            <span class="hidden">{t('desk:tongue', { label })}</span>
          </>
        }
        value={text[locale]}
        rows={rows}
        lang={locale}
        error={problemOf(errors, `${name}[${locale}]`)}
      />
    ))}
  </div>
)

const Times = ({ t, answers, errors }: Pick<Props, 't' | 'answers' | 'errors'>) => (
  <div class="pair">
    <TextInput
      t={t}
      type="time"
      name="start"
      label={t('desk:session.start')}
      value={answers.start}
      error={problemOf(errors, 'start')}
    />
    <TextInput
      t={t}
      type="time"
      name="end"
      label={t('desk:session.end')}
      value={answers.end}
      error={problemOf(errors, 'end')}
    />
  </div>
)

const Where = ({ t, locale, meeting, answers, errors }: Omit<Props, 'action'>) => (
  <>
    <Select
      t={t}
      name="room"
      label={t('desk:session.room')}
      blank={t('desk:agenda.roomToBeAnnounced')}
      options={meeting.rooms.map((room) => ({ value: room.id, label: wordsOf(room.name, meeting, locale).text }))}
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

/** The plain form of a session: words, time and place. */
export const SessionFormPage = (props: Props) => {
  const { t, locale, meeting, action, answers, errors } = props
  const spoken = [...new Set([...meeting.workingLanguages, ...answers.interpretation])]
  return (
    <Form action={action}>
      <input type="hidden" name="version" value={answers.version} />
      <Axis title={t('desk:session.title')}>
        <Tongues t={t} name="title" label={t('desk:session.title')} text={answers.title} rows={2} errors={errors} />
      </Axis>
      <Axis title={t('desk:session.when')}>
        <div class="form">
          <RadioChoices
            t={t}
            name="day"
            label={t('desk:session.day')}
            choices={meeting.days.map(({ date }) => ({
              value: date.toString(),
              label: capitalized(formatDay(date, locale, { weekday: true, year: false }), locale),
            }))}
            value={answers.day}
            error={problemOf(errors, 'day')}
          />
          <div class="field">
            <p class="hint">{t('desk:session.timeHint', { city: wordsOf(meeting.city, meeting, locale).text })}</p>
            <Times t={t} answers={answers} errors={errors} />
          </div>
        </div>
      </Axis>
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
        <Tongues
          t={t}
          name="abstract"
          label={t('desk:session.abstract')}
          text={answers.abstract}
          rows={5}
          errors={errors}
        />
      </Axis>
      <Axis title={t('desk:session.save')}>
        <div class="flow">
          <p class="quiet">{t('desk:session.notSeen')}</p>
          <Actions>
            <Button>{t('desk:session.saveButton')}</Button>
          </Actions>
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
}: Omit<Props, 'answers'> & { session: Session }) => {
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

/** Where a control joins its words, for the summary of what somebody else changed meanwhile. */
export const FieldNames = ({ t, fields }: { t: TFunction; fields: readonly string[] }) => (
  <ul class="flow">
    {fields.map((field) => (
      <li>{t(`desk:field.${field.split('.')[0] as 'title'}`)}</li>
    ))}
  </ul>
)
