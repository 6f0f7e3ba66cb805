import { IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateNested, IsObject } from 'class-validator'
import { Type } from 'class-transformer'
import { otherNames, sortedStates } from '../../delegations/state.ts'
import type { Locale } from '../../kernel/locale.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { capitalized, formatDay } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { modesFor } from '../../registration/bulk/bulk-action.ts'
import { dayDoor } from '../../registration/places/days-open.ts'
import type { ListedRegistration } from '../../registration/review/registration-list.service.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Select } from '../../ui/select.tsx'
import { Textarea } from '../../ui/textarea.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { constituencyName, DayCell, nameOf } from './registrations-table.tsx'

export const COMMANDS = ['days', 'name', 'represent', 'withdraw'] as const
/** What an organiser changes for somebody. */
export type Command = (typeof COMMANDS)[number]

export class NamesPart {
  @IsOptional() @IsString() @MaxLength(1000) givenNames?: string
  @IsOptional() @IsString() @MaxLength(1000) familyName?: string
}

export class ClaimPart {
  @IsOptional() @IsString() constituency?: string
  @IsOptional() @IsString() @MaxLength(200) state?: string
  @IsOptional() @IsString() @MaxLength(1000) organization?: string
}

export class DayPart {
  /** ISO date. */
  @IsOptional() @IsString() day?: string
  @IsOptional() @IsString() mode?: string
}

/** What is typed into any of the commands' forms; each takes its own part. */
export class CommandForm {
  @IsOptional() @IsObject() @ValidateNested() @Type(() => NamesPart) names?: NamesPart
  @IsOptional() @IsString() @MaxLength(1000) jobTitle?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ClaimPart) claim?: ClaimPart
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => DayPart) days?: DayPart[]
  @IsOptional() @IsString() @MaxLength(1000) why?: string
}

/** What is done from the page itself. */
export class DeedForm {
  @IsIn(['undo', 'resend']) do: 'undo' | 'resend'
}

export interface CommandPageProps {
  t: TFunction
  locale: Locale
  meeting: Meeting
  /** `/en/desk/unnm-2022/registrations` */
  base: string
  command: Command
  registration: ListedRegistration
  /** What was typed, where there is a problem with it. */
  typed?: CommandForm | undefined
  errors: readonly FieldProblem[]
  today: Temporal.PlainDate
}

const DayFields = ({ t, locale, meeting, registration, typed, errors, today }: CommandPageProps) => {
  const constituency = registration.verified?.constituency ?? registration.claim.constituency
  return (
    <>
      {meeting.days.map((of, index) => {
        const now = registration.standing.days.find(({ day }) => day === of.date.toString())
        const heading = capitalized(formatDay(of.date, locale, { weekday: true, year: false }), locale)
        const name = `days[${index}][mode]`
        if (dayDoor(of, constituency, today) !== 'open')
          return (
            <p>
              {heading} <DayCell t={t} day={now} shut />
            </p>
          )
        return (
          <>
            <input type="hidden" name={`days[${index}][day]`} value={of.date.toString()} />
            <RadioChoices
              t={t}
              name={name}
              label={heading}
              choices={modesFor(meeting.format).map((value) => ({ value, label: t(`desk:format.${value}`) }))}
              value={typed?.days?.find(({ day }) => day === of.date.toString())?.mode ?? now?.mode ?? 'none'}
              error={problemOf(errors, name)}
            />
          </>
        )
      })}
    </>
  )
}

const NameFields = ({ t, registration, typed, errors }: CommandPageProps) => (
  <>
    <TextInput
      t={t}
      name="names[givenNames]"
      label={t('desk:registrations.one.given')}
      value={typed?.names?.givenNames ?? registration.names.givenNames}
      error={problemOf(errors, 'names[givenNames]')}
    />
    <TextInput
      t={t}
      name="names[familyName]"
      label={t('desk:registrations.one.family')}
      optional
      value={typed?.names?.familyName ?? registration.names.familyName}
      error={problemOf(errors, 'names[familyName]')}
    />
    <TextInput
      t={t}
      name="jobTitle"
      label={t('desk:review.jobTitle')}
      optional
      value={typed?.jobTitle ?? registration.jobTitle}
      error={problemOf(errors, 'jobTitle')}
    />
  </>
)

const ClaimFields = ({ t, locale, meeting, registration, typed, errors }: CommandPageProps) => (
  <>
    <Select
      t={t}
      name="claim[constituency]"
      label={t('desk:registrations.constituency')}
      options={meeting.registration.constituencies.map((id) => ({ value: id, label: constituencyName(id, locale) }))}
      value={typed?.claim?.constituency ?? registration.claim.constituency}
      error={problemOf(errors, 'claim[constituency]')}
    />
    <Select
      t={t}
      name="claim[state]"
      label={t('desk:review.state')}
      hint={t('desk:registrations.one.stateHint')}
      blank={t('desk:review.noState')}
      find
      optional
      options={sortedStates(locale).map((one) => ({
        value: one.iso3,
        label: one.name[locale],
        also: [...otherNames(one.iso3), one.iso3],
      }))}
      value={typed?.claim?.state ?? registration.claim.state ?? ''}
      error={problemOf(errors, 'claim[state]')}
    />
    <TextInput
      t={t}
      name="claim[organization]"
      label={t('desk:registrations.one.organization')}
      hint={t('desk:registrations.one.organizationHint')}
      optional
      value={typed?.claim?.organization ?? registration.claim.organization}
      error={problemOf(errors, 'claim[organization]')}
    />
  </>
)

/** The form of a command: what is to be changed, why, and what follows from it. */
export const CommandPage = (props: CommandPageProps) => {
  const { t, base, command, registration, typed, errors } = props
  return (
    <>
      <DeskHead
        t={t}
        errors={errors}
        title={t(`desk:registrations.command.${command}.title`)}
        under={
          <>
            <a href={`${base}/${registration.id}`}>{nameOf(registration)}</a>
          </>
        }
      />
      <Form action={`${base}/${registration.id}/${command}`} class="panel flow">
        {command === 'days' && <DayFields {...props} />}
        {command === 'name' && <NameFields {...props} />}
        {command === 'represent' && <ClaimFields {...props} />}
        <p>{t(`desk:registrations.command.${command}.effect`)}</p>
        <Textarea
          t={t}
          name="why"
          label={t('desk:registrations.bulk.why')}
          hint={t('desk:registrations.bulk.whyHint')}
          optional
          rows={2}
          value={typed?.why ?? ''}
          error={problemOf(errors, 'why')}
        />
        <Actions>
          <Button>{t(`desk:registrations.command.${command}.go`)}</Button>{' '}
          <a href={`${base}/${registration.id}`}>{t('desk:registrations.command.leave')}</a>
        </Actions>
      </Form>
    </>
  )
}
