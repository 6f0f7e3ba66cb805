import { IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import type { ImportField, Mapping } from '../../registration/import/import-fields.ts'

/** What stands beside the file in the form. */
export class PastedForm {
  @IsOptional() @IsString() text?: string
}

/** What an organiser does with a table that was read. */
export class ImportForm {
  @IsIn(['map', 'start', 'stop', 'discard']) do: 'map' | 'start' | 'stop' | 'discard'
  @IsOptional() @IsArray() @IsString({ each: true }) @MaxLength(100, { each: true }) columns?: string[]
  @IsOptional() @IsIn(['yes', 'no']) verified?: 'yes' | 'no'
  @IsOptional() @IsString() tell?: string
  @IsOptional() @IsString() change?: string
}

/** A mapping as it was sent; whether its fields exist, the import checks. */
export const mappingFrom = (columns: readonly string[] = []): Mapping => columns as readonly ImportField[]
