import { Controller, Get, Param } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { DeskRooms } from '../desk/desk-room.service.ts'
import { roleWith } from '../people/role-policy.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy } from '../platform/policies/policy.ts'
import { retentionPage } from './retention-page.tsx'
import { Retention } from './retention.service.ts'

/** What goes of a meeting when, and what went: for those who answer for it. */
@ApiExcludeController()
@Policy(roleWith('configure-meeting'))
@Controller(':locale/desk/:meeting/data')
export class RetentionPages {
  constructor(
    private readonly rooms: DeskRooms,
    private readonly retention: Retention,
  ) {}

  @Get()
  async show(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug)
    return retentionPage(ctx, room, await this.retention.wentOf(room.meeting.id))
  }
}
