import { Type } from 'class-transformer'
import { IsIn, IsInt, IsObject, IsOptional, IsString, Matches, MaxLength, Min, ValidateNested } from 'class-validator'
import { InvalidInput } from '../../kernel/domain-error.ts'
import { LOCALES } from '../../kernel/locale.ts'
import { cleanLocalizedText, type LocalizedText } from '../../kernel/localized-text.ts'
import { TextsDto } from '../agenda/session-form.ts'

/** The form of publishing. */
export class PublishForm {
  /** The working version that was reviewed. */
  @Type(() => Number) @IsInt() @Min(0) workingVersion: number
  @IsString() @MaxLength(20) label: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) note?: TextsDto
  /** The note that was proposed: what was not touched of it follows another choice of sessions. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) proposed?: TextsDto
  /** Ids of the changed sessions that are ticked. */
  @IsOptional() @IsString({ each: true }) sessions?: string[]
  /** Says that the form had boxes: none ticked then means none, not all. */
  @IsOptional() @IsIn(['1']) picked?: string
  /** The ids that were ticked when numbers and note were shown. */
  @IsOptional() @IsString() @MaxLength(100_000) seen?: string
  @IsOptional() @IsIn(['yes', 'no']) tell?: string
  @IsOptional() @IsIn(['now', 'at']) when?: string
  @IsOptional() @Matches(/^(\d{4}-\d{2}-\d{2})?$/, { message: 'field.not-a-date' }) on?: string
  @IsOptional() @Matches(/^(([01]\d|2[0-3]):[0-5]\d)?$/, { message: 'session.not-a-time' }) at?: string
  @IsOptional() @IsIn(['look', 'publish']) do?: string
}

/** The set of sessions that a form was about, as text that does not depend on their order. */
export const seenOf = (sessions: Iterable<string>): string => [...sessions].sort().join(',')

/** The note that was typed; where the proposal was left alone, the new proposal. */
export const followingNote = (
  typed: LocalizedText,
  proposed: LocalizedText,
  proposal: LocalizedText,
): LocalizedText => {
  const untouched = (text: string | undefined, was: string | undefined): boolean =>
    (text ?? '').replaceAll('\r\n', '\n').trim() === (was ?? '').replaceAll('\r\n', '\n').trim()
  return cleanLocalizedText(
    Object.fromEntries(
      LOCALES.map((locale) => [locale, untouched(typed[locale], proposed[locale]) ? proposal[locale] : typed[locale]]),
    ),
  )
}

/** The moment that a day and time of the meeting's place name. @throws InvalidInput */
export const momentFrom = (on: string | undefined, at: string | undefined, timeZone: string): Temporal.Instant => {
  const wrong = (pointer: string, message: string): InvalidInput => new InvalidInput({ fields: [{ pointer, message }] })
  if (!on) throw wrong('/on', 'field.missing')
  if (!at) throw wrong('/at', 'field.missing')
  try {
    return Temporal.PlainDateTime.from(`${on}T${at}`)
      .toZonedDateTime(timeZone, { disambiguation: 'reject' })
      .toInstant()
  } catch {
    throw wrong('/at', 'session.no-such-hour')
  }
}
