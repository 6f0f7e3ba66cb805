import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator'
import { Transform, Type } from 'class-transformer'
import { TABLE_FORMATS, type TableFormat } from '../../platform/tables/table-response.ts'
import { OUTCOMES, type Outcome } from '../../registration/import/import.ts'
import { SORTS, type Sort } from '../../registration/review/listing.ts'
import { RegistrationFilterDto } from '../registrations/registrations.dto.ts'

const asList = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.split(',') : value)

/** Rows as text, where no file is sent. */
export class ImportTextDto {
  @ApiPropertyOptional({ description: 'Rows with their headings, as from a spreadsheet or a mail' })
  @IsOptional()
  @IsString()
  text?: string
}

/** What each column holds. */
export class MappingDto {
  @ApiProperty({
    type: [String],
    description: 'A field for each column, in order: `givenNames`, `email`, `day:1`, `answer:<id>`…; empty where none',
    example: ['givenNames', 'familyName', 'email', 'state', 'day:1', ''],
  })
  @IsArray()
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  mapping: string[]

  @ApiPropertyOptional({ description: 'Whether people are verified where their row does not say', default: false })
  @IsOptional()
  @IsBoolean()
  verified?: boolean
}

/** How the good rows are registered, and whether others are changed. */
export class StartImportDto {
  @ApiPropertyOptional({ description: 'Whether each person who is registered is told by mail', default: false })
  @IsOptional()
  @IsBoolean()
  tell?: boolean

  @ApiPropertyOptional({
    description:
      'Whether those who are registered otherwise (`differs`) are changed as their row says; they are told as if it were done by hand',
    default: false,
  })
  @IsOptional()
  @IsBoolean()
  change?: boolean
}

/** Which rows of an import. */
export class ImportRowsQueryDto {
  @ApiPropertyOptional({ enum: OUTCOMES, isArray: true, description: 'Kinds of rows; all when absent' })
  @IsOptional()
  @Transform(asList)
  @IsArray()
  @IsIn(OUTCOMES, { each: true })
  outcome?: Outcome[]

  @ApiPropertyOptional({ description: 'The number of the last row of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  after?: number

  @ApiPropertyOptional({ default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number
}

/** What to take out, and how; filtered and sorted as the list is. */
export class ExportQueryDto extends RegistrationFilterDto {
  @ApiProperty({ enum: TABLE_FORMATS })
  @IsIn(TABLE_FORMATS)
  format: TableFormat

  @ApiPropertyOptional({
    type: [String],
    description: 'Ids of columns, with commas between; the usual ones when absent',
  })
  @IsOptional()
  @Transform(asList)
  @IsArray()
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  columns?: string[]

  @ApiPropertyOptional({ enum: SORTS, default: 'sent' })
  @IsOptional()
  @IsIn(SORTS)
  sort?: Sort

  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  descending?: boolean
}
