import { Controller, Get, Inject, Param } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { PUBLIC_AUDIENCE } from '../access/facts.ts'
import { Gate } from '../access/gate.service.ts'
import { NotFound } from '../kernel/domain-error.ts'
import { frameOf } from '../meetings/meeting-frame.ts'
import { Clock } from '../platform/clock.ts'
import type { EventStream } from '../platform/http/event-stream.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import { RateLimits } from '../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { ASSETS } from '../ui/assets.ts'
import { page } from '../ui/page.tsx'
import { screenPath } from './frame.ts'
import { KnownMeetings } from './known-meetings.ts'
import { RoomScreens } from './room-screens.service.ts'
import { ScreenPage } from './screen-page.tsx'
import { onScreen } from './screen.ts'

/** Screens at the doors of rooms. They show what the public sees, whoever signed in on the machine behind them. */
@ApiExcludeController()
@Policy(PUBLIC)
@Controller(':locale/:meeting/rooms/:room/screen')
export class ScreenPages {
  constructor(
    @Inject(KnownMeetings) private readonly meetings: KnownMeetings,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(RoomScreens) private readonly screens: RoomScreens,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async screen(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('room') key: string,
  ): Promise<HtmlResponse> {
    const meeting = await this.meetings.named(slug)
    const view = await this.gate.view(meeting, PUBLIC_AUDIENCE, ctx.locale)
    const found = view && onScreen(view, key)
    if (!found) throw new NotFound()
    return page(ctx, {
      title: found.room.name.text,
      meeting: frameOf(meeting, ctx.locale),
      bare: true,
      scripts: ['room-screen'],
      head: (
        <>
          <link rel="stylesheet" href={ASSETS.screen} />
          <meta name="robots" content="noindex" />
          <noscript>
            <meta http-equiv="refresh" content="60" />
          </noscript>
        </>
      ),
      children: (
        <ScreenPage
          t={ctx.t}
          view={view}
          {...found}
          now={this.clock.now()}
          events={`${screenPath(ctx.locale, view.meeting, found.room.key)}/events`}
        />
      ),
    })
  }

  @Get('events')
  async events(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('room') key: string,
  ): Promise<EventStream> {
    await this.limits.take('screen-opened-from', ctx.ip)
    return this.screens.watch(await this.meetings.named(slug), ctx.locale, key, ctx.ip)
  }
}
