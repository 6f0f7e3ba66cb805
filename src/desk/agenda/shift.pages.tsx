import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'

import { IsOptional, IsString, Matches } from 'class-validator'
import { shiftTimes } from '../../agenda/time-shift.ts'
import type { RoomId } from '../../kernel/id.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import type { HtmlResponse, Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { problemOf } from '../../ui/problems.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { ManyAtOnce, type ManyChanges } from './many-changes.service.tsx'
import { CLOCK, DAY, dayFrom } from './session-form.ts'
import { dayChoices, roomOptions } from './words.ts'

/** Which sessions begin how many minutes later. */
export class ShiftForm {
  @Matches(DAY, { message: 'field.not-a-date' }) day: string
  @Matches(CLOCK, { message: 'session.not-a-time' }) @Matches(/./, { message: 'session.not-a-time' }) from: string
  /** Up to 999, and not none. */
  @Matches(/^[-−]?0*[1-9]\d{0,2}$/, { message: 'session.not-minutes' }) minutes: string
  /** A room's id, or empty for all rooms. */
  @IsOptional() @IsString() room?: string
}

/** "Everything after this begins a quarter of an hour later." */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda/shift')
export class DeskShiftPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(ManyAtOnce) private readonly many: ManyAtOnce,
  ) {}

  @Get()
  async look(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: Record<string, unknown>,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    return this.many.show(ctx, room, shiftOf(ctx, room, query))
  }

  @Post()
  async shift(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const sent = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    return this.many.do(ctx, room, shiftOf(ctx, room, { minutes: '', ...sent }), Number(sent.workingVersion))
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const shiftOf = (
  { t, locale }: RequestContext,
  { meeting, path }: DeskRoom,
  sent: Readonly<Record<string, unknown>>,
): ManyChanges => {
  const answers = {
    day: text(sent.day) || meeting.days[0]!.date.toString(),
    from: text(sent.from),
    minutes: text(sent.minutes),
    room: text(sent.room),
  }
  // The link from a day brings no minutes: nothing is wrong yet.
  const parsed = sent.minutes === undefined ? undefined : parseForm(ShiftForm, answers)
  const value = parsed?.value
  return {
    action: 'sessions.shifted',
    address: `${path}/agenda/shift`,
    day: answers.day,
    title: t('plan:shift.title'),
    lead: t('plan:shift.lead'),
    answers,
    look: t('plan:shift.look'),
    button: (count) => t('plan:shift.button', { count }),
    ...(parsed?.errors && { fields: parsed.errors }),
    ...(value && {
      changes: (sessions) =>
        shiftTimes(sessions, {
          day: dayFrom(value.day),
          from: Temporal.PlainTime.from(value.from),
          minutes: Number(value.minutes.replace('−', '-')),
          rooms: value.room ? [value.room as RoomId] : null,
        }),
    }),
    questions: (errors) => (
      <>
        <Select
          t={t}
          name="day"
          label={t('desk:session.day')}
          options={dayChoices(meeting, locale)}
          value={answers.day}
          error={problemOf(errors, 'day')}
        />
        <TextInput
          t={t}
          type="time"
          name="from"
          label={t('plan:shift.from')}
          value={answers.from}
          error={problemOf(errors, 'from')}
        />
        <TextInput
          t={t}
          name="minutes"
          label={t('plan:shift.minutes')}
          hint={t('plan:shift.minutesHint')}
          size={5}
          autocomplete="off"
          value={answers.minutes}
          error={problemOf(errors, 'minutes')}
        />
        <Select
          t={t}
          name="room"
          label={t('plan:shift.room')}
          blank={t('plan:shift.everywhere')}
          options={roomOptions(meeting, locale, t)}
          value={answers.room}
          error={problemOf(errors, 'room')}
        />
      </>
    ),
  }
}
