import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Transform, Type } from 'class-transformer'
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import { DAY_MODES, PLACE_MODES, REGISTRATION_STATES, type DayMode, type PlaceMode } from './registration.ts'
import type { RegistrationState } from './registration.ts'
import type { Room } from './places/outcome.ts'
import type { DayDoor } from './places/days-open.ts'
import type { DayStatus } from './standing.ts'

const DAY_STATUSES = ['none', 'requested', 'confirmed', 'waiting', 'offered', 'declined', 'withdrawn'] as const
const DATE = /^\d{4}-\d{2}-\d{2}$/

/** Programs that have nothing to say often say null: the same as leaving it out. */
const AbsentIfNull = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => value ?? undefined)

export class NamesDto {
  @ApiProperty({ description: 'As in the passport; people with one name write it here.', maxLength: 100 })
  @IsString()
  @MaxLength(1000)
  givenNames!: string

  @ApiPropertyOptional({ description: 'Empty for people with one name.', maxLength: 100 })
  @AbsentIfNull()
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  familyName?: string
}

export class ClaimDto {
  @ApiProperty({ description: 'Id of a constituency that may register.', example: 'member-state' })
  @IsString()
  @MaxLength(100)
  constituency!: string

  @ApiPropertyOptional({
    description: 'For who speaks for a State: its ISO 3166-1 alpha-3 code, or any of its names.',
    example: 'ARG',
    type: String,
    nullable: true,
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  state?: string | null

  @ApiPropertyOptional({ description: 'Name of the organization, for the rest.', maxLength: 200 })
  @AbsentIfNull()
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  organization?: string
}

export class WishDto {
  @ApiProperty({ format: 'date', example: '2022-10-19' })
  @Matches(DATE, { message: 'field.not-a-date' })
  day!: string

  @ApiProperty({ enum: DAY_MODES })
  @IsIn(DAY_MODES)
  mode!: DayMode

  @ApiPropertyOptional({ description: 'While waiting for a place in the room: keep one online.', default: true })
  @IsOptional()
  @IsBoolean()
  meanwhile?: boolean

  @ApiPropertyOptional({ description: 'Online: may take the floor, where the meeting limits that. Absent: as it was.' })
  @IsOptional()
  @IsBoolean()
  floor?: boolean

  @ApiPropertyOptional({
    type: String,
    isArray: true,
    format: 'uuid',
    description: 'The sessions of that day to sign up for, of those that ask for it. Absent: as they were.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  sessions?: string[]
}

export class NeedsDto {
  @ApiPropertyOptional({
    description: 'By id of the meeting’s question; `yes` or `no` for a yes-no question.',
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  @AbsentIfNull()
  @IsOptional()
  @IsObject()
  answers?: Record<string, unknown>

  @ApiPropertyOptional({ description: 'The language of our messages.', enum: LOCALES })
  @AbsentIfNull()
  @IsOptional()
  @IsIn(LOCALES)
  language?: Locale
}

/** Any part of what the form asks; parts that are absent stay as they are. */
export class PartsDto extends NeedsDto {
  @ApiPropertyOptional({ type: NamesDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => NamesDto)
  names?: NamesDto

  @ApiPropertyOptional({ maxLength: 200 })
  @AbsentIfNull()
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  jobTitle?: string

  @ApiPropertyOptional({ type: ClaimDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => ClaimDto)
  claim?: ClaimDto
}

export class DaysDto {
  @ApiProperty({ type: WishDto, isArray: true })
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => WishDto)
  days!: WishDto[]
}

export class DraftDto extends PartsDto {
  @ApiPropertyOptional({ type: WishDto, isArray: true, description: 'One for each day that is open to the claim.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => WishDto)
  days?: WishDto[]
}

export class SubmitDto {
  @ApiProperty({ description: 'The organizers may use the answers to prepare and run this meeting. Must be true.' })
  @IsBoolean()
  data!: boolean

  @ApiPropertyOptional({ description: 'The list of participants may show the name.', default: false })
  @IsOptional()
  @IsBoolean()
  list?: boolean
}

export class ExtraStandingDto {
  @ApiProperty({ enum: DAY_STATUSES })
  status!: DayStatus

  @ApiPropertyOptional({ description: 'The number on the waiting list.' })
  rank?: number

  @ApiPropertyOptional({ format: 'date-time', description: 'When an offer ends.' })
  until?: string
}

export class SessionStandingDto extends ExtraStandingDto {
  @ApiProperty({ format: 'uuid' })
  session!: string

  @ApiProperty({ enum: PLACE_MODES, nullable: true, description: 'As they take part that day.' })
  mode!: PlaceMode | null
}

export class DayStandingDto {
  @ApiProperty({ format: 'date' })
  day!: string

  @ApiProperty({ enum: DAY_MODES, description: 'What was asked for.' })
  mode!: DayMode

  @ApiProperty({ enum: DAY_STATUSES })
  status!: DayStatus

  @ApiProperty({
    enum: PLACE_MODES,
    nullable: true,
    description: 'The place that is held, provisional until the registration is confirmed; it may be another.',
  })
  held!: PlaceMode | null

  @ApiPropertyOptional({ description: 'The number on the waiting list.' })
  rank?: number

  @ApiPropertyOptional({ format: 'date-time', description: 'When an offer ends.' })
  until?: string

  @ApiPropertyOptional({ type: ExtraStandingDto, description: 'The right to take the floor online, if asked for.' })
  floor?: ExtraStandingDto

  @ApiPropertyOptional({ type: SessionStandingDto, isArray: true, description: 'Sessions that they signed up for.' })
  sessions?: SessionStandingDto[]
}

export class VerifiedDto {
  @ApiProperty()
  constituency!: string

  @ApiProperty({ type: String, nullable: true })
  state!: string | null
}

export class OwnRegistrationDto {
  @ApiProperty({ format: 'uuid' })
  id!: string

  @ApiProperty({ enum: REGISTRATION_STATES })
  state!: RegistrationState

  @ApiProperty({ description: 'The weakest truth, in the language asked for: "We have your request".' })
  headline!: string

  @ApiProperty({ description: 'Sent after registration closed.' })
  late!: boolean

  @ApiProperty({ type: DayStandingDto, isArray: true })
  days!: DayStandingDto[]

  @ApiProperty({ type: NamesDto })
  names!: { givenNames: string; familyName: string }

  @ApiProperty()
  jobTitle!: string

  @ApiProperty({ type: ClaimDto, nullable: true })
  claim!: ClaimDto | null

  @ApiProperty({ type: VerifiedDto, nullable: true, description: 'What of the claim is a fact.' })
  verified!: VerifiedDto | null

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  answers!: Readonly<Record<string, string>>

  @ApiProperty({ enum: LOCALES })
  language!: Locale

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  submittedAt!: string | null

  @ApiProperty({ type: DraftDto, description: 'What was saved and not sent.' })
  draft!: DraftDto
}

export class RoomLeftDto {
  @ApiProperty({ enum: PLACE_MODES })
  mode!: PlaceMode

  @ApiProperty({ enum: ['left', 'nearly-full', 'full'], description: 'Full: the waiting list is open.' })
  room!: Room
}

export class SessionOfferDto {
  @ApiProperty({ format: 'uuid' })
  session!: string

  @ApiProperty({ description: 'In the language asked for, where there is one.' })
  title!: string

  @ApiProperty({ description: 'Time, room, and whom it is for.' })
  about!: string

  @ApiProperty({ type: RoomLeftDto, isArray: true, description: 'A mode that is not named is not limited.' })
  rooms!: RoomLeftDto[]
}

export class DayOfferDto {
  @ApiProperty({ format: 'date' })
  day!: string

  @ApiProperty({ enum: ['open', 'not-for-you', 'past'] })
  door!: DayDoor

  @ApiProperty({ type: RoomLeftDto, isArray: true })
  rooms!: RoomLeftDto[]

  @ApiPropertyOptional({
    enum: ['left', 'nearly-full', 'full'],
    description: 'Of the right to take the floor online; absent where everybody online has it.',
  })
  floor?: Room

  @ApiProperty({
    type: SessionOfferDto,
    isArray: true,
    description: 'Sessions of that day that ask people to sign up, of those that you see in the agenda.',
  })
  sessions!: SessionOfferDto[]
}

export class StateDto {
  @ApiProperty({ description: 'ISO 3166-1 alpha-3.', example: 'CIV' })
  id!: string

  @ApiProperty({ example: 'Côte d’Ivoire' })
  name!: string

  @ApiProperty({ enum: ['member', 'observer'] })
  status!: 'member' | 'observer'
}
