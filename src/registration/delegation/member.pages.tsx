import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { FOCAL_POINT } from '../../delegations/focal-point-policy.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { RateLimits } from '../../platform/http/rate-limit.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { fieldProblems } from '../../ui/problems.ts'
import { modesOf } from '../places/days-open.ts'
import { EntryForm, entryFrom } from './delegation.forms.ts'
import { memberName } from './delegation-page.tsx'
import { DelegationRooms } from './delegation-room.service.ts'
import { DelegationVisits } from './delegation-visits.service.ts'
import { blankRow } from './name-people.tsx'
import { checkSuccessor } from './nomination.ts'
import { Nominations } from './nominations.service.ts'
import { removePage, replacePage } from './person-pages.tsx'
import { Replacements } from './replacements.service.ts'

type Answer = Promise<HtmlResponse | RedirectResponse>

/** One person of a delegation: replaced by another, or taken out. */
@ApiExcludeController()
@Policy(FOCAL_POINT)
@Controller(':locale/:meeting/delegation/:delegation/people/:registration')
export class MemberPages {
  constructor(
    private readonly visits: DelegationVisits,
    private readonly rooms: DelegationRooms,
    private readonly nominations: Nominations,
    private readonly replacements: Replacements,
    private readonly limits: RateLimits,
  ) {}

  @Get('replace')
  async replaceForm(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Answer {
    const visit = await this.visits.of(ctx, slug, id)
    const member = await this.rooms.member(visit.delegation, registration)
    const { entry, submission } = blankRow(visit.meeting, {
      language: ctx.locale,
      mode: modesOf(visit.meeting.format)[0]!,
    })
    const blank = { ...entry, jobTitle: member.jobTitle, language: member.language }
    return replacePage({ ...visit, id: member.id, name: memberName(member), entry: blank, submission })
  }

  @Post('replace')
  async replace(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visits.of(ctx, slug, id)
    const { meeting, delegation, by } = visit
    const { value: form, errors } = parseForm(EntryForm, body)
    const submission = form?.submission || randomUUID()
    const entry = entryFrom(form ?? {})
    const checked = errors ? { problems: errors } : checkSuccessor(entry)
    const again = async (problems: readonly FieldError[]): Promise<HtmlResponse> => {
      const member = await this.rooms.member(delegation, registration)
      const shown = fieldProblems(ctx.locale, problems)
      return replacePage({ ...visit, id: member.id, name: memberName(member), entry, submission, errors: shown })
    }
    if (checked.problems) return again(checked.problems)
    await this.limits.take('named-by', by.person)
    try {
      await this.replacements.replace(meeting, delegation, by, asId(registration), checked.value, submission)
      return redirect(visit.base)
    } catch (error) {
      if (error instanceof InvalidInput) return again(error.fields)
      throw error
    }
  }

  @Get('remove')
  async removeForm(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Answer {
    const visit = await this.visits.of(ctx, slug, id)
    const member = await this.rooms.member(visit.delegation, registration)
    return removePage({ ...visit, id: member.id, name: memberName(member) })
  }

  @Post('remove')
  async remove(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Answer {
    const visit = await this.visits.of(ctx, slug, id)
    await this.nominations.remove(visit.meeting, visit.delegation, visit.by, asId(registration))
    return redirect(visit.base)
  }
}
