import { ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import { IsIn, IsInt, IsObject, IsOptional, IsString, Matches, MaxLength, Min, ValidateNested } from 'class-validator'
import { asId, isId, type RoomId } from '../../kernel/id.ts'
import { LOCALES } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import { FORMATS, SHOW_LEVELS, type AccessRule, type Format, type ShowLevel } from '../../agenda/release.ts'
import type { SessionChanges } from '../../agenda/session.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'

const CLOCK = /^(([01]\d|2[0-3]):[0-5]\d)?$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Words in each language; an empty one takes that language away. */
export class TextsDto {
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(5000) en?: string
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(5000) fr?: string
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(5000) es?: string
}

/** The form of a session, as the desk sends it. */
export class SessionForm {
  /** The version that was on the screen. */
  @Type(() => Number) @IsInt() @Min(1) version: number

  @IsObject() @ValidateNested() @Type(() => TextsDto) title: TextsDto

  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) abstract?: TextsDto

  @Matches(DAY, { message: 'field.not-a-date' }) day: string

  /** `HH:MM`, or empty while to be announced. */
  @Matches(CLOCK, { message: 'session.not-a-time' }) start: string
  @Matches(CLOCK, { message: 'session.not-a-time' }) end: string

  /** A room's id, or empty while to be announced. */
  @IsString() room: string

  @IsIn(FORMATS) format: Format

  @IsOptional() @IsString({ each: true }) interpretation?: string[]

  /** Digits, or empty for none of its own. */
  @IsOptional() @Matches(/^\d{0,5}$/, { message: 'session.capacity-not-positive' }) capacity?: string
}

/** The form of who may attend, and what the rest see. */
export class RuleForm {
  @Type(() => Number) @IsInt() @Min(1) version: number
  @IsIn(['everyone', 'constituencies', 'invited']) attend: AccessRule['attend']
  @IsOptional() @IsString({ each: true }) constituencies?: string[]
  /** Group keys, separated by commas or spaces. */
  @IsOptional() @IsString() @MaxLength(500) groups?: string
  @IsIn(SHOW_LEVELS) show: ShowLevel
}

/** The form of a button that needs no more than the version it was pressed on. */
export class VersionForm {
  @Type(() => Number) @IsInt() @Min(1) version: number
}

const wordsFrom = (dto: TextsDto | undefined): LocalizedText =>
  Object.fromEntries(LOCALES.flatMap((locale) => (dto?.[locale] === undefined ? [] : [[locale, dto[locale]]])))

const dayFrom = (text: string): Temporal.PlainDate => {
  try {
    return Temporal.PlainDate.from(text)
  } catch (cause) {
    throw new InvalidInput({ fields: [{ pointer: '/day', message: 'field.not-a-date' }], cause })
  }
}

/** What the form says of the session. @throws InvalidInput for a day that the calendar does not have. */
export const changesFrom = (form: SessionForm): SessionChanges => ({
  title: wordsFrom(form.title),
  ...(form.abstract && { abstract: wordsFrom(form.abstract) }),
  day: dayFrom(form.day),
  start: form.start ? Temporal.PlainTime.from(form.start) : null,
  end: form.end ? Temporal.PlainTime.from(form.end) : null,
  room: form.room === '' ? null : isId(form.room) ? asId<'Room'>(form.room) : (form.room as RoomId),
  format: form.format,
  interpretation: form.interpretation ?? [],
  capacity: form.capacity ? Number(form.capacity) : null,
})

/** The rule that the form states. */
export const ruleFrom = (form: RuleForm): AccessRule => {
  switch (form.attend) {
    case 'everyone':
      return { attend: 'everyone', show: form.show }
    case 'constituencies':
      return { attend: 'constituencies', constituencies: form.constituencies ?? [], show: form.show }
    case 'invited':
      return {
        attend: 'invited',
        groups: (form.groups ?? '').split(/[\s,;]+/).filter(Boolean),
        show: form.show,
      }
  }
}
