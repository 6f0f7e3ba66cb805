import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Gate } from '../access/gate.service.ts'
import { chosenIn, codesIn, followableIn } from '../calendar/chosen-sessions.ts'
import { Follows } from '../calendar/follows.service.ts'
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
import { Agendas, type Agenda } from './agendas.service.ts'
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
    @Inject(Agendas) private readonly agendas: Agendas,
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
    const { meeting, frame, banner } = await this.seen(ctx, slug)
    const { view } = frame
    const { reader } = ctx
    const follows = reader && (await this.follows.of(meeting.id, reader.person))
    return page(ctx, {
      title: ctx.t('calendar:mine.title'),
      meeting: frameOf(meeting, ctx.locale),
      release: banner,
      section: 'agenda',
      scripts: reader ? [] : ['my-agenda'],
      children: (
        <MyAgendaPage
          frame={frame}
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
    const { meeting, frame } = await this.seen(ctx, slug)
    const asked = typeof body === 'object' && body !== null && 'session' in body ? body.session : undefined
    await this.follows.choose(meeting.id, ctx.reader.person, frame.view, codesIn(asked))
    return redirect(`/${ctx.locale}/${meeting.slug}/my-agenda?saved`)
  }

  private async seen({ reader, locale }: RequestContext, slug: string): Promise<Agenda & { meeting: Meeting }> {
    const meeting = await this.meetings.named(slug)
    const audience = await this.gate.audience(meeting, reader?.person)
    const agenda = await this.agendas.of({ meeting, audience, locale })
    if (!agenda) throw new NotFound()
    return { ...agenda, meeting }
  }
}
