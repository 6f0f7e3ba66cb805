import { Type } from 'class-transformer'
import { IsArray, IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested, ArrayMaxSize } from 'class-validator'
import { stateFrom, state } from '../../delegations/state.ts'
import { asId, isId } from '../../kernel/id.ts'
import { typedDate } from '../questions/typed-date.ts'
import { DAY_MODES, type Answers, type Claim, type DayMode, type Wish } from '../registration.ts'

/** More than any field may have, so that what is too long is told by our own rules, with what was typed still there. */
const ANY = 10_000

/** Names one showing of a step, so that what its script still has on the way is not saved over what was sent. */
export class EditForm {
  @IsOptional()
  @IsString()
  @MaxLength(100)
  edit?: string

  /** Whose form it is, under our seal (`KeptForms`). */
  @IsOptional()
  @IsString()
  @MaxLength(ANY)
  whose?: string
}

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
export class YouForm extends EditForm {
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
export class RepresentingForm extends EditForm {
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

  @IsOptional()
  @IsString()
  @MaxLength(10)
  floor?: string

  /** Ids of the sessions that are ticked. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  sessions?: string[]

  /** Which boxes the page had beside the day: one that is not ticked is not sent. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  @IsIn(['floor', 'sessions'], { each: true })
  asked?: string[]
}

/** Step 3. Days that are shut are not sent. */
export class AttendanceForm extends EditForm {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => DayForm)
  days?: DayForm[]
}

/** Step 4. */
export class NeedsForm extends EditForm {
  @IsOptional()
  @IsObject()
  answers?: Record<string, unknown>

  /** Files to take back, by question. */
  @IsOptional()
  @IsObject()
  remove?: Record<string, unknown>

  /** The questions that were on the page: what follows from an answer is not on it yet without a script. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  shown?: string[]

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

  /** Whose form it is, under our seal (`KeptForms`). */
  @IsOptional()
  @IsString()
  @MaxLength(ANY)
  whose?: string
}

/** A claim as typed: a State by its code, or by any of its names, with or without accents. */
export const claimFrom = ({ constituency = '', state: typed = '', organization = '' }: ClaimForm): Claim => ({
  constituency,
  state: typed ? (state(typed)?.iso3 ?? stateFrom(typed)?.iso3 ?? null) : null,
  organization,
})

/** Wishes as ticked: a box that is not ticked is not sent. */
export const wishesFrom = (days: readonly DayForm[] = []): Wish[] =>
  days.flatMap(({ day, mode, meanwhile, floor, sessions = [], asked = [] }) =>
    mode
      ? [
          {
            day,
            mode,
            meanwhile: meanwhile === 'yes',
            ...(asked.includes('floor') && { floor: mode === 'online' && floor === 'yes' }),
            ...(asked.includes('sessions') && {
              sessions: mode === 'none' ? [] : sessions.filter(isId).map((id) => asId<'Session'>(id)),
            }),
          },
        ]
      : [],
  )

/** One answer as its control sends it: a text, the boxes that are ticked, or the parts of a date. */
const answerFrom = (answer: unknown): string | undefined => {
  if (typeof answer === 'string') return answer.slice(0, ANY)
  if (Array.isArray(answer))
    return answer
      .filter((each): each is string => typeof each === 'string' && each !== '')
      .join(' ')
      .slice(0, ANY)
  if (typeof answer !== 'object' || answer === null) return undefined
  const part = (name: string): string => {
    const value: unknown = (answer as Readonly<Record<string, unknown>>)[name]
    return typeof value === 'string' ? value.slice(0, 100) : ''
  }
  return typedDate({ day: part('day'), month: part('month'), year: part('year') })
}

/** Answers as typed, each as one text, whatever else was sent. */
export const answersFrom = (answers: Readonly<Record<string, unknown>> = {}): Answers =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([id, given]) => {
      const answer = answerFrom(given)
      return answer === undefined ? [] : [[id, answer]]
    }),
  )
