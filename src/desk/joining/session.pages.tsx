import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Hosts } from '../../checkin/hosts.service.ts'
import { JoinLinks } from '../../checkin/join-links.service.ts'
import { PersonalLinks } from '../../checkin/personal-links.service.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Clock } from '../../platform/clock.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { HostsForm, LinkForm } from './joining.forms.ts'
import { OnlineSessions, type AtSession } from './online-sessions.service.ts'
import { LookPage, SessionJoiningPage, TakeAwayPage } from './session-page.tsx'

/**
 * The ways into one session online: its link, set or replaced in one deed from any device; those of single people; its hosts.
 * A link that was set is never shown again.
 */
@ApiExcludeController()
@Policy(roleWith('configure-meeting', { stepUp: true }))
@Controller(':locale/desk/:meeting/joining/:code')
export class DeskSessionJoining {
  constructor(
    @Inject(OnlineSessions) private readonly sessions: OnlineSessions,
    @Inject(JoinLinks) private readonly links: JoinLinks,
    @Inject(PersonalLinks) private readonly personal: PersonalLinks,
    @Inject(Hosts) private readonly hosts: Hosts,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Query('saved') saved?: string,
  ): Promise<HtmlResponse> {
    return this.draw(ctx, await this.sessions.enter(ctx, slug, code), { saved })
  }

  @Post('link')
  async setLink(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const at = await this.sessions.enter(ctx, slug, code)
    const { room, session, base } = at
    const { value: form, errors } = parseForm(LinkForm, body)
    if (!form) return this.draw(ctx, at, { fields: errors })
    const typed = form.joinLink ?? ''
    if (form.do === 'back') return this.draw(ctx, at, { typed })
    try {
      const address = this.links.check(typed)
      if (form.do !== 'use') return await this.drawLook(ctx, at, address)
      await this.links.replace(room.meeting.id, session.id, typed, room.person)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.draw(ctx, at, { typed, fields: error.fields })
    }
    return redirect(`${base}?saved=link`)
  }

  @Post('hosts')
  async nameHosts(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const at = await this.sessions.enter(ctx, slug, code)
    const { value: form, errors } = parseForm(HostsForm, body)
    if (!form) return this.draw(ctx, at, { fields: errors })
    const { room, session, base } = at
    await this.hosts.name(room.meeting.id, session.id, form.hosts ?? [], room.person)
    return redirect(`${base}?saved=hosts`)
  }

  @Get('link/remove')
  async askLink(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse> {
    return this.drawTakeAway(ctx, await this.sessions.enter(ctx, slug, code), 'link')
  }

  @Post('link/remove')
  async takeLink(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<Sendable> {
    const { room, session, base } = await this.sessions.enter(ctx, slug, code)
    await this.links.takeAway(room.meeting.id, session.id, room.person)
    return redirect(`${base}?saved=link-gone`)
  }

  @Get('personal/remove')
  async askPersonal(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<HtmlResponse> {
    return this.drawTakeAway(ctx, await this.sessions.enter(ctx, slug, code), 'personal')
  }

  @Post('personal/remove')
  async takePersonal(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('code') code: string,
  ): Promise<Sendable> {
    const { room, session, base } = await this.sessions.enter(ctx, slug, code)
    await this.personal.takeAway(room.meeting.id, session.id, room.person)
    return redirect(`${base}?saved=own-gone`)
  }

  private async waysOf({ room, session }: AtSession) {
    return (await this.links.inMeeting(room.meeting.id)).get(session.id) ?? { since: undefined, personal: 0 }
  }

  private async draw(
    ctx: RequestContext,
    at: AtSession,
    { saved, typed, fields = [] }: { saved?: string | undefined; typed?: string; fields?: readonly FieldError[] },
  ): Promise<HtmlResponse> {
    const { room, session } = at
    const [ways, hosts] = await Promise.all([this.waysOf(at), this.hosts.of(room.meeting.id)])
    const errors = fieldProblems(ctx.locale, fields)
    return page(
      ctx,
      {
        title: `${session.code} · ${ctx.t('joining:title')}`,
        ...room.frame,
        errors,
        children: <SessionJoiningPage ctx={ctx} {...at} {...{ ways, hosts, errors, typed, saved }} />,
      },
      { status: errors.length ? 422 : 200 },
    )
  }

  private async drawLook(ctx: RequestContext, at: AtSession, address: URL): Promise<HtmlResponse> {
    const { room, session } = at
    const { since } = await this.waysOf(at)
    const now = this.clock.now()
    const { startsAt, endsAt } = session
    const isOn =
      startsAt !== null &&
      endsAt !== null &&
      Temporal.Instant.compare(startsAt, now) <= 0 &&
      Temporal.Instant.compare(now, endsAt) < 0
    return page(ctx, {
      title: `${session.code} · ${ctx.t('joining:title')}`,
      ...room.frame,
      children: <LookPage ctx={ctx} {...at} address={address} replaces={since !== undefined} isOn={isOn} />,
    })
  }

  private async drawTakeAway(ctx: RequestContext, at: AtSession, what: 'link' | 'personal'): Promise<HtmlResponse> {
    const { personal } = await this.waysOf(at)
    return page(ctx, {
      title: `${at.session.code} · ${ctx.t('joining:title')}`,
      ...at.room.frame,
      children: <TakeAwayPage ctx={ctx} {...at} what={what} people={personal} />,
    })
  }
}
