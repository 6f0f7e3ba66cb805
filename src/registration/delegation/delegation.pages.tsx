import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { DELEGATION_ROLES, type DelegationRole } from '../../delegations/delegation.ts'
import { FOCAL_POINT } from '../../delegations/focal-point-policy.ts'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { asId } from '../../kernel/id.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type RedirectResponse } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { fieldProblems } from '../../ui/problems.ts'
import { DAY_MODES, type Wish } from '../registration.ts'
import { MoveNotOpen } from '../states.ts'
import { daysFrom, DecideForm, MembersForm, MOST_ROWS, ReasonForm } from './delegation.forms.ts'
import { memberName } from './delegation-page.tsx'
import { DelegationRooms } from './delegation-room.service.ts'
import { DelegationVisits, type Visit } from './delegation-visits.service.ts'
import { Nominations } from './nominations.service.ts'
import { declinePage } from './person-pages.tsx'
import { Ranks } from './ranks.service.ts'

type Answer = Promise<HtmlResponse | RedirectResponse>

/** What a focal point does for their delegation, on its own page. */
@ApiExcludeController()
@Policy(FOCAL_POINT)
@Controller(':locale/:meeting/delegation/:delegation')
export class DelegationPages {
  constructor(
    private readonly visits: DelegationVisits,
    private readonly rooms: DelegationRooms,
    private readonly nominations: Nominations,
    private readonly ranks: Ranks,
  ) {}

  @Get()
  async show(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Query('named') named?: string,
  ): Answer {
    const visit = await this.visits.of(ctx, slug, id)
    const count = Number(named)
    return this.visits.draw(
      visit,
      [],
      count > 0 && count <= MOST_ROWS ? ctx.t('delegation:name.done', { count }) : undefined,
    )
  }

  @Post('requests/:registration')
  async decide(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visits.of(ctx, slug, id)
    const { value: form, errors } = parseForm(DecideForm, body)
    if (errors) return this.visits.draw(visit, errors)
    if (form.do === 'decline') return redirect(`${visit.base}/requests/${encodeURIComponent(registration)}/decline`)
    return this.attempt(visit, async () => {
      const { id: member } = await this.rooms.member(visit.delegation, registration)
      await this.nominations.confirm(visit.meeting, visit.delegation, visit.by, member)
    })
  }

  @Get('requests/:registration/decline')
  async askWhy(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
  ): Answer {
    const visit = await this.visits.of(ctx, slug, id)
    const member = await this.rooms.member(visit.delegation, registration)
    return declinePage({ ...visit, id: member.id, name: memberName(member) })
  }

  @Post('requests/:registration/decline')
  async decline(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Param('registration') registration: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visits.of(ctx, slug, id)
    const { value: form, errors } = parseForm(ReasonForm, body)
    const why = form?.why?.trim() ?? ''
    const problems = errors ?? (why ? [] : [{ pointer: '/why', message: 'delegation.reason.missing' }])
    if (problems.length) {
      const member = await this.rooms.member(visit.delegation, registration)
      const shown = fieldProblems(ctx.locale, problems)
      return declinePage({ ...visit, id: member.id, name: memberName(member), why, errors: shown })
    }
    await this.nominations.decline(visit.meeting, visit.delegation, visit.by, asId(registration), why)
    return redirect(visit.base)
  }

  @Post('people')
  async save(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('delegation') id: string,
    @Body() body: unknown,
  ): Answer {
    const visit = await this.visits.of(ctx, slug, id)
    const { value: form, errors } = parseForm(MembersForm, body)
    if (errors) return this.visits.draw(visit, errors)
    const [step, whom] = (form.do ?? '').split(':')
    return this.attempt(visit, async () => {
      if ((step === 'up' || step === 'down') && whom)
        await this.ranks.move(visit.meeting, visit.delegation, visit.by, whom, step)
      else await this.saveTable(visit, form)
    })
  }

  private async saveTable({ meeting, delegation, by }: Visit, { people = [] }: MembersForm): Promise<void> {
    const room = await this.rooms.of(meeting, delegation)
    const roles = new Map<string, DelegationRole>()
    for (const { id, role } of people) {
      const known = DELEGATION_ROLES.find((each) => each === role)
      if (known) roles.set(id, known)
    }
    const at = (id: string) => `/people/${people.findIndex((row) => row.id === id)}/role`
    if (roles.size) await this.ranks.assign(meeting, delegation, by, roles, at)
    const problems: FieldError[] = []
    for (const [index, row] of people.entries()) {
      const member = room.members.find((each) => each.id === row.id)
      if (!member) continue
      const wishes = Object.entries(daysFrom(row)).flatMap(([day, typed]): Wish[] => {
        const mode = DAY_MODES.find((each) => each === typed)
        const before = member.standing.days.find((each) => each.day === day)?.mode ?? 'none'
        return mode && mode !== before ? [{ day, mode, meanwhile: mode === 'in-person' }] : []
      })
      if (!wishes.length) continue
      try {
        await this.nominations.choose(meeting, delegation, by, member.id, wishes)
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error
        const [first] = error.fields
        problems.push({
          pointer: `/people/${index}/days/${wishes[0]!.day}`,
          message: first?.message ?? 'field.invalid',
        })
      }
    }
    if (problems.length) throw new InvalidInput({ fields: problems })
  }

  /** Does it and shows the page again, or says what is wrong. */
  private async attempt(visit: Visit, work: () => Promise<void>): Answer {
    try {
      await work()
      return redirect(visit.base)
    } catch (error) {
      if (error instanceof InvalidInput) return this.visits.draw(visit, error.fields)
      // Somebody else was quicker: the page shows how it stands now.
      if (error instanceof MoveNotOpen) return redirect(visit.base)
      throw error
    }
  }
}
