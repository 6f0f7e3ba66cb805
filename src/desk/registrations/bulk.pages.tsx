import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common'
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import type { ComponentChildren } from 'preact'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'
import { roleWith } from '../../people/role-policy.ts'
import { parseForm } from '../../platform/http/form.ts'
import { redirect, type HtmlResponse, type Sendable } from '../../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { lacksTerms, type BulkTerms } from '../../registration/bulk/bulk-action.ts'
import { BulkActions, type Bulk } from '../../registration/bulk/bulk.service.ts'
import { DAY_MODES } from '../../registration/registration.ts'
import { page } from '../../ui/page.tsx'
import { fieldProblems } from '../../ui/problems.ts'
import { DeskRooms, type DeskRoom } from '../desk-room.service.ts'
import { BulkPreviewPage, BulkResultPage, BulkTermsPage } from './bulk-page.tsx'

/** With what it is to be done, and the next step. */
export class BulkForm {
  @IsIn(['terms', 'edit', 'start', 'undo']) step: 'terms' | 'edit' | 'start' | 'undo'
  @IsOptional() @IsString() @MaxLength(1000) why?: string
  @IsOptional() @IsString() day?: string
  @IsOptional() @IsString() mode?: string
  @IsOptional() @IsString() constituency?: string
}

const termsFrom = ({ why, day, mode, constituency }: BulkForm): BulkTerms => {
  const chosen = DAY_MODES.find((one) => one === mode)
  const said = why?.trim().normalize('NFC')
  return {
    ...(said && { why: said }),
    ...(day && { day }),
    ...(chosen && { mode: chosen }),
    ...(constituency && { constituency }),
  }
}

/** What is done to many registrations: with what, what it would do, how far it has come, what became of it. */
@Policy(roleWith('review-registrations'))
@Controller(':locale/desk/:meeting/registrations/bulk')
export class DeskBulkPages {
  constructor(
    @Inject(DeskRooms) private readonly rooms: DeskRooms,
    @Inject(BulkActions) private readonly bulk: BulkActions,
  ) {}

  @Get(':id')
  async show(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
  ): Promise<HtmlResponse> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    return this.page(ctx, room, await this.bulk.one(room.meeting.id, id, room.person))
  }

  @Post(':id')
  async act(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<Sendable> {
    const room = await this.rooms.enter(ctx, slug, 'registrations')
    const bulk = await this.bulk.one(room.meeting.id, id, room.person)
    const { value: form, errors } = parseForm(BulkForm, body)
    if (errors) return this.page(ctx, room, bulk, errors)
    try {
      if (form.step === 'terms') await this.bulk.setTerms(room.meeting, bulk, termsFrom(form))
      else if (form.step === 'start') await this.bulk.start(bulk)
      else if (form.step === 'undo') await this.bulk.undo(bulk)
      else return this.terms(ctx, room, bulk)
    } catch (error) {
      if (error instanceof InvalidInput) return this.terms(ctx, room, { ...bulk, terms: termsFrom(form) }, error.fields)
      throw error
    }
    return redirect(`${room.path}/registrations/bulk/${id}`)
  }

  private async page(
    ctx: RequestContext,
    room: DeskRoom,
    bulk: Bulk,
    fields: readonly FieldError[] = [],
  ): Promise<HtmlResponse> {
    if (bulk.state === 'chosen') {
      if (fields.length || lacksTerms(bulk.action, bulk.terms)) return this.terms(ctx, room, bulk, fields)
      const preview = await this.bulk.preview(room.meeting, bulk)
      return this.draw(ctx, room, bulk, <BulkPreviewPage {...this.parts(ctx, room, bulk)} preview={preview} />)
    }
    const [progress, results] = await Promise.all([
      this.bulk.progress(bulk.id),
      this.bulk.results(room.meeting.id, bulk.id),
    ])
    const busy = bulk.state === 'running' || bulk.state === 'undoing'
    return this.draw(
      ctx,
      room,
      bulk,
      <BulkResultPage
        {...this.parts(ctx, room, bulk)}
        progress={progress}
        results={results}
        mine={bulk.by === room.person}
      />,
      // Nothing else moves on this page while it works; a reload loses nothing.
      busy ? { headers: { refresh: '4' } } : {},
    )
  }

  private async terms(
    ctx: RequestContext,
    room: DeskRoom,
    bulk: Bulk,
    fields: readonly FieldError[] = [],
  ): Promise<HtmlResponse> {
    const errors = fieldProblems(ctx.locale, fields)
    const { total } = await this.bulk.progress(bulk.id)
    return page(
      ctx,
      {
        title: ctx.t(`desk:registrations.bulk.do.${bulk.action}`),
        ...room.frame,
        errors,
        children: <BulkTermsPage {...this.parts(ctx, room, bulk)} total={total} errors={errors} />,
      },
      { status: errors.length ? 422 : 200 },
    )
  }

  private parts({ t, locale }: RequestContext, { meeting, path }: DeskRoom, bulk: Bulk) {
    return { t, locale, meeting, base: `${path}/registrations`, bulk }
  }

  private draw(
    ctx: RequestContext,
    room: DeskRoom,
    bulk: Bulk,
    children: ComponentChildren,
    sending: { headers?: Record<string, string> } = {},
  ): HtmlResponse {
    return page(ctx, { title: ctx.t(`desk:registrations.bulk.do.${bulk.action}`), ...room.frame, children }, sending)
  }
}
