import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { constituency } from '../../delegations/constituency.ts'
import { InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { localize } from '../../kernel/localized-text.ts'
import type { MeetingDay } from '../../meetings/meeting-day.entity.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Actions, Button, ButtonLink, Form } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Note } from '../../ui/note.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems, problemOf } from '../../ui/problems.ts'
import { RadioChoices } from '../../ui/radio-choices.tsx'
import { Tick } from '../../ui/tick.tsx'
import { Tongues } from '../agenda/tongues.tsx'
import { Boxes } from '../boxes.tsx'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { dayErrors } from './days.ts'
import { dayWords, MeetingDays, type DayDraft } from './days.service.ts'
import { SetupChangedMeanwhile } from './meeting-setup.service.ts'
import { seenOf, seenText } from './seen.ts'
import { DayForm, MeetingForm, NewDayForm, textsFrom } from './setup-forms.ts'
import { DaysList, dayName, ShiftForm } from './days-list.tsx'
import { SetupNav, setupPath } from './setup-nav.tsx'

const dateFrom = (text: string): Temporal.PlainDate => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new NotFound()
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    throw new NotFound()
  }
}

/** The days of a meeting: which, what they are called, whom each is for. */
@ApiExcludeController()
@Policy(roleWith('configure-meeting'))
@Controller(':locale/desk/:meeting/settings/days')
export class DeskDayPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(MeetingDays) private readonly days: MeetingDays,
  ) {}

  @Get()
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    return this.drawList(ctx, await this.rooms.enter(ctx, slug, 'settings'), { saved: saved !== undefined })
  }

  @Post()
  async add(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    const { value: form, errors } = parseForm(NewDayForm, body)
    if (!form) return this.drawList(ctx, room, { fields: errors })
    try {
      await this.days.add(room.meeting.id, form.date ?? '', room.person)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.drawList(ctx, room, { fields: error.fields, date: form.date })
    }
    return redirect(`${setupPath(room.path, 'days')}?saved=1`)
  }

  @Post('shift')
  async shift(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    const { value: form, errors } = parseForm(MeetingForm, body)
    if (!form) return this.drawList(ctx, room, { fields: errors })
    try {
      await this.days.shift(room.meeting.id, form.firstDay ?? '', room.person)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.drawList(ctx, room, { fields: error.fields, firstDay: form.firstDay })
    }
    return redirect(`${setupPath(room.path, 'days')}?saved=1`)
  }

  @Get(':date')
  async one(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('date') written: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    const day = dayIn(room, written)
    return this.drawDay(ctx, room, day, { title: day.title ?? {}, openTo: day.openTo.length ? day.openTo : undefined })
  }

  @Post(':date')
  async describe(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('date') written: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    const day = dayIn(room, written)
    const { value: form, errors } = parseForm(DayForm, body)
    if (!form) return this.drawDay(ctx, room, day, { title: day.title ?? {}, openTo: day.openTo }, errors)
    const draft: DayDraft = {
      title: textsFrom(form.title),
      openTo: form.openTo === 'some' ? (form.constituencies ?? []) : undefined,
    }
    try {
      await this.days.describe(room.meeting.id, day.date, form.seen, draft, room.person)
      return redirect(`${setupPath(room.path, 'days')}?saved=1`)
    } catch (error) {
      if (error instanceof InvalidInput) return this.drawDay(ctx, room, day, draft, error.fields)
      if (!(error instanceof SetupChangedMeanwhile)) throw error
      const now = await this.rooms.enter(ctx, slug, 'settings')
      return this.drawDay(ctx, now, dayIn(now, written), draft, [], true)
    }
  }

  @Get(':date/remove')
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('date') written: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    const day = dayIn(room, written)
    const use = await this.days.use(room.meeting, day.date)
    return this.drawRemoval(ctx, room, day, dayErrors(use, room.meeting.days.length === 1))
  }

  @Post(':date/remove')
  async remove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('date') written: string,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'settings')
    const date = dateFrom(written)
    try {
      await this.days.remove(room.meeting.id, date, room.person)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.drawRemoval(ctx, room, dayIn(room, written), error.fields, 422)
    }
    return redirect(`${setupPath(room.path, 'days')}?saved=1`)
  }

  private drawList(
    ctx: RequestContext,
    room: DeskRoom,
    said: {
      fields?: readonly FieldError[] | undefined
      saved?: boolean
      date?: string | undefined
      firstDay?: string | undefined
    },
  ): HtmlResponse {
    const { t, locale } = ctx
    const { path } = room
    const errors = fieldProblems(locale, said.fields ?? [])
    return page(
      ctx,
      {
        title: t('setup:days.heading'),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={t('setup:days.heading')} under={t('setup:days.lead')}>
              <SetupNav t={t} desk={path} current="days" />
            </DeskHead>
            {said.saved && (
              <Note>
                <p role="status">{t('setup:saved.yes')}</p>
              </Note>
            )}
            <DaysList ctx={ctx} room={room} errors={errors} date={said.date} />
            <ShiftForm ctx={ctx} room={room} errors={errors} typed={said.firstDay} />
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }

  private drawDay(
    ctx: RequestContext,
    room: DeskRoom,
    day: MeetingDay,
    draft: DayDraft,
    fields: readonly FieldError[] = [],
    meanwhile = false,
  ): HtmlResponse {
    const { t, locale } = ctx
    const { meeting, path } = room
    const base = setupPath(path, 'days')
    const errors = fieldProblems(locale, fields)
    const known = [...new Set([...meeting.registration.constituencies, ...(draft.openTo ?? [])])]
    return page(
      ctx,
      {
        title: dayName(day.date, ctx),
        ...room.frame,
        errors,
        children: (
          <>
            <DeskHead t={t} errors={errors} title={dayName(day.date, ctx)} under={t('setup:days.oneLead')}>
              <a href={base}>{t('setup:days.back')}</a>
            </DeskHead>
            {meanwhile && (
              <Note>
                <p>
                  <strong>{t('setup:meanwhile.day')}</strong>
                </p>
                <p>
                  {t('setup:meanwhile.kept')}{' '}
                  <a href={`${base}/${day.date.toString()}`}>{t('setup:meanwhile.theirs')}</a>
                </p>
              </Note>
            )}
            <Form action={`${base}/${day.date.toString()}`}>
              <input type="hidden" name="seen" value={seenText(seenOf(dayWords(day)))} />
              <Axis title={t('setup:days.title')}>
                <Tongues t={t} name="title" label={t('setup:days.title')} text={draft.title} rows={1} errors={errors} />
              </Axis>
              <Axis title={t('setup:days.whom')}>
                <div class="form">
                  <RadioChoices
                    t={t}
                    name="openTo"
                    label={t('setup:days.whom')}
                    hideLabel
                    choices={[
                      { value: 'all', label: t('setup:days.all_') },
                      { value: 'some', label: t('setup:days.some') },
                    ]}
                    value={draft.openTo ? 'some' : 'all'}
                  />
                  <Boxes
                    t={t}
                    id="constituencies"
                    legend={t('setup:days.which')}
                    hint={t('setup:days.whichHint')}
                    error={problemOf(errors, 'constituencies')}
                  >
                    {known.map((id) => (
                      <Tick
                        t={t}
                        name="constituencies[]"
                        id={`constituency-${id}`}
                        value={id}
                        label={localize(constituency(id)?.plural, locale, meeting.mainLanguage)?.text ?? id}
                        checked={draft.openTo?.includes(id) ?? false}
                      />
                    ))}
                  </Boxes>
                  <p class="quiet">{t('setup:days.acts')}</p>
                  <Actions>
                    <Button>{t('setup:save')}</Button>
                  </Actions>
                </div>
              </Axis>
            </Form>
          </>
        ),
      },
      { status: errors.length ? 422 : meanwhile ? 409 : 200 },
    )
  }

  private drawRemoval(
    ctx: RequestContext,
    room: DeskRoom,
    day: MeetingDay,
    fields: readonly FieldError[],
    status = 200,
  ): HtmlResponse {
    const { t } = ctx
    const base = setupPath(room.path, 'days')
    const errors = fieldProblems(ctx.locale, fields)
    const title = t('setup:days.removeTitle', { day: dayName(day.date, ctx) })
    return page(
      ctx,
      {
        title,
        ...room.frame,
        children: (
          <>
            <DeskHead t={t} title={title} under={errors.length ? undefined : t('setup:days.removeMeans')} />
            <ErrorSummary t={t} errors={errors.map(({ message }) => ({ name: '', message }))} />
            <Form action={`${base}/${day.date.toString()}/remove`}>
              <Actions>
                {!errors.length && <Button>{t('setup:days.removeButton')}</Button>}
                <ButtonLink href={base} second>
                  {t('setup:keep')}
                </ButtonLink>
              </Actions>
            </Form>
          </>
        ),
      },
      { status },
    )
  }
}

const dayIn = (room: DeskRoom, written: string): MeetingDay => {
  const date = dateFrom(written)
  const day = room.meeting.days.find((one) => one.date.equals(date))
  if (!day) throw new NotFound()
  return day
}
