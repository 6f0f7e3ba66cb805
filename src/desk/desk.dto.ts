import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator'
import {
  FORMATS,
  SHOW_LEVELS,
  type AccessRule,
  type Format,
  type ReleaseLabel,
  type ShowLevel,
} from '../agenda/release.ts'
import { TextsDto } from './agenda/session-form.ts'

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

/** What may be changed of a session; what is left out stays. */
export class SessionPatchDto {
  @ApiProperty({ description: 'The version this change was made on.' })
  @IsInt()
  @Min(1)
  version: number

  @ApiPropertyOptional({
    description: 'By language; an empty string takes a language away.',
    example: { fr: 'Ouverture' },
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TextsDto)
  title?: TextsDto

  @ApiPropertyOptional({ description: 'By language.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TextsDto)
  abstract?: TextsDto

  @ApiPropertyOptional({ format: 'date', description: 'A day of the meeting.' })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'field.not-a-date' })
  day?: string

  @ApiPropertyOptional({ example: '09:30', description: 'Wall-clock time in the meeting’s zone.' })
  @IsOptional()
  @Matches(CLOCK, { message: 'session.not-a-time' })
  start?: string

  @ApiPropertyOptional({ example: '11:00', description: 'At or before the start means past midnight.' })
  @IsOptional()
  @Matches(CLOCK, { message: 'session.not-a-time' })
  end?: string

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsString()
  room?: string

  @ApiPropertyOptional({ enum: FORMATS })
  @IsOptional()
  @IsIn(FORMATS)
  format?: Format

  @ApiPropertyOptional({ enum: ['confirmed', 'cancelled'] })
  @IsOptional()
  @IsIn(['confirmed', 'cancelled'])
  status?: 'confirmed' | 'cancelled'
}

/** Who may attend a session, and what the rest see of it. */
export class RuleDto {
  @ApiProperty() @IsInt() @Min(1) version: number

  @ApiProperty({ enum: ['everyone', 'constituencies', 'invited'] })
  @IsIn(['everyone', 'constituencies', 'invited'])
  attend: AccessRule['attend']

  @ApiPropertyOptional({ type: [String], example: ['member-state'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  constituencies?: string[]

  @ApiPropertyOptional({ type: [String], example: ['bureau'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  groups?: string[]

  @ApiProperty({ enum: SHOW_LEVELS }) @IsIn(SHOW_LEVELS) show: ShowLevel
}

/** What an organiser approves. */
export class PublishDto {
  @ApiProperty({ description: 'The working version that was reviewed; any other is refused (409).' })
  @IsInt()
  @Min(0)
  workingVersion: number

  @ApiProperty({ example: 'Rev.1' })
  @Matches(/^(Draft|Final|(Rev|Corr)\.[1-9][0-9]{0,2})$/, { message: 'field.not-a-choice' })
  label: ReleaseLabel

  @ApiProperty({ description: 'What changed, by language.', example: { en: 'Session DX-8 starts 15 minutes later.' } })
  @IsObject()
  @ValidateNested()
  @Type(() => TextsDto)
  note: TextsDto

  @ApiPropertyOptional({ type: [String], description: 'Ids of the changed sessions to publish; all when absent.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  sessions?: string[]

  @ApiPropertyOptional({
    description: 'Whether those with an affected session are told by mail, after the quiet period of the meeting.',
    default: true,
  })
  @IsOptional()
  @IsBoolean()
  tell?: boolean
}

/** An organiser's decision on a registration. */
export class DecisionDto {
  @ApiProperty({ enum: ['verify', 'decline'] })
  @IsIn(['verify', 'decline'])
  decision: 'verify' | 'decline'

  @ApiPropertyOptional({ description: 'What is verified; as it was claimed when absent.', example: 'member-state' })
  @IsOptional()
  @IsString()
  constituency?: string

  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-3, for who represents a State.', example: 'KEN' })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/, { message: 'field.not-a-choice' })
  state?: string

  @ApiPropertyOptional({ description: 'Kept with the decision.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  why?: string

  @ApiPropertyOptional({ description: 'The `seen` of what you looked at: what has changed since is not decided on.' })
  @IsOptional()
  @IsString()
  @MaxLength(30)
  seen?: string
}
