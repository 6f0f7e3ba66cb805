import { Controller, Get, Param, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { NotFound } from '../kernel/domain-error.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import type { Meeting } from '../meetings/meeting.entity.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, SIGNED_IN } from '../platform/policies/policy.ts'
import { ownPath } from './form-views.tsx'
import { Ledger } from './ledger.service.ts'
import { ownPage, unregisteredPage } from './own-page.tsx'
import { OwnPageSections } from './own-page-sections.ts'
import type { OwnRegistration } from './own.ts'
import { Registrations } from './registrations.service.ts'
import { can } from './states.ts'
import { withdrawPage } from './withdraw-page.tsx'

/** A person's own page: where they stand, what they said, how to change or stop it. */
@ApiExcludeController()
@Policy(SIGNED_IN)
@Controller(':locale/:meeting/me')
export class OwnPages {
  constructor(
    private readonly meetings: Meetings,
    private readonly registrations: Registrations,
    private readonly ledger: Ledger,
    private readonly sections: OwnPageSections,
  ) {}

  @Get()
  async own(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.draw(ctx, await this.meetings.named(slug), false)
  }

  /** Where the form leads when it was sent. */
  @Get('sent')
  async sent(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse> {
    return this.draw(ctx, await this.meetings.named(slug), true)
  }

  @Get('withdraw')
  async ask(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<HtmlResponse | RedirectResponse> {
    const meeting = await this.meetings.named(slug)
    const own = await this.find(ctx, meeting)
    if (!own || !can('withdraw', own.state)) return redirect(ownPath(ctx.locale, meeting))
    return withdrawPage(ctx, meeting, own)
  }

  @Post('withdraw')
  async withdraw(@Ctx() ctx: RequestContext, @Param('meeting') slug: string): Promise<RedirectResponse> {
    const meeting = await this.meetings.named(slug)
    if (!ctx.reader) throw new NotFound()
    await this.registrations.withdraw(meeting, ctx.reader.person)
    return redirect(ownPath(ctx.locale, meeting))
  }

  private async find(ctx: RequestContext, meeting: Meeting): Promise<OwnRegistration | undefined> {
    return ctx.reader && this.registrations.own(meeting, ctx.reader.person)
  }

  private async draw(ctx: RequestContext, meeting: Meeting, sent: boolean): Promise<HtmlResponse> {
    const own = await this.find(ctx, meeting)
    const window = this.registrations.window(meeting, 'online')
    const open = window === 'open' || window === 'late'
    if (!own) return unregisteredPage(ctx, meeting, open)
    const [changes, sections] = await Promise.all([this.ledger.of(own.id), this.sections.drawn(ctx, meeting, own)])
    const last = changes.filter((change) => change.fromState !== change.toState || change.why).at(-1)
    return ownPage({
      ctx,
      meeting,
      own,
      today: this.registrations.today(meeting),
      open,
      why: last?.toState === own.state && last.why ? last.why : undefined,
      sections,
      sent,
    })
  }
}
