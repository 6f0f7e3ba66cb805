import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Transform, Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator'
import { REGIONAL_GROUPS, statesOf } from '../../delegations/regional-group.ts'
import { asId } from '../../kernel/id.ts'
import { BULK_ACTIONS, type BulkAction } from '../../registration/bulk/bulk-action.ts'
import { IMPORTED_AS, type ImportedAs } from '../../registration/import/import.ts'
import { DAY_MODES, PLACE_MODES, type DayMode, type PlaceMode } from '../../registration/registration.ts'
import {
  LISTED_STATES,
  PLACE_STANDINGS,
  SORTS,
  type ListFilter,
  type PlaceStanding,
  type Sort,
} from '../../registration/review/listing.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const STATE = /^[A-Z]{3}$/
const GROUPS = REGIONAL_GROUPS.map(({ id }) => id)

/** `true` and `false` as words, as addresses have them. */
const Flag = () =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))

/** Which registrations; what is absent is not asked. */
export class RegistrationFilterDto {
  @ApiPropertyOptional({ enum: LISTED_STATES })
  @IsOptional()
  @IsIn(LISTED_STATES)
  state?: (typeof LISTED_STATES)[number]

  @ApiPropertyOptional({ example: 'member-state' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  constituency?: string

  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-3.', example: 'KEN' })
  @IsOptional()
  @Matches(STATE, { message: 'field.not-a-choice' })
  country?: string

  @ApiPropertyOptional({ enum: GROUPS, description: 'A regional group of the United Nations.' })
  @IsOptional()
  @IsIn(GROUPS)
  group?: string

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @Matches(DAY, { message: 'field.not-a-date' })
  day?: string

  @ApiPropertyOptional({ enum: PLACE_MODES })
  @IsOptional()
  @IsIn(PLACE_MODES)
  mode?: PlaceMode

  @ApiPropertyOptional({ enum: PLACE_STANDINGS, description: 'How they stand to a place of that day and mode.' })
  @IsOptional()
  @IsIn(PLACE_STANDINGS)
  place?: PlaceStanding

  @ApiPropertyOptional({ description: 'We asked them something that they have not answered.' })
  @IsOptional()
  @Flag()
  @IsBoolean()
  asked?: boolean

  @ApiPropertyOptional({ description: 'Sent after the deadline and not granted yet.' })
  @IsOptional()
  @Flag()
  @IsBoolean()
  late?: boolean

  @ApiPropertyOptional({ description: 'Named by a focal point or an organiser.' })
  @IsOptional()
  @Flag()
  @IsBoolean()
  nominated?: boolean

  @ApiPropertyOptional({ description: 'Our mail does not reach them.' })
  @IsOptional()
  @Flag()
  @IsBoolean()
  unreachable?: boolean

  @ApiPropertyOptional({ description: 'Id of a question to which they gave an answer other than no.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  answered?: string

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Registered or changed by this import, while its table is kept.',
  })
  @IsOptional()
  @IsUUID('all')
  import?: string

  @ApiPropertyOptional({ enum: IMPORTED_AS, description: 'With `import`: only the one or the other.' })
  @IsOptional()
  @IsIn(IMPORTED_AS)
  imported?: ImportedAs

  @ApiPropertyOptional({
    description: 'Beginnings of words of names, addresses, organization, State or reference, in any script and order.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  search?: string
}

/** Which registrations, in which order, and where among them. */
export class RegistrationsQueryDto extends RegistrationFilterDto {
  @ApiPropertyOptional({ enum: SORTS, default: 'sent' })
  @IsOptional()
  @IsIn(SORTS)
  sort?: Sort

  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @Flag()
  @IsBoolean()
  descending?: boolean

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  after?: string

  @ApiPropertyOptional({ description: 'The `previous` of the page after.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  before?: string

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number
}

export class CorrectedNamesDto {
  @ApiProperty() @IsString() @MaxLength(1000) givenNames: string
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(1000) familyName?: string
}

export class CorrectedClaimDto {
  @ApiProperty({ example: 'member-state' }) @IsString() @MaxLength(100) constituency: string

  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-3.', example: 'KEN' })
  @IsOptional()
  @Matches(STATE, { message: 'field.not-a-choice' })
  state?: string

  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(1000) organization?: string
}

export class DayDto {
  @ApiProperty({ format: 'date' }) @Matches(DAY, { message: 'field.not-a-date' }) day: string
  @ApiProperty({ enum: DAY_MODES }) @IsIn(DAY_MODES) mode: DayMode
}

/** What an organiser changes for somebody; what is left out stays. */
export class RegistrationChangeDto {
  @ApiPropertyOptional()
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CorrectedNamesDto)
  names?: CorrectedNamesDto
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(1000) jobTitle?: string
  @ApiPropertyOptional()
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CorrectedClaimDto)
  claim?: CorrectedClaimDto

  @ApiPropertyOptional({ type: [DayDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => DayDto)
  days?: DayDto[]

  @ApiPropertyOptional({ description: 'Kept with the change, and in the mail to the person.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  why?: string
}

/** With what it is done to many. */
export class BulkTermsDto {
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(1000) why?: string

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @Matches(DAY, { message: 'field.not-a-date' })
  day?: string

  @ApiPropertyOptional({ enum: DAY_MODES }) @IsOptional() @IsIn(DAY_MODES) mode?: DayMode
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(100) constituency?: string
}

/** What is to be done, to whom, and with what. It is prepared, not done. */
export class BulkDto {
  @ApiProperty({ enum: BULK_ACTIONS }) @IsIn(BULK_ACTIONS) action: BulkAction

  @ApiPropertyOptional({ type: [String], description: 'Ids of registrations; else all that pass the filter.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @IsUUID('all', { each: true })
  registrations?: string[]

  @ApiPropertyOptional()
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RegistrationFilterDto)
  filter?: RegistrationFilterDto

  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => BulkTermsDto) terms?: BulkTermsDto
}

/** Why something is withdrawn. */
export class WithdrawDto {
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(1000) why?: string
}

/** The filter that a query asks for. */
export const filterOf = (dto: RegistrationFilterDto): ListFilter => {
  const { state, constituency, country, group, day, mode, place } = dto
  const { asked, late, nominated, unreachable, answered, search, imported } = dto
  return {
    ...(state && { state }),
    ...(constituency && { constituency }),
    ...(country && { country }),
    ...(group && { countries: statesOf(group) }),
    ...(day && { day }),
    ...(mode && { mode }),
    ...(place && { place }),
    ...(asked && { asked }),
    ...(late && { late }),
    ...(nominated && { nominated }),
    ...(unreachable && { unreachable }),
    ...(answered && { answered }),
    ...(dto.import && { import: asId<'Import'>(dto.import), ...(imported && { imported }) }),
    ...(search && { search }),
  }
}
