import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FOCAL_POINT } from '../../delegations/focal-point-policy.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { NotFound } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import { isLocale } from '../../kernel/locale.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { fieldProblems } from '../../ui/problems.ts'
import { Registrations } from '../registrations.service.ts'
import { ColleagueForm } from './delegation.forms.ts'
import { delegationPage, delegationPath } from './delegation-page.tsx'
import { DelegationRooms } from './delegation-room.service.ts'
import { removeColleaguePage } from './person-pages.tsx'

type Answer = Promise<HtmlResponse | RedirectResponse>

/** Focal points come and go among themselves: one names another, or removes one; it acts at once. */
@ApiExcludeController()
@Policy(FOCAL_POINT)
@Controller(':locale/:meeting/delegation/:delegation/focal-points')
export class FocalPointPages {
  constructor(
    private readonly meetings: Meetings,
    private readonly delegations: Delegations,
    private readonly focalPoints: FocalPoints,
    private readonly rooms: DelegationRooms,
    private readonly registrations: Registrations,
    private readonly limits: RateLimits,
  ) {}

  @Post()
  async name(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Body() body: unknown,
  ): Answer {
    if (!ctx.reader) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    const delegation = await this.delegations.one(meeting.id, id)
    const { value: form, errors } = parseForm(ColleagueForm, body)
    const address = emailFrom(form?.email ?? '')
    const problems = errors ?? (address ? [] : [{ pointer: '/email', message: 'email.invalid' }])
    if (problems.length || !address)
      return delegationPage({
        ctx,
        meeting,
        room: await this.rooms.of(meeting, delegation),
        today: this.registrations.today(meeting),
        person: ctx.reader.person,
        errors: fieldProblems(ctx.locale, problems),
      })
    await this.limits.take('named-by', ctx.reader.person)
    const locale = isLocale(form?.language) ? form.language : ctx.locale
    await this.focalPoints.name(delegation, { address, locale }, ctx.reader.person)
    return redirect(`${delegationPath(ctx.locale, meeting, id)}#focal-points`)
  }

  @Get(':person/remove')
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('person') person: string,
  ): Answer {
    const meeting = await this.meetings.named(slug)
    const delegation = await this.delegations.one(meeting.id, id)
    const { focalPoints } = await this.rooms.of(meeting, delegation)
    const found = focalPoints.find((each) => each.person === person)
    if (!found) return redirect(delegationPath(ctx.locale, meeting, id))
    return removeColleaguePage({ ctx, meeting, delegation, name: found.name, person })
  }

  @Post(':person/remove')
  async remove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('person') person: string,
  ): Answer {
    if (!ctx.reader) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    const delegation = await this.delegations.one(meeting.id, id)
    await this.focalPoints.remove(delegation, person, ctx.reader.person)
    const stays = person !== ctx.reader.person
    return redirect(stays ? delegationPath(ctx.locale, meeting, id) : `/${ctx.locale}/${meeting.slug}/me`)
  }
}
