import type { ComponentChildren } from 'preact'
import { CONSTITUENCIES, constituency } from '../delegations/constituency.ts'
import { UN_ENTITIES } from '../delegations/organization.ts'
import { otherNames, sortedStates } from '../delegations/state.ts'
import { LOCALE_NAMES, LOCALES, type Locale } from '../kernel/locale.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { wordsOf } from '../meetings/meeting-frame.ts'
import type { Question } from '../meetings/registration-settings.ts'
import { formatInstant } from '../platform/i18n/formats.ts'
import type { TFunction } from '../platform/i18n/i18n.ts'
import { Door } from '../ui/door.tsx'
import { LocalizedWords } from '../ui/localized.tsx'
import { problemOf, type FieldProblem } from '../ui/problems.ts'
import { RadioChoices, type Choice } from '../ui/radio-choices.tsx'
import { Select } from '../ui/select.tsx'
import { TextInput } from '../ui/text-input.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { Tick } from '../ui/tick.tsx'
import { limitOf } from './answers.ts'
import type { DayAvailability } from './availability.service.ts'
import type { Answers, Claim, Names, PlaceMode, Wish } from './registration.ts'
import { constituencyName, dayHeading } from './words.ts'

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

const listOf = (ids: readonly string[], locale: Locale): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(
    ids.filter((id) => constituency(id)).map((id) => constituencyName(id, locale, 'plural')),
  )

/** What a day says to whom it is not open: the words first, then whom it is for. */
export const ShutDay = ({
  t,
  locale,
  offer,
  openTo,
  claimed,
}: Pick<StepFrame, 't' | 'locale'> & { offer: DayAvailability; openTo: readonly string[]; claimed: string }) =>
  offer.door === 'past' ? (
    <Door open={false} headline={t('registration:attendance.past')} />
  ) : (
    <Door
      open={false}
      headline={t('registration:attendance.shut', { constituency: constituencyName(claimed, locale, 'plural') })}
    >
      <p>{t('registration:attendance.shutFor', { list: listOf(openTo, locale) })}</p>
    </Door>
  )

/** One day of step 3. */
export const DayFields = ({
  t,
  locale,
  meeting,
  problems,
  offer,
  wish,
  held,
  late,
}: StepFrame & {
  offer: DayAvailability
  wish: Wish | undefined
  /** The place they hold already: it is not full for them. */
  held: PlaceMode | null
  /** Whether asking to come in person is late. */
  late: boolean
}) => {
  const index = offer.number - 1
  const name = `days[${index}][mode]`
  const day = meeting.days[index]!
  const date = dayHeading(day.date, locale)
  const noteOf = (mode: PlaceMode, room: NonNullable<DayAvailability['room'][PlaceMode]>): string =>
    mode === 'in-person' && late && held !== mode
      ? t('registration:attendance.late')
      : t(`registration:attendance.room.${held === mode && room === 'full' ? 'left' : room}`)
  const choices = (['in-person', 'online'] as const).flatMap((mode): Choice[] => {
    const room = offer.room[mode]
    if (!room) return []
    const then = mode === 'in-person' && held !== mode && (late || room === 'full') && offer.room.online !== undefined
    return [{ value: mode, label: t(`registration:attendance.${mode}`), note: noteOf(mode, room), then }]
  })
  const { closesInPerson, closes } = meeting.registration
  const follows = choices.some((choice) => choice.then)
  return (
    <>
      <input type="hidden" name={`days[${index}][day]`} value={offer.day} />
      <RadioChoices
        t={t}
        name={name}
        label={
          <>
            <span class="hidden">{t('registration:attendance.day', { day: date })} </span>
            {day.title ? (
              <LocalizedWords of={wordsOf(day.title, meeting, locale)} locale={locale} />
            ) : (
              t('registration:attendance.legend')
            )}
          </>
        }
        hint={t('registration:attendance.hint')}
        error={problemOf(problems, name)}
        value={wish?.mode}
        choices={[
          ...choices,
          { value: 'none', label: t('registration:attendance.none'), note: t('registration:attendance.nothingKept') },
        ]}
      >
        {follows && (
          <>
            <p>
              {late ? (
                t('registration:attendance.lateThen', {
                  moment: formatInstant(Temporal.Instant.from(closesInPerson ?? closes), meeting.timeZone, locale, {
                    year: false,
                    sentence: true,
                  }),
                })
              ) : (
                <>
                  <strong>{t('registration:attendance.full')}</strong> {t('registration:attendance.fullThen')}
                </>
              )}
            </p>
            <Tick
              t={t}
              name={`days[${index}][meanwhile]`}
              value="yes"
              label={t('registration:attendance.meanwhile')}
              checked={wish?.mode === 'in-person' ? wish.meanwhile : true}
            />
          </>
        )}
      </RadioChoices>
      {!follows && <input type="hidden" name={`days[${index}][meanwhile]`} value="yes" />}
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
