import { Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator'
import type { Entry } from './nomination.ts'

/** As many rows as one form takes; the rest goes into the next. */
export const MOST_ROWS = 60

/** One row of the form that names people. */
export class EntryForm {
  @IsOptional() @IsString() @MaxLength(1000) givenNames?: string
  @IsOptional() @IsString() @MaxLength(1000) familyName?: string
  @IsOptional() @IsString() @MaxLength(100) role?: string
  @IsOptional() @IsString() @MaxLength(1000) jobTitle?: string
  /** By ISO date. */
  @IsOptional() @IsObject() days?: Record<string, unknown>
  @IsOptional() @IsString() @MaxLength(20) language?: string
  @IsOptional() @IsString() @MaxLength(300) email?: string
  @IsOptional() @IsString() @MaxLength(300) contact?: string
  /** Names this row of this form, so that it is taken once. */
  @IsOptional() @IsString() @MaxLength(60) submission?: string
}

export class NamePeopleForm {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ROWS)
  @ValidateNested({ each: true })
  @Type(() => EntryForm)
  people?: EntryForm[]
}

/** A row of the table of people. */
export class MemberForm {
  @IsString() @MaxLength(60) id!: string
  @IsOptional() @IsString() @MaxLength(30) role?: string
  @IsOptional() @IsObject() days?: Record<string, unknown>
}

export class MembersForm {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => MemberForm)
  people?: MemberForm[]

  /** `up:<id>`, `down:<id>`, or to save the whole table. */
  @IsOptional() @IsString() @MaxLength(60) do?: string
}

export class DecideForm {
  @IsIn(['confirm', 'decline']) do!: 'confirm' | 'decline'
}

export class ReasonForm {
  @IsOptional() @IsString() @MaxLength(1000) why?: string
}

export class ColleagueForm {
  @IsString({ message: 'email.missing' }) @MaxLength(300) email!: string
  @IsOptional() @IsString() @MaxLength(20) language?: string
}

export class PasteForm {
  @IsOptional() @IsString() @MaxLength(200_000) text?: string
}

export class AskForm {
  @IsOptional() @IsString() @MaxLength(100) constituency?: string
  @IsOptional() @IsString() @MaxLength(200) state?: string
  @IsOptional() @IsString() @MaxLength(1000) organization?: string
}

/** Only text counts: whatever else a hostile form nests there says nothing. */
const dayValues = (days: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(days).flatMap(([day, value]) => (typeof value === 'string' ? [[day, value]] : [])))

/** What was typed into a row. */
export const entryFrom = (form: EntryForm): Entry => ({
  givenNames: form.givenNames ?? '',
  familyName: form.familyName ?? '',
  role: form.role ?? '',
  jobTitle: form.jobTitle ?? '',
  days: dayValues(form.days),
  language: form.language ?? '',
  email: form.email ?? '',
  contact: form.contact ?? '',
})

/** What a row of the table of people says of days, by ISO date. */
export const daysFrom = (form: MemberForm): Record<string, string> => dayValues(form.days)
