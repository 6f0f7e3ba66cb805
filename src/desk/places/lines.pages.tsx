import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { ChangedMeanwhile, InvalidInput, NotFound, type FieldError } from '../../kernel/domain-error.ts'
import { asId, isId, type RegistrationId } from '../../kernel/id.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { Allocations, type Preview } from '../../registration/places/allocations.service.ts'
import type { Queue } from '../../registration/places/pools.service.ts'
import { queueFrom, queueName } from '../../registration/places/queue-name.ts'
import { NoRoom, Queues } from '../../registration/places/queues.service.ts'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { EntryPage, LinePage } from './line-pages.tsx'
import { RulePage } from './rule-page.tsx'
import type { Words } from './labels.ts'
import { GiveForm, LineQuery, MoveForm, numberFrom, RuleForm } from './places.forms.ts'

/** More than anybody looks through; a rule's effect names so many. */
const NAMED = 200

/** The waiting lists: who is in them, in which order, and how organisers change that. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/places')
export class DeskLinePages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(Allocations) private readonly allocations: Allocations,
  ) {}

  @Get('line')
  async line(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: LineQuery,
  ): Promise<HtmlResponse> {
    const { room, queue, words } = await this.enter(ctx, slug, query)
    const after = Math.max(0, numberFrom(query.after) || 0)
    const found = await this.queues.list(room.meeting.id, queue, { after })
    return page(ctx, {
      title: ctx.t('places:line.title'),
      ...room.frame,
      children: <LinePage words={words} base={`${room.path}/places`} queue={queue} after={after} found={found} />,
    })
  }

  @Get('line/:id')
  async entry(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: LineQuery,
  ): Promise<HtmlResponse> {
    return this.drawEntry(ctx, slug, id, query)
  }

  @Post('line/:id/move')
  async move(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: LineQuery,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const { room, queue } = await this.enter(ctx, slug, query)
    const { value: form, errors } = parseForm(MoveForm, body)
    if (errors) return this.drawEntry(ctx, slug, id, query, { errors })
    const to = numberFrom(form.to)
    const sent = { to: form.to, why: form.why }
    if (to === null || !(to >= 1))
      return this.drawEntry(ctx, slug, id, query, {
        ...sent,
        errors: [{ pointer: '/to', message: 'field.not-a-number' }],
      })
    try {
      await this.queues.move(room.meeting, registrationIn(id), queue, to, { by: room.person, why: form.why ?? '' })
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return this.drawEntry(ctx, slug, id, query, { ...sent, errors: error.fields })
    }
    return redirect(`${room.path}/places/line?of=${queueName(queue)}`)
  }

  @Post('line/:id/give')
  async give(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Query() query: LineQuery,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const { room, queue } = await this.enter(ctx, slug, query)
    const { value: form, errors } = parseForm(GiveForm, body)
    if (errors) return this.drawEntry(ctx, slug, id, query, { errors })
    const why = form.why ?? ''
    try {
      await this.queues.give(room.meeting, registrationIn(id), queue, form.do, { by: room.person, why })
    } catch (error) {
      if (error instanceof NoRoom)
        return this.drawEntry(ctx, slug, id, query, {
          giveWhy: why,
          errors: [{ pointer: '/do', message: 'places.no-room' }],
        })
      if (!(error instanceof InvalidInput)) throw error
      const fields = error.fields.map((field) => ({ ...field, pointer: '/giveWhy' }))
      return this.drawEntry(ctx, slug, id, query, { giveWhy: why, errors: fields })
    }
    return redirect(`${room.path}/places/line?of=${queueName(queue)}`)
  }

  @Get('rule')
  async rule(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: LineQuery,
  ): Promise<HtmlResponse> {
    return this.drawRule(ctx, slug, query)
  }

  @Post('rule')
  async carryOut(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: LineQuery,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const { room, queue } = await this.enter(ctx, slug, query)
    const { value: form, errors } = parseForm(RuleForm, body)
    if (errors) return this.drawRule(ctx, slug, query, errors)
    const rule = ruleOf(form)
    const asked = { ...query, perDelegation: form.perDelegation ?? '', holdBack: form.holdBack ?? '' }
    try {
      const { given } = await this.allocations.carryOut(room.meeting, queue, rule, form.fingerprint ?? '', room.person)
      return redirect(`${room.path}/places/rule?of=${queueName(queue)}&done=${given.length}`)
    } catch (error) {
      if (error instanceof ChangedMeanwhile)
        return this.drawRule(ctx, slug, asked, [{ pointer: '/fingerprint', message: 'places.changed' }])
      if (error instanceof InvalidInput) return this.drawRule(ctx, slug, asked, error.fields)
      throw error
    }
  }

  private async enter(
    ctx: RequestContext,
    slug: string,
    query: LineQuery,
  ): Promise<{ room: DeskRoom; queue: Queue; words: Words }> {
    const room = await this.rooms.enter(ctx, slug, 'places')
    const { meeting } = room
    const sessions = await this.workingCopy.list(meeting.id)
    const days = meeting.days.map(({ date }) => date.toString())
    const queue = queueFrom(query.of, days)
    if (!queue || (queue.session && !sessions.some((session) => session.id === queue.session))) throw new NotFound()
    return { room, queue, words: { t: ctx.t, locale: ctx.locale, meeting, sessions } }
  }

  private async drawEntry(
    ctx: RequestContext,
    slug: string,
    id: string,
    query: LineQuery,
    sent: { to?: string | undefined; why?: string | undefined; giveWhy?: string; errors?: readonly FieldError[] } = {},
  ): Promise<HtmlResponse> {
    const { room, queue, words } = await this.enter(ctx, slug, query)
    const entry = await this.queues.one(room.meeting.id, queue, registrationIn(id))
    const errors = fieldProblems(ctx.locale, sent.errors ?? [])
    return page(
      ctx,
      {
        title: ctx.t('places:line.title'),
        ...room.frame,
        errors,
        children: (
          <EntryPage
            words={words}
            base={`${room.path}/places`}
            queue={queue}
            entry={entry}
            sent={sent}
            errors={errors}
          />
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }

  private async drawRule(
    ctx: RequestContext,
    slug: string,
    query: LineQuery,
    fields: readonly FieldError[] = [],
  ): Promise<HtmlResponse> {
    const { room, queue, words } = await this.enter(ctx, slug, query)
    const asked = query.perDelegation !== undefined || query.holdBack !== undefined
    let preview: Preview | undefined
    let problems = fields
    if (asked)
      try {
        preview = await this.allocations.preview(room.meeting, queue, ruleOf(query))
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error
        problems = [...fields, ...error.fields]
      }
    const [named, staying] = preview
      ? await Promise.all([
          this.queues.named(room.meeting.id, queue, preview.plan.given.slice(0, NAMED)),
          this.queues.named(room.meeting.id, queue, preview.staying.slice(0, NAMED)),
        ])
      : [[], []]
    const errors = fieldProblems(ctx.locale, problems)
    return page(
      ctx,
      {
        title: ctx.t('places:rule.title'),
        ...room.frame,
        errors,
        children: (
          <RulePage
            words={words}
            base={`${room.path}/places`}
            queue={queue}
            query={query}
            preview={preview}
            named={named}
            staying={staying}
            errors={errors}
          />
        ),
      },
      { status: errors.length ? 422 : 200 },
    )
  }
}

const ruleOf = ({ perDelegation, holdBack }: Pick<LineQuery, 'perDelegation' | 'holdBack'>) => ({
  perDelegation: numberFrom(perDelegation) ?? 0,
  holdBack: numberFrom(holdBack) ?? 0,
})

/** @throws NotFound */
const registrationIn = (id: string): RegistrationId => {
  if (!isId(id)) throw new NotFound()
  return asId(id)
}
