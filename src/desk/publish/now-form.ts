import { IsIn, IsObject, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator'
import { Type } from 'class-transformer'
import type { UrgentChange } from '../../agenda/urgent-change.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import { asId, isId } from '../../kernel/id.ts'
import { TextsDto } from '../agenda/session-form.ts'

export const WHAT = ['room', 'time', 'cancel'] as const

/** The form of one urgent change: first what changes, then looked at and published. */
export class NowForm {
  /** The code of the session. */
  @IsOptional() @IsString() @MaxLength(20) session?: string
  @IsOptional() @IsIn(WHAT) what?: (typeof WHAT)[number]
  @IsOptional() @IsString() @MaxLength(36) room?: string
  @IsOptional() @Matches(/^(\d{4}-\d{2}-\d{2})?$/, { message: 'field.not-a-date' }) day?: string
  @IsOptional() @Matches(/^(([01]\d|2[0-3]):[0-5]\d)?$/, { message: 'session.not-a-time' }) start?: string
  @IsOptional() @Matches(/^(([01]\d|2[0-3]):[0-5]\d)?$/, { message: 'session.not-a-time' }) end?: string
  /** The release that was in force when it was looked at. */
  @IsOptional() @IsString() @MaxLength(36) after?: string
  @IsOptional() @IsString() @MaxLength(20) label?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) note?: TextsDto
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) proposed?: TextsDto
  @IsOptional() @IsIn(['yes', 'no']) tell?: string
  @IsOptional() @IsIn(['look', 'publish', 'back']) do?: string
}

const missing = (pointer: string): InvalidInput => new InvalidInput({ fields: [{ pointer, message: 'field.missing' }] })

/** The change that a form says. @throws InvalidInput */
export const urgentFrom = ({ what, room, day, start, end }: NowForm): UrgentChange => {
  switch (what) {
    case 'cancel':
      return { what }
    case 'room':
      if (!room) throw missing('/room')
      if (!isId(room)) throw new InvalidInput({ fields: [{ pointer: '/room', message: 'field.not-a-choice' }] })
      return { what, room: asId<'Room'>(room) }
    case 'time': {
      if (!day) throw missing('/day')
      if (!start) throw missing('/start')
      if (!end) throw missing('/end')
      try {
        const [from, till] = [Temporal.PlainTime.from(start), Temporal.PlainTime.from(end)]
        return { what, day: Temporal.PlainDate.from(day), start: from, end: till }
      } catch (cause) {
        throw new InvalidInput({ fields: [{ pointer: '/day', message: 'field.not-a-date' }], cause })
      }
    }
    default:
      throw missing('/what')
  }
}
