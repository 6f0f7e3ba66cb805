import { Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { ClaimForm, DayForm, NamesForm } from '../../registration/form/registration-forms.dto.ts'

const ANY = 10_000

/** What is said of somebody who is added or invited: whom they represent, how they attend, in what language we write. */
class SaidForm {
  @IsOptional() @ValidateNested() @Type(() => ClaimForm) claim?: ClaimForm

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => DayForm)
  days?: DayForm[]

  @IsOptional() @IsIn(LOCALES, { message: 'registration.language.missing' }) language?: Locale
}

/** Somebody whom an organiser adds by hand. */
export class AddForm extends SaidForm {
  @IsOptional() @ValidateNested() @Type(() => NamesForm) names?: NamesForm
  @IsOptional() @IsString() @MaxLength(ANY) jobTitle?: string
  @IsOptional() @IsString() @MaxLength(ANY) email?: string
  @IsOptional() @IsString() @MaxLength(ANY) contactEmail?: string
  @IsOptional() @IsIn(['yes', 'no']) verified?: 'yes' | 'no'
  /** Where a day is full: in line, or the place at once, out of turn. */
  @IsOptional() @IsIn(['line', 'now']) turn?: 'line' | 'now'
  @IsOptional() @IsString() @MaxLength(ANY) why?: string
  @IsOptional() @IsString() @MaxLength(100) submissionId?: string
}

/** People whom an organiser invites with a place prepared. */
export class InviteForm extends SaidForm {
  @IsOptional() @IsString() @MaxLength(200_000) addresses?: string
  /** ISO date: the place is held to the end of that day in the meeting's zone. */
  @IsOptional() @IsString() @MaxLength(30) heldUntil?: string
}
