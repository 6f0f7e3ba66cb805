import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Gate } from '../access/gate.service.ts'
import type { AgendaView } from '../access/view.ts'
import { NotFound } from '../kernel/domain-error.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Policy, PUBLIC, SIGNED_IN } from '../platform/policies/policy.ts'
import { page } from '../ui/page.tsx'
import { chosenIn, codesIn, followableIn } from './chosen-sessions.ts'
import { Follows } from './follows.service.ts'
import { MyAgendaPage } from './my-agenda-page.tsx'

/**
 * "My agenda". Who is signed in sees and chooses what they follow. For others the choice stands in the address alone: it is theirs
 * to keep, as a bookmark or by the little script on their own device, and passes the gate like any other.
 */
@ApiExcludeController()
@Controller(':locale/:meeting/my-agenda')
export class MyAgendaPages {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Follows) private readonly follows: Follows,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy(PUBLIC)
  async read(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query('session') asked?: unknown,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    const { meeting, view } = await this.seen(ctx, slug)
    const { reader } = ctx
    const follows = reader && (await this.follows.of(meeting.id, reader.person))
    return page(ctx, {
      title: ctx.t('calendar:mine.title'),
      meeting: frameOf(meeting, ctx.locale),
      section: 'agenda',
      scripts: reader ? [] : ['my-agenda'],
      children: (
        <MyAgendaPage
          t={ctx.t}
          locale={ctx.locale}
          view={view}
          chosen={follows ? followableIn(view).filter(({ id }) => follows.has(id)) : chosenIn(view, codesIn(asked))}
          signedIn={follows !== undefined}
          saved={follows !== undefined && saved !== undefined}
          baseUrl={this.settings.baseUrl}
        />
      ),
    })
  }

  @Post()
  @Policy(SIGNED_IN)
  async choose(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() body: unknown,
  ): Promise<RedirectResponse> {
    if (!ctx.reader) throw new NotSignedIn()
    const { meeting, view } = await this.seen(ctx, slug)
    const asked = typeof body === 'object' && body !== null && 'session' in body ? body.session : undefined
    await this.follows.choose(meeting.id, ctx.reader.person, view, codesIn(asked))
    return redirect(`/${ctx.locale}/${meeting.slug}/my-agenda?saved`)
  }

  private async seen(ctx: RequestContext, slug: string): Promise<{ meeting: Meeting; view: AgendaView }> {
    const meeting = await this.meetings.named(slug)
    const view = await this.gate.view(meeting, await this.gate.audience(meeting, ctx.reader?.person), ctx.locale)
    if (!view) throw new NotFound()
    return { meeting, view }
  }
}
