import type { ComponentChildren } from 'preact'
import { CONSTITUENCIES } from '../delegations/constituency.ts'
import { UN_ENTITIES } from '../delegations/organization.ts'
import { otherNames, sortedStates } from '../delegations/state.ts'
import { LOCALE_NAMES, LOCALES, type Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import type { Question } from '../meetings/registration-settings.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { LocalizedWords } from '../ui/localized.tsx'
import { problemOf, type FieldProblem } from '../ui/problems.ts'
import { RadioChoices } from '../ui/radio-choices.tsx'
import { Select } from '../ui/select.tsx'
import { TextInput } from '../ui/text-input.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { Tick } from '../ui/tick.tsx'
import { limitOf } from './answers.ts'
import type { Answers, Claim, Names } from './registration.ts'
import { constituencyName } from './words.ts'

/** What every step is drawn with. */
export interface StepFrame {
  t: TFunction
  locale: Locale
  meeting: Meeting
  problems?: readonly FieldProblem[] | undefined
}

/** Step 1: names and function. */
export const YouFields = ({
  t,
  problems,
  names,
  jobTitle,
}: StepFrame & { names: Partial<Names>; jobTitle: string | undefined }) => (
  <>
    <TextInput
      t={t}
      name="names[givenNames]"
      label={t('registration:you.given')}
      hint={t('registration:you.givenHint')}
      error={problemOf(problems, 'names[givenNames]')}
      value={names.givenNames}
      autocomplete="given-name"
      spellcheck={false}
    />
    <TextInput
      t={t}
      name="names[familyName]"
      label={t('registration:you.family')}
      error={problemOf(problems, 'names[familyName]')}
      value={names.familyName}
      autocomplete="family-name"
      spellcheck={false}
      optional
    />
    <TextInput
      t={t}
      name="jobTitle"
      label={t('registration:you.job')}
      hint={t('registration:you.jobHint')}
      error={problemOf(problems, 'jobTitle')}
      value={jobTitle}
      autocomplete="organization-title"
      optional
    />
  </>
)

/** Step 2: constituency, and its State or organization. */
export const RepresentingFields = ({ t, locale, meeting, problems, claim }: StepFrame & { claim: Partial<Claim> }) => {
  const offered = CONSTITUENCIES.filter(({ id }) => meeting.registration.constituencies.includes(id))
  const speaksFor = (kind: 'state' | 'organization') => offered.some((each) => each.delegationOf === kind)
  return (
    <>
      <RadioChoices
        t={t}
        name="claim[constituency]"
        label={t('registration:representing.constituency')}
        error={problemOf(problems, 'claim[constituency]')}
        value={claim.constituency}
        choices={offered.map(({ id }) => ({ value: id, label: constituencyName(id, locale) }))}
      />
      {speaksFor('state') && (
        <Select
          t={t}
          name="claim[state]"
          label={t('registration:representing.state')}
          hint={t('registration:representing.stateHint')}
          error={problemOf(problems, 'claim[state]')}
          value={claim.state ?? ''}
          blank={t('registration:representing.stateBlank')}
          options={sortedStates(locale).map((state) => ({
            value: state.iso3,
            label: state.name[locale].replaceAll("'", '’'),
            also: [...otherNames(state.iso3), ...LOCALES.map((each) => state.name[each]), state.iso3],
          }))}
          find
        />
      )}
      {speaksFor('organization') && (
        <>
          <TextInput
            t={t}
            name="claim[organization]"
            label={t('registration:representing.organization')}
            hint={t('registration:representing.organizationHint')}
            error={problemOf(problems, 'claim[organization]')}
            value={claim.organization}
            autocomplete="organization"
            list="un-entities"
          />
          <datalist id="un-entities">
            {UN_ENTITIES.map(({ name, acronym }) => (
              <option value={name[locale]}>{acronym[locale]}</option>
            ))}
          </datalist>
        </>
      )}
    </>
  )
}

const QuestionField = ({
  t,
  locale,
  meeting,
  problems,
  question,
  value,
}: StepFrame & { question: Question; value: string | undefined }) => {
  const name = `answers[${question.id}]`
  const words = (text: Question['label']): ComponentChildren => (
    <LocalizedWords of={wordsOf(text, meeting, locale)} locale={locale} />
  )
  const common = {
    t,
    name,
    label: words(question.label),
    ...(question.help && { hint: words(question.help) }),
    error: problemOf(problems, name),
    optional: !question.required,
    value,
  }
  switch (question.type) {
    case 'yes-no':
      return (
        <RadioChoices
          {...common}
          choices={(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`registration:needs.${each}`) }))}
        />
      )
    case 'one-of':
      return (
        <RadioChoices
          {...common}
          choices={(question.options ?? []).map((option) => ({ value: option.id, label: words(option.label) }))}
        />
      )
    case 'long-text':
      return <Textarea {...common} maxlength={limitOf(question)} />
    case 'short-text':
      return <TextInput {...common} maxlength={limitOf(question)} />
  }
}

/** Step 4: the organiser's questions, and the language of our messages. */
export const NeedsFields = ({
  questions,
  answers,
  language,
  ...frame
}: StepFrame & { questions: readonly Question[]; answers: Answers; language: string | undefined }) => (
  <>
    {questions.map((question) => (
      <QuestionField {...frame} question={question} value={answers[question.id]} />
    ))}
    <RadioChoices
      t={frame.t}
      name="language"
      label={frame.t('registration:needs.language')}
      hint={frame.t('registration:needs.languageHint')}
      error={problemOf(frame.problems, 'language')}
      value={language}
      choices={LOCALES.map((each) => ({ value: each, label: LOCALE_NAMES[each], lang: each }))}
    />
  </>
)

/** Step 5: what is agreed to. */
export const ConsentFields = ({
  t,
  problems,
  data,
  list,
}: Pick<StepFrame, 't' | 'problems'> & { data: boolean; list: boolean }) => (
  <fieldset class="field">
    <legend>{t('registration:check.consents')}</legend>
    <Tick
      t={t}
      name="consents[data]"
      value="yes"
      label={t('registration:check.data')}
      hint={t('registration:check.dataHint')}
      checked={data}
      error={problemOf(problems, 'consents[data]')}
    />
    <Tick
      t={t}
      name="consents[list]"
      value="yes"
      label={t('registration:check.list')}
      hint={t('registration:check.listHint')}
      checked={list}
    />
  </fieldset>
)
