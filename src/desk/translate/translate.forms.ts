import { Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator'

/** One text of the bench. */
export class BenchTextForm {
  @IsString() @MaxLength(200) key: string
  @IsString() @MaxLength(60) seen: string
  @IsOptional() @IsString() @MaxLength(10_000) target?: string
  @IsOptional() @IsString() @MaxLength(10) confirmed?: string
}

/** The bench as it is sent. */
export class BenchForm {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => BenchTextForm)
  texts?: BenchTextForm[]
  /** What is new here was made by a machine. */
  @IsOptional() @IsString() @MaxLength(10) machine?: string
}

/** A file of translations that was looked at. */
export class TranslationsFileForm {
  /** What the first look found good, packed. */
  @IsOptional() @IsString() @MaxLength(240_000) rows?: string
  @IsOptional() @IsString() @MaxLength(10) machine?: string
}
