import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Admitted } from '../../checkin/admitted.service.ts'
import { HostLines } from '../../checkin/host-lines.service.ts'
import { Hosts } from '../../checkin/hosts.service.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Clock } from '../../platform/clock.ts'
import type { EventStream } from '../../platform/http/event-stream.ts'
import type { HtmlResponse } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { page } from '../../ui/page.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import { SORTS } from './host-list.ts'
import { HostListPage } from './host-list-page.tsx'
import { OnlineSessions, type OnlineSession } from './online-sessions.service.ts'

/**
 * Who may come in to a session online at this moment, for who lets people in: its hosts, and organisers. To anybody else it is
 * not there, also to hosts of other sessions.
 */
@ApiExcludeController()
@Policy(roleWith('host'))
@Controller(':locale/desk/:meeting/joining/:code/list')
export class DeskHostList {
  constructor(
    @Inject(OnlineSessions) private readonly sessions: OnlineSessions,
    @Inject(Hosts) private readonly hosts: Hosts,
    @Inject(Admitted) private readonly admitted: Admitted,
    @Inject(HostLines) private readonly lines: HostLines,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Query('q') q?: unknown,
    @Query('sort') asked?: unknown,
  ): Promise<HtmlResponse> {
    const { room, session } = await this.enter(ctx, slug, code)
    const people = await this.admitted.list(room.meeting, session)
    const sort = SORTS.find((one) => one === asked) ?? 'name'
    const base = `${room.path}/joining/${encodeURIComponent(session.code)}/list`
    const wish = { q: typeof q === 'string' ? q.slice(0, 200) : '', sort }
    return page(ctx, {
      title: `${session.code} · ${ctx.t('joining:hosting.title')}`,
      ...room.frame,
      scripts: ['host-list'],
      head: (
        <noscript>
          <meta http-equiv="refresh" content="10" />
        </noscript>
      ),
      children: (
        <HostListPage
          ctx={ctx}
          meeting={room.meeting}
          {...{ session, people, base, wish }}
          now={this.clock.now()}
          organises={room.rights.has('configure-meeting')}
        />
      ),
    })
  }

  /** Says when the list has changed, and nothing of anybody on it. */
  @Get('events')
  async events(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<EventStream> {
    const { room, session } = await this.enter(ctx, slug, code)
    if (!ctx.reader) throw new NotFound()
    return this.lines.watch(room.meeting, session, ctx.reader)
  }

  private async enter(
    ctx: RequestContext,
    slug: string,
    code: string,
  ): Promise<{ room: DeskRoom; session: OnlineSession }> {
    const { room, session } = await this.sessions.enter(ctx, slug, code)
    const may = await this.hosts.mayList(room.meeting.id, session.id, [room.person])
    if (!may.has(room.person)) throw new NotFound()
    return { room, session }
  }
}
