import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { IsOptional, IsString } from 'class-validator'
import { Gate } from '../access/gate.service.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { PersonId } from '../kernel/id.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { parseForm } from '../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { safePath } from '../platform/http/safe-path.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Policy, SIGNED_IN } from '../platform/policies/policy.ts'
import { page } from '../ui/page.tsx'
import { fieldProblems, type FieldProblem } from '../ui/problems.ts'
import { CalendarPage, ConfirmPage } from './calendar-page.tsx'
import { Feeds } from './feeds.service.ts'
import { ChoiceForm, chosenIn } from './choice-form.ts'
import { Follows } from './follows.service.ts'
import { OwnCalendars } from './own-calendar.service.ts'

/** A button with nothing but, perhaps, the page to come back to. */
class ButtonForm {
  @IsOptional()
  @IsString()
  next?: string
}

/** A person's own calendar: set up, replaced, stopped; and the buttons that follow a session. */
@ApiExcludeController()
@Controller(':locale/:meeting')
@Policy(SIGNED_IN)
export class CalendarPages {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Feeds) private readonly feeds: Feeds,
    @Inject(Follows) private readonly follows: Follows,
    @Inject(OwnCalendars) private readonly calendars: OwnCalendars,
  ) {}

  @Get('me/calendar')
  async calendar(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    const { meeting, person } = await this.asker(ctx, slug)
    return this.show(ctx, meeting, person, { saved: saved !== undefined })
  }

  @Post('me/calendar')
  async choose(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() body: unknown,
  ): Promise<HtmlResponse | RedirectResponse> {
    const { meeting, person } = await this.asker(ctx, slug)
    const { value, errors } = parseForm(ChoiceForm, body)
    if (errors) return this.show(ctx, meeting, person, { problems: fieldProblems(ctx.locale, errors) })
    await this.feeds.choose(meeting.id, person, chosenIn(value))
    return redirect(`${pathOf(ctx, slug)}?saved`)
  }

  @Get('me/calendar/replace')
  async askReplace(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.confirm(ctx, slug, 'replace')
  }

  @Post('me/calendar/replace')
  async replace(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<RedirectResponse> {
    const { meeting, person } = await this.asker(ctx, slug)
    await this.feeds.replace(meeting.id, person)
    return redirect(pathOf(ctx, slug))
  }

  @Get('me/calendar/stop')
  async askStop(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.confirm(ctx, slug, 'stop')
  }

  @Post('me/calendar/stop')
  async stop(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<RedirectResponse> {
    const { meeting, person } = await this.asker(ctx, slug)
    await this.feeds.stop(meeting.id, person)
    return redirect(pathOf(ctx, slug))
  }

  @Post('sessions/:code/follow')
  async follow(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() form: ButtonForm,
  ): Promise<RedirectResponse> {
    return this.press(ctx, slug, code, form, 'follow')
  }

  @Post('sessions/:code/unfollow')
  async unfollow(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() form: ButtonForm,
  ): Promise<RedirectResponse> {
    return this.press(ctx, slug, code, form, 'unfollow')
  }

  private async press(
    ctx: RequestContext,
    slug: string,
    code: string,
    form: ButtonForm,
    what: 'follow' | 'unfollow',
  ): Promise<RedirectResponse> {
    const { meeting, person } = await this.asker(ctx, slug)
    const view = await this.gate.view(meeting, await this.gate.audience(meeting, person), ctx.locale)
    if (!view) throw new NotFound()
    await this.follows[what](meeting.id, person, view, code)
    return redirect(safePath(form.next) ?? `/${ctx.locale}/${slug}/sessions/${encodeURIComponent(code)}`)
  }

  private async asker(ctx: RequestContext, slug: string): Promise<{ meeting: Meeting; person: PersonId }> {
    if (!ctx.reader) throw new NotSignedIn()
    return { meeting: await this.meetings.named(slug), person: ctx.reader.person }
  }

  private async show(
    ctx: RequestContext,
    meeting: Meeting,
    person: PersonId,
    { problems = [], saved = false }: { problems?: readonly FieldProblem[]; saved?: boolean },
  ): Promise<HtmlResponse> {
    const own = await this.calendars.of(meeting, person, ctx.locale)
    const frame = frameOf(meeting, ctx.locale)
    return page(
      ctx,
      {
        title: ctx.t('calendar:page.title'),
        meeting: frame,
        section: 'me',
        errors: problems,
        children: (
          <CalendarPage
            t={ctx.t}
            locale={ctx.locale}
            path={pathOf(ctx, meeting.slug)}
            own={own}
            allMeetings={`/${ctx.locale}/me/calendar`}
            usualName={ctx.t('calendar:feed.name', { meeting: frame.shortTitle.text })}
            problems={problems}
            saved={saved && own.feed !== undefined}
          />
        ),
      },
      { status: problems.length > 0 ? 422 : 200 },
    )
  }

  private async confirm(ctx: RequestContext, slug: string, what: 'replace' | 'stop'): Promise<HtmlResponse> {
    const { meeting } = await this.asker(ctx, slug)
    return page(ctx, {
      title: ctx.t(`calendar:${what}Page.title`),
      meeting: frameOf(meeting, ctx.locale),
      section: 'me',
      children: <ConfirmPage t={ctx.t} path={pathOf(ctx, slug)} what={what} />,
    })
  }
}

const pathOf = (ctx: RequestContext, slug: string): string => `/${ctx.locale}/${slug}/me/calendar`
