import { Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator'
import { LOCALES } from '../../kernel/locale.ts'
import type { LocalizedText } from '../../kernel/localized-text.ts'
import type { MeetingDraft } from '../../meetings/meeting-draft.ts'
import { TextsDto } from '../agenda/session-form.ts'

/** Several texts of a venue. */
export class VenueForm {
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) name?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) address?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) access?: TextsDto
}

/** Whom participants write to. */
export class ContactForm {
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) name?: TextsDto
  @IsOptional() @IsString() @MaxLength(300) email?: string
}

/** The form of a meeting. What is missing is empty: the rules say what to do about it, all at once. */
export class MeetingForm {
  /** What was on the screen, field by field. */
  @IsOptional() @IsString() @MaxLength(2000) seen?: string
  @IsOptional() @IsString() @MaxLength(100) slug?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) title?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) shortTitle?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) summary?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) organizer?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) city?: TextsDto
  @IsOptional() @IsString() @MaxLength(10) country?: string
  @IsOptional() @IsString() @MaxLength(100) timeZone?: string
  @IsOptional() @IsString() @MaxLength(20) format?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => VenueForm) venue?: VenueForm
  @IsOptional() @IsString() @MaxLength(10) mainLanguage?: string
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsString({ each: true }) workingLanguages?: string[]
  @IsOptional() @IsArray() @ArrayMaxSize(40) @IsString({ each: true }) interpretation?: string[]
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ContactForm) contact?: ContactForm
  /** ISO dates, of a new meeting. */
  @IsOptional() @IsString() @MaxLength(40) firstDay?: string
  @IsOptional() @IsString() @MaxLength(40) lastDay?: string
}

const words = (dto: TextsDto | undefined): LocalizedText =>
  Object.fromEntries(LOCALES.flatMap((locale) => (dto?.[locale] ? [[locale, dto[locale]]] : [])))

/** What the form says of the meeting. */
export const meetingDraftFrom = (form: MeetingForm): MeetingDraft => ({
  slug: (form.slug ?? '').trim().toLowerCase(),
  title: words(form.title),
  shortTitle: words(form.shortTitle),
  summary: words(form.summary),
  organizer: words(form.organizer),
  city: words(form.city),
  country: form.country ?? '',
  timeZone: (form.timeZone ?? '').trim(),
  format: form.format ?? '',
  venue: { name: words(form.venue?.name), address: words(form.venue?.address), access: words(form.venue?.access) },
  mainLanguage: form.mainLanguage ?? '',
  workingLanguages: form.workingLanguages ?? [],
  interpretation: form.interpretation ?? [],
  contact: { name: words(form.contact?.name), email: form.contact?.email ?? '' },
})

/** The form of a day: what it is called and whom it is for. */
export class DayForm {
  @IsOptional() @IsString() @MaxLength(500) seen?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) title?: TextsDto
  @IsOptional() @IsIn(['all', 'some']) openTo?: 'all' | 'some'
  @IsOptional() @IsArray() @ArrayMaxSize(60) @IsString({ each: true }) constituencies?: string[]
}

/** A day that a meeting is to have, too. */
export class NewDayForm {
  @IsOptional() @IsString() @MaxLength(40) date?: string
}

/** The form of a room. */
export class RoomForm {
  @IsOptional() @IsString() @MaxLength(500) seen?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) name?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) place?: TextsDto
  @IsOptional() @IsString() @MaxLength(20) capacity?: string
  @IsOptional() @IsString() @MaxLength(20) booths?: string
  @IsOptional() @IsString() @MaxLength(10) hybrid?: string
  @IsOptional() @IsString() @MaxLength(10) onlineOnly?: string
}

/** Where a room goes among the others. */
export class MoveRoomForm {
  @IsIn(['up', 'down']) to: 'up' | 'down'
}

/** Words of a form in each language, those that are empty aside. */
export const textsFrom = words
