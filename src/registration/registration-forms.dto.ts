import { Type } from 'class-transformer'
import { IsArray, IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested, ArrayMaxSize } from 'class-validator'
import { stateFrom, state } from '../delegations/state.ts'
import { DAY_MODES, type Answers, type Claim, type DayMode, type Wish } from './registration.ts'

/** More than any field may have, so that what is too long is told by our own rules, with what was typed still there. */
const ANY = 10_000

export class NamesForm {
  @IsOptional()
  @IsString()
  @MaxLength(ANY)
  givenNames?: string

  @IsOptional()
  @IsString()
  @MaxLength(ANY)
  familyName?: string
}

/** Step 1. */
export class YouForm {
  @IsOptional()
  @ValidateNested()
  @Type(() => NamesForm)
  names?: NamesForm

  @IsOptional()
  @IsString()
  @MaxLength(ANY)
  jobTitle?: string
}

export class ClaimForm {
  @IsOptional()
  @IsString()
  @MaxLength(ANY)
  constituency?: string

  @IsOptional()
  @IsString()
  @MaxLength(ANY)
  state?: string

  @IsOptional()
  @IsString()
  @MaxLength(ANY)
  organization?: string
}

/** Step 2. */
export class RepresentingForm {
  @IsOptional()
  @ValidateNested()
  @Type(() => ClaimForm)
  claim?: ClaimForm
}

export class DayForm {
  @IsString()
  @MaxLength(10)
  day!: string

  @IsOptional()
  @IsIn(DAY_MODES, { message: 'registration.day.missing' })
  mode?: DayMode

  @IsOptional()
  @IsString()
  @MaxLength(10)
  meanwhile?: string
}

/** Step 3. Days that are shut are not sent. */
export class AttendanceForm {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => DayForm)
  days?: DayForm[]
}

/** Step 4. */
export class NeedsForm {
  @IsOptional()
  @IsObject()
  answers?: Record<string, unknown>

  @IsOptional()
  @IsString()
  @MaxLength(ANY)
  language?: string
}

export class ConsentsForm {
  @IsOptional()
  @IsString()
  @MaxLength(10)
  data?: string

  @IsOptional()
  @IsString()
  @MaxLength(10)
  list?: string
}

/** Step 5. */
export class CheckForm {
  @IsOptional()
  @ValidateNested()
  @Type(() => ConsentsForm)
  consents?: ConsentsForm

  @IsString()
  @MaxLength(100)
  submissionId!: string
}

/** A claim as typed: a State by its code, or by any of its names, with or without accents. */
export const claimFrom = ({ constituency = '', state: typed = '', organization = '' }: ClaimForm): Claim => ({
  constituency,
  state: typed ? (state(typed)?.iso3 ?? stateFrom(typed)?.iso3 ?? null) : null,
  organization,
})

/** Wishes as ticked: a box that is not ticked is not sent. */
export const wishesFrom = (days: readonly DayForm[] = []): Wish[] =>
  days.flatMap(({ day, mode, meanwhile }) => (mode ? [{ day, mode, meanwhile: meanwhile === 'yes' }] : []))

/** Answers as typed: texts only, whatever else was sent. */
export const answersFrom = (answers: Readonly<Record<string, unknown>> = {}): Answers =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([id, answer]) => (typeof answer === 'string' ? [[id, answer.slice(0, ANY)]] : [])),
  )
