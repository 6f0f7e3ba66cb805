import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator'
import { LOCALES, type Locale } from '../../kernel/locale.ts'
import { ClaimDto, NamesDto, WishDto } from '../../registration/registration.dto.ts'

/** Which requests to work through. */
export class ReviewQueueDto {
  @ApiPropertyOptional({ description: 'Sent after registration had closed.' })
  @IsOptional()
  @IsBoolean()
  late?: boolean

  @ApiPropertyOptional({ example: 'civil-society' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  constituency?: string

  @ApiPropertyOptional({ description: 'Confirmed by a focal point: the second of two steps.' })
  @IsOptional()
  @IsBoolean()
  endorsed?: boolean

  @ApiPropertyOptional({ description: 'A question was asked and is answered.' })
  @IsOptional()
  @IsBoolean()
  answered?: boolean

  @ApiPropertyOptional({ description: 'Our mail does not reach them.' })
  @IsOptional()
  @IsBoolean()
  unreachable?: boolean
}

/** A question to a person. */
export class InquiryDto {
  @ApiProperty({ description: 'In the language of the registration.', maxLength: 2000 })
  @IsString()
  @MaxLength(20_000)
  question: string
}

/** Two registrations of different people. */
export class ApartDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  other: string
}

/** The registration that is closed because another one of the same person is kept. */
export class MergeDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  absorb: string

  @ApiPropertyOptional({
    description: 'By id of both, the `seen` of the preview: what has changed since is not merged.',
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  @IsOptional()
  @IsObject()
  seen?: Record<string, string>
}

class SaidDto {
  @ApiProperty({ type: ClaimDto })
  @ValidateNested()
  @Type(() => ClaimDto)
  claim: ClaimDto

  @ApiProperty({ type: WishDto, isArray: true })
  @IsArray()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => WishDto)
  days: WishDto[]

  @ApiPropertyOptional({
    enum: LOCALES,
    description: 'The language of our messages; the meeting’s main one when absent.',
  })
  @IsOptional()
  @IsIn(LOCALES)
  language?: Locale
}

/** Somebody who is registered by hand. */
export class AdditionDto extends SaidDto {
  @ApiProperty({ type: NamesDto })
  @ValidateNested()
  @Type(() => NamesDto)
  names: NamesDto

  @ApiPropertyOptional({ maxLength: 200 })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  jobTitle?: string

  @ApiPropertyOptional({ description: 'Their own address; their first code proves it.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  email?: string

  @ApiPropertyOptional({ description: 'Where they have none: that of whoever looks after them.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  contactEmail?: string

  @ApiPropertyOptional({ description: 'Whether you vouch for whom they represent.', default: false })
  @IsOptional()
  @IsBoolean()
  verified?: boolean

  @ApiPropertyOptional({
    description: 'Why they get their places out of turn where a day is full, of what is held back. Absent: they wait.',
    maxLength: 1000,
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  why?: string
}

/** People who are invited with a place prepared. */
export class InvitationsDto extends SaidDto {
  @ApiProperty({ type: [String], example: ['ana@ngo.example.org'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2000)
  @IsString({ each: true })
  addresses: string[]

  @ApiProperty({ format: 'date-time', description: 'Until when the place is held.' })
  @IsISO8601({ strict: true })
  heldUntil: string
}

/** The right address of somebody. */
export class AddressDto {
  @ApiProperty()
  @IsString()
  @MaxLength(1000)
  address: string
}

/** Mail that came back. */
export class BounceDto extends AddressDto {
  @ApiPropertyOptional({
    description: 'What the server said; only its codes are kept.',
    example: '550 5.1.1 no such user',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  response?: string
}
