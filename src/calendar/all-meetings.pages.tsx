import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { PersonId } from '../kernel/id.ts'
import { parseForm } from '../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Policy, SIGNED_IN } from '../platform/policies/policy.ts'
import { page } from '../ui/page.tsx'
import { fieldProblems, type FieldProblem } from '../ui/problems.ts'
import { CalendarPage, ConfirmPage } from './calendar-page.tsx'
import { ChoiceForm, chosenIn } from './choice-form.ts'
import { Feeds } from './feeds.service.ts'
import { OwnCalendars } from './own-calendar.service.ts'

/** A person's calendar across all their meetings: set up, replaced, stopped. */
@ApiExcludeController()
@Controller(':locale/me/calendar')
@Policy(SIGNED_IN)
export class AllMeetingsPages {
  constructor(
    @Inject(Feeds) private readonly feeds: Feeds,
    @Inject(OwnCalendars) private readonly calendars: OwnCalendars,
  ) {}

  @Get()
  async calendar(@Ctx() ctx: RequestContext, @Query('saved') saved?: string): Promise<HtmlResponse> {
    return this.show(ctx, { saved: saved !== undefined })
  }

  @Post()
  async choose(@Ctx() ctx: RequestContext, @Body() body: unknown): Promise<HtmlResponse | RedirectResponse> {
    const { value, errors } = parseForm(ChoiceForm, body)
    if (errors) return this.show(ctx, { problems: fieldProblems(ctx.locale, errors) })
    await this.feeds.choose(null, personOf(ctx), chosenIn(value))
    return redirect(`${pathOf(ctx)}?saved`)
  }

  @Get('replace')
  askReplace(@Ctx() ctx: RequestContext): HtmlResponse {
    return confirm(ctx, 'replace')
  }

  @Post('replace')
  async replace(@Ctx() ctx: RequestContext): Promise<RedirectResponse> {
    await this.feeds.replace(null, personOf(ctx))
    return redirect(pathOf(ctx))
  }

  @Get('stop')
  askStop(@Ctx() ctx: RequestContext): HtmlResponse {
    return confirm(ctx, 'stop')
  }

  @Post('stop')
  async stop(@Ctx() ctx: RequestContext): Promise<RedirectResponse> {
    await this.feeds.stop(null, personOf(ctx))
    return redirect(pathOf(ctx))
  }

  private async show(
    ctx: RequestContext,
    { problems = [], saved = false }: { problems?: readonly FieldProblem[]; saved?: boolean },
  ): Promise<HtmlResponse> {
    const own = await this.calendars.ofAll(personOf(ctx), ctx.locale)
    return page(
      ctx,
      {
        title: ctx.t('calendar:page.titleAll'),
        errors: problems,
        children: (
          <CalendarPage
            t={ctx.t}
            locale={ctx.locale}
            path={pathOf(ctx)}
            own={own}
            allMeetings={undefined}
            usualName={ctx.t('calendar:feed.nameAll')}
            problems={problems}
            saved={saved && own.feed !== undefined}
          />
        ),
      },
      { status: problems.length > 0 ? 422 : 200 },
    )
  }
}

const pathOf = (ctx: RequestContext): string => `/${ctx.locale}/me/calendar`

const personOf = ({ reader }: RequestContext): PersonId => {
  if (!reader) throw new NotSignedIn()
  return reader.person
}

const confirm = (ctx: RequestContext, what: 'replace' | 'stop'): HtmlResponse =>
  page(ctx, {
    title: ctx.t(`calendar:${what}Page.title`),
    children: <ConfirmPage t={ctx.t} path={pathOf(ctx)} what={what} ofAll />,
  })
