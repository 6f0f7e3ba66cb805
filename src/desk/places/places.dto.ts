import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator'
import { MOST_PLACES } from '../../registration/places/pools.service.ts'
import { POOL_MODES, type PoolMode } from '../../registration/registration.ts'

/** Places of what: a day in the room or online, the floor online, or a session of the day. */
export class LineDto {
  @ApiProperty({ format: 'date', example: '2022-10-19' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'field.not-a-date' })
  day!: string

  @ApiProperty({ enum: POOL_MODES })
  @IsIn(POOL_MODES)
  mode!: PoolMode

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String })
  @IsOptional()
  @IsUUID()
  session?: string | null
}

export class CapacityDto extends LineDto {
  @ApiPropertyOptional({ nullable: true, type: String, description: 'A quota of this constituency; else everybody’s.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  constituency?: string | null

  @ApiProperty({ nullable: true, type: Number, description: 'All of them; null for no limit.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_PLACES)
  places!: number | null

  @ApiPropertyOptional({ description: 'So many are given to nobody for now.', default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_PLACES)
  heldBack?: number

  @ApiPropertyOptional({ nullable: true, type: Number, description: 'Each delegation gets at most so many.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_PLACES)
  perDelegation?: number | null

  @ApiPropertyOptional({ enum: ['on-request', 'on-approval'] })
  @IsOptional()
  @IsIn(['on-request', 'on-approval'])
  gives?: 'on-request' | 'on-approval'
}

export class CapacitiesDto {
  @ApiProperty({ type: CapacityDto, isArray: true, description: 'What is not named stays as it is.' })
  @IsArray()
  @ArrayMaxSize(300)
  @ValidateNested({ each: true })
  @Type(() => CapacityDto)
  capacities!: CapacityDto[]
}

export class MoveDto extends LineDto {
  @ApiProperty({ description: 'The number on the waiting list, from 1.' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  to!: number

  @ApiProperty({ maxLength: 1000, description: 'The person reads it.' })
  @IsString()
  @MaxLength(1000)
  why!: string
}

export class GiveDto extends LineDto {
  @ApiProperty({ enum: ['give', 'offer'] })
  @IsIn(['give', 'offer'])
  how!: 'give' | 'offer'

  @ApiProperty({ maxLength: 1000, description: 'The person reads it.' })
  @IsString()
  @MaxLength(1000)
  why!: string
}

export class RuleQueryDto extends LineDto {
  @ApiPropertyOptional({ default: 0, description: 'First so many for each delegation, counting those it has.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MOST_PLACES)
  perDelegation?: number

  @ApiPropertyOptional({ default: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MOST_PLACES)
  holdBack?: number
}

export class CarryOutDto extends RuleQueryDto {
  @ApiProperty({ description: 'Of the effect that was seen: another is not carried out.' })
  @IsString()
  @MaxLength(100)
  fingerprint!: string
}

export class WaitingListSettingsDto {
  @ApiProperty({ enum: ['give', 'offer'] })
  @IsIn(['give', 'offer'])
  freed!: 'give' | 'offer'

  @ApiProperty({ minimum: 1, maximum: 336 })
  @IsInt()
  offerHours!: number
}
