import type { ComponentChildren } from 'preact'
import { otherNames, sortedStates } from '../../delegations/state.ts'
import { LOCALES } from '../../kernel/locale.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { acceptedBy, FILE_LIMIT } from '../../platform/files/file-purpose.ts'
import { describedBy, Field, HintAndError, Optional } from '../../ui/field.tsx'
import { LocalizedWords } from '../../ui/localized.tsx'
import { idOf, problemOf } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { Tick } from '../../ui/tick.tsx'
import { limitOf } from '../questions/answer-values.ts'
import { filePurposeOf } from '../questions/file-questions.ts'
import { datePartsOf } from '../questions/typed-date.ts'
import type { StepFrame } from './step-frame.ts'
import { withPurpose } from './purpose.tsx'

const MEGABYTES = FILE_LIMIT / 1024 / 1024

interface QuestionProps extends StepFrame {
  question: Question
  /** As it is kept, or as it was typed. */
  value: string
  /** The name of the file that was given. */
  file?: string | undefined
}

/** What every kind of field has: its name, its words, what is wrong with it. */
const partsOf = ({ t, locale, meeting, problems, question }: QuestionProps, more?: ComponentChildren) => {
  const name = `answers[${question.id}]`
  const words = (text: Question['label']): ComponentChildren => (
    <LocalizedWords of={wordsOf(text, meeting, locale)} locale={locale} />
  )
  const help = question.help && words(question.help)
  const hint = withPurpose(
    t,
    help || more ? (
      <>
        {help}
        {help && more ? ' ' : ''}
        {more}
      </>
    ) : undefined,
    question.purpose && words(question.purpose),
  )
  return {
    t,
    name,
    label: words(question.label),
    ...(hint !== undefined && { hint }),
    error: problemOf(problems, name),
    optional: !question.required,
  }
}

/** What a number or a date may be, where the organiser says so. */
const withLimits = (t: TFunction, kind: 'number' | 'date', { least, most }: Question, hint: string): string => {
  const end = least !== undefined ? (most !== undefined ? 'Between' : 'Least') : most !== undefined ? 'Most' : undefined
  return end ? `${hint} ${t(`registration:question.${kind}${end}`, { least, most })}` : hint
}

/** The options that are offered, and a retired one where it is what was answered before. */
const offered = (question: Question, value: string) =>
  (question.options ?? []).filter(({ id, retired }) => !retired || value.split(' ').includes(id))

const SeveralOf = (props: QuestionProps) => {
  const { t, locale, meeting, question, value } = props
  const { name, label, hint, error, optional } = partsOf(props)
  const id = idOf(name)
  const chosen = value.split(' ')
  return (
    <fieldset class="field" aria-describedby={describedBy(id, { hint, error })}>
      <legend>
        {label}
        <Optional t={t} optional={optional} />
      </legend>
      <HintAndError t={t} id={id} hint={hint} error={error} />
      {/* Says that the question was on the page, also when no box is ticked. */}
      <input type="hidden" name={`${name}[]`} value="" />
      {offered(question, value).map((option, index) => (
        <Tick
          t={t}
          name={`${name}[]`}
          id={index === 0 ? id : `${id}-${option.id}`}
          value={option.id}
          label={<LocalizedWords of={wordsOf(option.label, meeting, locale)} locale={locale} />}
          checked={chosen.includes(option.id)}
        />
      ))}
    </fieldset>
  )
}

const DateFields = (props: QuestionProps) => {
  const { t, value } = props
  const { name, label, hint, error, optional } = partsOf(
    props,
    withLimits(t, 'date', props.question, t('registration:question.dateHint')),
  )
  const id = idOf(name)
  const parts = datePartsOf(value)
  return (
    <fieldset class="field" aria-describedby={describedBy(id, { hint, error })}>
      <legend>
        {label}
        <Optional t={t} optional={optional} />
      </legend>
      <HintAndError t={t} id={id} hint={hint} error={error} />
      <div class="date">
        {(['day', 'month', 'year'] as const).map((part) => (
          <TextInput
            t={t}
            name={`${name}[${part}]`}
            id={part === 'day' ? id : `${id}-${part}`}
            label={t(`registration:question.${part}`)}
            value={parts[part]}
            size={part === 'day' ? 2 : part === 'month' ? 10 : 4}
            autocomplete="off"
            spellcheck={false}
            {...(part !== 'month' && { inputmode: 'numeric' as const })}
          />
        ))}
      </div>
    </fieldset>
  )
}

const FileField = (props: QuestionProps) => {
  const { t, question, value, file } = props
  const purpose = filePurposeOf(question)
  const accepted = acceptedBy(purpose)
  const kinds = accepted.some((type) => type === 'application/pdf')
    ? t('registration:question.documentHint', { limit: MEGABYTES })
    : t('registration:question.imageHint', { limit: MEGABYTES })
  const parts = partsOf(props, kinds)
  return (
    <div class="field">
      <Field {...parts}>{(control) => <input type="file" {...control} accept={accepted.join(',')} />}</Field>
      {value && (
        <>
          <p>{t('registration:question.given', { name: file ?? t('registration:answers.file') })}</p>
          {parts.optional && (
            <Tick t={t} name={`remove[${question.id}]`} value="yes" label={t('registration:question.remove')} />
          )}
        </>
      )}
    </div>
  )
}

const States = (props: QuestionProps) => {
  const { t, locale, value } = props
  return (
    <Select
      {...partsOf(props, t('registration:question.countryHint'))}
      value={value}
      blank={t('registration:question.countryBlank')}
      options={sortedStates(locale).map(({ iso3, name }) => ({
        value: iso3,
        label: name[locale].replaceAll("'", '’'),
        also: [...otherNames(iso3), ...LOCALES.map((each) => name[each]), iso3],
      }))}
      find
    />
  )
}

/** One of the organiser's questions, as its type wants it. */
export const QuestionField = (props: QuestionProps) => {
  const { t, locale, meeting, question, value } = props
  switch (question.type) {
    case 'yes-no':
      return (
        <RadioChoices
          {...partsOf(props)}
          value={value}
          choices={(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`registration:needs.${each}`) }))}
        />
      )
    case 'one-of':
      return (
        <RadioChoices
          {...partsOf(props)}
          value={value}
          choices={offered(question, value).map((option) => ({
            value: option.id,
            label: <LocalizedWords of={wordsOf(option.label, meeting, locale)} locale={locale} />,
          }))}
        />
      )
    case 'several-of':
      return <SeveralOf {...props} />
    case 'date':
      return <DateFields {...props} />
    case 'number':
      return (
        <TextInput
          {...partsOf(props, withLimits(t, 'number', question, t('registration:question.numberHint')))}
          value={value}
          inputmode="decimal"
          size={10}
          autocomplete="off"
        />
      )
    case 'country':
      return <States {...props} />
    case 'phone':
      return (
        <TextInput
          {...partsOf(props, t('registration:question.phoneHint'))}
          type="tel"
          value={value}
          autocomplete="tel"
          maxlength={limitOf(question)}
        />
      )
    case 'file':
      return <FileField {...props} />
    case 'long-text':
      return <Textarea {...partsOf(props)} value={value} maxlength={limitOf(question)} />
    case 'short-text':
      return <TextInput {...partsOf(props)} value={value} maxlength={limitOf(question)} />
  }
}
