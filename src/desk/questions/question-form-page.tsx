import type { ComponentChildren } from 'preact'
import { constituency } from '../../delegations/constituency.ts'
import { stateName } from '../../delegations/state.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import { QUESTION_TYPES, type Question } from '../../meetings/registration-settings.ts'
import { capitalized, formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { isChosen, type QuestionDraft } from '../../registration/questions/question.ts'
import { PLACE_MODES } from '../../registration/registration.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { Note } from '../../ui/note.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { Tick } from '../../ui/tick.tsx'
import { Tongues } from '../agenda/tongues.tsx'
import { Boxes } from '../boxes.tsx'
import { durationOptions } from '../settings/durations.ts'
import { Limits } from './question-limits.tsx'

/** Lines for new choices below those there are. */
const BLANK = 4

export interface QuestionFormProps {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022/questions` */
  base: string
  /** Where the form goes. */
  action: string
  draft: QuestionDraft
  /** The question as it is kept; absent for a new one. */
  kept?: Question | undefined
  /** The version that is on the screen. */
  seen?: string | undefined
  answered: number
  errors: readonly FieldProblem[]
}

const Options = ({ t, draft, errors }: QuestionFormProps) => {
  const given = draft.options ?? []
  // Lines left empty at the end come back from a form with a problem; they are not doubled.
  const filled = given.findLastIndex(({ id, label }) => id !== undefined || Object.values(label).some(Boolean)) + 1
  const blanks = Array.from({ length: BLANK }, () => ({ id: undefined, label: {} }))
  const options = [...given.slice(0, filled), ...blanks]
  return (
    <Axis title={t('questions:form.options')}>
      <div class="flow">
        <p class="hint">{t('questions:form.optionsHint')}</p>
        {options.map((option, index) => (
          <fieldset class="field">
            <legend class="small">{t('questions:form.option', { number: index + 1 })}</legend>
            {option.id && <input type="hidden" name={`options[${index}][id]`} value={option.id} />}
            <Tongues
              t={t}
              name={`options[${index}][label]`}
              label={t('questions:form.option', { number: index + 1 })}
              text={option.label}
              rows={1}
              errors={errors}
            />
            {option.id && (
              <Tick
                t={t}
                name={`options[${index}][retired]`}
                value="yes"
                label={t('questions:form.retireOption')}
                checked={'retired' in option && option.retired === true}
              />
            )}
          </fieldset>
        ))}
      </div>
    </Axis>
  )
}

/** The answers of an earlier question that may lead to this one. */
const answersOf = (
  question: Question,
  { t, locale, meeting }: QuestionFormProps,
): { value: string; label: ComponentChildren }[] =>
  question.type === 'yes-no'
    ? (['yes', 'no'] as const).map((value) => ({ value, label: t(`questions:form.${value}`) }))
    : (question.options ?? []).map((option) => ({
        value: option.id,
        label: <LocalizedWords of={wordsOf(option.label, meeting, locale)} locale={locale} />,
      }))

const Conditions = (props: QuestionFormProps) => {
  const { t, locale, meeting, draft, kept, errors } = props
  const { mode = [], days = [], constituencies = [], answer } = draft.appliesTo ?? {}
  const all = meeting.registration.questions
  const at = kept ? all.findIndex(({ id }) => id === kept.id) : all.length
  const earlier = all.slice(0, at).filter((each) => isChosen(each) && !each.retired)
  const offered = [...new Set([...meeting.registration.constituencies, ...constituencies])]
  return (
    <Axis title={t('questions:form.conditions')}>
      <div class="form">
        <p class="hint">{t('questions:form.conditionsHint')}</p>
        {meeting.format === 'hybrid' && (
          <Boxes t={t} legend={t('questions:form.mode')} id="appliesTo-mode">
            {PLACE_MODES.map((each) => (
              <Tick
                t={t}
                name="mode[]"
                id={`mode-${each}`}
                value={each}
                label={t(`registration:attendance.${each}`)}
                checked={mode.includes(each)}
              />
            ))}
          </Boxes>
        )}
        {meeting.days.length > 1 && (
          <Boxes
            t={t}
            legend={t('questions:form.days')}
            id="appliesTo-days"
            error={problemOf(errors, 'appliesTo[days]')}
          >
            {meeting.days.map(({ number, date }) => (
              <Tick
                t={t}
                name="days[]"
                id={`day-${number}`}
                value={String(number)}
                label={capitalized(formatDay(date, locale, { weekday: true, year: false }), locale)}
                checked={days.includes(number)}
              />
            ))}
          </Boxes>
        )}
        <Boxes
          t={t}
          legend={t('questions:form.constituencies')}
          id="appliesTo-constituencies"
          error={problemOf(errors, 'appliesTo[constituencies]')}
        >
          {offered.map((id) => (
            <Tick
              t={t}
              name="constituencies[]"
              id={`constituency-${id}`}
              value={id}
              label={localize(constituency(id)?.plural, locale, meeting.mainLanguage)?.text ?? id}
              checked={constituencies.includes(id)}
            />
          ))}
        </Boxes>
        {earlier.length > 0 && (
          <Boxes
            t={t}
            legend={t('questions:form.follows')}
            hint={t('questions:form.followsHint')}
            id="appliesTo-answer"
            error={problemOf(errors, 'appliesTo[answer]')}
          >
            {earlier.map((question) => {
              const label = <LocalizedWords of={wordsOf(question.label, meeting, locale)} locale={locale} />
              const is = answer?.question === question.id ? answer.is : []
              if (question.type === 'country')
                return (
                  <Textarea
                    t={t}
                    name={`states[${question.id}]`}
                    label={label}
                    hint={t('questions:form.states')}
                    value={is.map((code) => stateName(code, locale)).join('\n')}
                    error={problemOf(errors, `states[${question.id}]`)}
                  />
                )
              return (
                <fieldset class="field">
                  <legend class="small">{label}</legend>
                  {answersOf(question, props).map(({ value, label }) => (
                    <Tick
                      t={t}
                      name="follows[]"
                      id={`follows-${question.id}-${value}`}
                      value={`${question.id} ${value}`}
                      label={label}
                      checked={is.includes(value)}
                    />
                  ))}
                </fieldset>
              )
            })}
          </Boxes>
        )}
      </div>
    </Axis>
  )
}

/** The form of a question: its words in three languages, the kind of answer, whom it is asked of, how long it is kept. */
export const QuestionFormPage = (props: QuestionFormProps) => {
  const { t, locale, draft, seen, answered, errors, action, base, kept } = props
  const texts = [
    ['label', t('questions:form.words'), undefined],
    ['help', t('questions:form.help'), t('questions:form.helpHint')],
    ['purpose', t('questions:form.purpose'), t('questions:form.purposeHint')],
  ] as const
  return (
    <Form action={action}>
      {seen && <input type="hidden" name="seen" value={seen} />}
      {kept && (
        <Note>
          <p>{answered > 0 ? t('questions:form.answered', { count: answered }) : t('questions:form.notAnswered')}</p>
        </Note>
      )}
      {texts.map(([name, label, hint]) => (
        <Axis title={label}>
          <div class="flow">
            {hint && <p class="hint">{hint}</p>}
            <Tongues
              t={t}
              name={name}
              label={label}
              text={draft[name] ?? {}}
              rows={name === 'label' ? 1 : 2}
              errors={errors}
            />
          </div>
        </Axis>
      ))}
      <Axis title={t('questions:form.kind')}>
        <div class="form">
          <RadioChoices
            t={t}
            name="type"
            label={t('questions:form.kind')}
            hideLabel
            choices={QUESTION_TYPES.map((type) => ({
              value: type,
              label: t(`questions:type.${type}`),
              disabled: answered > 0 && type !== kept?.type,
            }))}
            value={draft.type}
            error={problemOf(errors, 'type')}
          />
          <Tick t={t} name="required" value="yes" label={t('questions:form.required')} checked={draft.required} />
        </div>
      </Axis>
      <Options {...props} />
      <Limits {...props} />
      <Conditions {...props} />
      <Axis title={t('questions:form.keep')}>
        <div class="form">
          <Select
            t={t}
            name="retention"
            label={t('questions:form.keep')}
            hideLabel
            hint={t('questions:form.keepHint')}
            blank={t('questions:form.keepDefault')}
            options={durationOptions(draft.retention, locale)}
            value={draft.retention ?? ''}
            error={problemOf(errors, 'retention')}
          />
          <Actions>
            <Button>{t('questions:form.save')}</Button> <a href={base}>{t('questions:form.back')}</a>
          </Actions>
          <p class="quiet">{t('questions:form.effect')}</p>
        </div>
      </Axis>
    </Form>
  )
}
