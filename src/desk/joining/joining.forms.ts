import { IsArray, IsIn, IsOptional, IsString, ArrayMaxSize, MaxLength } from 'class-validator'

/** A link for everybody in a session: looked at, then used. */
export class LinkForm {
  @IsOptional() @IsString() @MaxLength(4000) joinLink?: string
  @IsOptional() @IsIn(['look', 'use', 'back']) do?: 'look' | 'use' | 'back'
}

/** Who hosts a session, by the role that they hold. */
export class HostsForm {
  @IsOptional() @IsArray() @ArrayMaxSize(500) @IsString({ each: true }) @MaxLength(40, { each: true }) hosts?: string[]
}

/** How long before the start doors open. */
export class DoorsForm {
  @IsOptional() @IsString() @MaxLength(10) minutes?: string
}

/** A yes to the table that was looked at. */
export class KeepForm {
  @IsString() @MaxLength(250_000) sealed: string
}
