import { Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator'

/** One line of the table of capacities: numbers as they were typed, and as they were shown. */
export class CapacityLine {
  @IsString() @MaxLength(100) of: string
  @IsOptional() @IsString() @MaxLength(100) constituency?: string
  @IsOptional() @IsString() @MaxLength(60) was?: string
  @IsOptional() @IsString() @MaxLength(20) places?: string
  @IsOptional() @IsString() @MaxLength(20) heldBack?: string
  @IsOptional() @IsString() @MaxLength(20) perDelegation?: string
}

/** The capacities of one day. */
export class CapacitiesForm {
  @IsArray() @ArrayMaxSize(300) @ValidateNested({ each: true }) @Type(() => CapacityLine) capacities: CapacityLine[]
}

/** A limit that is new. */
export class LimitForm {
  @IsString() @MaxLength(100) of: string
  @IsOptional() @IsString() @MaxLength(100) constituency?: string
  @IsOptional() @IsString() @MaxLength(20) places?: string
  @IsOptional() @IsString() @MaxLength(20) perDelegation?: string
}

/** What becomes of a freed place. */
export class WaitingListForm {
  @IsIn(['give', 'offer']) freed: 'give' | 'offer'
  @IsOptional() @IsString() @MaxLength(10) hours?: string
}

/** Somebody in line is put elsewhere. */
export class MoveForm {
  @IsOptional() @IsString() @MaxLength(10) to?: string
  @IsOptional() @IsString() @MaxLength(20_000) why?: string
}

/** Somebody in line is given or offered a place out of turn. */
export class GiveForm {
  @IsIn(['give', 'offer']) do: 'give' | 'offer'
  @IsOptional() @IsString() @MaxLength(20_000) why?: string
}

/** A rule, and the effect of it that was seen. */
export class RuleForm {
  @IsOptional() @IsString() @MaxLength(20) perDelegation?: string
  @IsOptional() @IsString() @MaxLength(20) holdBack?: string
  @IsOptional() @IsString() @MaxLength(100) fingerprint?: string
}

/** Which queue, and how far in it. */
export class LineQuery {
  @IsOptional() @IsString() @MaxLength(100) of?: string
  @IsOptional() @IsString() @MaxLength(10) after?: string
  @IsOptional() @IsString() @MaxLength(20) perDelegation?: string
  @IsOptional() @IsString() @MaxLength(20) holdBack?: string
  @IsOptional() @IsString() @MaxLength(20) done?: string
}

/** A number as typed: null for nothing, NaN for what is none. */
export const numberFrom = (typed: string | undefined): number | null => {
  const text = (typed ?? '').trim()
  return text === '' ? null : /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
}
