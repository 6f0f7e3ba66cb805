import { Type } from 'class-transformer'
import { IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Min } from 'class-validator'
import type { Session } from '../../agenda/session.entity.ts'
import type { Move } from '../../agenda/session-move.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import { formatTime } from '../../platform/i18n/formats.ts'
import { CLOCK, DAY, dayFrom, roomFrom, timeFrom } from './session-form.ts'

const HOWS = ['time', 'before', 'after'] as const

/** Where a session goes, as the form sends it. */
export class MoveForm {
  @Type(() => Number) @IsInt() @Min(1) version: number
  /** The version that the writing began on, once somebody else was quicker. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) base?: number
  /** For each field that both changed, whose is kept. */
  @IsOptional() @IsObject() choose?: Record<string, string>
  @IsIn(HOWS) how: (typeof HOWS)[number]
  @Matches(DAY, { message: 'field.not-a-date' }) day: string
  @IsOptional() @Matches(CLOCK, { message: 'session.not-a-time' }) start?: string
  @IsOptional() @Matches(CLOCK, { message: 'session.not-a-time' }) end?: string
  /** The code of the session beside which it goes. */
  @IsOptional() @IsString() other?: string
  @IsString() room: string
}

/** The answers in the form: where the session is now, or what was typed. */
export interface MoveAnswers {
  version: number
  how: string
  day: string
  start: string
  end: string
  other: string
  room: string
}

/** Where a session is now. */
export const moveAnswers = (session: Session): MoveAnswers => ({
  version: session.version,
  how: 'time',
  day: session.day.toString(),
  start: session.start ? formatTime(session.start) : '',
  end: session.end ? formatTime(session.end) : '',
  other: '',
  room: session.roomId ?? '',
})

const KEYS = ['how', 'day', 'start', 'end', 'other', 'room'] as const

/** The form as it was sent, to be shown again with nothing lost. */
export const typedMove = (body: unknown, session: Session): MoveAnswers => {
  const sent = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const typed = KEYS.flatMap((key) => (typeof sent[key] === 'string' ? [[key, sent[key]]] : []))
  return { ...moveAnswers(session), version: Number(sent.version) || session.version, ...Object.fromEntries(typed) }
}

/** The answers with what came of putting them on top of what somebody else did meanwhile. */
export const mergedMove = (typed: MoveAnswers, merged: Session): MoveAnswers => {
  const { day, start, end, room } = moveAnswers(merged)
  const times = typed.how === 'time' ? { start, end } : {}
  return { ...typed, ...times, version: merged.version, day, room }
}

/** What the form says of the move. @throws InvalidInput for a session or a day that there is not. */
export const moveFrom = (form: MoveForm, sessions: readonly Session[]): Move => {
  const where = { day: dayFrom(form.day), room: roomFrom(form.room) }
  if (form.how === 'time') return { ...where, how: 'time', start: timeFrom(form.start), end: timeFrom(form.end) }
  const other = sessions.find(({ code }) => code === form.other)
  if (!other) throw new InvalidInput({ fields: [{ pointer: '/other', message: 'field.not-a-choice' }] })
  return { ...where, how: form.how, other }
}
