import { ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator'
import { asId, isId, type RoomId } from '../../kernel/id.ts'
import { LOCALES } from '../../kernel/locale.ts'
import { cleanLocalizedText, type LocalizedText } from '../../kernel/localized-text.ts'
import { CONSTITUENCIES } from '../../delegations/constituency.ts'
import {
  FORMATS,
  isPause,
  OFFICER_ROLES,
  SESSION_KINDS,
  SHOW_LEVELS,
  type AccessRule,
  type AgendaItem,
  type Format,
  type Officer,
  type SessionKind,
  type ShowLevel,
} from '../../agenda/release.ts'
import type { SessionFields } from '../../agenda/session.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'

export const CLOCK = /^(([01]\d|2[0-3]):[0-5]\d)?$/
export const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Words in each language; an empty one takes that language away. */
export class TextsDto {
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(5000) en?: string
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(5000) fr?: string
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(5000) es?: string
}

/** Somebody who chairs or speaks; without a name the row is empty. */
export class OfficerForm {
  @IsIn(OFFICER_ROLES) role: Officer['role']
  @IsObject() @ValidateNested() @Type(() => TextsDto) name: TextsDto
  @IsOptional() @IsIn(['', ...CONSTITUENCIES.map(({ id }) => id)]) constituency?: string
}

/** A numbered item; without a number and a title the row is empty. */
export class ItemForm {
  @IsString() @MaxLength(20) number: string
  @IsObject() @ValidateNested() @Type(() => TextsDto) title: TextsDto
}

/** What every form of a session holds. */
abstract class SessionFieldsForm {
  @IsIn(SESSION_KINDS) kind: SessionKind

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

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => OfficerForm)
  officers?: OfficerForm[]

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => ItemForm)
  items?: ItemForm[]
}

/** The form of a session, as the desk sends it. */
export class SessionForm extends SessionFieldsForm {
  /** The version that was on the screen. */
  @Type(() => Number) @IsInt() @Min(1) version: number

  /** The version that the writing began on, where somebody else was quicker. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) base?: number

  /** For each field that both changed, whose is kept; sent by the same form. */
  @IsOptional() @IsObject() choose?: Record<string, string>
}

/** The form of a session to be added. */
export class NewSessionForm extends SessionFieldsForm {
  @IsString() code: string

  /** Where to go once it is added: on to who may attend, or back to the day. */
  @IsOptional() @IsIn(['rule']) then?: 'rule'
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

/** @throws InvalidInput for a day that the calendar does not have. */
export const dayFrom = (text: string): Temporal.PlainDate => {
  try {
    return Temporal.PlainDate.from(text)
  } catch (cause) {
    throw new InvalidInput({ fields: [{ pointer: '/day', message: 'field.not-a-date' }], cause })
  }
}

/** Null while to be announced. */
export const timeFrom = (text: string | undefined): Temporal.PlainTime | null =>
  text ? Temporal.PlainTime.from(text) : null

/** Null while to be announced; what is no id at all is for the rules to refuse. */
export const roomFrom = (text: string): RoomId | null =>
  text === '' ? null : isId(text) ? asId<'Room'>(text) : (text as RoomId)

const officersFrom = (rows: readonly OfficerForm[]): Officer[] =>
  rows
    .map(({ role, name, constituency }): Officer => ({
      role,
      name: cleanLocalizedText({ ...name }),
      ...(constituency && { constituency }),
    }))
    .filter(({ name }) => Object.keys(name).length > 0)

const itemsFrom = (rows: readonly ItemForm[]): AgendaItem[] =>
  rows
    .map(({ number, title }) => ({ number: number.trim(), title: cleanLocalizedText({ ...title }) }))
    .filter(({ number, title }) => number !== '' || Object.keys(title).length > 0)

/** What the form says of the session. @throws InvalidInput for a day that the calendar does not have. */
export const changesFrom = (form: SessionFieldsForm): SessionFields => ({
  kind: form.kind,
  title: wordsFrom(form.title),
  abstract: wordsFrom(form.abstract),
  day: dayFrom(form.day),
  start: timeFrom(form.start),
  end: timeFrom(form.end),
  room: roomFrom(form.room),
  format: form.format,
  // The form proposes the languages of the meeting; a pause has none.
  interpretation: isPause(form.kind) ? [] : (form.interpretation ?? []),
  capacity: form.capacity ? Number(form.capacity) : null,
  officers: officersFrom(form.officers ?? []),
  items: itemsFrom(form.items ?? []),
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
