import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { CodeTaken } from '../../agenda/session.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Actions, Button } from '../../ui/actions.tsx'
import { DeskHead } from '../../ui/axis.tsx'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { newAnswers, typedAnswers, type SessionAnswers } from './session-answers.ts'
import { SessionFormPage } from './session-fields.tsx'
import { changesFrom, NewSessionForm } from './session-form.ts'

/** Adds a session to the working copy. */
@Policy(roleWith('edit-agenda'))
@Controller(':locale/desk/:meeting/agenda/new')
export class DeskNewSessionPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
  ) {}

  @Get()
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('day') day?: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const { days } = room.meeting
    const date = days.find((one) => one.date.toString() === day)?.date ?? days[0]!.date
    return this.show(ctx, room, newAnswers(date.toString(), room.meeting))
  }

  @Post()
  async add(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: unknown): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'agenda')
    const answers = typedAnswers(body)
    const parsed = parseForm(NewSessionForm, body)
    if (parsed.errors) return this.show(ctx, room, answers, parsed.errors)
    try {
      const session = await this.workingCopy.add(
        room.meeting.id,
        {
          ...changesFrom(parsed.value),
          code: parsed.value.code.trim(),
          access: { attend: 'everyone', show: 'programme' },
        },
        { by: room.person },
      )
      const then = parsed.value.then === 'rule' ? `/${session.code}#rule` : `?day=${session.day.toString()}&saved=1`
      return redirect(`${room.path}/agenda${then}`)
    } catch (error) {
      if (error instanceof InvalidInput || error instanceof CodeTaken)
        return this.show(ctx, room, answers, error.fields)
      throw error
    }
  }

  private show(
    ctx: RequestContext,
    room: DeskRoom,
    answers: SessionAnswers,
    fields: readonly FieldError[] = [],
  ): HtmlResponse {
    const { t, locale } = ctx
    const errors = fieldProblems(locale, fields)
    const action = `${room.path}/agenda/new`
    return page(
      ctx,
      {
        title: t('plan:form.new'),
        ...room.frame,
        errors,
        scripts: ['warnings'],
        children: (
          <>
            <DeskHead t={t} errors={errors} title={t('plan:form.new')} />
            <SessionFormPage
              t={t}
              locale={locale}
              meeting={room.meeting}
              action={action}
              live={`${action}/warnings`}
              answers={answers}
              errors={errors}
            >
              <p class="quiet">
                {t('plan:form.rule')} {t('desk:session.notSeen')}
              </p>
              <Actions>
                <Button>{t('plan:form.add')}</Button>
                <Button second name="then" value="rule">
                  {t('plan:form.addThenRule')}
                </Button>
              </Actions>
            </SessionFormPage>
          </>
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}
