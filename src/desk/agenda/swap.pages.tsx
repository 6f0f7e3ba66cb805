import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { IsOptional, IsString, Matches } from 'class-validator'
import { swapRooms } from '../../agenda/room-swap.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import type { RoomId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
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
import { CLOCK, dayFrom, timeFrom } from './session-form.ts'
import { dayChoices, roomOptions } from './words.ts'

/** Which two rooms change places, and when. */
export class SwapForm {
  @IsString() first: string
  @IsString() second: string
  /** A day, or empty for all. */
  @Matches(/^(\d{4}-\d{2}-\d{2})?$/, { message: 'field.not-a-date' }) day: string
  @IsOptional() @Matches(CLOCK, { message: 'session.not-a-time' }) from?: string
  @IsOptional() @Matches(CLOCK, { message: 'session.not-a-time' }) till?: string
}

/** What is in one room goes to another, and the other way round. */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda/swap')
export class DeskSwapPages {
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
    return this.many.show(ctx, room, swapOf(ctx, room, query))
  }

  @Post()
  async swap(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const sent = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    return this.many.do(ctx, room, swapOf(ctx, room, { first: '', ...sent }), Number(sent.workingVersion))
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** @throws InvalidInput */
const roomsFrom = ({ first, second }: SwapForm, meeting: Meeting): readonly [RoomId, RoomId] => {
  const known = (room: string): room is RoomId => meeting.rooms.some(({ id }) => id === room)
  if (!known(first)) throw new InvalidInput({ fields: [{ pointer: '/first', message: 'field.not-a-choice' }] })
  if (!known(second) || first === second)
    throw new InvalidInput({ fields: [{ pointer: '/second', message: 'session.two-rooms' }] })
  return [first, second]
}

const swapOf = (
  { t, locale }: RequestContext,
  { meeting, path }: DeskRoom,
  sent: Readonly<Record<string, unknown>>,
): ManyChanges => {
  const answers = {
    first: text(sent.first),
    second: text(sent.second),
    day: text(sent.day),
    from: text(sent.from),
    till: text(sent.till),
  }
  // The link from a day brings no rooms: nothing is wrong yet.
  const parsed = sent.first === undefined ? undefined : parseForm(SwapForm, answers)
  const value = parsed?.value
  return {
    action: 'rooms.swapped',
    address: `${path}/agenda/swap`,
    day: answers.day || meeting.days[0]!.date.toString(),
    title: t('plan:swap.title'),
    lead: t('plan:swap.lead'),
    answers,
    look: t('plan:shift.look'),
    button: (count) => t('plan:swap.button', { count }),
    ...(parsed?.errors && { fields: parsed.errors }),
    ...(value && {
      changes: (sessions) =>
        swapRooms(sessions, {
          rooms: roomsFrom(value, meeting),
          day: value.day ? dayFrom(value.day) : null,
          from: timeFrom(value.from),
          till: timeFrom(value.till),
        }),
    }),
    questions: (errors) => (
      <>
        <div class="pair">
          <Select
            t={t}
            name="first"
            label={t('plan:swap.first')}
            blank={t('plan:move.choose')}
            options={roomOptions(meeting, locale, t)}
            value={answers.first}
            error={problemOf(errors, 'first')}
          />
          <Select
            t={t}
            name="second"
            label={t('plan:swap.second')}
            blank={t('plan:move.choose')}
            options={roomOptions(meeting, locale, t)}
            value={answers.second}
            error={problemOf(errors, 'second')}
          />
        </div>
        <Select
          t={t}
          name="day"
          label={t('desk:session.day')}
          blank={t('plan:swap.allDays')}
          options={dayChoices(meeting, locale)}
          value={answers.day}
          error={problemOf(errors, 'day')}
        />
        <fieldset class="field">
          <legend>{t('plan:swap.span')}</legend>
          <p class="hint">{t('plan:swap.spanHint')}</p>
          <div class="pair">
            <TextInput
              t={t}
              type="time"
              name="from"
              label={t('plan:swap.from')}
              value={answers.from}
              error={problemOf(errors, 'from')}
            />
            <TextInput
              t={t}
              type="time"
              name="till"
              label={t('plan:swap.till')}
              value={answers.till}
              error={problemOf(errors, 'till')}
            />
          </div>
        </fieldset>
      </>
    ),
  }
}
