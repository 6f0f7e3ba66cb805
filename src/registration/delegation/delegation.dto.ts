import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator'
import { DELEGATION_ROLES, type DelegationRole } from '../../delegations/delegation.ts'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { DAY_MODES, PLACE_MODES, type DayMode, type PlaceMode } from '../registration.ts'
import { MOST_ROWS } from './delegation.forms.ts'

export class DelegationRefDto {
  @ApiProperty({ format: 'uuid' }) id!: string
  @ApiProperty({ description: 'In the language you ask in.' }) name!: string
  @ApiProperty({ example: 'member-state' }) constituency!: string
  @ApiProperty({ type: String, nullable: true, example: 'ARG' }) state!: string | null
}

export class OwnRequestDto {
  @ApiProperty({ format: 'uuid' }) id!: string
  @ApiProperty({ format: 'uuid' }) delegation!: string
  @ApiProperty({ enum: ['requested', 'active', 'refused', 'ended'] }) state!: string
  @ApiProperty({ format: 'date-time', description: 'When it came to be as it is.' }) since!: string
}

export class PersonDto {
  @ApiProperty({ maxLength: 100 }) @IsString() @MaxLength(1000) givenNames!: string

  @ApiPropertyOptional({ maxLength: 100 }) @IsOptional() @IsString() @MaxLength(1000) familyName?: string

  @ApiPropertyOptional({ maxLength: 200 }) @IsOptional() @IsString() @MaxLength(1000) jobTitle?: string

  @ApiPropertyOptional({ enum: LOCALES, description: 'The language of our messages; yours when absent.' })
  @IsOptional()
  @IsIn(LOCALES)
  language?: Locale

  @ApiPropertyOptional({ description: 'Their own; it lets them in online once they have proved it.' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  email?: string

  @ApiPropertyOptional({ description: 'Where they are reached without one; several may share it. Yours when absent.' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  contact?: string
}

export class NomineeDto extends PersonDto {
  @ApiProperty({ enum: DELEGATION_ROLES }) @IsIn(DELEGATION_ROLES) role!: DelegationRole

  @ApiProperty({
    description: 'How they attend, by day; a day that is absent they do not attend.',
    type: 'object',
    additionalProperties: { type: 'string', enum: [...DAY_MODES] },
    example: { '2022-10-19': 'in-person' },
  })
  @IsObject()
  days!: Record<string, unknown>
}

export class NomineesDto {
  @ApiProperty({ type: NomineeDto, isArray: true, maxItems: MOST_ROWS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_ROWS)
  @ValidateNested({ each: true })
  @Type(() => NomineeDto)
  people!: NomineeDto[]
}

export class NamedDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'The registration; absent when the person could not be named.' })
  id?: string

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'object', properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
  })
  errors?: { pointer: string; detail: string }[]
}

export class MemberChangeDto {
  @ApiPropertyOptional({ enum: DELEGATION_ROLES }) @IsOptional() @IsIn(DELEGATION_ROLES) role?: DelegationRole

  @ApiPropertyOptional({
    description: 'Days that are absent stay as they are.',
    type: 'object',
    additionalProperties: { type: 'string', enum: [...DAY_MODES] },
  })
  @IsOptional()
  @IsObject()
  days?: Record<string, unknown>

  @ApiPropertyOptional({ enum: ['up', 'down'], description: 'One step among those of the same role.' })
  @IsOptional()
  @IsIn(['up', 'down'])
  move?: 'up' | 'down'
}

export class ReasonDto {
  @ApiProperty({ maxLength: 1000, description: 'The person reads it.' })
  @IsString()
  @MaxLength(1000)
  why!: string
}

export class ColleagueDto {
  @ApiProperty() @IsString() @MaxLength(300) email!: string
  @ApiPropertyOptional({ enum: LOCALES }) @IsOptional() @IsIn(LOCALES) language?: Locale
}

export class MemberDayDto {
  @ApiProperty({ format: 'date' }) day!: string
  @ApiProperty({ enum: DAY_MODES }) mode!: DayMode
  @ApiProperty({ example: 'confirmed' }) status!: string
  @ApiPropertyOptional() rank?: number
  @ApiPropertyOptional({
    description: 'Which of the delegation’s own places of the day they take; `quotas` says of how many.',
  })
  seat?: number
}

export class MemberDto {
  @ApiProperty({ format: 'uuid' }) id!: string
  @ApiProperty() givenNames!: string
  @ApiProperty() familyName!: string
  @ApiProperty() address!: string
  @ApiProperty({ description: 'Whether they have proved an address of their own.' }) proved!: boolean
  @ApiProperty() jobTitle!: string
  @ApiProperty({ enum: DELEGATION_ROLES, type: String, nullable: true }) role!: DelegationRole | null
  @ApiProperty({ enum: ['requested', 'confirmed'] }) state!: string
  @ApiProperty({ type: MemberDayDto, isArray: true }) days!: MemberDayDto[]
}

export class QuotaDto {
  @ApiProperty({ format: 'date' }) day!: string
  @ApiProperty({ enum: PLACE_MODES }) mode!: PlaceMode
  @ApiProperty() taken!: number
  @ApiProperty({ type: Number, nullable: true, description: 'Null for no limit of its own.' }) capacity!: number | null
}

export class ColleagueViewDto {
  @ApiProperty({ format: 'uuid' }) person!: string
  @ApiProperty() name!: string
  @ApiProperty() address!: string
}

export class DelegationDto extends DelegationRefDto {
  @ApiProperty({ type: MemberDto, isArray: true, description: 'In the delegation’s order.' }) people!: MemberDto[]
  @ApiProperty({ type: MemberDto, isArray: true }) requests!: MemberDto[]
  @ApiProperty({ type: QuotaDto, isArray: true }) quotas!: QuotaDto[]
  @ApiProperty({ type: ColleagueViewDto, isArray: true }) focalPoints!: ColleagueViewDto[]
  @ApiProperty({ format: 'date-time' }) nominateBy!: string
  @ApiProperty({ format: 'date-time' }) confirmBy!: string
}
