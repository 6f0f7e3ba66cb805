import type { ComponentChildren } from 'preact'
import { CONSTITUENCIES } from '../../delegations/constituency.ts'
import { UN_ENTITIES } from '../../delegations/organization.ts'
import { otherNames, sortedStates } from '../../delegations/state.ts'
import { LOCALE_NAMES, LOCALES } from '../../kernel/locale.ts'
import type { Question } from '../../meetings/registration-settings.ts'
import { problemOf } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import type { StepFrame } from './step-frame.ts'
import { withPurpose } from './purpose.tsx'
import { QuestionField } from './question-fields.tsx'
import type { Answers, Claim, Names } from '../registration.ts'
import { constituencyName } from '../words.ts'

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
      hint={withPurpose(t, t('registration:you.givenHint'), t('registration:purpose.names'))}
      error={problemOf(problems, 'names[givenNames]')}
      value={names.givenNames}
      autocomplete="given-name"
      spellcheck={false}
    />
    <TextInput
      t={t}
      name="names[familyName]"
      label={t('registration:you.family')}
      hint={t('registration:you.familyHint')}
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
      hint={withPurpose(t, t('registration:you.jobHint'), t('registration:purpose.job'))}
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
        hint={withPurpose(t, undefined, t('registration:purpose.constituency'))}
        error={problemOf(problems, 'claim[constituency]')}
        value={claim.constituency}
        choices={offered.map(({ id }) => ({ value: id, label: constituencyName(id, locale) }))}
      />
      {speaksFor('state') && (
        <Select
          t={t}
          name="claim[state]"
          label={t('registration:representing.state')}
          hint={withPurpose(t, t('registration:representing.stateHint'), t('registration:purpose.state'))}
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
            hint={withPurpose(
              t,
              t('registration:representing.organizationHint'),
              t('registration:purpose.organization'),
            )}
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

/** A question that follows from an earlier answer: there, but not asked, until that answer is given (`browser/follow.js`). */
const Follow = ({ question, now, children }: { question: Question; now: boolean; children: ComponentChildren }) => {
  const { answer } = question.appliesTo ?? {}
  return answer ? (
    <fieldset
      class="follow"
      data-follows={`answers[${answer.question}]`}
      data-is={answer.is.join(' ')}
      hidden={!now}
      disabled={!now}
    >
      {children}
    </fieldset>
  ) : (
    <>{children}</>
  )
}

/** Step 4: the organiser's questions, and the language of our messages. */
export const NeedsFields = ({
  questions,
  asked,
  answers,
  language,
  files,
  ...frame
}: StepFrame & {
  /** All that could be asked, whatever the answers. */
  questions: readonly Question[]
  /** Those that are, as the answers are. */
  asked: readonly Question[]
  answers: Answers
  language: string | undefined
  /** Names of the files that were given, by question. */
  files: ReadonlyMap<string, { name: string }>
}) => (
  <>
    {questions.map((question) => (
      <Follow question={question} now={asked.includes(question)}>
        <input type="hidden" name="shown[]" value={question.id} />
        <QuestionField
          {...frame}
          question={question}
          value={answers[question.id] ?? ''}
          file={files.get(question.id)?.name}
        />
      </Follow>
    ))}
    <RadioChoices
      t={frame.t}
      name="language"
      label={frame.t('registration:needs.language')}
      hint={withPurpose(frame.t, frame.t('registration:needs.languageHint'), frame.t('registration:purpose.language'))}
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
  listHint,
}: Pick<StepFrame, 't' | 'problems'> & {
  data: boolean
  list: boolean
  /** Where the rules of the meeting answer it. */
  listHint: string
}) => (
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
    <Tick t={t} name="consents[list]" value="yes" label={t('registration:check.list')} hint={listHint} checked={list} />
  </fieldset>
)
