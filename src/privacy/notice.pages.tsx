import { Controller, Get, Inject, Param } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Meetings } from '../meetings/meetings.service.ts'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { noticePage } from './notice-page.tsx'

/** What we hold about people, for everybody to read before they give us anything. */
@ApiExcludeController()
@Policy(PUBLIC)
@Controller(':locale')
export class NoticePages {
  constructor(@Inject(Meetings) private readonly meetings: Meetings) {}

  @Get('privacy')
  service(@Ctx() ctx: RequestContext): HtmlResponse {
    return noticePage(ctx)
  }

  @Get(':meeting/privacy')
  async meeting(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return noticePage(ctx, await this.meetings.named(slug))
  }
}
